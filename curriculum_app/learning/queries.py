"""Reads of learning: whose enrolment, what is done, what comes next. Ownership is part of every query."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import abort
from sqlalchemy import func, select

from curriculum_app.database import db
from curriculum_app.learning.catalogue import Catalogue, Step
from curriculum_app.learning.models import ActiveMinute, Edition, Enrolment, StepResult


@dataclass(frozen=True)
class Progress:
    """How an enrolment stands: every step with its result, by the catalogue of now."""

    slug: str
    enrolment: Enrolment
    steps: list[tuple[Step, StepResult | None]]
    minutes: int

    @property
    def done(self) -> int:
        return sum(result is not None and result.done_at is not None for _, result in self.steps)

    @property
    def next(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step, result in self.steps if result is None or result.done_at is None), None)

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


def _progress(catalogue: Catalogue, enrolments: Sequence[Enrolment]) -> list[Progress]:
    ids = [enrolment.id for enrolment in enrolments]
    if not ids:
        return []
    results = db.session.scalars(select(StepResult).where(StepResult.enrolment_id.in_(ids)))
    by_step = {(result.enrolment_id, result.step_id): result for result in results}
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


def edition_task(edition_id: UUID) -> dict[str, object]:
    """What may be seen of an edition; its gold is not even read."""
    task: dict[str, object] = db.session.scalars(select(Edition.task).where(Edition.id == edition_id)).one()
    return task
