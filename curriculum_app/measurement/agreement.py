"""Agreement among raters: percent, Cohen's kappa, Krippendorff's alpha, Gwet's AC1, and intervals by resampling items.

Ratings of several raters are rows of raters and columns of items, with None (or NaN) where a rater did not rate.
Every figure is None where it is not defined: where nothing was rated twice, or chance agreement is complete.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from random import Random
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Weights = Literal["none", "linear", "quadratic"]
Matrix = Sequence[Sequence[Any]] | NDArray[np.float64]


def cohen_kappa(
    a: Sequence[Hashable], b: Sequence[Hashable], weights: Weights = "none", scale: Sequence[Hashable] | None = None
) -> float | None:
    """Cohen's kappa of two raters (Cohen 1960, weighted 1968): −1..1, or None where chance agreement is complete.

    `scale` lists every category in order, used or not: a weight is the distance on it. Without it the categories that
    occur are taken in sorted order, so that gaps in a used scale shift a weighted kappa; give the scale.
    Raises ValueError where the lengths differ or a rating is not on the scale.
    """
    if len(a) != len(b):
        raise ValueError("both raters rate the same items")
    table = Counter(zip(a, b, strict=True))  # as large as the scale, however many items
    categories = list(scale) if scale is not None else sorted({*a, *b}, key=lambda value: (str(type(value)), value))
    place = {category: number for number, category in enumerate(categories)}
    try:
        cells = [(place[x], place[y], n) for (x, y), n in table.items()]
    except KeyError as unknown:
        raise ValueError(f"{unknown.args[0]!r} is not on the scale") from None
    power = {"none": 0, "linear": 1, "quadratic": 2}[weights]

    def apart(x: int, y: int) -> int:
        return abs(x - y) ** power if power else int(x != y)

    rows, columns = Counter[int](), Counter[int]()
    for x, y, n in cells:
        rows[x] += n
        columns[y] += n
    observed = sum(n * apart(x, y) for x, y, n in cells)
    expected = sum(n * m * apart(x, y) for x, n in rows.items() for y, m in columns.items())
    return 1 - observed * len(a) / expected if expected else None


def percent_agreement(ratings: Matrix) -> float | None:
    """Mean over the items rated at least twice of the share of agreeing pairs of raters, 0..1."""
    counts = _counts(ratings)[1]
    return _observed(counts)


def krippendorff_alpha(ratings: Matrix, level: Level = "nominal") -> float | None:
    """Krippendorff's alpha (2011) with missing ratings: 1 agreement, 0 chance; None where only one value occurs.

    Values are numbers; at the nominal level any values. Raises ValueError for values that are no numbers elsewhere.
    """
    values, counts = _counts(ratings, numbers=level != "nominal")
    rated = counts.sum(axis=0)
    counts = counts[:, rated > 1]
    coincidences = (counts / (rated[rated > 1] - 1)) @ counts.T
    coincidences -= np.diag((counts / (rated[rated > 1] - 1)).sum(axis=1))
    totals = coincidences.sum(axis=1)
    distance = _distance(values, totals, level)
    expected = float(totals @ distance @ totals)
    if not expected:
        return None
    return float(1 - (totals.sum() - 1) * (coincidences * distance).sum() / expected)


def gwet_ac1(ratings: Matrix) -> float | None:
    """Gwet's AC1 (2008), over the categories that occur: robust where one category prevails. None with one category."""
    counts = _counts(ratings)[1]
    observed = _observed(counts)
    rated = counts.sum(axis=0)
    if observed is None or len(counts) < 2:
        return None
    share = (counts[:, rated > 0] / rated[rated > 0]).mean(axis=1)
    chance = float((share * (1 - share)).sum() / (len(counts) - 1))
    return (observed - chance) / (1 - chance)


class Interval(NamedTuple):
    """A figure with the ends of its confidence interval."""

    value: float
    low: float
    high: float


def interval(
    statistic: Callable[[NDArray[np.object_]], float | None], ratings: Matrix, level: float = 0.95, resamples: int = 1000,
    seed: int = 0,
) -> Interval | None:  # fmt: skip
    """The statistic with a percentile bootstrap interval over items (Efron 1979); the same seed gives the same interval.

    None where the statistic, or more than a tenth of its resamples, is not defined.
    """
    table = np.array([list(row) for row in ratings], dtype=object)
    value, chance, items = statistic(table), Random(seed), table.shape[1] if table.ndim == 2 else 0
    if value is None or not items:
        return None
    drawn = (statistic(table[:, [chance.randrange(items) for _ in range(items)]]) for _ in range(resamples))
    found = sorted(figure for figure in drawn if figure is not None)
    if len(found) < 0.9 * resamples:
        return None
    low, high = ((1 - level) / 2, (1 + level) / 2)
    return Interval(value, float(np.quantile(found, low)), float(np.quantile(found, high)))


def _counts(ratings: Matrix, numbers: bool = False) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """The values that occur, in order, and how often each item got each: values × items."""
    if isinstance(ratings, np.ndarray) and ratings.dtype != object:
        table: NDArray[Any] = ratings
    else:
        table = _table(ratings, numbers)
    values = np.unique(table[~np.isnan(table)])
    return values, np.array([(table == value).sum(axis=0) for value in values], dtype=float).reshape(
        len(values), table.shape[1]
    )


def _table(ratings: Matrix, numbers: bool) -> NDArray[np.float64]:
    """The ratings as numbers, NaN where there is none; other values than numbers get the number of their order."""
    rows = [list(row) for row in ratings]
    given = {value for row in rows for value in row if value is not None and value == value}
    plain = all(isinstance(value, int | float | np.number) for value in given)
    if numbers and not plain:
        raise ValueError("alpha above the nominal level is for numbers")
    code = {value: value if plain else n for n, value in enumerate(sorted(given, key=None if plain else str))}
    return np.array([[code.get(value, np.nan) for value in row] for row in rows], dtype=float)


def _observed(counts: NDArray[np.float64]) -> float | None:
    rated = counts.sum(axis=0)
    twice = rated > 1
    if not twice.any():
        return None
    agreeing = (counts * (counts - 1)).sum(axis=0)[twice]
    return float((agreeing / (rated[twice] * (rated[twice] - 1))).mean())


def _distance(values: NDArray[Any], totals: NDArray[np.float64], level: Level) -> NDArray[np.float64]:
    """How far two values are apart, squared, by the level of measurement: values × values."""
    if level == "nominal":
        return 1 - np.eye(len(values))
    if level == "ordinal":
        upto = np.cumsum(totals) - totals / 2
        return (upto[:, None] - upto[None, :]) ** 2
    difference, added = values[:, None] - values[None, :], values[:, None] + values[None, :]
    if level == "interval":
        return np.asarray(difference**2)
    ratio: NDArray[np.float64] = np.zeros_like(difference, dtype=float)
    np.divide(difference, added, out=ratio, where=added != 0)
    return ratio**2
