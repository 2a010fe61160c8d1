"""What the typefaces of certificates can print: which characters, and how wide. Read from the fonts without printing anything."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont

MATERIAL = Path(__file__).parent.parent / "credentials" / "material"
WEIGHTS = ("Regular", "Bold")
# In the order in which a character is looked for: Pretendard has Korean and Latin, Noto Sans KR has hanja besides.
FAMILIES = {"School": "Pretendard", "School Hanja": "NotoSansKR"}
UNSEEN = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
    "Cn",
    "Zl",
    "Zp",
}  # Unicode's categories of what is no letter: controls, reversals, nothing


class Metrics(NamedTuple):
    """The advance width of each character a font has, in thousandths of the type's size."""

    widths: dict[int, float]


def file_of(family: str, weight: str) -> Path:
    """Where a typeface lies."""
    return MATERIAL / f"{FAMILIES[family]}-{weight}.ttf"


@cache
def metrics(family: str, weight: str = "Bold") -> Metrics:
    """The characters of a typeface; read once a process, in a tenth of a second."""
    with TTFont(file_of(family, weight), lazy=True) as font:
        em, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        return Metrics({code: 1000 * advances[name][0] / em for code, name in font.getBestCmap().items()})


def unprintable(text: str) -> str | None:
    """The first character that no typeface of certificates has, or that can't be seen; None where all can be printed."""
    for character in unicodedata.normalize("NFC", text):
        if unicodedata.category(character) in UNSEEN:
            return character
        if not any(ord(character) in metrics(family).widths for family in FAMILIES):
            return character
    return None


def named(character: str) -> str:
    """A character as a message may show it: itself where it can be seen, and its number."""
    shown = (
        ""
        if unicodedata.category(character) in UNSEEN or unicodedata.category(character)[0] == "M"
        else f"{character} "
    )
    return f"{shown}(U+{ord(character):04X})"


def width(text: str, size: float) -> float:
    """How wide bold text is in millimetres, at a size in points; what no typeface has counts as an em."""
    advance = 0.0
    for character in unicodedata.normalize("NFC", text):
        known = (metrics(family).widths.get(ord(character)) for family in FAMILIES)
        advance += next((found for found in known if found is not None), 1000.0)
    return advance / 1000 * size * 25.4 / 72


def fitting(text: str, millimetres: float, sizes: tuple[float, ...]) -> float:
    """The largest of these sizes at which the text stands on one line; the smallest where it must be wrapped anyway."""
    return next((size for size in sizes if width(text, size) <= millimetres), sizes[-1])
