"""How large a picture is, read from its first bytes; an item whose answer is in pixels must agree with it."""

import re
from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n"
_SVG = re.compile(r"<svg\b[^>]*>")
_SIDE = {name: re.compile(rf"""\s{name}\s*=\s*["']\s*(\d+)(?:px)?\s*["']""") for name in ("width", "height")}
_LOOK = 4096  # bytes in which an SVG must have begun


def picture_size(file: Path) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, or of an SVG that gives both in whole pixels; None for anything else."""
    with file.open("rb") as stream:
        start = stream.read(_LOOK)
    if start.startswith(PNG) and len(start) >= 24:
        return int.from_bytes(start[16:20], "big"), int.from_bytes(start[20:24], "big")
    if file.suffix != ".svg" or not (root := _SVG.search(start.decode("utf-8", "replace"))):
        return None
    sides = [found and int(found.group(1)) for found in (side.search(root.group()) for side in _SIDE.values())]
    return (sides[0], sides[1]) if sides[0] and sides[1] else None
