"""Comparing a transcript with what it should be: the error rate, and the differences word by word."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

from curriculum_app.grading.edits import alignment, error_rate
from curriculum_app.grading.folding import Overlooked, fold, folded, words_of
from curriculum_app.grading.text import Span, words

Metric = Literal["cer", "wer"]


class Difference(NamedTuple):
    """Words that differ: where in each text, nothing on the side where they are missing."""

    gold: Span
    mine: Span
    gold_text: str
    mine_text: str


def shown(text: str) -> str:
    """A text on one line with single spaces, as its places are counted."""
    return " ".join(text.split())


def rate(gold: str, mine: str, metric: Metric, overlooked: Collection[Overlooked]) -> float:
    """The error rate by characters or by words, of what is not overlooked."""
    gold, mine = fold(gold, overlooked), fold(mine, overlooked)
    return error_rate(gold, mine) if metric == "cer" else error_rate(gold.split(), mine.split())


def differences(gold: str, mine: str, metric: Metric, overlooked: Collection[Overlooked]) -> list[Difference]:
    """Where the texts differ, as whole words, in order. By characters, what touches the same word is one difference."""
    gold, mine = shown(gold), shown(mine)
    places = _of_words(gold, mine, overlooked) if metric == "wer" else _of_characters(gold, mine, overlooked)
    return [Difference(g, m, gold[g.start : g.end], mine[m.start : m.end]) for g, m in places]


def _units(text: str, metric: Metric, overlooked: Collection[Overlooked]) -> tuple[list[str], list[Span]]:
    """What is compared, and where in the text each of it stands."""
    found = folded(text, overlooked)
    if metric == "cer":
        return list(found.text), list(found.places)
    pairs = list(words_of(found))
    return [word for word, _ in pairs], [place for _, place in pairs]


def _edited(gold: str, mine: str, metric: Metric, overlooked: Collection[Overlooked]) -> Iterator[tuple[Span, Span]]:
    """The places of every unit that was replaced, is missing or was added."""
    (wanted, there), (given, here) = _units(gold, metric, overlooked), _units(mine, metric, overlooked)
    for edit in alignment(wanted, given):
        if edit.operation != "kept":
            yield _place(there, edit.reference, len(gold)), _place(here, edit.answer, len(mine))


def _place(places: Sequence[Span], units: tuple[int, int], end: int) -> Span:
    """Where units stand in a text; where there are none, the empty place before the unit that follows."""
    if units[0] < units[1]:
        return Span(places[units[0]].start, places[units[1] - 1].end)
    at = places[units[0]].start if units[0] < len(places) else end
    return Span(at, at)


def _of_words(gold: str, mine: str, overlooked: Collection[Overlooked]) -> list[tuple[Span, Span]]:
    """Words one by one; neighbours that are missing, or added, together."""
    joined: list[tuple[Span, Span]] = []
    for there, here in _edited(gold, mine, "wer", overlooked):
        last = joined[-1] if joined else None
        added = last and not there.length and not last[0].length and there == last[0]
        missing = last and not here.length and not last[1].length and here == last[1]
        if last and (added or missing):
            joined[-1] = _around(last[0], there), _around(last[1], here)
        else:
            joined.append((there, here))
    return joined


def _of_characters(gold: str, mine: str, overlooked: Collection[Overlooked]) -> list[tuple[Span, Span]]:
    """Single characters widened to the words they stand in, and joined where they share one."""
    joined: list[tuple[Span, Span]] = []
    gold_words, mine_words = list(words(gold)), list(words(mine))
    for there, here in _edited(gold, mine, "cer", overlooked):
        wide = _widened(there, gold_words), _widened(here, mine_words)
        if joined and (joined[-1][0].overlap(wide[0]) or joined[-1][1].overlap(wide[1])):
            last = joined.pop()
            wide = _around(last[0], wide[0]), _around(last[1], wide[1])
        joined.append(wide)
    return joined


def _widened(span: Span, there: Sequence[Span]) -> Span:
    """The whole words that a span touches; a space touches both of its neighbours."""
    first = bisect_left(there, span.start, key=lambda word: word.end)
    last = bisect_right(there, span.end, key=lambda word: word.start)
    return Span(there[first].start, there[last - 1].end) if first < last else span


def _around(a: Span, b: Span) -> Span:
    return Span(min(a.start, b.start), max(a.end, b.end))
