"""Tables of items, CSV (RFC 4180, UTF-8) and XLSX: one item a row, both ways.

A cell with several things has one a line, their parts between `|`; `\\|`, `\\\\` and `\\n` are a bar, a backslash and a
line's end within a part. A spreadsheet takes a text that begins with = + - @ for a formula; such a text gets a `'` before it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from curriculum_app.content.exchange import sheets
from curriculum_app.content.exchange.drafting import (
    Draft,
    Exported,
    Imported,
    Slugs,
    Wanted,
    head,
    not_carried,
    title_of,
)
from curriculum_app.content.exchange.problems import ImportProblem, Loss, each, shown
from curriculum_app.content.exchange.table_rows import COLUMNS, KINDS, row_of
from curriculum_app.content.library import Item
from curriculum_app.grading.text import normalise

_PART = re.compile(r"(?:[^|\\]|\\[\\|n])*")
_ESCAPED = re.compile(r"\\([\\|n])")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


class Row(NamedTuple):
    """The cells of one item by column, and where they stand."""

    file: Path
    line: int
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        """A cell's text without blanks around it; empty where there is none."""
        return self.cells.get(column, "").strip()

    def refuse(self, column: str, code: str, **parameters: object) -> ImportProblem:
        """The problem of a cell, to be raised."""
        return ImportProblem(self.file, self.line, column, code, **parameters)

    def needed(self, column: str) -> str:
        """A cell that must not be empty. Raises ImportProblem."""
        if not self.cell(column):
            raise self.refuse(column, "missing")
        return self.cell(column)

    def names(self, column: str) -> list[str]:
        """A list between commas."""
        return [name for part in self.cell(column).split(",") if (name := part.strip())]

    def lines(self, column: str, least: int, most: int) -> list[list[str]]:
        """The lines of a cell, each with `least` to `most` parts, filled up to `most`. Raises ImportProblem."""
        found: list[list[str]] = []
        for line in self.cell(column).split("\n"):
            if not line.strip():
                continue
            parts = [match.group() for match in re.finditer(r"(?:^|(?<=\|))(?:[^|\\]|\\.)*(?=\||$)", line)]
            if not all(_PART.fullmatch(part) for part in parts) or len("|".join(parts)) != len(line):
                raise self.refuse(column, "escape", written=shown(line))
            if not least <= len(parts) <= most:
                wanted = f"{least} to {most}" if least < most else str(least)
                raise self.refuse(column, "parts", written=shown(line), given=len(parts), wanted=wanted)
            plain = [_ESCAPED.sub(lambda m: "\n" if m.group(1) == "n" else m.group(1), part).strip() for part in parts]
            found.append([*plain, *[""] * (most - len(plain))])
        return found

    def whole(self, column: str, usual: int | None = None) -> int:
        """A whole number, or what is usual where the cell is empty. Raises ImportProblem."""
        text = self.cell(column) if usual is not None else self.needed(column)
        if not text:
            return usual or 0
        if not re.fullmatch(r"\d{1,6}(\.0+)?", text, re.ASCII):
            raise self.refuse(column, "wanted", what="a whole number", given=shown(text))
        return int(text.partition(".")[0])

    def number(self, column: str, text: str) -> float:
        """A number in a part of a cell. Raises ImportProblem."""
        if not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", text, re.ASCII):
            raise self.refuse(column, "wanted", what="a number", given=shown(text) or "nothing")
        return float(text)

    def flag(self, column: str, usual: bool) -> bool:
        """true or false. Raises ImportProblem."""
        text = self.cell(column).lower()
        if text not in {"", "true", "false"}:
            raise self.refuse(column, "not_one_of", given=shown(text), allowed="true, false")
        return usual if not text else text == "true"


def read(file: Path, wanted: Wanted) -> Imported:
    """The drafted items of a table. Raises ImportProblem or ImportProblems."""
    imported = Imported()
    table = sheets.read(file, imported)
    header = [name.strip() for name in table.header]
    for number, name in enumerate(header):
        if name and name in header[:number]:
            raise ImportProblem(file, table.first_line, name, "column_twice", column=name)
        if name and name not in COLUMNS:
            imported.lose("the table", f"the column {shown(name)}")
    if "kind" not in header:
        said = ", ".join(name for name in header if name)
        raise ImportProblem(file, table.first_line, "", "column_missing", column="kind", columns=shown(said) or "none")
    rows = [Row(file, line, _cells(file, line, header, cells, imported)) for line, cells in table.rows]
    if not rows:
        raise ImportProblem(file, 0, "", "nothing")
    slugs = Slugs(file)
    pairs = list(enumerate(rows, start=1))
    imported.drafts = each(pairs, lambda pair: _draft(*pair, wanted, slugs))
    return imported


def _cells(file: Path, line: int, header: Sequence[str], cells: Sequence[str], imported: Imported) -> dict[str, str]:
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        raise ImportProblem(file, line, "", "cells", given=len(cells), wanted=len(header))
    for name, cell in zip(header, cells, strict=False):
        if not name and cell.strip():
            imported.lose(f"line {line}", f"a cell without a column: {shown(cell)}")
    said = {name: cell for name, cell in zip(header, cells, strict=False) if name}
    return {
        name: normalise(cell[1:] if re.match(rf"'{_FORMULA.pattern}", cell) else cell) for name, cell in said.items()
    }


def _draft(number: int, row: Row, wanted: Wanted, slugs: Slugs) -> Draft:
    kind = row.needed("kind")
    if kind not in KINDS:
        raise row.refuse("kind", "not_one_of", given=shown(kind), allowed=", ".join(KINDS))
    said: dict[str, Any] = {"skills": row.names("skills"), "family": row.cell("family")}
    said |= {"title": row.cell("title"), "instructions": row.cell("instructions"), "sources": _sources(row)}
    said |= {name: row.whole(name, usual) for name, usual in (("difficulty", 3), ("minutes", 5))}
    shown_first = row.cell("question") or row.cell("text") or row.cell("picture")
    value = head(kind, title_of(shown_first), wanted, said) | BUILD[kind](row)
    slug = row.cell("slug")
    return Draft(slugs.of(slug) if slug else slugs.numbered(number), value, row.file, row.line)


def _sources(row: Row) -> list[dict[str, Any]]:
    """A line for each sentence: title | sentence; sentences of the same title belong together."""
    found: list[dict[str, Any]] = []
    for title, sentence in row.lines("sources", 2, 2):
        if not found or found[-1]["title"] != title:
            found.append({"title": title, "sentences": []})
        found[-1]["sentences"].append(sentence)
    return found


def _labels(row: Row) -> list[dict[str, str]]:
    row.needed("labels")
    lines = row.lines("labels", 1, 3)
    return [{"id": known, "name": name or known, "definition": said} for known, name, said in lines]


def _choice(row: Row) -> dict[str, Any]:
    row.needed("options")
    options = row.lines("options", 2, 3)
    row.needed("answer")
    item: dict[str, Any] = {"question": row.cell("question")}
    item |= {"many": True} if row.flag("many", len(row.names("answer")) > 1) else {}
    shown_parts = row.lines("stimulus", 1, 3)
    stimulus: list[dict[str, str]] = []
    for sort, first, second in shown_parts:
        if sort not in {"text", "picture"}:
            raise row.refuse("stimulus", "not_one_of", given=shown(sort), allowed="text, picture")
        stimulus.append({"text": first} if sort == "text" else {"picture": first, "alt": second})
    item |= {"stimulus": stimulus} if stimulus else {}
    item["options"] = [{"id": known, "text": text} for known, text, _ in options]
    item |= {} if row.flag("shuffle", True) else {"shuffle": False}
    return item | {"gold": {"answer": row.names("answer"), "reasons": {known: said for known, _, said in options}}}


def _spans(row: Row) -> dict[str, Any]:
    marks: dict[str, dict[str, Any]] = {}
    for name, label, reason, quote, occurrence in row.lines("marks", 2, 5):
        if name in marks:
            raise row.refuse("marks", "id_twice", id=shown(name))
        marks[name] = {"label": label, "reason": reason} | ({"quote": quote} if quote else {})
        if occurrence:
            marks[name]["occurrence"] = int(row.number("marks", occurrence))
    return {"labels": _labels(row), "text": row.needed("text"), "gold": {"marks": marks}}


def _boxes(row: Row) -> dict[str, Any]:
    boxes: dict[str, dict[str, Any]] = {}
    for name, label, x, y, width, height, reason in row.lines("boxes", 6, 7):
        if name in boxes:
            raise row.refuse("boxes", "id_twice", id=shown(name))
        sides = [row.number("boxes", side) for side in (x, y, width, height)]
        plain = [int(side) if side == int(side) else side for side in sides]
        boxes[name] = {"box": plain, "label": label, "reason": reason}
    item: dict[str, Any] = {
        "picture": row.needed("picture"),
        "alt": row.cell("alt"),
        "description": row.cell("description"),
    }
    item |= {"width": row.whole("width"), "height": row.whole("height"), "labels": _labels(row)}
    return item | {"gold": {"boxes": boxes} | ({} if boxes else {"clean_reason": row.cell("clean_reason")})}


BUILD: dict[str, Callable[[Row], dict[str, Any]]] = {"choice": _choice, "span_labels": _spans, "boxes": _boxes}


def write(items: Sequence[Item], suffix: str) -> Exported:
    """The items as a table, CSV or XLSX by the suffix."""
    kept, losses = not_carried(items, KINDS)
    rows = [row_of(item) for item in kept]
    for item, row in zip(kept, rows, strict=True):
        long = [name for name, cell in row.items() if len(cell) > sheets.LONGEST_CELL] if suffix == ".xlsx" else []
        losses += [
            Loss(f"{item.slug}.{item.language}", f"{name} beyond {sheets.LONGEST_CELL} characters") for name in long
        ]
    header = [name for name in COLUMNS if any(row.get(name) for row in rows) or name == "kind"]
    cells = [[_guarded(row.get(name, "")) for name in header] for row in rows]
    return Exported(sheets.write(header, cells, suffix), tuple(losses))


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
