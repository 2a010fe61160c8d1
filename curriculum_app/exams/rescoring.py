"""After a regrading: the scores of the sittings whose answers got new verdicts."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select

from curriculum_app import audit, jobs
from curriculum_app.database import db, utc_now
from curriculum_app.exams import sitting as rules
from curriculum_app.exams.models import Sitting, SittingPurpose, SittingState
from curriculum_app.grading.kinds import TASKS
from curriculum_app.learning import progressing
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Edition
from curriculum_app.practice import noticing
from curriculum_app.practice.models import Answer, VerdictRow
from curriculum_app.practice.regrading import sittings_regraded


def init_app() -> None:
    """Begin to listen; a second application in the same process changes nothing."""
    sittings_regraded.connect(_on_regraded)


def _on_regraded(edition_id: UUID, sittings: Collection[UUID], **_: Any) -> None:
    for sitting_id in sittings:
        jobs.enqueue("exams.rescore", f"{sitting_id} by {edition_id}", sitting_id=str(sitting_id))


@jobs.task("exams.rescore")
def rescore(sitting_id: str) -> None:
    """Score a sitting anew from the verdicts that now count; twice is as good as once."""
    sitting = db.session.get(Sitting, UUID(sitting_id))
    if sitting is None:
        return
    rules.lock(sitting)
    if sitting.state == SittingState.HANDED_IN:
        before = sitting.score
        rules.score(sitting, tasks_of(sitting), scores_of(sitting))
        audit.note("exam_rescored", None, sitting.id, sitting.organisation_id, before=before, after=sitting.score)
        db.session.flush()
        if sitting.purpose == SittingPurpose.EXAM:
            progressing.rescore(sitting.enrolment_id, sitting.course_id, *first_and_best(sitting.enrolment_id))
        rules.handed_in.send(sitting.id, purpose=sitting.purpose, passed=bool(sitting.passed))
        _tell(sitting, before)


def _tell(sitting: Sitting, before: float | None) -> None:
    """Tell whose sitting it is that its score changed, where that shows."""
    catalogue, after = live(), sitting.score or 0.0
    slug = catalogue.slugs.get(sitting.course_id)
    if slug is not None and round(before or 0.0) != round(after):
        title = catalogue.courses[slug].title.model_dump()
        noticing.tell_of_exam(sitting.account_id, sitting.id, title, before or 0.0, after, utc_now())


def tasks_of(sitting: Sitting) -> dict[UUID, Any]:
    """The form's tasks, by item."""
    editions = select(Edition).where(Edition.id.in_([UUID(entry["edition"]) for entry in sitting.form]))
    return {edition.content_id: TASKS.validate_python(edition.task) for edition in db.session.scalars(editions)}


def scores_of(sitting: Sitting, instead: dict[UUID, float | None] | None = None) -> dict[UUID, float]:
    """The score of each item of the form, 0 where it was not answered; `instead` names answers with other scores (a dry run)."""
    rows = (
        select(Answer.item_id, Answer.id, VerdictRow.score)
        .join(VerdictRow, VerdictRow.answer_id == Answer.id)
        .where(Answer.sitting_id == sitting.id)
        .order_by(VerdictRow.created_at)
    )
    found = {UUID(entry["item"]): 0.0 for entry in sitting.form}
    for item_id, answer_id, score in db.session.execute(rows):
        found[item_id] = (instead or {}).get(answer_id, score) or 0.0
    return found


def first_and_best(enrolment_id: UUID) -> tuple[float, float]:
    """The first and the best score of an enrolment's sittings of the exam that were handed in, 0..1."""
    handed_in = (Sitting.enrolment_id == enrolment_id, Sitting.state == SittingState.HANDED_IN, Sitting.purpose == SittingPurpose.EXAM)
    points = db.session.scalars(select(Sitting.score).where(*handed_in).order_by(Sitting.started_at)).all()
    known = [score / 100 for score in points if score is not None]
    return known[0], max(known)
