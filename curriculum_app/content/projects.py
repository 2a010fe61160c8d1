"""A course's mock project: the shape of project.yaml, and what is read of a project's folder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from pydantic import Field, TypeAdapter

from curriculum_app.content.guidelines import Guideline
from curriculum_app.content.schemas import Both
from curriculum_app.grading.verdict import Frozen

DAYS = 5
VERSIONS = (1, 2)
READ_A_MINUTE = {"ko": 110, "en": 160}  # eojeol and words of a guideline that is worked by


class Gate(Frozen):
    """The test before the work: below `pass_mean` it is tried again, and after the last try only some days later."""

    items: tuple[str, ...] = Field(min_length=1)
    pass_mean: float = Field(gt=0, le=1, alias="pass")
    tries: int = Field(ge=1, le=10)
    wait_days: int = Field(7, ge=1, le=90)


class Day(Frozen):
    """One day's work."""

    title: Both
    about: Both
    queue: tuple[str, ...] = Field(min_length=1)


class GuidelineChange(Frozen):
    """When version 2 comes, what is said of it, and the clauses that differ."""

    day: int = Field(ge=3, le=4)
    after: int = Field(0, ge=0)  # items of that day's queue
    summary: Both
    clauses: tuple[str, ...] = Field(min_length=1)


class SendBacks(Frozen):
    """Answers that earn less than `below` come back."""

    below: float = Field(gt=0, le=1)


class Aims(Frozen):
    """What the project expects of those who work in it."""

    quality: float = Field(gt=0, le=1)
    items_an_hour: float = Field(gt=0)
    sent_back: float = Field(ge=0, le=1)


class Project(Frozen):
    """project.yaml."""

    id: UUID
    title: Both
    summary: Both
    bank: str
    gate: Gate
    days: tuple[Day, ...] = Field(min_length=DAYS, max_length=DAYS)
    change: GuidelineChange
    send_backs: SendBacks
    aims: Aims

    def slugs(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every item of the gate and the queues, with its place in the file."""
        yield from ((("gate", "items", number), slug) for number, slug in enumerate(self.gate.items))
        for day, queue in enumerate(self.days):
            yield from ((("days", day, "queue", number), slug) for number, slug in enumerate(queue.queue))

    def version(self, day: int, position: int) -> int:
        """The version of the guideline in force for the item at a place (from 0) of a day's queue (days from 1; 0 is the gate)."""
        return 2 if (day, position) >= (self.change.day, self.change.after) else 1


PROJECT: TypeAdapter[Project] = TypeAdapter(Project)


@dataclass(frozen=True)
class ProjectFiles:
    """A project as it is read: its file, and its guideline by version and language."""

    project: Project
    file: Path
    guidelines: Mapping[tuple[int, str], Guideline]

    def reading_minutes(self, language: str) -> int:
        """How long the first version takes to read."""
        return max(1, round(len(self.guidelines[1, language].text.split()) / READ_A_MINUTE[language]))
