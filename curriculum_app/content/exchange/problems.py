"""What is wrong with a file of another tool, and what of it can't be carried."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, TypeVar

SENTENCES = {
    "unreadable": "the file can't be read: %(why)s",
    "not_utf8": "this is not UTF-8 text; save the file as UTF-8",
    "too_large": "larger than %(limit)s MB",
    "too_many": "more than %(limit)s %(what)s; split the file",
    "too_deep": "nested deeper than %(limit)s levels",
    "json": "this is not JSON: %(why)s",
    "key_twice": "the key '%(key)s' is given twice in one object",
    "missing": "is missing",
    "wanted": "%(what)s is expected here, not %(given)s",
    "half_character": "holds half of a surrogate pair, which is no character",
    "control_character": "holds the control character %(which)s",
    "nothing": "there is nothing to import in it",
    "span_outside": "%(start)s to %(end)s is no stretch of a text of %(length)s %(counting)s",
    "quote_differs": "'%(quote)s' is said to stand at %(start)s to %(end)s, where the text has '%(there)s'",
    "offsets_ambiguous": "the places can be counted in %(countings)s and mean different words ('%(first)s' or "
    "'%(second)s'); say which with --offsets",
    "text_unmappable": "the text changes so much in NFC that places in it can't be followed",
    "field_unclear": "which of %(fields)s is annotated can't be told; name it 'text' or 'image'",
    "not_this_format": "this is not %(format)s: %(why)s",
    "no_text_file": "the text %(name)s is not there beside it",
    "annotation": "this is no annotation of brat: %(why)s",
    "id_twice": "the id '%(id)s' is given twice",
    "id_unknown": "'%(id)s' is not defined in the file",
    "columns": "%(given)s columns, where lines before have %(wanted)s",
    "columns_few": "a token and a tag are expected",
    "tag": "'%(tag)s' is not O, B-<label> or I-<label>",
    "tag_continues_nothing": "'%(tag)s' continues nothing, and other marks of the file begin with B-",
    "csv": "this is not CSV: %(why)s",
    "workbook": "this is no XLSX workbook that can be read: %(why)s",
    "archive": "the archive is refused: %(why)s",
    "column_missing": "the column '%(column)s' is missing; there are %(columns)s",
    "column_twice": "the column '%(column)s' is there twice",
    "cells": "%(given)s cells, where the header has %(wanted)s",
    "formula": "holds a formula; write its value",
    "not_one_of": "'%(given)s' is not one of %(allowed)s",
    "parts": "'%(written)s' has %(given)s parts between |, and %(wanted)s are expected",
    "escape": "'%(written)s' ends in a lone backslash or has one before a character other than \\, | and n",
    "xml": "this is not XML that can be read: %(why)s",
    "xml_forbidden": "a document type or an entity is declared, which is not read",
    "one_item_only": "%(items)s items don't go into one .xml file; name a .zip",
    "suffix": "'%(suffix)s' is not one of %(allowed)s",
    "exists": "is there already and is not overwritten",
    "no_bank": "there is no bank.yaml in it",
    "bank_unknown": "there is no bank '%(bank)s'",
    "content_problem": "the content has problems; curriculum content check lists them. The first: %(first)s",
    "draft_invalid": "would make an item that can't be read: %(why)s",
    "direction": "%(format)s can't be %(direction)s",
}


class Loss(NamedTuple):
    """Something that is not carried: where it stood, and what it was."""

    where: str
    what: str

    def __str__(self) -> str:
        return safe(f"{self.where}: {self.what}")


class ImportProblem(Exception):
    """One thing wrong. `line` counts from 1; 0 where it can't be told or the whole file is meant."""

    def __init__(self, file: Path | str, line: int, field: str, code: str, **parameters: object) -> None:
        super().__init__(file, line, field, code, parameters)
        self.file, self.line, self.field, self.code, self.parameters = file, line, field, code, parameters

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        sentence = SENTENCES[self.code] % self.parameters
        return safe(f"{place} {self.field}: {sentence}" if self.field else f"{place}: {sentence}")


class ImportProblems(Exception):
    """Everything wrong with the records of a file; nothing of it is taken."""

    MOST = 100  # that are kept: who has more has one mistake in every record

    def __init__(self, problems: Iterable[ImportProblem]) -> None:
        self.problems = tuple(problems)[: self.MOST]
        super().__init__(*map(str, self.problems))


R = TypeVar("R")
M = TypeVar("M")


def each(records: Iterable[R], make: Callable[[R], M]) -> list[M]:
    """What `make` makes of every record. Raises ImportProblems with the problems of all, so that they are mended at once."""
    made: list[M] = []
    found: list[ImportProblem] = []
    for record in records:
        try:
            made.append(make(record))
        except ImportProblem as problem:
            found.append(problem)
            if len(found) >= ImportProblems.MOST:
                break
    if found:
        raise ImportProblems(found)
    return made


def safe(text: str) -> str:
    """Text that any terminal can show: what is not printable is escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def shown(value: object, most: int = 60) -> str:
    """A value in a message, cut where it is long."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= most else text[: most - 1] + "…"
