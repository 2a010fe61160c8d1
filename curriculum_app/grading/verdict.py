"""What grading says: a score, the parts it is made of, and an outcome for every mark of gold and every mark of the trainee."""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    """A value: never changed, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Message(Frozen):
    """A sentence by code and parameters; pages put it into the reader's language."""

    code: str
    parameters: dict[str, str | int | float] = {}


class Part(Frozen):
    """One number a score is made of, 0..1; None where it is not defined."""

    name: str
    value: float | None
    counts: bool = True  # False: reported beside the score, not in it


class Step(Frozen):
    """One step of a ladder for one mark: its credit 0..1, None where it does not apply."""

    name: str
    credit: float | None


class Sort(StrEnum):
    """What became of a mark."""

    HIT = "hit"
    PARTIAL = "partial"
    MISSED = "missed"
    ALARM = "alarm"


class Mark(Frozen):
    """A mark of gold or of the trainee: where (None for an option) and what was said of it."""

    id: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""
    values: dict[str, Any] = {}


class Outcome(Frozen):
    """What became of one mark of gold, of the trainee, or of a pair of them, and why."""

    sort: Sort
    credit: float = Field(ge=0, le=1)
    mine: Mark | None = None
    gold: Mark | None = None
    steps: tuple[Step, ...] = ()
    notes: tuple[Message, ...] = ()
    reason: str = ""


class Verdict(Frozen):
    """The grade of one answer."""

    score: float = Field(ge=0, le=1)
    headline: Message
    parts: tuple[Part, ...]
    outcomes: tuple[Outcome, ...]
    remark: str = ""  # the author's word on the whole: why a clean text is clean, why a verdict is what it is


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
