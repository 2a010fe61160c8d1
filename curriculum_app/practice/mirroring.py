"""Judging again: some weeks after the first time, in another guise; and how far both judgements agree.

The answer is carried back to the exercise as it was written, kept and graded there. It is no try of a step, measures no
skill and touches no card but its own.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import aliased

from curriculum_app.database import db
from curriculum_app.grading.kind import Task
from curriculum_app.grading.mirrored import Guise, carried_back, disguised, guises, leanings, levels
from curriculum_app.measurement.consistency import Twice
from curriculum_app.practice import answering, drafting
from curriculum_app.practice.models import Answer, Context, IdempotencyKey
from curriculum_app.practice.queries import task_of
from curriculum_app.practice.review_models import MirroredAnswer, ReviewCard
from curriculum_app.practice.scheduling import JUDGED_AGAIN_AFTER, Place, first_judgements, same_question, tomorrow


class Mirror(NamedTuple):
    """A judgement to be made again: the first answer, and the guise of this time."""

    place: Place
    first: Answer
    guise: Guise

    @property
    def shown(self) -> Task:
        """The exercise in its guise."""
        task: Task = disguised(task_of(self.first.edition_id), self.guise)
        return task


def ready(account_id: UUID, place: Place, now: datetime) -> Mirror | None:
    """The judgement to be made again in this exercise, if it is due."""
    card = _card(account_id, place.entry.id)
    first = first_judgements(account_id, [place.entry.id]).get(place.entry.id)
    if card is None or card.due_at is None or card.due_at >= tomorrow(account_id, now):
        return None
    if first is None or not same_question(place.entry, first):
        return None
    left = _left(first)
    return Mirror(place, first, left[0]) if left else None


def _card(account_id: UUID, item_id: UUID) -> ReviewCard | None:
    return db.session.scalar(
        select(ReviewCard).where(ReviewCard.account_id == account_id, ReviewCard.subject == f"mirror:{item_id}")
    )


def _left(first: Answer) -> list[Guise]:
    """The guises in which it has not been judged yet, in their order."""
    used = set(db.session.scalars(select(MirroredAnswer.guise).where(MirroredAnswer.first_answer_id == first.id)))
    return [guise for guise in guises(task_of(first.edition_id)) if guise not in used]


def hand_in(mirror: Mirror, raw: dict[str, Any], key: str, now: datetime, said: drafting.Said = drafting.NOTHING) -> UUID:
    """The id of the second judgement, kept and graded as said of the exercise as it was written.

    The caller has locked the enrolment's row. Raises InvalidAnswer, Refused("key_reused").
    """
    first, enrolment = mirror.first, mirror.place.enrolment
    body = answering.body_hash(["mirror", str(first.id), mirror.guise, raw])
    if known := answering.kept_before(first.account_id, key, body):
        return known
    task = task_of(first.edition_id)
    answer = carried_back(task, mirror.guise, mirror.shown.parse(raw))
    kept = Answer(
        id=uuid4(), account_id=first.account_id, enrolment_id=enrolment.id, organisation_id=enrolment.organisation_id,
        edition_id=first.edition_id, item_id=task.id, context=Context.MIRROR, created_at=now,
        try_number=1 + answering.answers_before(enrolment.id, task.id, Context.MIRROR), answer=answer.model_dump(mode="json"),
        confidence=said.confidence, seconds=said.seconds,
    )  # fmt: skip
    answering.keep(kept, answering.gold_of(first.edition_id).assess(task, answer))
    db.session.add(MirroredAnswer(answer_id=kept.id, first_answer_id=first.id, guise=mirror.guise))
    db.session.add(IdempotencyKey(account_id=first.account_id, key=key, body_hash=body, location=str(kept.id)))
    db.session.flush()
    if (card := _card(first.account_id, task.id)) is not None:
        card.last_at, card.due_at = now, now + JUDGED_AGAIN_AFTER if _left(first) else None
    answering.drop_draft(enrolment.id, task.id, Context.MIRROR)
    return kept.id


def beside(answer: Answer) -> tuple[Guise, Answer] | None:
    """Of a second judgement its guise and the first one; else None."""
    if answer.context != Context.MIRROR:
        return None
    query = select(MirroredAnswer.guise, Answer).join(Answer, Answer.id == MirroredAnswer.first_answer_id)
    row = db.session.execute(query.where(MirroredAnswer.answer_id == answer.id)).first()
    return (Guise(row[0]), row[1]) if row else None


def judged_twice(account_id: UUID) -> list[Twice]:
    """Everything a person has judged twice, as measurement wants it."""
    first, second = aliased(Answer), aliased(Answer)
    query = (
        select(MirroredAnswer.guise, first, second)
        .join(first, first.id == MirroredAnswer.first_answer_id)
        .join(second, second.id == MirroredAnswer.answer_id)
        .where(second.account_id == account_id)
        .order_by(second.created_at)
    )
    return [twice(Guise(guise), one, other) for guise, one, other in db.session.execute(query)]


def twice(guise: Guise, first: Answer, second: Answer) -> Twice:
    """One exercise judged twice."""
    task = task_of(first.edition_id)
    one, other = task.stored(first.answer), task.stored(second.answer)
    padded = getattr(task, "padded", None)
    return Twice(
        leanings(one), leanings(other), levels(one), levels(other), swapped=guise == Guise.SWAPPED,
        padded=padded.response if guise == Guise.PADDED and padded else "",
    )  # fmt: skip
