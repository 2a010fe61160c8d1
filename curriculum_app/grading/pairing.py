"""Answered marks beside those of gold: which belong together, what is left over, and what they earn in all."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from curriculum_app.grading.marking import SpanAnswer
from curriculum_app.grading.matching import best_pairs
from curriculum_app.grading.text import Span
from curriculum_app.grading.verdict import Floors, Message, Outcome, Part, Sort, soft_scores

# What a mark of which only the ends differ is told.
BOUNDARY_NOTE = Message("boundary_only")


def character_f1(a: Span, b: Span) -> float:
    """F1 over code points of two spans."""
    return 2 * a.overlap(b) / (a.length + b.length)


class Placed(Protocol):
    """A gold mark: `reach` covers every place that is accepted as it."""

    @property
    def reach(self) -> Span: ...


M = TypeVar("M", bound=SpanAnswer)
G = TypeVar("G", bound=Placed)
Group = tuple[list[int], list[int]]


def touching(answers: Sequence[M], golds: Sequence[G]) -> list[Group]:
    """The marks that overlap, directly or by way of others, as (answers, golds) by number; groups of one side are left out.

    Marks of different groups have nothing in common, so that each group can be paired for itself: most are one and one.
    """
    places = [(answer.start, answer.end, 0, number) for number, answer in enumerate(answers)]
    places += [(*gold.reach, 1, number) for number, gold in enumerate(golds)]
    groups: list[Group] = []
    until = -1
    for start, end, side, number in sorted(places):
        if start >= until:
            groups.append(([], []))
        until = max(until, end)
        groups[-1][side].append(number)
    return [group for group in groups if group[0] and group[1]]


def pair(
    answers: Sequence[M], golds: Sequence[G], credit: Callable[[M, G], float], groups: Sequence[Group] | None = None
) -> tuple[list[tuple[M, G]], list[M], list[G]]:
    """The best pairs, the answers left over (false alarms) and the golds left over (missed). Marks that don't touch earn nothing."""
    pairs: list[tuple[int, int]] = []
    for mine, theirs in touching(answers, golds) if groups is None else groups:
        if len(mine) == len(theirs) == 1:
            pairs += [(mine[0], theirs[0])] if credit(answers[mine[0]], golds[theirs[0]]) > 0 else []
        else:
            found = best_pairs([[credit(answers[a], golds[g]) for g in theirs] for a in mine])
            pairs += [(mine[a], theirs[g]) for a, g in found]
    paired, met = {a for a, _ in pairs}, {g for _, g in pairs}
    return (
        [(answers[a], golds[g]) for a, g in pairs],
        [answer for number, answer in enumerate(answers) if number not in paired],
        [gold for number, gold in enumerate(golds) if number not in met],
    )


def alarm(answer: SpanAnswer, clean_reason: str = "") -> Outcome:
    """A mark where gold has none."""
    return Outcome(Sort.ALARM, 0, answer.mark, reason=clean_reason)


def in_text_order(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Outcomes by where they stand in the text, gold's place first."""

    def place(outcome: Outcome) -> tuple[int, int]:
        mark = outcome.gold or outcome.mine
        return (mark.start or 0, mark.end or 0) if mark else (0, 0)

    return tuple(sorted(outcomes, key=place))


class Total(NamedTuple):
    """Sums over the outcomes of one answer."""

    score: float
    parts: tuple[Part, ...]
    headline: Message


def total(outcomes: Sequence[Outcome], floors: Floors) -> Total:
    """Soft precision, recall and F1 of the outcomes' credits, with the floors applied, and one plain sentence."""
    credits, golds, alarms, hits = 0.0, 0, 0, 0
    for outcome in outcomes:
        if outcome.gold is None:
            alarms += 1
            continue
        golds += 1
        if outcome.mine is not None:
            hits += 1
            credits += outcome.credit
    precision, recall, f1 = soft_scores(credits, hits + alarms, golds)
    parts = (Part("precision", precision, False), Part("recall", recall, False), Part("f1", f1))
    if golds:
        headline = Message("marks_found", {"gold": golds, "hits": hits, "alarms": alarms})
    else:
        headline = Message("marks_clean_alarms" if alarms else "marks_clean_left", {"alarms": alarms})
    return Total(min(1.0, floors.apply(precision, recall, f1)), parts, headline)
