"""Cleaning a picture that an organisation uploaded for its certificates: SVG by an allow-list, PNG painted anew. Pure."""

import io
import warnings
from typing import NamedTuple

from PIL import Image

from curriculum_app.organisations import vector_pictures
from curriculum_app.refusal import Refused

LARGEST = 1024 * 1024  # bytes of a PNG
MOST_PIXELS, LONGEST_SIDE = 16_000_000, 1200  # as it comes, and as it is kept
SHORTEST_SIDE = 40


class Cleaned(NamedTuple):
    """A picture as it is stored."""

    media_type: str
    data: bytes


def cleaned(data: bytes) -> Cleaned:
    """A picture made safe to print and to show. Raises Refused: `picture_…`."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Cleaned("image/png", _painted(data))
    if b"<svg" in data[:4096]:
        return Cleaned("image/svg+xml", vector_pictures.cleaned(data))
    raise Refused("picture_other")


def _painted(data: bytes) -> bytes:
    """The pixels of a PNG and nothing else of it, no side longer than a certificate can use."""
    if len(data) > LARGEST:
        raise Refused("picture_too_large", limit=LARGEST // 1024)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a bomb is warned of before it is refused
            with Image.open(io.BytesIO(data), formats=["PNG"]) as given:
                given.verify()  # whether it is whole; it can't be read after that
            with Image.open(io.BytesIO(data), formats=["PNG"]) as given:
                width, height = given.size
                if (
                    width * height > MOST_PIXELS
                    or min(width, height) < SHORTEST_SIDE
                    or max(width, height) > 20 * min(width, height)
                ):
                    raise Refused("picture_without_size")
                pixels = given.convert("RGBA")
    except Refused:
        raise
    except Exception:  # whatever a decoder raises on hostile bytes
        raise Refused("picture_unreadable") from None
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain = Image.frombytes("RGBA", pixels.size, pixels.tobytes())  # leaves text, profiles and times behind
    made = io.BytesIO()
    plain.save(made, "PNG", optimize=True)
    return made.getvalue()
