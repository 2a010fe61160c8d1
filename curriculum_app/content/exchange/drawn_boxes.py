"""Boxes of other tools as gold of a `boxes` item: they must lie in the picture and not be more than an item holds."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from curriculum_app.content.exchange.drafting import SHORT_ID, Ids, Imported
from curriculum_app.content.exchange.problems import shown
from curriculum_app.grading.boxes import ROWS
from curriculum_app.grading.rectangles import Rectangle

SMALLEST, LARGEST, MOST_LABELS = 16, 4000, 20  # as the kind has them
DIGITS = 2  # of a pixel, that are kept


class Box(NamedTuple):
    """A box in pixels, its label's name, its id and reason where it has them."""

    rectangle: Rectangle
    label: str
    name: str = ""
    reason: str = ""


class Picture(NamedTuple):
    """What boxes are drawn in."""

    file: str
    width: int
    height: int


def boxes_item(
    item: dict[str, Any], said: Mapping[str, Any], picture: Picture, drawn: Sequence[Box], ids: Ids,
    where: str, imported: Imported,
) -> dict[str, Any] | None:  # fmt: skip
    """Completes a boxes item; None where it would be none, which is noted as a loss like every box left out."""
    if not (SMALLEST <= picture.width <= LARGEST and SMALLEST <= picture.height <= LARGEST):
        size = f"{picture.width}×{picture.height}"
        imported.lose(where, f"the whole item: a picture of {size} pixels is not {SMALLEST} to {LARGEST} either way")
        return None
    kept = [box for box in drawn if _fits(box, picture, where, imported)]
    used = {ids.of(box.label) for box in kept}
    labels = list(said.get("labels") or ({"id": i, "name": n[:80], "definition": ""} for i, n in ids.names.items()))
    if len(labels) > MOST_LABELS:
        left = [label["name"] for label in labels if label["id"] not in used]
        labels = [label for label in labels if label["id"] in used]
        imported.lose(where, f"labels that its boxes do not have: {', '.join(left)}")
    if len(kept) > ROWS or len(labels) > MOST_LABELS or not labels:
        what = f"{len(kept)} boxes with {len(labels)} labels; an item holds {ROWS} boxes and 1 to {MOST_LABELS} labels"
        imported.lose(where, f"the whole item: {what}")
        return None
    gold: dict[str, Any] = {"boxes": {}}
    for box in kept:
        taken = gold["boxes"]
        name = box.name if SHORT_ID.fullmatch(box.name) and box.name not in taken else f"b{len(taken) + 1}"
        while name in taken:
            name += "x"
        taken[name] = {
            "box": [_plain(side) for side in box.rectangle],
            "label": ids.of(box.label),
            "reason": box.reason,
        }
    if not kept:
        gold["clean_reason"] = said.get("clean_reason", "")
    shown_as = {"picture": picture.file, "alt": said.get("alt", ""), "description": said.get("description", "")}
    return {**item, **shown_as, "width": picture.width, "height": picture.height, "labels": labels, "gold": gold}


def picture_name(address: str) -> str:
    """The file name at the end of an address or a path."""
    return address.split("?")[0].split("#")[0].replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]


def note_picture(address: str, where: str, imported: Imported) -> str:
    """The name the item gives its picture; that the file itself is not brought along is noted."""
    name = picture_name(address)
    imported.lose(where, f"the picture itself ({shown(address)}): put it beside the item as {name}")
    return name


def _fits(box: Box, picture: Picture, where: str, imported: Imported) -> bool:
    x, y, width, height = (round(side, DIGITS) for side in box.rectangle)
    inside = x >= 0 and y >= 0 and x + width <= picture.width and y + height <= picture.height
    if width <= 0 or height <= 0 or not inside:
        imported.lose(
            where, f"a box of {box.label} at {x:g}, {y:g}, {width:g} by {height:g}: not in the picture, or no area"
        )
        return False
    return True


def _plain(side: float) -> float | int:
    side = round(side, DIGITS)
    return int(side) if side == int(side) else side
