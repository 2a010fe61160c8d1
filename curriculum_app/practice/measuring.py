"""What measures a person's skills: first answers, and nothing that was helped.

An answer measures where it is the person's first to an exercise, in practice, in a placement test or as a review of an
exercise never met before, where no hint was opened, and where a program could grade it. Retries do not; checks inside a
lesson do not, since the lesson lies open beside them; exams speak for themselves.
"""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from curriculum_app.database import db
from curriculum_app.measurement.mastery import Mastery, mastery
from curriculum_app.practice.answering import gold_of
from curriculum_app.practice.models import Answer, Context, VerdictRow
from curriculum_app.practice.queries import task_of

MEETINGS = (Context.PRACTICE, Context.PLACEMENT, Context.REVIEW, Context.CHECK)  # in which an exercise may first be met


class Measured(NamedTuple):
    """One answer that measures: the exercise, its skills, and the share earned of what could be earned, 0..1."""

    item_id: UUID
    skills: tuple[str, ...]
    credit: float


def measured(account_id: UUID) -> list[Measured]:
    """The person's answers that measure, the oldest first, each by its newest verdict."""
    query = (
        select(Answer.id, Answer.item_id, Answer.edition_id, Answer.context, Answer.hints, VerdictRow.score)
        .join(VerdictRow, VerdictRow.answer_id == Answer.id)
        .where(Answer.account_id == account_id, Answer.context.in_(MEETINGS))
        .order_by(Answer.created_at, Answer.try_number, VerdictRow.created_at)
    )
    firsts: dict[UUID, UUID] = {}
    newest: dict[UUID, Measured | None] = {}
    for answer_id, item_id, edition_id, context, hints, score in db.session.execute(query):
        if firsts.setdefault(item_id, answer_id) != answer_id:
            continue
        newest[item_id] = None
        if score is not None and not hints and context != Context.CHECK:
            credit = min(1.0, score / gold_of(edition_id).best_score)
            newest[item_id] = Measured(item_id, task_of(edition_id).skills, credit)
    return [one for one in newest.values() if one is not None]


def masteries(answers: list[Measured]) -> Mapping[str, Mastery]:
    """What they say of each skill that they touch."""
    by_skill: dict[str, list[float]] = {}
    for answer in answers:
        for skill in answer.skills:
            by_skill.setdefault(skill, []).append(answer.credit)
    return {skill: mastery(credits) for skill, credits in by_skill.items()}
