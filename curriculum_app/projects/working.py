"""Working in a project: begin it, hand in, acknowledge the change. What follows from an answer is settled in its transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import update

from curriculum_app.database import db
from curriculum_app.learning import progressing
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.learning.models import Enrolment
from curriculum_app.practice import answering, drafting
from curriculum_app.practice.models import Answer, Context, Draft, IdempotencyKey
from curriculum_app.practice.queries import task_of
from curriculum_app.projects import queries
from curriculum_app.projects.models import ProjectAnswer, ProjectRun
from curriculum_app.projects.plan import GATE, Plan
from curriculum_app.projects.standing import Standing, sent_back
from curriculum_app.refusal import Refused

DRAFTS = drafting.key_of(Context.PROJECT)


def begin(enrolment: Enrolment, course: str, catalogue: Catalogue, now: datetime) -> ProjectRun:
    """The run of the course's project; begun before, it goes on. The caller has locked the enrolment's row."""
    project = catalogue.projects[course].project
    run = queries.run_of(enrolment.id, project.id)
    if run is None:
        plan = Plan.made(catalogue, course, enrolment.language)
        run = ProjectRun(
            account_id=enrolment.account_id, enrolment_id=enrolment.id, organisation_id=enrolment.organisation_id,
            project_id=project.id, form=plan.form, started_at=now,
        )  # fmt: skip
        db.session.add(run)
        db.session.flush()
    return run


def hand_in(run: ProjectRun, slug: str, raw: dict[str, Any], key: str, now: datetime, said: drafting.Said = drafting.NOTHING) -> UUID:
    """The id of the answer, graded by the version in force for it. The same key and answer again finds the first one.

    The caller has locked the enrolment's row. Raises InvalidAnswer (shape), Refused("key_reused"), and
    Refused("project_not_open") where the item's turn has not come or is over.
    """
    body = answering.body_hash(["project", str(run.id), slug, raw])
    if known := answering.kept_before(run.account_id, key, body):
        return known
    standing = queries.standing(run, now)
    if slug not in standing.open:
        raise Refused("project_not_open")
    entry, place = standing.plan.items[slug], standing.plan.places[slug]
    task = task_of(entry.edition)
    parsed = task.parse(raw)
    answer = Answer(
        id=uuid4(), account_id=run.account_id, enrolment_id=run.enrolment_id, organisation_id=run.organisation_id,
        edition_id=entry.edition, item_id=entry.id, context=Context.PROJECT, gold_version=place.version,
        try_number=1 + answering.answers_before(run.enrolment_id, entry.id, Context.PROJECT),
        answer=parsed.model_dump(mode="json"), created_at=now, confidence=said.confidence, seconds=said.seconds,
    )  # fmt: skip
    answering.keep(answer, answering.gold_of(entry.edition, place.version).assess(task, parsed))
    number = standing.number(slug)
    db.session.add(ProjectAnswer(answer_id=answer.id, run_id=run.id, day=place.day, slug=slug, number=number, sent_back=False))
    db.session.add(IdempotencyKey(account_id=run.account_id, key=key, body_hash=body, location=str(answer.id)))
    answering.drop_draft(run.enrolment_id, entry.id, Context.PROJECT)
    db.session.flush()
    _settle(run, place.day, number, now)
    return answer.id


def _settle(run: ProjectRun, day: int, number: int, now: datetime) -> None:
    """What follows from an answer: the gate is passed, a day is done and sends back, or all is finished."""
    standing = queries.standing(run, now)
    if day == GATE:
        if standing.tries[-1].passed:
            run.gate_passed_at = now
        return
    if number == 1 and standing.queue_done(day):
        back = sent_back((work for work in standing.first.values() if work.day == day), standing.plan.project.send_backs.below)
        db.session.execute(update(ProjectAnswer).where(ProjectAnswer.answer_id.in_(back)).values(sent_back=True))
        db.session.expire_all()
        standing = queries.standing(run, now)
    if standing.whole and run.finished_at is None:
        run.finished_at = now
        progressing.note(run.enrolment_id, run.project_id, "project", now)


def acknowledge(run: ProjectRun, now: datetime) -> None:
    """Take note of the second version: from here on it is in force. Again, nothing happens.

    The caller has locked the enrolment's row. Raises Refused("project_no_change") where it is not due.
    """
    if run.change_seen_at is not None:
        return
    if not queries.standing(run, now).change_due:
        raise Refused("project_no_change")
    run.change_seen_at = now


def keep_draft(
    enrolment: Enrolment, standing: Standing, slug: str, base: drafting.Base, raw: dict[str, Any], now: datetime, said: drafting.Said
) -> Draft:
    """Keep the form as it stands. Raises drafting.Conflict, Refused("project_not_open")."""
    if slug not in standing.open:
        raise Refused("project_not_open")
    entry = standing.plan.items[slug]
    return drafting.save(enrolment, entry.id, entry.edition, base, raw, now, sitting_key=DRAFTS, said=said)
