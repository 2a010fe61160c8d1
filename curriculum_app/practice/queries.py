"""Reads of practice."""

from functools import lru_cache
from uuid import UUID

from flask import abort
from sqlalchemy import select

from curriculum_app.database import db
from curriculum_app.grading.kinds import TASKS, AnyTask
from curriculum_app.grading.verdict import Verdict
from curriculum_app.learning.models import Edition, Enrolment
from curriculum_app.practice.models import Answer, Context, VerdictRow


@lru_cache(maxsize=2048)
def task_of(edition_id: UUID) -> AnyTask:
    """What a trainee may see of an exercise; its gold is not read. Editions never change, so each is read once a process."""
    return TASKS.validate_python(db.session.scalars(select(Edition.task).where(Edition.id == edition_id)).one())


def graded(account_id: UUID, answer_id: UUID) -> tuple[Answer, Verdict, Enrolment, Edition]:
    """One's own practice answer with its newest verdict; else 404. An exam's answers are not shown."""
    query = (
        select(Answer, VerdictRow, Enrolment, Edition)
        .join(VerdictRow, VerdictRow.answer_id == Answer.id)
        .join(Enrolment, Enrolment.id == Answer.enrolment_id)
        .join(Edition, Edition.id == Answer.edition_id)
        .where(Answer.id == answer_id, Answer.account_id == account_id, Answer.context == Context.PRACTICE)
        .order_by(VerdictRow.created_at.desc())
        .limit(1)
    )
    row = db.session.execute(query).first()
    if row is None:
        abort(404)
    return row[0], Verdict.model_validate(row[1].verdict), row[2], row[3]
