"""A cohort of people who have all earned the certificate of a shipped course, put into the database at once."""

import uuid
from datetime import timedelta
from random import Random

import sqlalchemy as sa

from curriculum_app.accounts.models import Account, Consent, Purpose
from curriculum_app.cohorts import joining
from curriculum_app.cohorts.models import CohortMember
from curriculum_app.database import db, utc_now
from curriculum_app.exams.drawing import draw
from curriculum_app.exams.models import Sitting, SittingPurpose, SittingState
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Enrolment, StepResult
from curriculum_app.organisations.models import Organisation, OrganisationKind

COURSE = "finding-hallucinations"
AT_ONCE = 5000


def insert(model, rows):
    """Rows in portions that both databases take."""
    for start in range(0, len(rows), AT_ONCE):
        db.session.execute(sa.insert(model), rows[start : start + AT_ONCE])


def of(people):
    """A cohort with so many members who want their notices by mail; and whoever may issue for it. Committed."""
    catalogue, now = live(), utc_now()
    course, steps = catalogue.courses[COURSE], catalogue.steps(COURSE, "ko")
    school = Organisation(name_ko="측정대학교", name_en="Benchmark University", kind=OrganisationKind.SCHOOL)
    db.session.add(school)
    db.session.flush()
    accounts = [
        {"id": uuid.uuid4(), "email": f"person{n}@example.org", "name": f"김하늘{n}", "name_latin": f"Kim Haneul {n}", "language": "ko",
         "password_hash": "x", "email_confirmed_at": now, "session_stamp": uuid.uuid4(), "created_at": now}
        for n in range(people)
    ]  # fmt: skip
    insert(Account, accounts)
    insert(Consent, [
        {"id": uuid.uuid4(), "account_id": one["id"], "purpose": Purpose.NOTICES_BY_MAIL, "text_version": "1", "given_at": now}
        for one in accounts
    ])  # fmt: skip
    enrolments = [
        {"id": uuid.uuid4(), "account_id": one["id"], "course_id": course.id, "language": "ko", "organisation_id": school.id,
         "created_at": now}
        for one in accounts
    ]  # fmt: skip
    insert(Enrolment, enrolments)
    by = accounts[0]["id"]
    cohort = joining.open_cohort(school.id, "가을", course.id, now.date(), now.date() + timedelta(days=60), by)
    insert(CohortMember, [{"id": uuid.uuid4(), "cohort_id": cohort.id, "enrolment_id": one["id"], "joined_at": now} for one in enrolments])
    insert(StepResult, [
        {"id": uuid.uuid4(), "enrolment_id": one["id"], "step_id": step.id, "sort": step.sort, "tries": 1, "first_score": 0.9,
         "best_score": 0.9, "done_at": now, "last_at": now}
        for one in enrolments for step in steps
    ])  # fmt: skip
    bank = [entry for (name, _, language), entry in catalogue.items.items() if name == course.exam.bank and language == "ko"]
    form = [{"item": str(entry.id), "edition": str(entry.edition)} for entry in draw(bank, course.exam.blueprint, Random(1))]
    diagnosis = {skill: {"items": 3, "mean": 85.0} for skill in course.skills}
    insert(Sitting, [
        {"id": uuid.uuid4(), "account_id": one["account_id"], "enrolment_id": one["id"], "organisation_id": school.id,
         "course_id": course.id, "language": "ko", "bank": course.exam.bank, "demonstration": True, "purpose": SittingPurpose.EXAM,
         "period": now.year, "try_number": 1, "form": form, "state": SittingState.HANDED_IN, "started_at": now, "deadline_at": now,
         "handed_in_at": now, "pass_score": course.exam.pass_score, "score": 87.5, "standard_error": 4.1, "passed": True,
         "diagnosis": diagnosis, "created_at": now}
        for one in enrolments
    ])  # fmt: skip
    db.session.commit()
    return cohort, by
