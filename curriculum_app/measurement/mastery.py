"""What is known of a skill from first answers: an estimate, its lower bound, and a decision on the bound.

**Model.** The latest `WINDOW` first answers of a skill earned credits x_1 … x_n, each the share (0..1) of what could be
earned. The estimate is their mean. Credits are treated as if each were won or lost whole: S = x_1 + … + x_n successes in n
trials. Partial credit varies less than that at the same mean (a variable on 0..1 with mean m has variance m(1 − m) at most;
Bhatia & Davis 2000), so it errs on the safe side. The lower bound is the one-sided exact limit of Clopper & Pearson (1934),
the `1 - LEVEL` quantile of Beta(S, n − S + 1): of people whose true mean is CUT or less, at most one in ten is called
mastered at any one look. Repeated looks add up; docs/decisions/0011-what-comes-back.md says how much.

With everything right it takes 7 answers to call a skill mastered, with a mean of .9 about 13, of .8 more than WINDOW.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from math import exp, lgamma, log
from typing import NamedTuple

CUT = 0.7  # the mean credit that mastery means, which is also what exams ask for
LEVEL = 0.9  # of the lower bound, one-sided
WINDOW = 20  # the latest first answers that count: people change


class State(StrEnum):
    """What is said of a skill; the decision falls on the lower bound alone."""

    UNSEEN = "unseen"
    LEARNING = "learning"
    MASTERED = "mastered"


class Mastery(NamedTuple):
    """What the answers say of one skill: their number in the window, mean credit and its lower bound (None without any)."""

    n: int
    estimate: float | None
    low: float

    @property
    def state(self) -> State:
        """Unseen, learning, or mastered where even the lower bound reaches the cut."""
        if not self.n:
            return State.UNSEEN
        return State.MASTERED if self.low >= CUT else State.LEARNING


def mastery(credits: Sequence[float]) -> Mastery:
    """What first answers say of a skill; `credits` 0..1, the oldest first. Raises ValueError for a credit outside."""
    if any(not 0 <= credit <= 1 for credit in credits):
        raise ValueError("a credit is a share, 0..1")
    recent = credits[-WINDOW:]
    n, won = len(recent), sum(recent)
    return Mastery(n, won / n if n else None, lower_bound(won, n))


def lower_bound(won: float, n: int, level: float = LEVEL) -> float:
    """The one-sided exact lower limit of a share of which `won` of `n` was seen: the 1 − level quantile of Beta(won, n − won + 1)."""
    return _quantile(1 - level, round(won, 9), n - round(won, 9) + 1) if won > 1e-9 else 0.0


@lru_cache(maxsize=4096)
def _quantile(p: float, a: float, b: float) -> float:
    """Where the distribution function of Beta(a, b) reaches p, by halving the interval: to 1e-9."""
    low, high = 0.0, 1.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if _cumulative(middle, a, b) < p else (low, middle)
    return (low + high) / 2


def _cumulative(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):  # where the fraction converges fast; else by symmetry
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 300):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / (1 + step * d)
            c = 1 + step / c
            value *= c * d
        if abs(c * d - 1) < 1e-14:
            return value
    return value
