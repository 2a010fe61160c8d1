"""How far a text is from another: Levenshtein distance with an optimal alignment, character and word error rates.

The distance is kept as bit vectors of differences between neighbouring cells (Myers 1999, in the form of Hyyrö 2003), one
Python integer a row, so that a page of text takes milliseconds. Rates are those of jiwer: errors by the length of the
reference, above 1 where more is wrong than there is; against an empty reference, the number of things inserted.
"""

import re
import unicodedata
from collections.abc import Hashable, Sequence
from typing import Literal, NamedTuple

from curriculum_app.grading.folding import fold

Operation = Literal["kept", "replaced", "removed", "added"]


class Edit(NamedTuple):
    """One step from a reference to an answer: the units [start, end) of each side that it is about, one or none."""

    operation: Operation
    reference: tuple[int, int]
    answer: tuple[int, int]


class _Row(NamedTuple):
    """Where the distance rises and falls by one along the reference, as bits."""

    rises: int
    falls: int


def _rows(reference: Sequence[Hashable], answer: Sequence[Hashable]) -> list[_Row]:
    """The rows of the table of distances, from the empty answer to the whole."""
    all_ones = (1 << len(reference)) - 1
    where: dict[Hashable, int] = {}
    for number, unit in enumerate(reference):
        where[unit] = where.get(unit, 0) | 1 << number
    rows = [_Row(all_ones, 0)]
    for unit in answer:
        rises, falls = rows[-1]
        same = where.get(unit, 0)
        diagonal = (((same & rises) + rises) ^ rises) | same | falls
        up = falls | (all_ones & ~(diagonal | rises))
        down = diagonal & rises
        up, down = up << 1 | 1, down << 1
        rows.append(_Row((down | ~(diagonal | up)) & all_ones, up & diagonal & all_ones))
    return rows


def distance(reference: Sequence[Hashable], answer: Sequence[Hashable]) -> int:
    """The least number of units to replace, remove or add that makes the answer of the reference."""
    last = _rows(reference, answer)[-1]
    return len(answer) + last.rises.bit_count() - last.falls.bit_count()


def alignment(reference: Sequence[Hashable], answer: Sequence[Hashable]) -> list[Edit]:
    """The steps of one shortest way from reference to answer, in order."""
    rows = _rows(reference, answer)
    at, there = len(reference), len(answer)
    steps: list[Edit] = []
    while at or there:
        operation: Operation
        if at and (not there or rows[there].rises >> (at - 1) & 1):
            operation, before = "removed", (at - 1, there)
        elif there and (not at or rows[there - 1].falls >> (at - 1) & 1):
            operation, before = "added", (at, there - 1)
        else:
            operation = "kept" if reference[at - 1] == answer[there - 1] else "replaced"
            before = (at - 1, there - 1)
        steps.append(Edit(operation, (before[0], at), (before[1], there)))
        at, there = before
    return steps[::-1]


def error_rate(reference: Sequence[Hashable], answer: Sequence[Hashable]) -> float:
    """The distance by the length of the reference."""
    wrong = distance(reference, answer)
    return wrong / len(reference) if reference else float(wrong)


def cer(reference: str, answer: str) -> float:
    """Character error rate over code points of NFC; white space at the ends does not count, within the text it does."""
    return error_rate(_composed(reference), _composed(answer))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def wer(reference: str, answer: str) -> float:
    """Word error rate; words are runs without white space, eojeol in Korean."""
    return error_rate(fold(reference).split(), fold(answer).split())


def edit_share(before: str, after: str) -> float:
    """The share of the longer text that was edited, 0..1, by characters."""
    longer = max(len(before), len(after))
    return distance(before, after) / longer if longer else 0.0


class Change(NamedTuple):
    """A stretch of two texts: kept, or what was removed from the first and added in the second."""

    removed: str
    added: str
    kept: bool


def word_changes(before: str, after: str) -> tuple[Change, ...]:
    """How one text became the other, in stretches of words and the white space between them."""
    mine, theirs = (re.findall(r"\s+|\S+", text) for text in (before, after))
    stretches: list[Change] = []
    for edit in alignment(mine, theirs):
        removed, added = "".join(mine[slice(*edit.reference)]), "".join(theirs[slice(*edit.answer)])
        kept = edit.operation == "kept"
        if stretches and stretches[-1].kept == kept:
            last = stretches.pop()
            removed, added = last.removed + removed, last.added + added
        stretches.append(Change(removed, added, kept))
    return tuple(stretches)
