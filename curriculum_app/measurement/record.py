"""What a talent record says of a skill: agreement with gold, errors found, false alarms, speed; each with its number.

A figure of fewer than `LEAST` cases is never made: only its number is, so that nothing that was hidden can slip out later.
Agreement is the mean credit of first answers with its Wilson interval. Where the answers choose on a closed scale, agreement
beyond chance stands beside it: Cohen's kappa of classes, Krippendorff's ordinal alpha of levels, with a bootstrap interval
that resamples whole items, since the judgements of one item hang together.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, Literal, NamedTuple

from numpy.typing import NDArray

from curriculum_app.measurement.agreement import cohen_kappa, interval, krippendorff_alpha
from curriculum_app.measurement.working import band

LEAST = 20
Measure = Literal["kappa", "alpha"]


class Judgement(NamedTuple):
    """One choice on a closed scale beside gold's; `ordered` where the scale is one of levels, written as whole numbers."""

    scale: str
    mine: str
    gold: str
    ordered: bool = False


class Judged(NamedTuple):
    """One first answer: its day, skills, credit 0..1 and time, and of an answer that seeks errors what became of them.

    `planted` is None where no errors were sought; an item with 0 planted errors is clean.
    """

    on: date
    skills: tuple[str, ...]
    credit: float
    seconds: int | None = None
    planted: int | None = None
    found: int = 0
    alarms: int = 0
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True)
class _Cell:
    """One rater's judgements of one item; bootstrapping draws items."""

    values: tuple[Any, ...]


def by_skill(answers: Iterable[Judged]) -> dict[str, dict[str, Any]]:
    """Skill → its figures, ready to be stored as JSON. A figure without enough cases is `{"n": …}` alone."""
    grouped: dict[str, list[Judged]] = defaultdict(list)
    for answer in answers:
        for skill in answer.skills:
            grouped[skill].append(answer)
    return {skill: figures(given) for skill, given in sorted(grouped.items())}


def figures(answers: Sequence[Judged]) -> dict[str, Any]:
    """The figures of one skill. Raises ValueError without any answer."""
    sought = [answer for answer in answers if answer.planted is not None]
    clean = [answer for answer in sought if answer.planted == 0]
    planted = sum(answer.planted or 0 for answer in sought)
    times = [answer.seconds for answer in answers if answer.seconds is not None]
    return {
        "n": len(answers),
        "last_on": max(answer.on for answer in answers).isoformat(),
        "agreement": _agreement([answer.credit for answer in answers]),
        "beyond_chance": _beyond_chance(answers),
        "errors": {"n": planted}
        | (_share(sum(answer.found for answer in sought), planted) if planted >= LEAST else {}),
        "clean": {"n": len(clean)}
        | ({"false_alarms": sum(one.alarms for one in clean)} if len(clean) >= LEAST else {}),
        "seconds": {"n": len(times)} | ({"median": round(median(times))} if len(times) >= LEAST else {}),
    }


def _agreement(credits: Sequence[float]) -> dict[str, Any]:
    if len(credits) < LEAST:
        return {"n": len(credits)}
    found = band(credits)
    return {"n": found.n, "value": _round(found.mean), "low": _round(found.low), "high": _round(found.high)}


def _share(found: int, planted: int) -> dict[str, Any]:
    """How many of the planted errors were found, with the Wilson interval of the share."""
    share = band([1.0] * found + [0.0] * (planted - found))
    return {"found": found, "low": _round(share.low), "high": _round(share.high)}


def _beyond_chance(answers: Sequence[Judged]) -> dict[str, Any] | None:
    """Agreement beyond chance on the scale with the most judgements; None where nothing was chosen on a closed scale."""
    scales: dict[tuple[str, bool], list[list[Judgement]]] = defaultdict(list)
    for answer in answers:
        for key in {(one.scale, one.ordered) for one in answer.judgements}:
            scales[key].append([one for one in answer.judgements if (one.scale, one.ordered) == key])
    if not scales:
        return None
    (scale, ordered), items = max(scales.items(), key=lambda pair: (sum(map(len, pair[1])), pair[0]))
    measure: Measure = "alpha" if ordered else "kappa"
    n = sum(map(len, items))
    said = {"scale": scale, "measure": measure, "n": n}
    if n < LEAST:
        return said
    rows = [
        [_Cell(tuple(_value(getattr(one, side), ordered) for one in item)) for item in items]
        for side in ("mine", "gold")
    ]
    found = interval(_alpha if ordered else _kappa, rows)
    return said | (
        {} if found is None else {"value": _round(found.value), "low": _round(found.low), "high": _round(found.high)}
    )


def _value(written: str, ordered: bool) -> Any:
    return int(written) if ordered else written


def _kappa(table: NDArray[Any]) -> float | None:
    mine, gold = ([value for cell in row for value in cell.values] for row in table)
    return cohen_kappa(mine, gold)


def _alpha(table: NDArray[Any]) -> float | None:
    return krippendorff_alpha([[value for cell in row for value in cell.values] for row in table], "ordinal")


def _round(value: float) -> float:
    return round(value, 3)
