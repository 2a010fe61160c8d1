"""How far one person agrees with himself: judgements made twice, some weeks apart, the second time in another guise.

A judgement is the relation of one pair of responses (which is better, or level) or the level of one criterion. Agreement
is the share judged alike, and Cohen's kappa of the pairs. Position bias counts the pairs that swapping turned round, length
bias those that moved with padding. Below `LEAST` judgements no share is given, below `LEAST_FOR_KAPPA` no kappa: its standard
error would be above .16. The pairs of one ranking hang together, so shares are less sure than as many single pairs would be.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from curriculum_app.measurement.agreement import cohen_kappa

LEAST, LEAST_FOR_KAPPA = 10, 20
Pair = tuple[str, str]
RELATIONS = (-1, 0, 1)


class Twice(NamedTuple):
    """One item judged twice, both times told of the item as it was written.

    `first` and `second` say by how much the first of each pair was preferred to the second, -1..1; `levels` the level of
    each criterion. `padded` is the response that was longer the second time.
    """

    first: Mapping[Pair, float] = {}
    second: Mapping[Pair, float] = {}
    first_levels: Mapping[str, int] = {}
    second_levels: Mapping[str, int] = {}
    swapped: bool = False
    padded: str = ""


class Agreement(NamedTuple):
    """How many judgements of how many items, how many alike; share and kappa where there are enough."""

    items: int
    n: int
    alike: int
    share: float | None
    kappa: float | None = None


class Bias(NamedTuple):
    """Of `n` judgements, how many went with the influence both times and how many against it; (with − against) / n."""

    n: int
    toward: int
    away: int
    value: float | None


def pairs_agreement(items: Sequence[Twice]) -> Agreement:
    """How far pairs of responses are judged alike."""
    judged = [item for item in items if item.first]
    both = [pair for item in judged for pair in _relations(item)]
    alike = sum(first == second for first, second in both)
    kappa = None
    if len(both) >= LEAST_FOR_KAPPA:
        kappa = cohen_kappa([first for first, _ in both], [second for _, second in both], scale=RELATIONS)
    return Agreement(len(judged), len(both), alike, _share(alike, len(both)), kappa)


def levels_agreement(items: Sequence[Twice]) -> Agreement:
    """How far criteria are rated alike, on the same level."""
    judged = [item for item in items if item.first_levels]
    both = [(level, item.second_levels.get(name)) for item in judged for name, level in item.first_levels.items()]
    alike = sum(first == second for first, second in both)
    return Agreement(len(judged), len(both), alike, _share(alike, len(both)))


def position_bias(items: Iterable[Twice]) -> Bias:
    """Of pairs shown in both orders: preferred both times the one shown first (toward), or the one shown last (away).

    The first time the earlier response stood first, the second time the later one; so whoever goes by the place says the
    opposite of the same pair.
    """
    both = [pair for item in items if item.swapped for pair in _relations(item)]
    return _bias(len(both), both.count((1, -1)), both.count((-1, 1)))


def length_bias(items: Iterable[Twice]) -> Bias:
    """Of pairs with a response that was padded the second time: it was preferred more than before (toward), or less (away)."""
    moved = [
        (second - first) * (1 if pair[0] == item.padded else -1)
        for item in items
        if item.padded
        for pair, first, second in _matched(item)
        if item.padded in pair
    ]
    return _bias(len(moved), sum(by > 1e-9 for by in moved), sum(by < -1e-9 for by in moved))


def _matched(item: Twice) -> list[tuple[Pair, float, float]]:
    return [(pair, first, item.second[pair]) for pair, first in item.first.items()]


def _relations(item: Twice) -> list[tuple[int, int]]:
    """Each pair's relation the first and the second time: 1 better, 0 level, -1 worse."""
    return [(_sign(first), _sign(second)) for _, first, second in _matched(item)]


def _sign(by: float) -> int:
    return (by > 0) - (by < 0)


def _share(part: int, n: int) -> float | None:
    return part / n if n >= LEAST else None


def _bias(n: int, toward: int, away: int) -> Bias:
    return Bias(n, toward, away, (toward - away) / n if n >= LEAST else None)
