"""Handing in: one transaction in which the answer is kept, graded and counted."""

import hashlib
import json
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from curriculum_app.database import db
from curriculum_app.grading.kind import Gold, Task
from curriculum_app.grading.kinds import GOLDS
from curriculum_app.grading.verdict import Verdict
from curriculum_app.learning import progressing
from curriculum_app.learning.models import Edition, Enrolment
from curriculum_app.practice.models import Answer, Context, Draft, IdempotencyKey, VerdictRow
from curriculum_app.refusal import Refused


def hand_in(enrolment: Enrolment, task: Task, edition_id: UUID, raw: dict[str, Any], key: str, now: datetime) -> UUID:
    """The id of the graded answer. The same key and answer again finds the first one.

    The caller has locked the enrolment's row: hand-ins of one enrolment stand in line, so that no try is counted twice.
    Raises InvalidAnswer (shape), Refused("key_reused") where the key was used for another answer.
    """
    body = hashlib.sha256(json.dumps([str(edition_id), raw], sort_keys=True).encode()).hexdigest()
    known = db.session.get(IdempotencyKey, (enrolment.account_id, key))
    if known is not None:
        if known.body_hash != body:
            raise Refused("key_reused")
        return UUID(known.location)
    parsed = task.parse(raw)
    verdict = gold_of(edition_id).grade(task, parsed)
    step = progressing.note(enrolment.id, task.id, "item", now, verdict.score)
    answer = Answer(
        id=uuid4(), account_id=enrolment.account_id, enrolment_id=enrolment.id, organisation_id=enrolment.organisation_id,
        edition_id=edition_id, item_id=task.id, context=Context.PRACTICE, try_number=step.tries, answer=parsed.model_dump(mode="json"),
    )  # fmt: skip
    keep(answer, verdict)
    db.session.add(IdempotencyKey(account_id=enrolment.account_id, key=key, body_hash=body, location=str(answer.id)))
    db.session.execute(
        delete(Draft).where(Draft.enrolment_id == enrolment.id, Draft.item_id == task.id, Draft.sitting_key == "")
    )
    return answer.id


def keep(answer: Answer, verdict: Verdict) -> None:
    """Keep a final answer with the verdict of its own edition's gold."""
    db.session.add(answer)
    db.session.flush()
    db.session.add(VerdictRow(answer_id=answer.id, gold_edition_id=answer.edition_id, score=verdict.score,
                              verdict=verdict.model_dump(mode="json")))  # fmt: skip


@lru_cache(maxsize=2048)
def gold_of(edition_id: UUID) -> Gold:
    """The gold of an edition, for grading alone. Editions never change, so each is read once a process."""
    stored = db.session.scalars(select(Edition.gold).where(Edition.id == edition_id)).one()
    gold: Gold = GOLDS.validate_python(stored)
    return gold
