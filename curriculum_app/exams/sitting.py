"""Sitting an exam: starting within the limits, keeping answers until the deadline, handing in once."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from random import SystemRandom
from statistics import fmean, stdev
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from blinker import Signal
from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from curriculum_app.content.schemas import Exam
from curriculum_app.database import db
from curriculum_app.exams import rooms
from curriculum_app.exams.clock import Reading
from curriculum_app.exams.drawing import draw
from curriculum_app.exams.models import Sitting, SittingPurpose, SittingState
from curriculum_app.grading.kind import InvalidAnswer, Task
from curriculum_app.grading.kinds import TASKS
from curriculum_app.learning import progressing
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.learning.models import Edition, Enrolment
from curriculum_app.organisations.models import Organisation
from curriculum_app.practice import answering
from curriculum_app.practice.drafting import Base, Conflict, holds
from curriculum_app.practice.models import Answer, Context, Draft
from curriculum_app.refusal import Refused

handed_in = Signal("a sitting was handed in or scored anew; sender is its id, with its purpose and whether it is passed")


def start(
    enrolment: Enrolment, exam: Exam, catalogue: Catalogue, now: datetime, reading: Reading | None = None,
    purpose: SittingPurpose = SittingPurpose.EXAM, known: Collection[UUID] = (),
) -> Sitting:  # fmt: skip
    """The open sitting, or a new one that counts its time from `reading`; of `known` items no more than it must have.

    Raises Refused: `tries_used_up`, `wait_until`, `other_sitting_open`; where a room was entered `not_admitted`, `room_closed`.

    The enrolment's row is locked and (enrolment, period, try) is unique, so that no parallel start gains a try.
    """
    db.session.execute(select(Enrolment.id).where(Enrolment.id == enrolment.id).with_for_update())
    earlier = list(
        db.session.scalars(select(Sitting).where(Sitting.enrolment_id == enrolment.id).order_by(Sitting.started_at))
    )
    for sitting in earlier:
        if sitting.state == SittingState.OPEN:
            if sitting.purpose != purpose:
                raise Refused("other_sitting_open")
            return sitting
    period = local_year(enrolment.organisation_id, now)
    tries = [sitting for sitting in earlier if sitting.period == period and sitting.purpose == purpose]
    check_limits(exam, tries, now)
    watched = purpose != SittingPurpose.RECHECK  # whoever asked for that is in a call with them
    admission = rooms.admission_to_begin(enrolment.id, now) if watched else None
    entries = [
        entry
        for (bank, slug, language), entry in catalogue.items.items()
        if bank == exam.bank and language == enrolment.language and (bank, slug) not in catalogue.retired
    ]
    form = [{"item": str(entry.id), "edition": str(entry.edition), "slug": entry.slug, "pictures": list(entry.pictures)}
            for entry in draw(entries, exam.blueprint, SystemRandom(), known)]  # fmt: skip
    sitting = Sitting(
        account_id=enrolment.account_id, enrolment_id=enrolment.id, organisation_id=enrolment.organisation_id,
        course_id=enrolment.course_id, language=enrolment.language, bank=exam.bank, demonstration=catalogue.demonstration[exam.bank],
        purpose=purpose, period=period, try_number=len(tries) + 1, form=form, state=SittingState.OPEN, started_at=now,
        deadline_at=now + timedelta(minutes=exam.minutes), pass_score=exam.pass_score,
        boot_id=reading and reading.boot_id, boot_seconds=reading and reading.seconds,
    )  # fmt: skip
    db.session.add(sitting)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        raise Refused("started_elsewhere") from None
    if admission is not None:
        admission.sitting_id = sitting.id
    return sitting


def check_limits(exam: Exam, tries: list[Sitting], now: datetime) -> None:
    """Raises Refused where the tries are used up or the next one must wait."""
    if len(tries) >= exam.tries.limit:
        raise Refused("tries_used_up", limit=exam.tries.limit)
    if tries:
        waits = exam.tries.waits_days
        free_at = (tries[-1].handed_in_at or now) + timedelta(days=waits[min(len(tries), len(waits) - 1)])
        if now < free_at:
            raise Refused("wait_until", time=free_at.strftime("%Y-%m-%d %H:%M UTC"))


def local_year(organisation_id: UUID | None, now: datetime) -> int:
    """The year in which tries are counted, by the organisation's clock."""
    zone = (
        db.session.scalar(select(Organisation.time_zone).where(Organisation.id == organisation_id))
        if organisation_id
        else None
    )
    return now.astimezone(ZoneInfo(zone or "Asia/Seoul")).year


def lock(sitting: Sitting) -> None:
    """Stand in line with every other change of this sitting and see its newest state."""
    db.session.refresh(sitting, with_for_update=True)


def keep(sitting: Sitting, item_id: UUID, raw: Mapping[str, Any], now: datetime, base: Base | None = None) -> Draft:
    """Keep the answer to one item of the form, over what was kept before. Raises Refused: `sitting_over`, `deadline_passed`.

    What keeps itself says on top of what; raises Conflict where another tab kept another one since.
    """
    lock(sitting)
    if sitting.state != SittingState.OPEN:
        raise Refused("sitting_over")
    if now > sitting.deadline_at + timedelta(seconds=current_app.config["EXAM_GRACE_SECONDS"]):
        raise Refused("deadline_passed")
    entry = next(entry for entry in sitting.form if entry["item"] == str(item_id))
    key = (sitting.enrolment_id, item_id, str(sitting.id))
    draft = db.session.get(Draft, key)
    if draft and base is not None and not base.under(draft) and not holds(draft, UUID(entry["edition"]), raw):
        raise Conflict(draft)
    if draft is None:
        draft = Draft(
            enrolment_id=key[0], item_id=item_id, sitting_key=key[2], account_id=sitting.account_id, version=0
        )
        db.session.add(draft)
    draft.version, draft.edition_id, draft.answer, draft.saved_at = draft.version + 1, UUID(entry["edition"]), dict(raw), now
    draft.page = next(iter(base.pages), "") if base else ""
    return draft


def hand_in(sitting: Sitting, now: datetime) -> None:
    """Grade everything kept and close the sitting. A second hand-in changes nothing.

    What was not answered, or can't be read as an answer, scores 0.
    """
    lock(sitting)
    if sitting.state != SittingState.OPEN:
        return
    drafts = {
        draft.item_id: draft for draft in db.session.scalars(select(Draft).where(Draft.sitting_key == str(sitting.id)))
    }
    editions = select(Edition).where(Edition.id.in_([UUID(entry["edition"]) for entry in sitting.form]))
    tasks = {
        edition.content_id: (edition.id, TASKS.validate_python(edition.task))
        for edition in db.session.scalars(editions)
    }
    scores = {
        item: _score(sitting, drafts.get(item), *tasks[item])
        for item in (UUID(entry["item"]) for entry in sitting.form)
    }
    points = score(sitting, {item: task for item, (_, task) in tasks.items()}, scores)
    sitting.state, sitting.handed_in_at = SittingState.HANDED_IN, now
    if sitting.purpose == SittingPurpose.EXAM:
        progressing.note(sitting.enrolment_id, sitting.course_id, "exam", now, points / 100)
    db.session.execute(delete(Draft).where(Draft.sitting_key == str(sitting.id)))
    handed_in.send(sitting.id, purpose=sitting.purpose, passed=bool(sitting.passed))


def score(sitting: Sitting, tasks: Mapping[UUID, Task], scores: Mapping[UUID, float]) -> float:
    """Write a sitting's score, its error, whether it is passed, and the diagnosis; returns the score, in points of 100.

    The standard error is that of a mean over the form's items: their sample standard deviation over the square root of
    their number.
    """
    points = [100 * value for value in scores.values()]
    sitting.score = fmean(points)
    sitting.standard_error = stdev(points) / len(points) ** 0.5 if len(points) > 1 else None
    sitting.passed = passes(sitting.score, sitting)
    sitting.diagnosis = _diagnosis(tasks, scores)
    return sitting.score


def passes(points: float, sitting: Sitting) -> bool:
    """Whether so many points of 100 pass this sitting."""
    return round(points, 6) >= sitting.pass_score


def _score(sitting: Sitting, draft: Draft | None, edition_id: UUID, task: Task) -> float:
    if draft is None:
        return 0.0
    try:
        parsed = task.parse(draft.answer)
    except InvalidAnswer:
        return 0.0
    answer = Answer(
        account_id=sitting.account_id, enrolment_id=sitting.enrolment_id, organisation_id=sitting.organisation_id,
        edition_id=edition_id, item_id=task.id, context=Context.EXAM, sitting_id=sitting.id, try_number=sitting.try_number,
        answer=parsed.model_dump(mode="json"),
    )  # fmt: skip
    verdict = answering.gold_of(edition_id).assess(task, parsed)
    answering.keep(answer, verdict)
    return verdict.score or 0.0  # kinds that people judge are never drawn


def _diagnosis(tasks: Mapping[UUID, Task], scores: Mapping[UUID, float]) -> dict[str, Any]:
    """By skill: how many items of the form asked for it, and their mean in points of 100."""
    by_skill: dict[str, list[float]] = {}
    for item, score in scores.items():
        for skill in tasks[item].skills:
            by_skill.setdefault(skill, []).append(100 * score)
    return {skill: {"items": len(points), "mean": fmean(points)} for skill, points in sorted(by_skill.items())}
