"""What a person's own record of work says: agreement over time with its band, marks found and missed, confidence, speed.

Everything rests on first answers, one record each; credits are 0..1. Nothing here knows where the records come from.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from math import sqrt
from statistics import fmean, median
from typing import NamedTuple

Z95 = 1.959964


class Worked(NamedTuple):
    """One first answer: its day, the item's skills, its credit, and what became of its marks."""

    on: date
    skills: tuple[str, ...]
    credit: float
    confidence: str | None = None
    pace: float | None = None  # time taken over time expected; 1 is as long as the item says
    sorts: Mapping[str, int] = {}  # how many marks were hit, partial, missed, false alarms
    found: Mapping[tuple[str, str], int] = {}  # gold marks met, by (closed list, entry)
    missed: Mapping[tuple[str, str], int] = {}


class Band(NamedTuple):
    """A mean of credits with its 95 % interval."""

    mean: float
    low: float
    high: float
    n: int


def band(credits: Sequence[float]) -> Band:
    """The mean and its Wilson interval (Wilson 1927), which is never too narrow for credits between 0 and 1.

    A credit varies at most as much as a right-or-wrong answer of the same mean does. Raises ValueError for no credits.
    """
    if not credits:
        raise ValueError("no credits")
    mean, n, z2 = fmean(credits), len(credits), Z95**2
    centre = (mean + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * sqrt(mean * (1 - mean) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Band(mean, max(0.0, centre - half), min(1.0, centre + half), n)


def period(days: Iterable[date]) -> Callable[[date], date]:
    """How days are drawn together: by day up to one week, by week up to half a year, then by month; to the first day of each."""
    ordered = sorted(days)
    span = (ordered[-1] - ordered[0]).days if ordered else 0
    if span <= 7:
        return lambda day: day
    if span <= 183:
        return lambda day: day - timedelta(day.weekday())
    return lambda day: day.replace(day=1)


def agreement_over_time(records: Sequence[Worked]) -> dict[str, list[tuple[date, Band]]]:
    """Skill → the band of each period in which it was practised, in order."""
    start = period(record.on for record in records)
    credits: dict[str, dict[date, list[float]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        for skill in record.skills:
            credits[skill][start(record.on)].append(record.credit)
    return {skill: [(day, band(given)) for day, given in sorted(days.items())] for skill, days in sorted(credits.items())}


def marks_over_time(records: Sequence[Worked]) -> list[tuple[date, Counter[str]]]:
    """For each period how many marks were hit, partly right, missed, and false alarms; periods without marks are left out."""
    marked = sorted((record for record in records if sum(record.sorts.values())), key=lambda record: record.on)
    start = period(record.on for record in marked)
    return [
        (day, sum((Counter(record.sorts) for record in same), Counter()))
        for day, same in groupby(marked, key=lambda record: start(record.on))
    ]


def calibration(records: Sequence[Worked]) -> dict[str, Band]:
    """Confidence said → the band of what answers so called earned."""
    said: dict[str, list[float]] = defaultdict(list)
    for record in records:
        if record.confidence:
            said[record.confidence].append(record.credit)
    return {confidence: band(credits) for confidence, credits in said.items()}


class Pace(NamedTuple):
    """Answers of like speed: the median pace of the group, and the band of their credits."""

    pace: float
    credit: Band


def speed_and_accuracy(records: Sequence[Worked], groups: int = 3) -> list[Pace]:
    """Answers in groups of like size from fast to slow; none where fewer than two for each group have a time."""
    timed = sorted((record for record in records if record.pace is not None), key=lambda record: record.pace or 0.0)
    if len(timed) < 2 * groups:
        return []
    cuts = [round(n * len(timed) / groups) for n in range(groups + 1)]
    parts = [timed[start:end] for start, end in zip(cuts, cuts[1:], strict=False)]
    return [Pace(median(r.pace or 0.0 for r in part), band([r.credit for r in part])) for part in parts]


class Miss(NamedTuple):
    """An entry of a closed list with how many of its gold marks were missed, of how many."""

    taxonomy: str
    term: str
    missed: int
    all: int


def most_missed(records: Sequence[Worked]) -> list[Miss]:
    """What is missed most: by number missed, then by share. Only what was missed at least once."""
    missed: Counter[tuple[str, str]] = sum((Counter(record.missed) for record in records), Counter())
    found: Counter[tuple[str, str]] = sum((Counter(record.found) for record in records), Counter())
    rows = [Miss(*key, count, count + found[key]) for key, count in missed.items() if count]
    return sorted(rows, key=lambda miss: (-miss.missed, -miss.missed / miss.all, miss.taxonomy, miss.term))
