"""Where somebody stands in a project: the gate, the day, what is open, whether the change is to be acknowledged. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from curriculum_app.projects.plan import GATE, LAST, Plan

CLOSING = LAST + 1  # after the last day: what was sent back of it


class Work(NamedTuple):
    """One answer in the project with what its newest verdict says."""

    answer_id: UUID
    edition_id: UUID
    gold_edition_id: UUID
    slug: str
    day: int
    number: int
    version: int
    sent_back: bool
    credit: float  # the share of what could be earned, 0..1
    seconds: int | None
    at: datetime


class Try(NamedTuple):
    """One try at the gate."""

    number: int
    answers: dict[str, Work]
    whole: bool  # whether everything was answered
    mean: float
    passed: bool


class Moments(NamedTuple):
    """What a run has reached, and when."""

    gate_passed_at: datetime | None
    change_seen_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """A run as it stands: `plan`, its answers in order, what it has reached, and the present moment."""

    plan: Plan
    works: Sequence[Work]
    reached: Moments
    now: datetime

    @cached_property
    def tries(self) -> list[Try]:
        """The tries at the gate, in order."""
        by_number: dict[int, dict[str, Work]] = defaultdict(dict)
        for work in self.works:
            if work.day == GATE:
                by_number[work.number][work.slug] = work
        return [self._try(number, answers) for number, answers in sorted(by_number.items())]

    def _try(self, number: int, answers: dict[str, Work]) -> Try:
        items = self.plan.project.gate.items
        whole, mean = len(answers) == len(items), sum(work.credit for work in answers.values()) / len(items)
        return Try(number, answers, whole, mean, whole and mean >= self.plan.project.gate.pass_mean - 1e-9)

    @property
    def try_number(self) -> int:
        """The try at the gate that is open, or would be next."""
        return next((one.number for one in self.tries if not one.whole), len(self.tries) + 1)

    @property
    def gate_opens_at(self) -> datetime | None:
        """When the gate opens again, where every try of the round is used up; None where it is open or passed."""
        gate = self.plan.project.gate
        if self.reached.gate_passed_at or not self.tries or not self.tries[-1].whole or self.tries[-1].number % gate.tries:
            return None
        opens = max(work.at for work in self.tries[-1].answers.values()) + timedelta(days=gate.wait_days)
        return opens if opens > self.now else None

    @property
    def tries_left(self) -> int:
        """How many tries the round still has, the open one among them."""
        limit = self.plan.project.gate.tries
        return limit - (self.try_number - 1) % limit

    @cached_property
    def first(self) -> dict[str, Work]:
        """First answers to the queues, by item."""
        return {work.slug: work for work in self.works if work.day != GATE and work.number == 1}

    @cached_property
    def corrected(self) -> dict[str, Work]:
        """Corrections, by item."""
        return {work.slug: work for work in self.works if work.day != GATE and work.number == 2}

    def queue_done(self, day: int) -> bool:
        """Whether a day's queue, or the gate, is done."""
        if day == GATE:
            return self.reached.gate_passed_at is not None
        return all(slug in self.first for slug in self.plan.slugs(day))

    @property
    def day(self) -> int:
        """The day in work: the gate, 1 to 5, or what comes after them."""
        return next((day for day in range(GATE, CLOSING) if not self.queue_done(day)), CLOSING)

    def to_correct(self, day: int) -> list[str]:
        """What was sent back at the start of this day, corrected or not."""
        return [slug for slug in self.plan.slugs(day - 1) if slug in self.first and self.first[slug].sent_back] if day > 1 else []

    @property
    def waiting(self) -> list[str]:
        """What was sent back and is not corrected yet; it comes before the queue."""
        return [slug for slug in self.to_correct(self.day) if slug not in self.corrected]

    @property
    def change_due(self) -> bool:
        """Whether the second version is to be acknowledged before work goes on."""
        change = self.plan.project.change
        if self.reached.change_seen_at or self.waiting or self.day != change.day:
            return False
        return all(slug in self.first for slug in self.plan.slugs(change.day)[: change.after])

    @property
    def version(self) -> int:
        """The version of the guideline in force."""
        return 2 if self.reached.change_seen_at else 1

    @property
    def open(self) -> list[str]:
        """The items that may be worked on now, in order."""
        if self.day == GATE:
            begun = self.tries[-1].answers if self.tries and not self.tries[-1].whole else {}
            return [] if self.gate_opens_at else [slug for slug in self.plan.slugs(GATE) if slug not in begun]
        if self.waiting or self.change_due:
            return self.waiting
        left = [slug for slug in self.plan.slugs(self.day) if slug not in self.first]
        if self.reached.change_seen_at is None:  # what comes after the change waits for it
            left = [slug for slug in left if self.plan.places[slug].version == 1]
        return left

    @property
    def whole(self) -> bool:
        """Whether all is done, corrections among it."""
        return self.day == CLOSING and not self.waiting

    def number(self, slug: str) -> int:
        """Which answer to an item the next one is."""
        if self.plan.places[slug].day == GATE:
            return self.try_number
        return 2 if slug in self.first else 1

    def shown(self, work: Work) -> bool:
        """Whether the result of an answer may be seen: the day is done, and what was sent back is corrected."""
        if work.day == GATE:
            return self.reached.gate_passed_at is not None
        if not self.queue_done(work.day):
            return False
        return work.number == 2 or not work.sent_back or work.slug in self.corrected

    def noted(self, slug: str) -> bool:
        """Whether the reviewer's notes on an item may be read: it was sent back."""
        return slug in self.first and self.first[slug].sent_back


def sent_back(works: Iterable[Work], below: float) -> list[UUID]:
    """The answers that come back to be corrected."""
    return [work.answer_id for work in works if work.credit < below - 1e-9]
