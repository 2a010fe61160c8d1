"""The placement test of a course: what somebody knows already is passed over.

For each skill of the course the hardest exercises are asked first, two of them, or the only one there is. A skill is known
where each earned at least .8 of what could be earned; the first that did not leaves the skill to the course. An exercise
with several skills speaks for all of them. The test is taken once, before any exercise of the course, without hints; its
answers are the first answers to their exercises and count as such. What it means for a certificate stands in
docs/decisions/0011-what-comes-back.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select

from curriculum_app.database import db
from curriculum_app.grading.kinds import BY_PEOPLE
from curriculum_app.learning import progressing
from curriculum_app.learning.catalogue import Catalogue, ItemEntry
from curriculum_app.learning.models import Enrolment, StepResult
from curriculum_app.practice import answering, drafting
from curriculum_app.practice.models import Context, IdempotencyKey, VerdictRow
from curriculum_app.practice.queries import task_of
from curriculum_app.practice.review_models import Placement
from curriculum_app.practice.scheduling import RIGHT
from curriculum_app.refusal import Refused

EACH = 2  # exercises a skill
MOST = 10  # exercises in all: who knows so much may as well begin


class Known(StrEnum):
    """What a test says of a skill."""

    KNOWN = "known"
    NOT_YET = "not_yet"
    UNTESTED = "untested"


@dataclass(frozen=True)
class Asked:
    """An exercise of a test, and the share it earned; None while it is open, or where it was answered elsewhere meanwhile."""

    entry: ItemEntry
    credit: float | None


def candidates(catalogue: Catalogue, course: str, language: str) -> list[ItemEntry]:
    """The exercises of a course that a test may ask: those a program can grade."""
    found = catalogue.courses[course]
    slugs = [slug for module in found.modules for slug in module.practice]
    entries = [catalogue.item(found.practice_bank, slug, language) for slug in slugs]
    return [entry for entry in entries if entry.kind not in BY_PEOPLE]


def said(skill: str, asked: Iterable[Asked], pool: Sequence[ItemEntry]) -> Known:
    """What the answers so far say of a skill."""
    credits = [one.credit for one in asked if skill in one.entry.skills and one.credit is not None]
    if any(credit < RIGHT for credit in credits):
        return Known.NOT_YET
    enough = min(EACH, sum(skill in entry.skills for entry in pool))
    return Known.KNOWN if enough and len(credits) >= enough else Known.UNTESTED


def next_item(skills: Sequence[str], asked: Sequence[Asked], pool: Sequence[ItemEntry]) -> ItemEntry | None:
    """What to ask next: of the first skill that is undecided the hardest exercise, of equals the one that decides most."""
    undecided = [skill for skill in skills if said(skill, asked, pool) == Known.UNTESTED]
    left = [entry for entry in pool if entry.id not in {one.entry.id for one in asked}]
    if len(asked) >= MOST:
        return None
    for skill in undecided:
        fitting = [entry for entry in left if skill in entry.skills]
        if fitting:
            return min(fitting, key=lambda e: (-e.difficulty, -len({*e.skills} & {*undecided}), e.minutes, e.slug))
    return None


def longest(skills: Sequence[str], pool: Sequence[ItemEntry]) -> tuple[int, int]:
    """How many exercises a test has and how many minutes it takes where every answer is right: it has no more than that."""
    asked: list[Asked] = []
    while (entry := next_item(skills, asked, pool)) is not None:
        asked.append(Asked(entry, 1.0))
    return len(asked), sum(one.entry.minutes for one in asked)


def of(enrolment_id: UUID, lock: bool = False) -> Placement | None:
    """The test of an enrolment."""
    query = select(Placement).where(Placement.enrolment_id == enrolment_id)
    return db.session.scalar(query.with_for_update() if lock else query)


def may_start(enrolment: Enrolment, catalogue: Catalogue, course: str) -> bool:
    """Whether the test is still to be had: none was begun, no exercise of the course is answered, and there is one to ask."""
    return of(enrolment.id) is None and not _answered(enrolment.id) and bool(candidates(catalogue, course, enrolment.language))


def _answered(enrolment_id: UUID) -> set[UUID]:
    query = select(StepResult.step_id).where(
        StepResult.enrolment_id == enrolment_id, StepResult.sort == "item", StepResult.tries > 0
    )
    return set(db.session.scalars(query))


def start(enrolment: Enrolment, catalogue: Catalogue, course: str, now: datetime) -> Placement:
    """The test that is open, or a new one with its first exercise. The caller has locked the enrolment's row.

    Raises Refused: `placement_over`, `placement_too_late`.
    """
    placement = of(enrolment.id)
    if placement is not None:
        if placement.finished_at is not None:
            raise Refused("placement_over")
        return placement
    if not may_start(enrolment, catalogue, course):
        raise Refused("placement_too_late")
    placement = Placement(account_id=enrolment.account_id, enrolment_id=enrolment.id, form=[], started_at=now)
    db.session.add(placement)
    _go_on(placement, enrolment, catalogue, course, now)
    return placement


def hand_in(placement: Placement, number: int, enrolment: Enrolment, catalogue: Catalogue, course: str, raw: dict[str, Any],
            key: str, now: datetime, beside: drafting.Said = drafting.NOTHING) -> None:  # fmt: skip
    """Keep the answer to the exercise of this number, from 1, and choose the next one or end the test.

    What was answered in practice meanwhile does not count here. The caller has locked the enrolment's row.
    Raises InvalidAnswer, Refused: `placement_over`, `key_reused`.
    """
    if placement.finished_at is not None or number != len(placement.form):
        if db.session.get(IdempotencyKey, (placement.account_id, key)) is not None:
            return  # the same form twice
        raise Refused("placement_over")
    entry = placement.form[-1]
    edition, item = UUID(entry["edition"]), UUID(entry["item"])
    if item in _answered(enrolment.id):
        answer_id, credit = None, None
    else:
        answer_id = answering.hand_in(enrolment, task_of(edition), edition, raw, key, now, Context.PLACEMENT, beside)
        score = db.session.scalars(select(VerdictRow.score).where(VerdictRow.answer_id == answer_id)).one()
        credit = None if score is None else min(1.0, score / answering.gold_of(edition).best_score)
    kept = {**entry, "answer": str(answer_id) if answer_id else None, "credit": credit}
    placement.form = [*placement.form[:-1], kept]
    _go_on(placement, enrolment, catalogue, course, now)


def finish(placement: Placement, enrolment: Enrolment, catalogue: Catalogue, course: str, now: datetime) -> None:
    """End the test with what is answered; a second time changes nothing."""
    if placement.finished_at is None:
        _end(placement, enrolment, catalogue, course, now)


def _asked(placement: Placement, pool: Sequence[ItemEntry]) -> list[Asked]:
    by_id = {str(entry.id): entry for entry in pool}
    return [Asked(by_id[one["item"]], one["credit"]) for one in placement.form if one["item"] in by_id]


def _go_on(placement: Placement, enrolment: Enrolment, catalogue: Catalogue, course: str, now: datetime) -> None:
    answered = _answered(enrolment.id)
    pool = candidates(catalogue, course, enrolment.language)
    asked = _asked(placement, pool)
    known = {one.entry.id for one in asked}
    usable = [entry for entry in pool if entry.id in known or entry.id not in answered]
    entry = next_item(catalogue.courses[course].skills, asked, usable)
    if entry is None:
        _end(placement, enrolment, catalogue, course, now)
        return
    question = {"item": str(entry.id), "edition": str(entry.edition), "answer": None, "credit": None}
    placement.form = [*placement.form, question]


def _end(placement: Placement, enrolment: Enrolment, catalogue: Catalogue, course: str, now: datetime) -> None:
    """Close the test, and mark every step as passed over whose skills, of those the course teaches, are all known."""
    pool, found = candidates(catalogue, course, enrolment.language), catalogue.courses[course]
    asked = _asked(placement, pool)
    outcome = {skill: said(skill, asked, pool) for skill in found.skills}
    placement.outcome, placement.finished_at = {skill: str(known) for skill, known in outcome.items()}, now
    known = {skill for skill, state in outcome.items() if state == Known.KNOWN}
    for step in catalogue.steps(course, enrolment.language):
        taught = {*step.skills} & {*found.skills}
        if taught and taught <= known:
            progressing.pass_over(enrolment.id, step.id, step.sort, now)
