"""A short re-check of a certified score: how long it has to be, where its two limits lie, and how often it errs.

What an item earns is modelled as a beta variable around the person's true mean, as wide as the items of the certified exam
were; at full width it is right or wrong. The holder's true mean is what the certified score leaves open, by Bayes' rule: a
prior around the cut lets it fall back towards the others, for a certified score was the lucky one more often than not
(Kelley 1947, regression towards the mean). From this the limits are simulated and not taken from a normal curve, which is
no good guide to the mean of five answers.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FALSE_ACCUSATIONS = 0.05
WANTED_POWER = 0.8
REFERENCE = 30  # points below the certified score: somebody who could not do the work
BELOW = (20, 30, 40)  # points below, for which the power is told
SPREAD = 0.15  # of true means around the cut, before anything is known
DRAWS = 20_000
FEWEST = 3
NEVER = 101.0  # a limit that nothing reaches: so few items can contradict a certificate, but not confirm it
Floats = NDArray[np.float64]


class Certified(NamedTuple):
    """What a certificate says of its exam, in points of 100; `standard_error` is None for a single item."""

    score: float
    standard_error: float | None
    items: int
    cut: float


class Plan(NamedTuple):
    """A re-check: its length, its limits in points of 100, and its rates, simulated."""

    items: int
    inconsistent_below: float
    consistent_from: float
    false_accusation: float  # of holders
    confirmed: float  # of holders
    power: dict[str, float]  # points below the certified score → share called inconsistent
    passed_by: dict[str, float]  # the same → share called consistent

    def verdict(self, score: float) -> str:
        """consistent | inconsistent | undecided"""
        if round(score, 6) < round(self.inconsistent_below, 6):
            return "inconsistent"
        return "consistent" if round(score, 6) >= round(self.consistent_from, 6) else "undecided"


def plan(certified: Certified, most: int, seed: int = 1) -> Plan:
    """The shortest re-check of at most `most` items that finds four of five impostors; else the longest there is."""
    random = np.random.default_rng(seed)
    longest = max(most, 1)
    width = spread_of_items(certified)
    holders = _means(random, holders_true_means(certified, width, random), width, longest)
    others = {below: _means(random, np.full(DRAWS, _true(certified, below)), width, longest) for below in BELOW}
    made = [_limits(items, holders[:, items - 1], {below: means[:, items - 1] for below, means in others.items()})
            for items in range(min(FEWEST, longest), longest + 1)]  # fmt: skip
    strong = (found for found in made if found.power[str(REFERENCE)] >= WANTED_POWER)
    return next(strong, made[-1])


def spread_of_items(certified: Certified) -> float:
    """How far apart items lie, as a share of the variance of right-or-wrong items with this mean: .05 to 1."""
    mean = certified.score / 100
    if certified.standard_error is None or not 0 < mean < 1:
        return 1.0
    variance = (certified.standard_error / 100) ** 2 * certified.items
    return float(np.clip(variance / (mean * (1 - mean)), 0.05, 1.0))


def holders_true_means(certified: Certified, width: float, random: np.random.Generator, draws: int = DRAWS) -> Floats:
    """True means, 0..1, of people with this certificate: prior around the cut, likelihood of the certified score."""
    grid = np.linspace(0.005, 0.995, 397)
    prior = np.exp(-0.5 * ((grid - certified.cut / 100) / SPREAD) ** 2)
    error = np.sqrt(width * grid * (1 - grid) / certified.items)
    likelihood = np.exp(-0.5 * ((certified.score / 100 - grid) / error) ** 2) / error
    weights = prior * likelihood
    return np.asarray(random.choice(grid, size=draws, p=weights / weights.sum()), dtype=np.float64)


def earned(random: np.random.Generator, true_means: Floats, width: float, items: int) -> Floats:
    """What people earn on each of so many items, 0..1; shape (people, items)."""
    shape = (len(true_means), items)
    means = np.broadcast_to(true_means[:, None], shape)
    if width > 0.99:
        return np.asarray(random.random(shape) < means, dtype=np.float64)
    precision = 1 / width - 1
    return random.beta(means * precision, (1 - means) * precision)


def _means(random: np.random.Generator, true_means: Floats, width: float, longest: int) -> Floats:
    """The means of the first 1, 2, … items in points of 100; shape (people, longest)."""
    sums = np.cumsum(earned(random, true_means, width, longest), axis=1)
    return np.asarray(100 * sums / np.arange(1, longest + 1), dtype=np.float64)


def _true(certified: Certified, below: int) -> float:
    return float(np.clip((certified.score - below) / 100, 0.02, 0.98))


def _limits(items: int, holders: Floats, others: dict[int, Floats]) -> Plan:
    """The limits of a length: the lower by what holders reach, the upper by what impostors do not."""
    low = float(np.quantile(holders, FALSE_ACCUSATIONS, method="lower"))  # strictly below it lie at most 5 %
    reached = np.unique(np.round(np.concatenate([others[REFERENCE], holders]), 6))
    impostors = np.sort(np.round(others[REFERENCE], 6))
    above = 1 - np.searchsorted(impostors, reached, side="left") / len(impostors)
    enough = reached[above <= FALSE_ACCUSATIONS]
    high = max(low, float(enough[0]) if len(enough) else NEVER)
    return Plan(
        items, low, high, _share(holders < low - 1e-9), _share(holders >= high - 1e-9),
        {str(below): _share(means < low - 1e-9) for below, means in others.items()},
        {str(below): _share(means >= high - 1e-9) for below, means in others.items()},
    )  # fmt: skip


def _share(of: NDArray[np.bool_]) -> float:
    return round(float(of.mean()), 3)
