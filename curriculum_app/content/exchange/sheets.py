"""The cells of CSV files and XLSX workbooks, all as text. Workbooks are zip archives of XML: both are bounded and checked."""

import csv
import io
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell import WriteOnlyCell

from curriculum_app.content.exchange.archives import open_archive
from curriculum_app.content.exchange.drafting import Imported
from curriculum_app.content.exchange.problems import ImportProblem, shown
from curriculum_app.content.exchange.sources import MOST_ITEMS, checked, read_bytes, read_text

MOST_COLUMNS, MOST_BLANK = 100, 1_000
LONGEST_CELL = 32_767  # characters that a cell of XLSX can hold
BESIDE = {
    "xl/comments": "comments", "xl/threadedComments": "comments", "xl/media/": "pictures", "xl/charts/": "charts",
    "xl/vbaProject": "macros", "xl/externalLinks/": "links to other workbooks", "xl/pivotTables/": "pivot tables",
}  # fmt: skip


class Table(NamedTuple):
    """A header and rows, each with its line."""

    header: Sequence[str]
    first_line: int
    rows: Sequence[tuple[int, Sequence[str]]]


def read(file: Path, imported: Imported) -> Table:
    """The table in a file, rows without anything left out. Raises ImportProblem."""
    if file.suffix.lower() not in {".csv", ".tsv", ".xlsx"}:
        raise ImportProblem(file, 0, "", "suffix", suffix=file.suffix, allowed=".csv, .tsv, .xlsx")
    lines = _workbook(file, imported) if file.suffix.lower() == ".xlsx" else _csv(file)
    kept: list[tuple[int, Sequence[str]]] = []
    for line, cells in lines:
        if any(cell.strip() for cell in cells):
            kept.append((line, [checked(cell, file, line, f"cell {n}") for n, cell in enumerate(cells, start=1)]))
        if len(kept) > MOST_ITEMS + 1:
            raise ImportProblem(file, line, "", "too_many", limit=MOST_ITEMS, what="rows")
    if not kept:
        raise ImportProblem(file, 0, "", "nothing")
    return Table(kept[0][1], kept[0][0], kept[1:])


def _csv(file: Path) -> Iterator[tuple[int, list[str]]]:
    text = read_text(file)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)  # spreadsheets write ; where the comma divides decimals
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in lines:
            yield line, cells
            line = lines.line_num + 1
    except csv.Error as error:
        raise ImportProblem(file, line, "", "csv", why=str(error)) from None


def _workbook(file: Path, imported: Imported) -> Iterator[tuple[int, list[str]]]:
    data = read_bytes(file)
    with open_archive(file, data) as archive:
        beside = {what for start, what in BESIDE.items() if any(n.startswith(start) for n in archive.namelist())}
    for what in sorted(beside):
        imported.lose("the workbook", what)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl would have of a workbook besides its cells
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
            first = book.worksheets[0]
            for other in book.sheetnames:
                if other != first.title:
                    imported.lose("the workbook", f"the sheet {shown(other)}")
            first.reset_dimensions()
            yield from _rows(file, first)
    except ImportProblem:
        raise
    except (BadZipFile, KeyError, IndexError, ValueError, TypeError, AttributeError, OSError, SyntaxError) as error:
        raise ImportProblem(file, 0, "", "workbook", why=shown(str(error)) or type(error).__name__) from None


def _rows(file: Path, sheet: Any) -> Iterator[tuple[int, list[str]]]:
    blank = 0
    for line, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_cell(file, line, cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise ImportProblem(file, line, "", "too_many", limit=MOST_COLUMNS, what="columns")
        blank = 0 if cells else blank + 1
        if blank > MOST_BLANK:
            raise ImportProblem(file, line, "", "too_many", limit=MOST_BLANK, what="blank rows")
        yield line, cells


def _cell(file: Path, line: int, cell: Any) -> str:
    """A cell's value as text. Raises ImportProblem for formulas, errors and dates, whose text depends on who looks."""
    value = cell.value
    if value is None:
        return ""
    place = f"{cell.column_letter}{line}"
    if cell.data_type == "f":
        raise ImportProblem(file, line, place, "formula")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:.12g}"
    if not isinstance(value, str) or cell.data_type == "e":
        raise ImportProblem(file, line, place, "wanted", what="a text or a number", given=shown(str(value)))
    return value.replace("_x000D_", "").replace("\r\n", "\n")


def write(header: Sequence[str], rows: Sequence[Sequence[str]], suffix: str) -> bytes:
    """The table as the bytes of a file; CSV with a byte order mark, by which spreadsheets know UTF-8."""
    if suffix == ".csv":
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows([header, *rows])
        return stream.getvalue().encode("utf-8-sig")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("items")
    for cells in (header, *rows):
        sheet.append([_text_cell(sheet, cell) for cell in cells])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _text_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text[:LONGEST_CELL])
    cell.data_type = "s"  # a text stays a text, whatever it begins with
    return cell
