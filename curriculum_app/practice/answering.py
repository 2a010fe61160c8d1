"""Handing in: one transaction in which the answer is kept, graded and counted."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from curriculum_app.database import db
from curriculum_app.grading.kind import Gold, Task
from curriculum_app.grading.kinds import GOLDS
from curriculum_app.learning import progressing
from curriculum_app.learning.models import Edition, Enrolment
from curriculum_app.practice.models import Answer, Context, Draft, IdempotencyKey, VerdictRow
from curriculum_app.refusal import Refused


def hand_in(enrolment: Enrolment, task: Task, edition_id: UUID, raw: dict[str, Any], key: str, now: datetime) -> UUID:
    """The id of the graded answer. The same key and answer again finds the first one.

    Raises InvalidAnswer (shape), Refused("key_reused") where the key was used for another answer.
    """
    body = hashlib.sha256(json.dumps([str(edition_id), raw], sort_keys=True).encode()).hexdigest()
    known = db.session.get(IdempotencyKey, (enrolment.account_id, key))
    if known is not None:
        if known.body_hash != body:
            raise Refused("key_reused")
        return UUID(known.location)
    parsed = task.parse(raw)
    answer = _keep(enrolment, task, edition_id, parsed.model_dump(mode="json"))
    score = grade(answer, task, parsed)
    progressing.note(enrolment.id, task.id, "item", now, score)
    db.session.add(IdempotencyKey(account_id=enrolment.account_id, key=key, body_hash=body, location=str(answer.id)))
    db.session.execute(
        delete(Draft).where(Draft.enrolment_id == enrolment.id, Draft.item_id == task.id, Draft.sitting_key == "")
    )
    return answer.id


def grade(answer: Answer, task: Task, parsed: Any) -> float:
    """Grade an answer by the gold of its own edition, keep the verdict, return the score."""
    stored = db.session.scalars(select(Edition.gold).where(Edition.id == answer.edition_id)).one()
    gold: Gold = GOLDS.validate_python(stored)
    verdict = gold.grade(task, parsed)
    db.session.add(VerdictRow(answer_id=answer.id, gold_edition_id=answer.edition_id, score=verdict.score,
                              verdict=verdict.model_dump(mode="json")))  # fmt: skip
    return verdict.score


def _keep(enrolment: Enrolment, task: Task, edition_id: UUID, answer: dict[str, Any]) -> Answer:
    """The next try's row. Hand-ins of one enrolment stand in line, so that no try is counted twice."""
    db.session.execute(select(Enrolment.id).where(Enrolment.id == enrolment.id).with_for_update())
    tries = db.session.scalar(
        select(func.count()).select_from(Answer)
        .where(Answer.enrolment_id == enrolment.id, Answer.item_id == task.id, Answer.context == Context.PRACTICE)
    )  # fmt: skip
    row = Answer(
        account_id=enrolment.account_id, enrolment_id=enrolment.id, organisation_id=enrolment.organisation_id,
        edition_id=edition_id, item_id=task.id, context=Context.PRACTICE, try_number=(tries or 0) + 1, answer=answer,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row
