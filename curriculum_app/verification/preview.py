"""The picture that a link to a certificate is shown with elsewhere (Open Graph, 1200 × 630), drawn from few words and kept."""

import io
from functools import lru_cache
from typing import NamedTuple

from flask_babel import gettext
from PIL import Image, ImageDraw, ImageFont

from curriculum_app.credentials.proofs import MATERIAL
from curriculum_app.verification.checking import State
from curriculum_app.verification.showing import Shown

SIZE = (1200, 630)
MARGIN = 90
PAPER, INK, QUIET, GOLD, MISS = "#fbfaf7", "#1c1e22", "#575b63", "#855600", "#a3261b"
BAD = {State.REVOKED, State.BROKEN}


class Words(NamedTuple):
    """What stands on the picture, from top to bottom."""

    issuer: str
    title: str
    course: str
    name: str  # empty where its holder does not show it
    serial: str
    warning: str  # empty but for a certificate that nobody should rely on


def words_of(shown: Shown, language: str) -> Words:
    """The words of a certificate's picture. It never says "valid": a picture is kept elsewhere for longer than that may hold."""
    facts = shown.facts
    return Words(
        facts["issuer"][language], facts["title"][language], facts["course"][language], facts["name"] if shown.public else "",
        gettext("No. %(serial)s", serial=facts["serial"]), str(shown.banner[1]) if shown.state in BAD else "",
    )  # fmt: skip


@lru_cache(maxsize=256)
def png(words: Words) -> bytes:
    """The picture as PNG; the same words make the same bytes."""
    picture = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((24, 24, SIZE[0] - 25, SIZE[1] - 25), outline=GOLD, width=3)
    draw.rectangle((34, 34, SIZE[0] - 35, SIZE[1] - 35), outline=GOLD, width=1)
    lines = [
        (words.issuer, "Regular", 34, QUIET, 84), (words.title, "Bold", 76, INK, 160), (words.course, "Bold", 46, INK, 280),
        (words.name, "Regular", 42, INK, 370), (words.serial, "Regular", 32, QUIET, 470), (words.warning, "Bold", 40, MISS, 520),
    ]  # fmt: skip
    for text, weight, size, colour, top in lines:
        if text and (font := _font(weight, size, text)):
            draw.text((MARGIN, top), text, fill=colour, font=font)
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _font(weight: str, size: int, text: str) -> ImageFont.FreeTypeFont | None:
    """The typeface in the size that makes a text fit; None for a text that it can't write at all."""
    file = str(MATERIAL / f"Pretendard-{weight}.ttf")
    while size >= 20:
        font = ImageFont.truetype(file, size)
        if font.getlength(text) <= SIZE[0] - 2 * MARGIN:
            return font
        size -= 4
    return None
