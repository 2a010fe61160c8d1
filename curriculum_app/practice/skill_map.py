"""The map of one's skills: what is known of each, and the one thing to do next for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from flask import url_for
from sqlalchemy import select

from curriculum_app.database import db
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.learning.queries import Progress
from curriculum_app.learning.views import step_url
from curriculum_app.measurement.mastery import Mastery, State, mastery
from curriculum_app.practice import measuring, scheduling
from curriculum_app.practice.measuring import Measured
from curriculum_app.practice.review_models import CardSort, ReviewCard
from curriculum_app.practice.scheduling import Due
from curriculum_app.web.language import spoken


class Next(NamedTuple):
    """What to do next for a skill."""

    code: str  # review | step | course | again | later
    title: str = ""
    language: str = ""
    address: str = ""
    at: datetime | None = None


class Row(NamedTuple):
    """One skill of the map."""

    skill: str
    known: Mastery
    next: Next | None


def rows(account_id: UUID, catalogue: Catalogue, now: datetime) -> list[Row]:
    """Every skill of the curriculum, in its order."""
    answers = measuring.measured(account_id)
    known = measuring.masteries(answers)
    due, mine = scheduling.due(account_id, now), learning.progress_of(catalogue, account_id)
    later = _later(account_id)
    found = []
    for skill in catalogue.skills:
        one = known.get(skill, mastery([]))
        following = _due(skill, due) or (
            _later_look(skill, later)
            if one.state == State.MASTERED
            else _step(skill, mine) or _course(skill, mine, catalogue) or _again(skill, answers, mine)
        )
        found.append(Row(skill, one, following))
    return found


def _due(skill: str, due: Sequence[Due]) -> Next | None:
    """What is due and trains the skill."""
    for one in due:
        if one.sort != CardSort.MIRROR and skill in one.place.entry.skills:
            entry = one.place.entry
            return Next("review", entry.title, entry.language, url_for(one.endpoint, course=one.place.course, slug=entry.slug))
    return None


def _step(skill: str, mine: Sequence[Progress]) -> Next | None:
    """The first step still to be done, in one's courses, that trains the skill."""
    for progress in mine:
        for step, result in progress.steps:
            if skill in step.skills and not (result and (result.done or result.known)):
                return Next("step", step.title, progress.enrolment.language, step_url(progress.slug, step))
    return None


def _course(skill: str, mine: Sequence[Progress], catalogue: Catalogue) -> Next | None:
    """A course one has not begun that teaches the skill."""
    begun = {progress.slug for progress in mine}
    for slug, course in catalogue.courses.items():
        if slug not in begun and skill in course.skills:
            return Next("course", course.title[spoken()], spoken(), url_for("learning.course", course=slug))
    return None


def _again(skill: str, answers: Sequence[Measured], mine: Sequence[Progress]) -> Next | None:
    """The exercise of the skill that earned least, to be tried again."""
    places = {step.id: (progress, step) for progress in mine for step, _ in progress.steps}
    weak = [answer for answer in answers if skill in answer.skills and answer.item_id in places]
    if not weak:
        return None
    progress, step = places[min(weak, key=lambda answer: answer.credit).item_id]
    return Next("again", step.title, progress.enrolment.language, step_url(progress.slug, step))


def _later(account_id: UUID) -> dict[str, datetime]:
    """When each skill comes back by its own card."""
    query = select(ReviewCard.subject, ReviewCard.due_at).where(
        ReviewCard.account_id == account_id, ReviewCard.sort == CardSort.SKILL, ReviewCard.due_at.is_not(None)
    )
    return {subject.removeprefix("skill:"): at for subject, at in db.session.execute(query) if at is not None}


def _later_look(skill: str, later: dict[str, datetime]) -> Next | None:
    return Next("later", at=later[skill]) if skill in later else None
