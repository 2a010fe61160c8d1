"""Reads of mock projects. Ownership is part of every query."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from flask import abort
from sqlalchemy import select

from curriculum_app.content.guidelines import Piece
from curriculum_app.database import db
from curriculum_app.grading.verdict import Verdict
from curriculum_app.learning.catalogue import Clause, Guideline
from curriculum_app.learning.models import Edition
from curriculum_app.practice.answering import gold_of
from curriculum_app.practice.models import Answer, Context, VerdictRow
from curriculum_app.projects.models import ProjectAnswer, ProjectRun
from curriculum_app.projects.plan import Plan
from curriculum_app.projects.standing import Moments, Standing, Work


class Change(NamedTuple):
    """What became of a clause from one version to the next, word by word."""

    sort: str  # changed | new | gone
    id: str
    heading: str
    pieces: tuple[Piece, ...]


def run_of(enrolment_id: UUID, project_id: UUID) -> ProjectRun | None:
    """An enrolment's run of a project."""
    mine = (ProjectRun.enrolment_id == enrolment_id, ProjectRun.project_id == project_id)
    return db.session.scalar(select(ProjectRun).where(*mine))


def standing(run: ProjectRun, now: datetime) -> Standing:
    """How a run stands."""
    return Standing(Plan.of(run.form), works_of(run.id), Moments(run.gate_passed_at, run.change_seen_at, run.finished_at), now)


def works_of(run_id: UUID) -> list[Work]:
    """A run's answers in the order they were given, each with its newest verdict."""
    query = (
        select(ProjectAnswer, Answer, VerdictRow.score, VerdictRow.gold_edition_id)
        .join(Answer, Answer.id == ProjectAnswer.answer_id)
        .join(VerdictRow, VerdictRow.answer_id == Answer.id)
        .where(ProjectAnswer.run_id == run_id)
        .order_by(Answer.created_at, Answer.id, VerdictRow.created_at)
    )
    newest = {answer.id: (place, answer, score, gold) for place, answer, score, gold in db.session.execute(query)}
    return [_work(*row) for row in newest.values()]


def _work(place: ProjectAnswer, answer: Answer, score: float | None, gold_edition_id: UUID) -> Work:
    best = gold_of(gold_edition_id, answer.gold_version).best_score
    return Work(
        answer.id, answer.edition_id, gold_edition_id, place.slug, place.day, place.number, answer.gold_version, place.sent_back,
        min(1.0, (score or 0.0) / best), answer.seconds, answer.created_at,
    )  # fmt: skip


class Given(NamedTuple):
    """An answer in a project with the verdict that counts."""

    answer: Answer
    verdict: Verdict


def given(account_id: UUID, answer_id: UUID) -> Given:
    """One's own answer in a project with its newest verdict; else 404. Whether it may be shown the standing says."""
    query = (
        select(Answer, VerdictRow)
        .join(VerdictRow, VerdictRow.answer_id == Answer.id)
        .where(Answer.id == answer_id, Answer.account_id == account_id, Answer.context == Context.PROJECT)
        .order_by(VerdictRow.created_at.desc())
        .limit(1)
    )
    row = db.session.execute(query).first() or abort(404)
    return Given(row[0], Verdict.from_json(row[1].verdict))


@lru_cache(maxsize=256)
def guideline_of(edition_id: UUID) -> tuple[Guideline, tuple[Change, ...]]:
    """A version of a guideline, and how it differs from the one before. Editions never change, so each is read once a process."""
    language, task = db.session.execute(select(Edition.language, Edition.task).where(Edition.id == edition_id)).one()
    clauses = tuple(Clause(**clause) for clause in task["clauses"])
    changes = tuple(
        Change(one["sort"], one["id"], f"{one['number']} {one['title']}".strip(), tuple(Piece(*piece) for piece in one["pieces"]))
        for one in task.get("changes", ())
    )
    return Guideline("", language, task["title"], task["opening"], clauses), changes
