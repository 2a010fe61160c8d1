"""The figures of a record: made of a person's own first answers to items with gold, stored with the day they were made.

What counts is the first answer to an item, in practice, a placement test or an exam, where no hint was opened and a program
could grade it; each by its newest verdict. They are made when a certificate is recorded, and again once a day where there is
something new.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import exists, or_, select

from curriculum_app import jobs
from curriculum_app.database import db, utc_now
from curriculum_app.measurement.record import Judged, Judgement, by_skill
from curriculum_app.practice.answering import gold_of
from curriculum_app.practice.models import Answer, Context, VerdictRow
from curriculum_app.practice.queries import task_of
from curriculum_app.talent.models import TalentRecord
from curriculum_app.talent.record_models import TalentFigures

COUNTED = (Context.PRACTICE, Context.PLACEMENT, Context.EXAM)
SEEKING = {
    "hallucination_spans": "type",
    "critique": "category",
}  # kinds that seek planted errors, and what names an error
CLASSES = ("claim_verdict", "preference", "verdict", "outcome")  # closed lists of which one entry is chosen
CLASS, LEVEL = re.compile(r"[a-z][a-z_]*"), re.compile(r"(\d+)(?: / (\d+))?")
SEOUL = ZoneInfo("Asia/Seoul")
OLD = timedelta(days=1)


def of(record_id: UUID) -> TalentFigures | None:
    """The figures of a record, once they are made."""
    return db.session.get(TalentFigures, record_id)


@jobs.task("talent.figures")
def compute(record_id: str) -> None:
    """Make the figures of a record anew; twice is once."""
    record = db.session.get(TalentRecord, UUID(record_id))
    if record is None:
        return
    now, made = utc_now(), made_of(record.account_id)
    kept = db.session.get(TalentFigures, record.id)
    if kept is None:
        db.session.add(TalentFigures(record_id=record.id, figures=made, computed_at=now))
    else:
        kept.figures, kept.computed_at = made, now


@jobs.every_minute
def renew_daily() -> None:
    """Once a day, put down the renewal of what has grown old."""
    jobs.enqueue("talent.renew_figures", f"{utc_now():%Y-%m-%d}")


@jobs.task("talent.renew_figures")
def renew() -> None:
    """Put down the records whose figures are a day old and whose holder has a newer verdict, or that have none yet."""
    now = utc_now()
    newer = exists().where(
        Answer.account_id == TalentRecord.account_id,
        VerdictRow.answer_id == Answer.id,
        VerdictRow.created_at > TalentFigures.computed_at,
    )
    old = (TalentFigures.computed_at < now - OLD) & newer
    due = select(TalentRecord.id).outerjoin(TalentFigures, TalentFigures.record_id == TalentRecord.id)
    for record_id in db.session.scalars(due.where(or_(TalentFigures.record_id.is_(None), old))).all():
        jobs.enqueue("talent.figures", f"{record_id} on {now:%Y-%m-%d}", record_id=str(record_id))


def made_of(account_id: UUID) -> dict[str, Any]:
    """Language → skill → figures of a person's answers as they are now."""
    by_language: dict[str, list[Judged]] = defaultdict(list)
    for language, judged in _judged(account_id):
        by_language[language].append(judged)
    return {language: by_skill(given) for language, given in sorted(by_language.items())}


def _judged(account_id: UUID) -> Iterator[tuple[str, Judged]]:
    query = (
        select(Answer, VerdictRow.score, VerdictRow.verdict)
        .join(VerdictRow, VerdictRow.answer_id == Answer.id)
        .where(Answer.account_id == account_id, Answer.context.in_(COUNTED))
        .order_by(Answer.created_at, Answer.try_number, Answer.id, VerdictRow.created_at)
    )
    firsts: dict[UUID, UUID] = {}
    newest: dict[UUID, tuple[Answer, float | None, dict[str, Any]]] = {}
    for answer, score, verdict in db.session.execute(query):
        if firsts.setdefault(answer.item_id, answer.id) == answer.id:
            newest[answer.item_id] = (answer, score, verdict)
    for answer, score, verdict in newest.values():
        if score is not None and not answer.hints:
            yield task_of(answer.edition_id).language, _one(answer, score, verdict)


def _one(answer: Answer, score: float, verdict: dict[str, Any]) -> Judged:
    task, outcomes = task_of(answer.edition_id), verdict.get("outcomes", ())
    seeks, planted, found, alarms = SEEKING.get(task.kind), None, 0, 0
    if seeks:
        errors = [outcome for outcome in outcomes if seeks in _values(outcome, "gold")]
        planted, found = len(errors), sum(outcome["sort"] in {"hit", "partial"} for outcome in errors)
        alarms = sum(outcome["sort"] == "alarm" for outcome in outcomes)
    return Judged(
        answer.created_at.astimezone(SEOUL).date(), task.skills, min(1.0, score / gold_of(answer.edition_id).best_score),
        answer.seconds, planted, found, alarms, tuple(_judgements(outcomes)),
    )  # fmt: skip


def _values(outcome: dict[str, Any], side: str) -> dict[str, Any]:
    values: dict[str, Any] = (outcome.get(side) or {}).get("values") or {}
    return values


def _judgements(outcomes: Any) -> Iterator[Judgement]:
    """What was chosen on closed scales beside what gold chose; a panel's shares are no choice and drop out."""
    for outcome in outcomes:
        mine, gold = _values(outcome, "mine"), _values(outcome, "gold")
        for scale in CLASSES:
            one, other = (str(values.get(scale, "")).split("-")[0] for values in (mine, gold))  # a-3: A, by how much
            if CLASS.fullmatch(one) and CLASS.fullmatch(other):
                yield Judgement(scale, one, other)
        level, right = LEVEL.fullmatch(str(mine.get("rating", ""))), LEVEL.fullmatch(str(gold.get("rating", "")))
        if level and right and level[2] == right[2]:
            yield Judgement(f"rating/{level[2]}" if level[2] else "rating", level[1], right[1], ordered=True)
