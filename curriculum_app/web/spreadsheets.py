"""Tables as CSV that spreadsheets open as text: nothing somebody typed becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def inert(cell: object) -> str:
    """A cell that a spreadsheet shows and does not compute (OWASP, CSV injection)."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(ACTIVE) else text


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads Korean."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([inert(cell) for cell in head])
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
