"""Reads of practice."""

from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from flask import abort
from sqlalchemy import exists, select

from curriculum_app.database import db
from curriculum_app.grading.kinds import TASKS, AnyTask
from curriculum_app.grading.verdict import Verdict
from curriculum_app.learning.models import Edition, Enrolment
from curriculum_app.practice.models import SHOWN, Answer, Context, IdempotencyKey, VerdictRow
from curriculum_app.practice.review_models import Placement


@lru_cache(maxsize=2048)
def task_of(edition_id: UUID) -> AnyTask:
    """What a trainee may see of an exercise; its gold is not read. Editions never change, so each is read once a process."""
    return TASKS.validate_python(db.session.scalars(select(Edition.task).where(Edition.id == edition_id)).one())


class Graded(NamedTuple):
    """A final answer with the verdict that counts, and whose gold said it."""

    answer: Answer
    verdict: Verdict
    enrolment: Enrolment
    gold_edition_id: UUID


def graded(account_id: UUID, answer_id: UUID) -> Graded:
    """One's own practice answer with its newest verdict; else 404.

    An exam's answers are not shown, and those of a placement test not before it is over.
    """
    testing = exists().where(Placement.enrolment_id == Answer.enrolment_id, Placement.finished_at.is_(None))
    query = (
        select(Answer, VerdictRow, Enrolment)
        .join(VerdictRow, VerdictRow.answer_id == Answer.id)
        .join(Enrolment, Enrolment.id == Answer.enrolment_id)
        .where(Answer.id == answer_id, Answer.account_id == account_id, Answer.context.in_(SHOWN))
        .where((Answer.context != Context.PLACEMENT) | ~testing)
        .order_by(VerdictRow.created_at.desc())
        .limit(1)
    )
    row = db.session.execute(query).first()
    if row is None:
        abort(404)
    return Graded(row[0], Verdict.from_json(row[1].verdict), row[2], row[1].gold_edition_id)


def newest_answer(enrolment_id: UUID, item_id: UUID) -> Answer | None:
    """The last answer that was handed in to a practice exercise."""
    given = (Answer.enrolment_id == enrolment_id, Answer.item_id == item_id, Answer.context == Context.PRACTICE)
    return db.session.scalar(select(Answer).where(*given).order_by(Answer.try_number.desc()).limit(1))


def answer_under(enrolment_id: UUID, item_id: UUID, key: str) -> UUID | None:
    """The answer that came through under a form's key."""
    location = select(IdempotencyKey.location).join(Enrolment, Enrolment.account_id == IdempotencyKey.account_id)
    found = db.session.scalar(location.where(Enrolment.id == enrolment_id, IdempotencyKey.key == key))
    given = (Answer.enrolment_id == enrolment_id, Answer.item_id == item_id)
    return db.session.scalar(select(Answer.id).where(Answer.id == UUID(found), *given)) if found else None
