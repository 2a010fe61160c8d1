"""Reads of cohorts. An instructor sees the cohorts of their own organisations; another's is a 404."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import abort
from sqlalchemy import case, func, select

from curriculum_app.accounts.models import Account
from curriculum_app.cohorts.models import Cohort, CohortMember
from curriculum_app.database import db
from curriculum_app.learning.models import ActiveMinute, Enrolment, StepResult
from curriculum_app.organisations.models import Organisation

QUIET = timedelta(days=7)
LOW_MEAN, LEAST_ANSWERS = 0.5, 2


@dataclass(frozen=True)
class Member:
    """One row of the roster; `mean` is of first answers, 0..1."""

    name: str
    email: str
    joined_at: datetime
    done: int
    answers: int
    mean: float | None
    last_at: datetime | None
    minutes: int

    def needs_help(self, steps: int, now: datetime) -> str:
        """Why somebody should be asked how it goes: `quiet` for a week, `low` first scores, or "" where all is well."""
        if self.done < steps and (self.last_at or self.joined_at) < now - QUIET:
            return "quiet"
        return "low" if self.answers >= LEAST_ANSWERS and (self.mean or 0.0) < LOW_MEAN else ""


def cohorts_in(organisations: Collection[UUID]) -> list[tuple[Cohort, int]]:
    """The cohorts of organisations with the number of members, newest first."""
    members = select(func.count()).where(CohortMember.cohort_id == Cohort.id).scalar_subquery()
    query = select(Cohort, members).where(Cohort.organisation_id.in_(organisations)).order_by(Cohort.created_at.desc())
    return [(cohort, count) for cohort, count in db.session.execute(query)]


def cohort_or_404(cohort_id: UUID, organisations: Collection[UUID]) -> Cohort:
    """A cohort of one's organisations."""
    query = select(Cohort).where(Cohort.id == cohort_id, Cohort.organisation_id.in_(organisations))
    return db.session.scalar(query) or abort(404)


def by_code(code: str) -> tuple[Cohort, Organisation]:
    """The cohort a joining link leads to, with its organisation; else 404."""
    query = (
        select(Cohort, Organisation)
        .join(Organisation, Organisation.id == Cohort.organisation_id)
        .where(Cohort.join_code == code)
    )
    row = db.session.execute(query).first()
    return (row[0], row[1]) if row else abort(404)


def roster(cohort: Cohort, steps: Collection[UUID]) -> list[Member]:
    """Everybody in a cohort with how they stand in these steps of its course, by name; one query, however many."""
    item = (StepResult.sort == "item") & (StepResult.tries > 0)
    done = StepResult.done_at.is_not(None) | ((StepResult.sort == "lesson") & StepResult.known_at.is_not(None))  # as learning.is_done
    done &= StepResult.step_id.in_(steps)  # exams, and exercises that have left the course, are none
    results = (
        select(StepResult.enrolment_id, func.count(case((done, 1))).label("done"), func.count(case((item, 1))).label("answers"),
               func.avg(case((item, StepResult.first_score))).label("mean"), func.max(StepResult.last_at).label("last"))
        .join(CohortMember, CohortMember.enrolment_id == StepResult.enrolment_id)
        .where(CohortMember.cohort_id == cohort.id).group_by(StepResult.enrolment_id).subquery()
    )  # fmt: skip
    minutes = (
        select(ActiveMinute.enrolment_id, func.count().label("minutes"))
        .join(CohortMember, CohortMember.enrolment_id == ActiveMinute.enrolment_id)
        .where(CohortMember.cohort_id == cohort.id).group_by(ActiveMinute.enrolment_id).subquery()
    )  # fmt: skip
    query = (
        select(Account.name, Account.email, CohortMember.joined_at, func.coalesce(results.c.done, 0),
               func.coalesce(results.c.answers, 0), results.c.mean, results.c.last, func.coalesce(minutes.c.minutes, 0))
        .select_from(CohortMember)
        .join(Enrolment, Enrolment.id == CohortMember.enrolment_id)
        .join(Account, Account.id == Enrolment.account_id)
        .outerjoin(results, results.c.enrolment_id == Enrolment.id)
        .outerjoin(minutes, minutes.c.enrolment_id == Enrolment.id)
        .where(CohortMember.cohort_id == cohort.id).order_by(Account.name)
    )  # fmt: skip
    return [Member(*row) for row in db.session.execute(query)]
