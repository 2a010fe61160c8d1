"""The scores of the FEVER shared task, equal to fever-scorer v1.2 wherever that one has a value.

Where precision and recall are both 0 the reference divides by zero; here F1 is then 0.
"""

from collections.abc import Hashable, Iterable, Sequence
from statistics import fmean
from typing import NamedTuple


class Instance(NamedTuple):
    """One claim: the gold verdict and its evidence groups, the answered verdict and the cited sentences in order.

    Verdicts are compared whatever their case, as in the reference.
    """

    gold: str
    groups: Sequence[Sequence[Hashable]]
    said: str
    cited: Sequence[Hashable]


class FeverScores(NamedTuple):
    """All 0..1. `strict` is FEVER's score; precision and recall are means over the claims that have evidence to cite."""

    strict: float
    accuracy: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def fever_scores(
    instances: Iterable[Instance], most_cited: int | None = 5, not_enough: str = "NOT ENOUGH INFO"
) -> FeverScores:
    """Label accuracy, strict score, evidence precision and recall of at least one claim.

    Only the first `most_cited` sentences count, all where it is None. Nothing cited is precise, as in the reference; with
    no claim that has evidence precision is 1 and recall 0.
    """
    every = [one._replace(gold=one.gold.upper(), said=one.said.upper()) for one in instances]
    to_cite = [one for one in every if one.gold != not_enough.upper()]
    return FeverScores(
        strict=fmean(_strict(one, most_cited, not_enough) for one in every),
        accuracy=fmean(one.gold == one.said for one in every),
        precision=fmean(_precision(one, most_cited) for one in to_cite) if to_cite else 1.0,
        recall=fmean(_complete(one, most_cited) or not one.groups for one in to_cite) if to_cite else 0.0,
    )


def _strict(one: Instance, most_cited: int | None, not_enough: str) -> bool:
    return one.gold == one.said and (one.gold == not_enough.upper() or _complete(one, most_cited))


def _complete(one: Instance, most_cited: int | None) -> bool:
    """Whether a whole group is among what was cited; a part of one is worth nothing."""
    cited = set(one.cited[:most_cited])
    return any(cited.issuperset(group) for group in one.groups)


def _precision(one: Instance, most_cited: int | None) -> float:
    cited = one.cited[:most_cited]
    known = {sentence for group in one.groups for sentence in group}
    return fmean(sentence in known for sentence in cited) if cited else 1.0
