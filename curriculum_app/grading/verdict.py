"""What grading says: a score, the parts it is made of, and an outcome for every mark of gold and every mark of the trainee.

A verdict has some sixty of these values and a nation's answers some millions of verdicts, so they are bare dataclasses,
checked when they are read back and not when grading makes them; they are never changed.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Frozen(BaseModel):
    """A value: never changed, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(slots=True)
class Message:
    """A sentence by code and parameters; pages put it into the reader's language."""

    code: str
    parameters: dict[str, str | int | float] = field(default_factory=dict)


@dataclass(slots=True)
class Part:
    """One number a score is made of, 0..1; None where it is not defined."""

    name: str
    value: float | None
    counts: bool = True  # False: reported beside the score, not in it


@dataclass(slots=True)
class Step:
    """One step of a ladder for one mark: its credit 0..1, None where it does not apply."""

    name: str
    credit: float | None


class Sort(StrEnum):
    """What became of a mark."""

    HIT = "hit"
    PARTIAL = "partial"
    MISSED = "missed"
    ALARM = "alarm"
    OPEN = "open"  # nobody has judged it yet
    SELF = "self"  # judged by the one who wrote it


@dataclass(slots=True)
class Mark:
    """A mark of gold or of the trainee: where (None for an option) and what was said of it."""

    id: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """What became of one mark of gold, of the trainee, or of a pair of them, and why."""

    sort: Sort
    credit: float  # 0..1
    mine: Mark | None = None
    gold: Mark | None = None
    steps: tuple[Step, ...] = ()
    notes: tuple[Message, ...] = ()
    reason: str = ""
    about: str = ""  # what it is about, in the words of the item, where that is not what a side quotes


@dataclass(slots=True)
class Verdict:
    """The grade of one answer, 0..1; `score` is None while a person has yet to judge it."""

    score: float | None
    headline: Message
    parts: tuple[Part, ...]
    outcomes: tuple[Outcome, ...]
    remark: str = ""  # the author's word on the whole: why a clean text is clean, why a verdict is what it is
    model_answer: str = ""  # the author's own text, where people judge what trainees write

    def to_json(self) -> dict[str, Any]:
        """The verdict as it is stored."""
        stored: dict[str, Any] = _verdicts().dump_python(self, mode="json", exclude_defaults=True)
        return stored

    def to_json_text(self) -> str:
        """The same as text, for those who store many."""
        return _verdicts().dump_json(self, exclude_defaults=True).decode()

    @classmethod
    def from_json(cls, stored: Any) -> Self:
        """A stored verdict, its shape checked. Raises pydantic.ValidationError."""
        verdict: Self = _verdicts().validate_python(stored)
        return verdict


@cache
def _verdicts() -> TypeAdapter[Any]:
    return TypeAdapter(Verdict)


def soft_scores(credits: float, answered: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and F1 of partial credits; nothing against nothing is 1 (a clean item left clean is right)."""
    if not answered and not gold:
        return 1.0, 1.0, 1.0
    precision = credits / answered if answered else 0.0
    recall = credits / gold if gold else 0.0
    return precision, recall, 2 * credits / (answered + gold)


class Floors(Frozen):
    """The least precision and recall below which an answer scores 0: marking everything must not pay."""

    precision: float = Field(0.25, ge=0, le=1)
    recall: float = Field(0.25, ge=0, le=1)

    def apply(self, precision: float, recall: float, f1: float) -> float:
        """`f1`, or 0 below a floor."""
        return f1 if precision >= self.precision and recall >= self.recall else 0.0
