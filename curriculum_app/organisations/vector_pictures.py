"""Cleaning an SVG that somebody uploaded: only shapes, paints and their attributes pass, written anew. Pure.

What would be seen and can't be kept (text, pictures, styles, scripts, things from elsewhere) is refused, so that nobody's logo
comes out maimed; what is not seen (titles, editors' notes) is left out.
"""

import re
import xml.etree.ElementTree as Tree

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from curriculum_app.refusal import Refused

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
LARGEST, DEEPEST, MOST = 256 * 1024, 20, 3000  # bytes, levels, elements
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
PAINTS = {"linearGradient", "radialGradient", "stop"}
ELEMENTS = {"svg", "g", "defs", "clipPath"} | SHAPES | PAINTS
UNSEEN = {"title", "desc", "metadata"}
# The style attribute of editors is read for these; each is an attribute too.
LOOKS = {
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity", "stop-color", "stop-opacity", "clip-path", "clip-rule",
}  # fmt: skip
PLACES = {
    "id", "d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "width", "height", "transform",
    "viewBox", "offset", "gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits", "preserveAspectRatio",
}  # fmt: skip
VALUE = re.compile(r"[\w\s.,%()+#-]*", re.ASCII)
LOCAL = re.compile(r"url\(\s*#[A-Za-z_][\w.-]*\s*\)", re.ASCII)
IDENTIFIER = re.compile(r"[A-Za-z_][\w.-]{0,79}", re.ASCII)


def cleaned(data: bytes) -> bytes:
    """The SVG as this school writes it. Raises Refused: `picture_too_large`, `picture_unreadable`, `picture_holds`."""
    if len(data) > LARGEST:
        raise Refused("picture_too_large", limit=LARGEST // 1024)
    try:
        root = fromstring(data, forbid_dtd=True)
    except (Tree.ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise Refused("picture_unreadable") from None
    if root.tag != f"{{{SVG}}}svg":
        raise Refused("picture_unreadable")
    if sum(1 for _ in root.iter()) > MOST:
        raise Refused("picture_too_large", limit=LARGEST // 1024)
    made = _element(root, 1)
    assert made is not None
    _sized(made, root)
    _chains(made)
    made.set("xmlns", SVG)
    return bytes(Tree.tostring(made, encoding="utf-8"))


def _element(given: Tree.Element, depth: int) -> Tree.Element | None:
    """An element with what may pass of it, its namespace taken off; None for what is not seen. Raises Refused."""
    if not isinstance(given.tag, str):  # a comment, or an instruction to a program
        return None
    namespace, _, name = given.tag.rpartition("}")
    if namespace != f"{{{SVG}" or name in UNSEEN:
        return None
    if name not in ELEMENTS or (name == "svg" and depth > 1):
        raise Refused("picture_holds", thing=name[:40])
    if depth > DEEPEST:
        raise Refused("picture_too_deep", limit=DEEPEST)
    made = Tree.Element(name, _attributes(given, name))
    for child in given:
        if (kept := _element(child, depth + 1)) is not None:
            made.append(kept)
    return made


def _attributes(given: Tree.Element, name: str) -> dict[str, str]:
    kept: dict[str, str] = {}
    for key, value in given.attrib.items():
        if key == "style":
            kept |= _looks(value)
        elif key in {"href", f"{{{XLINK}}}href"}:
            if name not in PAINTS or not IDENTIFIER.fullmatch(value.removeprefix("#")) or not value.startswith("#"):
                raise Refused("picture_holds", thing="href")
            kept["href"] = value
        elif key in LOOKS or key in PLACES:
            kept[key] = _value(key, value)
        elif key.lower().startswith("on"):
            raise Refused("picture_holds", thing=key[:40])
    return kept


def _looks(style: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in style.split(";") if part.strip())
    return {name.strip(): _value(name.strip(), value.strip()) for name, _, value in pairs if name.strip() in LOOKS}


def _value(key: str, value: str) -> str:
    """A value without addresses, entities or anything that is computed. Raises Refused."""
    if key == "id" and not IDENTIFIER.fullmatch(value):
        raise Refused("picture_holds", thing="id")
    if not VALUE.fullmatch(value) or ("url" in value.lower() and not LOCAL.fullmatch(value)):
        raise Refused("picture_holds", thing=key)
    return value


def _sized(made: Tree.Element, given: Tree.Element) -> None:
    """A viewBox in place of a size: the page says how large the picture is. Raises Refused."""
    if "viewBox" not in made.attrib:
        sides = [re.match(r"\d+(\.\d+)?", given.get(side, "")) for side in ("width", "height")]
        if sides[0] is None or sides[1] is None:
            raise Refused("picture_without_size")
        made.set("viewBox", f"0 0 {sides[0][0]} {sides[1][0]}")
    box = [float(part) for part in re.findall(r"-?\d+(?:\.\d+)?", made.get("viewBox", ""))]
    if len(box) != 4 or not (0 < box[2] <= 100_000 and 0 < box[3] <= 100_000 and 1 / 20 < box[2] / box[3] < 20):
        raise Refused("picture_without_size")
    for side in ("width", "height", "x", "y"):
        made.attrib.pop(side, None)


def _chains(made: Tree.Element) -> None:
    """A paint may take its colours from another that takes them from none, so that no circle can be made. Raises Refused."""
    paints = {one.get("id"): one for one in made.iter() if one.tag in PAINTS}
    for one in paints.values():
        target = paints.get(one.get("href", "#")[1:])
        if target is not None and "href" in target.attrib:
            raise Refused("picture_holds", thing="href")
    for clip in made.iter("clipPath"):
        if any("clip-path" in one.attrib for one in clip.iter()):
            raise Refused("picture_holds", thing="clip-path")
