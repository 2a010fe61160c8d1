"""Members of a cohort who have done everything their course asks for, without the work of doing it."""

from uuid import uuid4

from curriculum_app.accounts.models import Account
from curriculum_app.cohorts.models import CohortMember
from curriculum_app.database import db, utc_now
from curriculum_app.exams.models import Sitting, SittingState
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Enrolment, StepResult


def member(cohort, name, email=None):
    """Somebody who has only joined: their enrolment."""
    now = utc_now()
    account = Account(email=email or f"{uuid4().hex[:12]}@example.org", name=name, password_hash="x", email_confirmed_at=now)
    db.session.add(account)
    db.session.flush()
    enrolment = Enrolment(account_id=account.id, course_id=cohort.course_id, language="ko", organisation_id=cohort.organisation_id)
    db.session.add(enrolment)
    db.session.flush()
    db.session.add(CohortMember(cohort_id=cohort.id, enrolment_id=enrolment.id, joined_at=now))
    db.session.commit()
    return enrolment


def finished(cohort, count, names=None):
    """So many who have earned a certificate: the ids of their enrolments."""
    catalogue, now = live(), utc_now()
    slug = catalogue.slugs[cohort.course_id]
    exam, steps = catalogue.courses[slug].exam, catalogue.steps(slug, "ko")
    form = [{"item": str(entry.id), "edition": str(entry.edition)}
            for (bank, _, language), entry in catalogue.items.items() if bank == exam.bank and language == "ko"]  # fmt: skip
    made = []
    for number in range(count):
        enrolment = member(cohort, names[number] if names else f"사람 {number}")
        db.session.add_all(
            StepResult(enrolment_id=enrolment.id, step_id=step.id, sort=step.sort, tries=1, first_score=1.0, best_score=1.0, done_at=now,
                       last_at=now) for step in steps
        )  # fmt: skip
        db.session.add(Sitting(
            account_id=enrolment.account_id, enrolment_id=enrolment.id, organisation_id=cohort.organisation_id, course_id=cohort.course_id,
            language="ko", bank=exam.bank, demonstration=False, period=now.year, try_number=1, form=form,
            state=SittingState.HANDED_IN, started_at=now, deadline_at=now, handed_in_at=now, pass_score=exam.pass_score, score=91.5,
            standard_error=4.2, passed=True, diagnosis={"find_errors": {"items": 5, "mean": 91.5}},
        ))  # fmt: skip
        made.append(enrolment.id)
    db.session.commit()
    return made
