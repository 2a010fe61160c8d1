"""Opening a cohort and joining it. Dates and organisation are written down into the enrolment."""

import secrets
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from curriculum_app.cohorts.models import Cohort, CohortMember
from curriculum_app.database import db
from curriculum_app.learning import progressing
from curriculum_app.organisations.models import Organisation
from curriculum_app.refusal import Refused


def open_cohort(organisation_id: UUID, name: str, course_id: UUID, starts_on: date, ends_on: date, by: UUID) -> Cohort:
    """A new cohort with a joining link of 256 random bits. Raises Refused: `dates_reversed`, `cohort_name_taken`."""
    if ends_on < starts_on:
        raise Refused("dates_reversed")
    if db.session.scalar(select(Cohort.id).where(Cohort.organisation_id == organisation_id, Cohort.name == name)):
        raise Refused("cohort_name_taken", name=name)
    cohort = Cohort(organisation_id=organisation_id, name=name, course_id=course_id, starts_on=starts_on, ends_on=ends_on,
                    join_code=secrets.token_urlsafe(32), join_until=ends_on, created_by=by)  # fmt: skip
    db.session.add(cohort)
    db.session.flush()
    return cohort


def renew_link(cohort: Cohort) -> None:
    """A new joining link; the old one leads nowhere from now on."""
    cohort.join_code = secrets.token_urlsafe(32)


def join(cohort: Cohort, account_id: UUID, language: str, now: datetime) -> None:
    """Enrol a person by the cohort; joining twice is joining once. Raises Refused("joining_over")."""
    if cohort.join_until < local_date(cohort.organisation_id, now):
        raise Refused("joining_over", date=cohort.join_until)
    enrolment = progressing.enrol(account_id, cohort.course_id, language, cohort.organisation_id)
    enrolment.opens_on, enrolment.due_on = cohort.starts_on, cohort.ends_on
    member = select(CohortMember.id).where(
        CohortMember.cohort_id == cohort.id, CohortMember.enrolment_id == enrolment.id
    )
    if db.session.scalar(member) is None:
        try:
            with db.session.begin_nested():
                db.session.add(CohortMember(cohort_id=cohort.id, enrolment_id=enrolment.id, joined_at=now))
        except IntegrityError:  # the same wish from another tab won
            return


def local_date(organisation_id: UUID, now: datetime) -> date:
    """Today where the organisation is: its dates end at its own midnight."""
    zone = db.session.scalar(select(Organisation.time_zone).where(Organisation.id == organisation_id)) or "Asia/Seoul"
    return now.astimezone(ZoneInfo(zone)).date()
