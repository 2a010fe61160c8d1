"""Reads of learning: whose enrolment, what is done, what comes next. Ownership is part of every query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from flask import abort
from sqlalchemy import func, select

from curriculum_app.database import db
from curriculum_app.learning.catalogue import Catalogue, Step
from curriculum_app.learning.models import ActiveMinute, Edition, Enrolment, StepResult
from curriculum_app.learning.note_models import Note, ReadingPlace


class Result(NamedTuple):
    """How one step stands: as many values as pages show, and no row that could be changed."""

    enrolment_id: UUID
    step_id: UUID
    tries: int
    first_score: float | None
    best_score: float | None
    done: bool
    known: bool = False  # passed over: a placement test showed that its skills are known


@dataclass(frozen=True)
class Progress:
    """How an enrolment stands: every step with its result, by the catalogue of now."""

    slug: str
    enrolment: Enrolment
    steps: list[tuple[Step, Result | None]]
    minutes: int

    @property
    def done(self) -> int:
        return sum(is_done(step, result) for step, result in self.steps)

    @property
    def next(self) -> Step | None:
        """The first step that is not done; practice that was passed over comes last, for a certificate asks for it."""
        open_steps = [(step, result) for step, result in self.steps if not is_done(step, result)]
        return min(open_steps, key=lambda one: bool(one[1] and one[1].known), default=(None, None))[0]

    def after(self, step_id: UUID) -> Step | None:
        """The step that follows another."""
        ids = [step.id for step, _ in self.steps]
        at = ids.index(step_id) + 1 if step_id in ids else len(ids)
        return self.steps[at][0] if at < len(ids) else None

    @property
    def practice_mean(self) -> float | None:
        """Mean of the best practice scores, in points of 100; None before the first."""
        scores = [r.best_score for s, r in self.steps if s.sort == "item" and r and r.best_score is not None]
        return 100 * sum(scores) / len(scores) if scores else None


def is_done(step: Step, result: Result | None) -> bool:
    """Whether a step counts as done: it is done, or a lesson whose skills are known. Practice has to be answered in any case."""
    return result is not None and (result.done or (result.known and step.sort == "lesson"))


def enrolment_of(account_id: UUID, course_id: UUID, lock: bool = False) -> Enrolment | None:
    """The person's enrolment in a course; locked, others who would lock it stand in line until this transaction ends."""
    query = select(Enrolment).where(Enrolment.account_id == account_id, Enrolment.course_id == course_id)
    return db.session.scalar(query.with_for_update() if lock else query)


def enrolment_or_404(account_id: UUID, course_id: UUID) -> Enrolment:
    """The person's enrolment in a course; else 404."""
    return enrolment_of(account_id, course_id) or abort(404)


def progress_of(catalogue: Catalogue, account_id: UUID) -> list[Progress]:
    """Every enrolment of a person that the curriculum still has; three queries, however many."""
    enrolments = db.session.scalars(
        select(Enrolment).where(Enrolment.account_id == account_id).order_by(Enrolment.created_at)
    ).all()
    return _progress(catalogue, enrolments)


def progress_in(catalogue: Catalogue, enrolment: Enrolment) -> Progress:
    """How one enrolment stands."""
    return _progress(catalogue, [enrolment])[0]


def progress_of_many(catalogue: Catalogue, enrolments: Sequence[Enrolment]) -> Iterator[Progress]:
    """How many enrolments stand; three queries for every five hundred."""
    for start in range(0, len(enrolments), 500):
        yield from _progress(catalogue, enrolments[start : start + 500])


def _progress(catalogue: Catalogue, enrolments: Sequence[Enrolment]) -> list[Progress]:
    ids = [enrolment.id for enrolment in enrolments]
    if not ids:
        return []
    results = db.session.execute(
        select(StepResult.enrolment_id, StepResult.step_id, StepResult.tries, StepResult.first_score, StepResult.best_score,
               StepResult.done_at.is_not(None), StepResult.known_at.is_not(None)).where(StepResult.enrolment_id.in_(ids))
    )  # fmt: skip
    by_step = {(row[0], row[1]): Result(*row) for row in results}
    counted = select(ActiveMinute.enrolment_id, func.count()).where(ActiveMinute.enrolment_id.in_(ids))
    minutes: dict[UUID, int] = {
        enrolment_id: n for enrolment_id, n in db.session.execute(counted.group_by(ActiveMinute.enrolment_id))
    }
    return [
        Progress(
            slug, enrolment, [(s, by_step.get((enrolment.id, s.id))) for s in catalogue.steps(slug, enrolment.language)],
            minutes.get(enrolment.id, 0),
        )
        for enrolment in enrolments
        if (slug := catalogue.slugs.get(enrolment.course_id))
    ]  # fmt: skip


def notes_on(account_id: UUID, lesson_id: UUID) -> dict[int, Note]:
    """One's own notes on a lesson, by section."""
    mine = select(Note).where(Note.account_id == account_id, Note.lesson_id == lesson_id)
    return {note.section: note for note in db.session.scalars(mine)}


def notes_of(account_id: UUID) -> Sequence[Note]:
    """All one's own notes, lesson by lesson in the order of their sections."""
    mine = select(Note).where(Note.account_id == account_id)
    return db.session.scalars(mine.order_by(Note.lesson_id, Note.section)).all()


def place_of(enrolment_id: UUID, lesson_id: UUID) -> int:
    """The section of a lesson that was read last; 0 before the first."""
    place = select(ReadingPlace.section).where(ReadingPlace.enrolment_id == enrolment_id, ReadingPlace.lesson_id == lesson_id)
    return db.session.scalar(place) or 0


def edition_task(edition_id: UUID) -> dict[str, Any]:
    """What may be seen of an edition; its gold is not even read."""
    task: dict[str, Any] = db.session.scalars(select(Edition.task).where(Edition.id == edition_id)).one()
    return task
