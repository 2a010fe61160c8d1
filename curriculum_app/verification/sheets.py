"""Lists of certificates as CSV or XLSX: read into text cells within hard bounds, understood by their headings, written back.

Pure: bytes in, bytes out. A workbook is a zip archive of XML, so it is measured before it is opened, and read row by row.
"""

import csv
import io
import re
import warnings
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

import openpyxl

from curriculum_app.content.exchange.archives import open_archive
from curriculum_app.content.exchange.problems import ImportProblem
from curriculum_app.content.exchange.sheets import write as written
from curriculum_app.refusal import Refused
from curriculum_app.verification.bulk import LONGEST_NAME, LONGEST_NUMBER, MOST, Row
from curriculum_app.verification.checking import PUBLIC_ID, read_serial
from curriculum_app.web.spreadsheets import inert

LARGEST = 2 * 2**20
LARGEST_INSIDE, MOST_PARTS = 8 * 2**20, 200  # of a workbook's archive, inflated
MOST_COLUMNS, LONGEST_CELL = 20, 300
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
BROKEN = (BadZipFile, KeyError, IndexError, ValueError, TypeError, AttributeError, OSError, SyntaxError, EOFError,
          NotImplementedError, RuntimeError, RecursionError, zlib.error)  # fmt: skip

# Headings as people write them, in small letters, without spaces and marks.
NUMBERS = frozenset(
    "번호 증서번호 수료증번호 이수증번호 인증번호 자격번호 발급번호 일련번호 인증서번호 주소 증서주소 확인주소 링크 "
    "number no serial serialnumber certificate certificatenumber certificateno certificateid credential credentialid "
    "credentialnumber licensenumber id url link address".split()
)
NAMES = frozenset("이름 성명 성함 지원자 지원자명 응시자 수료자 name fullname holder holdername applicant candidate".split())


class Sheet(NamedTuple):
    """A list as it was understood. Columns count from 0; a list without a heading has its own."""

    kind: str  # csv, xlsx
    header: list[str]
    rows: list[list[str]]
    lines: list[int]  # of the rows, as a spreadsheet counts
    numbers: list[int]  # the columns that hold a number or an address; the first one filled counts
    name: int | None

    def asked(self) -> list[Row]:
        """What is asked of each row; a cell longer than any number or name is as good as none."""
        return [Row(self._of(row, self.numbers, LONGEST_NUMBER), self._of(row, [self.name], LONGEST_NAME)) for row in self.rows]

    def _of(self, row: Sequence[str], columns: Sequence[int | None], longest: int) -> str:
        found = next((row[column] for column in columns if column is not None and row[column]), "")
        return found if len(found) <= longest else ""


def read(data: bytes) -> Sheet:
    """A list of up to 5,000 rows.

    Raises Refused: sheet_empty, sheet_too_large, sheet_broken, sheet_too_wide, sheet_unnamed, bulk_too_many.
    """
    if len(data) > LARGEST:
        raise Refused("sheet_too_large")
    kind = "xlsx" if data.startswith(b"PK\x03\x04") else "csv"
    lines = []
    for number, cells in _workbook(data) if kind == "xlsx" else _csv(data):
        cleaned = [CONTROLS.sub("", cell)[:LONGEST_CELL].strip() for cell in cells]
        while cleaned and not cleaned[-1]:
            cleaned.pop()
        if len(cleaned) > MOST_COLUMNS:
            raise Refused("sheet_too_wide", most=MOST_COLUMNS)
        if cleaned:
            lines.append((number, cleaned))
        if len(lines) > MOST + 1:
            raise Refused("bulk_too_many", most=MOST)
    return _understood(kind, lines)


def _understood(kind: str, lines: list[tuple[int, list[str]]]) -> Sheet:
    if not lines:
        raise Refused("sheet_empty")
    header = lines[0][1]
    plain = [re.sub(r"[\W_]+", "", heading.casefold()) for heading in header]
    numbers = [column for column, heading in enumerate(plain) if heading in NUMBERS]
    name = next((column for column, heading in enumerate(plain) if heading in NAMES), None)
    if not numbers:
        header, numbers, name = _by_content(lines[0][1])
    else:
        lines = lines[1:]
    if not lines:
        raise Refused("sheet_empty")
    if len(lines) > MOST:
        raise Refused("bulk_too_many", most=MOST)
    width = max(len(header), *(len(cells) for _, cells in lines))
    padded = [cells + [""] * (width - len(cells)) for _, cells in lines]
    numbers.sort(key=lambda column: sum(bool(PUBLIC_ID.search(row[column])) for row in padded[:50]), reverse=True)
    return Sheet(kind, header + [""] * (width - len(header)), padded, [line for line, _ in lines], numbers, name)


def _by_content(first: list[str]) -> tuple[list[str], list[int], int | None]:
    """The columns of a list without a heading: which one holds a number, and which one, of two, the name."""
    numbers = [column for column, cell in enumerate(first) if PUBLIC_ID.search(cell) or read_serial(cell)]
    if not numbers or len(first) > 2:
        raise Refused("sheet_unnamed")
    others = [column for column in range(len(first)) if column not in numbers]
    return ["number" if column in numbers else "name" for column in range(len(first))], numbers[:1], others[0] if others else None


def _csv(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _text(data)
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)  # spreadsheets write ; where the comma divides decimals
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    try:
        for cells in lines:
            yield number, cells
            number = lines.line_num + 1
    except csv.Error:
        raise Refused("sheet_broken") from None


def _text(data: bytes) -> str:
    """UTF-8, or what a Korean Excel writes without being asked: CP949, or UTF-16 with its mark."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp949")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("sheet_broken")


def _workbook(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_INSIDE:
                raise Refused("sheet_too_large")
        open_archive(Path("list.xlsx"), data).close()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the library would have of a workbook besides its cells
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        first: Any = book.worksheets[0]
        first.reset_dimensions()
        rows = first.iter_rows(max_row=MOST + 1000, max_col=MOST_COLUMNS + 1, values_only=True)
        for number, values in enumerate(rows, start=1):
            yield number, [_cell(value) for value in values]
    except (*BROKEN, ImportProblem):
        raise Refused("sheet_broken") from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.12g}"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def write(sheet: Sheet, heads: Sequence[str], added: Sequence[Sequence[str]]) -> bytes:
    """The list in its own format with further columns; no cell of it computes."""
    rows = [[inert(cell) for cell in (*row, *more)] for row, more in zip(sheet.rows, added, strict=True)]
    return written([inert(cell) for cell in (*sheet.header, *heads)], rows, f".{sheet.kind}")
