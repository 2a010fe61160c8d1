"""Enrolling, and noting what is done. Practice and exams write their results down to here."""

from datetime import datetime
from uuid import UUID

from blinker import Signal
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from curriculum_app.database import db
from curriculum_app.learning.models import ActiveMinute, Enrolment, StepResult

step_done = Signal(
    "a step was done for the first time, or an exam was handed in; sender is the StepResult's id, with enrolment_id"
)


def enrol(account_id: UUID, course_id: UUID, language: str, organisation_id: UUID | None = None) -> Enrolment:
    """The person's enrolment in the course; a second wish finds the first. An organisation joins an enrolment that has none."""
    query = select(Enrolment).where(Enrolment.account_id == account_id, Enrolment.course_id == course_id)
    enrolment = db.session.scalar(query)
    if enrolment is None:
        enrolment = Enrolment(
            account_id=account_id, course_id=course_id, language=language, organisation_id=organisation_id
        )
        try:
            with db.session.begin_nested():
                db.session.add(enrolment)
        except IntegrityError:  # the same wish from another tab won
            enrolment = db.session.scalars(query).one()
    if organisation_id and enrolment.organisation_id is None:
        enrolment.organisation_id = organisation_id
    return enrolment


def note(enrolment_id: UUID, step_id: UUID, sort: str, now: datetime, score: float | None = None) -> StepResult:
    """Note that a step was done (again). The first score measures; the best one is kept beside it."""
    query = select(StepResult).where(StepResult.enrolment_id == enrolment_id, StepResult.step_id == step_id)
    result = db.session.scalar(query)
    if result is None:
        result = StepResult(enrolment_id=enrolment_id, step_id=step_id, sort=sort, tries=0, last_at=now)
        try:
            with db.session.begin_nested():
                db.session.add(result)
        except IntegrityError:
            result = db.session.scalars(query).one()
    first = result.done_at is None
    if result.tries == 0:  # also where the step had only been passed over
        result.first_score = score
    result.tries += 1
    result.done_at, result.last_at = result.done_at or now, now
    if score is not None:
        result.best_score = max(score, result.best_score or 0.0)
    if first or sort == "exam":
        step_done.send(result.id, enrolment_id=enrolment_id)
    return result


def pass_over(enrolment_id: UUID, step_id: UUID, sort: str, now: datetime) -> None:
    """Note that a step may be passed over because its skills are known; what is done stays done, and it may still be done."""
    query = select(StepResult).where(StepResult.enrolment_id == enrolment_id, StepResult.step_id == step_id)
    result = db.session.scalar(query)
    if result is None:
        result = StepResult(enrolment_id=enrolment_id, step_id=step_id, sort=sort, tries=0, last_at=now)
        db.session.add(result)
    if result.done_at is None:
        result.known_at = result.known_at or now
        db.session.flush()
        step_done.send(result.id, enrolment_id=enrolment_id)


def rescore(enrolment_id: UUID, step_id: UUID, first: float, best: float) -> None:
    """Write the scores of a step that was done, after a regrading; an exam's may have earned a certificate by it."""
    query = select(StepResult).where(StepResult.enrolment_id == enrolment_id, StepResult.step_id == step_id)
    result = db.session.scalars(query).one()
    result.first_score, result.best_score = first, best
    step_done.send(result.id, enrolment_id=enrolment_id)


def count_minute(account_id: UUID, enrolment_id: UUID, step_id: UUID, now: datetime) -> None:
    """Count the present minute, once, by the server's clock; two tabs are one person."""
    minute = now.replace(second=0, microsecond=0)
    if db.session.get(ActiveMinute, (account_id, minute)) is None:
        try:
            with db.session.begin_nested():
                db.session.add(
                    ActiveMinute(account_id=account_id, minute=minute, enrolment_id=enrolment_id, step_id=step_id)
                )
        except IntegrityError:
            pass
