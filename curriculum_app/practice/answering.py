"""Handing in: one transaction in which the answer is kept, graded and counted."""

import hashlib
import json
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select

from curriculum_app.database import db
from curriculum_app.grading.by_people import WrittenTask
from curriculum_app.grading.kind import Gold, Task
from curriculum_app.grading.kinds import GOLDS
from curriculum_app.grading.verdict import Verdict
from curriculum_app.learning import progressing
from curriculum_app.learning.models import Edition, Enrolment
from curriculum_app.practice import drafting, hinting, scheduling
from curriculum_app.practice.models import TRIES, Answer, Confidence, Context, Draft, IdempotencyKey, VerdictRow
from curriculum_app.refusal import Refused


def hand_in(enrolment: Enrolment, task: Task, edition_id: UUID, raw: dict[str, Any], key: str, now: datetime,
            context: Context = Context.PRACTICE, said: drafting.Said = drafting.NOTHING) -> UUID:  # fmt: skip
    """The id of the graded answer. The same key and answer again finds the first one.

    The caller has locked the enrolment's row: hand-ins of one enrolment stand in line, so that no try is counted twice.
    Raises InvalidAnswer (shape), Refused("key_reused") where the key was used for another answer.
    """
    body = body_hash([str(edition_id), raw])
    if known := kept_before(enrolment.account_id, key, body):
        return known
    parsed, gold = task.parse(raw), gold_of(edition_id)
    draft = drafting.draft_of(enrolment.id, task.id, drafting.key_of(context))
    opened = hinting.opened(draft, edition_id, task)
    verdict = hinting.assess(gold, task, parsed, opened)
    if context in TRIES:
        score = None if task.GRADED_BY_PEOPLE else verdict.score
        number = progressing.note(enrolment.id, task.id, "item", now, score).tries
    else:
        number = 1 + answers_before(enrolment.id, task.id, context)
    answer = Answer(
        id=uuid4(), account_id=enrolment.account_id, enrolment_id=enrolment.id, organisation_id=enrolment.organisation_id,
        edition_id=edition_id, item_id=task.id, context=context, try_number=number, answer=parsed.model_dump(mode="json"),
        created_at=now, hints=opened, confidence=said.confidence, seconds=said.seconds,
    )  # fmt: skip
    keep(answer, verdict)
    unsure = said.confidence == Confidence.UNSURE
    scheduling.learn(answer, task, share_earned(verdict, gold), now, unsure=unsure, hinted=bool(opened))
    db.session.add(IdempotencyKey(account_id=enrolment.account_id, key=key, body_hash=body, location=str(answer.id)))
    if draft is not None:
        db.session.delete(draft)
    return answer.id


def answers_before(enrolment_id: UUID, item_id: UUID, context: Context) -> int:
    """How many answers to an item were kept in a context."""
    given = (Answer.enrolment_id == enrolment_id, Answer.item_id == item_id, Answer.context == context)
    return db.session.scalars(select(func.count()).select_from(Answer).where(*given)).one()


def share_earned(verdict: Verdict, gold: Gold) -> float | None:
    """The share of what could be earned, 0..1: of a contested item even the best answer earns less than everything."""
    return None if verdict.score is None else min(1.0, verdict.score / gold.best_score)


def drop_draft(enrolment_id: UUID, item_id: UUID, context: Context) -> None:
    """Forget the draft of what was handed in."""
    kept = (Draft.enrolment_id == enrolment_id, Draft.item_id == item_id)
    db.session.execute(delete(Draft).where(*kept, Draft.sitting_key == drafting.key_of(context)))


def assess_oneself(answer: Answer, task: WrittenTask, levels: dict[str, Any], key: str) -> UUID:
    """The id of a new answer: the same text with its self-assessment, graded by it. It is no try and measures nothing.

    The caller has locked the enrolment's row. Raises InvalidAnswer and Refused("key_reused") as `hand_in`.
    """
    body = body_hash(["assessment", str(answer.id), levels])
    if known := kept_before(answer.account_id, key, body):
        return known
    assessed = task.assessed(task.stored(answer.answer), levels)
    before = answers_before(answer.enrolment_id, answer.item_id, Context.SELF)
    again = Answer(
        id=uuid4(), account_id=answer.account_id, enrolment_id=answer.enrolment_id, organisation_id=answer.organisation_id,
        edition_id=answer.edition_id, item_id=answer.item_id, context=Context.SELF, try_number=before + 1,
        answer=assessed.model_dump(mode="json"), hints=answer.hints,
    )  # fmt: skip
    keep(again, hinting.assess(gold_of(answer.edition_id), task, assessed, answer.hints))
    db.session.add(IdempotencyKey(account_id=answer.account_id, key=key, body_hash=body, location=str(again.id)))
    return again.id


def body_hash(body: list[Any]) -> str:
    """A digest of what is handed in."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def kept_before(account_id: UUID, key: str, body: str) -> UUID | None:
    """What was kept under the key before. Raises Refused("key_reused") where it was something else."""
    known = db.session.get(IdempotencyKey, (account_id, key))
    if known is not None and known.body_hash != body:
        raise Refused("key_reused")
    return UUID(known.location) if known else None


def keep(answer: Answer, verdict: Verdict) -> None:
    """Keep a final answer with the verdict of its own edition's gold."""
    db.session.add(answer)
    db.session.flush()
    db.session.add(VerdictRow(answer_id=answer.id, gold_edition_id=answer.edition_id, score=verdict.score,
                              verdict=verdict.to_json()))  # fmt: skip


@lru_cache(maxsize=2048)
def gold_of(edition_id: UUID, version: int = 1) -> Gold:
    """The gold of an edition, for grading alone. Editions never change, so each is read once a process.

    `version` is that of a project's guideline; where both decide alike there is one gold.
    """
    stored, changed = db.session.execute(select(Edition.gold, Edition.changed_gold).where(Edition.id == edition_id)).one()
    gold: Gold = GOLDS.validate_python(changed if version > 1 and changed is not None else stored)
    return gold
