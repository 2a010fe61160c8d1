"""One question under two versions of a guideline: whether they decide it alike, and by which version an answer was given."""

from collections.abc import Hashable
from enum import StrEnum
from typing import NamedTuple

from curriculum_app.grading.kind import AnswerBase, Gold, Task

LEAST = 0.5  # of what there is to earn: an answer below has followed no version
_EQUAL = 1e-9


class Followed(StrEnum):
    """Which version an answer follows."""

    NEW = "new"
    OLD = "old"
    NEITHER = "neither"


class Judged(NamedTuple):
    """An answer's share of what there is to earn under each version, 0..1."""

    old: float
    new: float

    @property
    def followed(self) -> Followed:
        """The version under which it earns more, and at least half of everything."""
        if self.new > self.old + _EQUAL and self.new >= LEAST:
            return Followed.NEW
        if self.old > self.new + _EQUAL and self.old >= LEAST:
            return Followed.OLD
        return Followed.NEITHER


def affected(task: Task, old: Gold, new: Gold) -> bool:
    """Whether the ideal answer of the old version no longer earns everything under the new one."""
    return _share(task, new, old.ideal(task)) < 1 - _EQUAL


def judged(task: Task, old: Gold, new: Gold, answer: AnswerBase) -> Judged:
    """An answer by both versions."""
    return Judged(_share(task, old, answer), _share(task, new, answer))


def _share(task: Task, gold: Gold, answer: AnswerBase) -> float:
    score = gold.assess(task, answer).score
    return 0.0 if score is None else score / gold.best_score


def brought(task: Task, old: Gold, new: Gold) -> frozenset[Hashable]:
    """The decisions that the new version takes and the old one does not."""
    return frozenset(new.ideal(task).units()) - frozenset(old.ideal(task).units())


def overapplied(task: Task, gold: Gold, answer: AnswerBase, decisions: frozenset[Hashable]) -> bool:
    """Whether an answer takes, against gold, one of the decisions that the change brought elsewhere."""
    return bool(decisions & (frozenset(answer.units()) - frozenset(gold.ideal(task).units())))
