"""What a quality report says of work that was done: how much, how fast, how well, what came back, and what was mended.

Everything rests on first answers; a correction is reported apart and never improves the quality that is measured.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean, median
from typing import NamedTuple

from curriculum_app.measurement.agreement import cohen_kappa
from curriculum_app.measurement.working import Band, band

LEAST_LABELLED = 5  # items with the same labels, below which agreement is not reported


class Produced(NamedTuple):
    """One first answer: its day, its credit 0..1, the time it took, and what became of it. `groups` are what it counts for."""

    day: int
    credit: float
    seconds: int | None = None
    sent_back: bool = False
    corrected: float | None = None  # credit of the correction
    groups: tuple[str, ...] = ()


class Amount(NamedTuple):
    """How much was done, and how fast; speed rests on the answers whose time is known."""

    items: int
    timed: int
    seconds: int
    items_an_hour: float | None
    median_seconds: float | None


class SendBacks(NamedTuple):
    """How many answers came back, how many were corrected, and how many of those then earned enough."""

    items: int
    sent_back: int
    corrected: int
    mended: int
    gain: float | None  # mean credit of corrections less that of what they corrected

    @property
    def rate(self) -> float | None:
        """The share that came back."""
        return self.sent_back / self.items if self.items else None

    @property
    def mend_rate(self) -> float | None:
        """The share of the corrected that is good now."""
        return self.mended / self.corrected if self.corrected else None


class Agreement(NamedTuple):
    """Two raters over the same items: how often they said the same, and kappa, which takes chance out (None where it can't)."""

    percent: Band
    kappa: float | None


def amount(work: Sequence[Produced]) -> Amount:
    """How much, and how fast."""
    times = [one.seconds for one in work if one.seconds is not None]
    spent = sum(times)
    return Amount(len(work), len(times), spent, 3600 * len(times) / spent if spent else None, median(times) if times else None)


def quality(work: Iterable[Produced]) -> Band | None:
    """Mean credit with its interval; None of nothing."""
    credits = [one.credit for one in work]
    return band(credits) if credits else None


def by(work: Iterable[Produced], key: Callable[[Produced], Iterable[str]]) -> dict[str, Band]:
    """Quality by whatever an answer counts for, the weakest first."""
    credits: dict[str, list[float]] = defaultdict(list)
    for one in work:
        for name in key(one):
            credits[name].append(one.credit)
    bands = {name: band(given) for name, given in credits.items()}
    return dict(sorted(bands.items(), key=lambda pair: (pair[1].mean, pair[0])))


def send_backs(work: Sequence[Produced], below: float) -> SendBacks:
    """What came back and what became of it; a correction that earns `below` or more is mended."""
    back = [one for one in work if one.sent_back]
    corrected = [(one.credit, one.corrected) for one in back if one.corrected is not None]
    mended = sum(after >= below - 1e-9 for _, after in corrected)
    gain = fmean(after - before for before, after in corrected) if corrected else None
    return SendBacks(len(work), len(back), len(corrected), mended, gain)


def agreement(mine: Sequence[str], gold: Sequence[str]) -> Agreement | None:
    """How a person's labels agree with gold's; None of too few. Raises ValueError where the lengths differ."""
    if len(mine) != len(gold):
        raise ValueError("both label the same items")
    if len(mine) < LEAST_LABELLED:
        return None
    return Agreement(band([float(a == b) for a, b in zip(mine, gold, strict=True)]), cohen_kappa(mine, gold))
