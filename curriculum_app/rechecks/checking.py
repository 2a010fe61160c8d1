"""Asking, agreeing, sitting, deciding. The certificate itself is never changed by a re-check."""

from datetime import datetime, timedelta
from math import ceil
from random import SystemRandom
from uuid import UUID

from sqlalchemy import func, select

from curriculum_app import audit
from curriculum_app.accounts.models import Account
from curriculum_app.content.schemas import Course, Exam, Tries
from curriculum_app.credentials import queries as credentials
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db
from curriculum_app.exams import sitting as sittings
from curriculum_app.exams.clock import Reading
from curriculum_app.exams.drawing import shortened
from curriculum_app.exams.models import Sitting, SittingPurpose, SittingState
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.learning.models import Enrolment
from curriculum_app.measurement.recheck import FEWEST, Certified, Plan, plan
from curriculum_app.practice.models import Answer
from curriculum_app.rechecks.models import Outcome, Recheck
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role

MINUTES = 10
ANSWER_WITHIN = timedelta(days=1)
A_WHILE, BY_ONE, BY_ALL = timedelta(days=30), 2, 6  # how often a certificate is re-checked: nobody is examined for ever
FREELY = Tries(limit=20, waits_days=(0,))  # a year; the limits above come first


def ask(credential: Credential, by: Account, catalogue: Catalogue, now: datetime) -> Recheck:
    """An employer's wish, made now or found waiting.

    Raises Refused: `recheck_of_oneself`, `recheck_not_valid`, `recheck_no_exam`, `recheck_too_often`.
    """
    db.session.refresh(credential, with_for_update=True)
    if by.id == credential.account_id:
        raise Refused("recheck_of_oneself")
    valid = credential.revoked_at is None and credential.issued_at <= now < credential.valid_until
    if not valid or credential.account_id is None or not credentials.is_printed(credential.id):
        raise Refused("recheck_not_valid")
    earlier = list(db.session.scalars(select(Recheck).where(Recheck.credential_id == credential.id, Recheck.asked_at > now - A_WHILE)))
    for found in earlier:
        if found.asked_by == by.id and found.is_asked(now):
            return found
    if len(earlier) >= BY_ALL or sum(found.asked_by == by.id for found in earlier) >= BY_ONE:
        raise Refused("recheck_too_often")
    exam = exam_of(credential, catalogue)
    found_plan = plan_of(credential, exam)
    made = Recheck(
        credential_id=credential.id, asked_by=by.id, organisation_id=min(by.organisations_as(Role.EMPLOYER), default=None),
        plan=found_plan._asdict(), minutes=minutes_for(exam, found_plan.items), asked_at=now, expires_at=now + ANSWER_WITHIN,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.note("recheck_asked", by.id, credential.id, made.organisation_id)
    return made


def exam_of(credential: Credential, catalogue: Catalogue) -> Exam:
    """The exam of the certificate's course as it is now. Raises Refused("recheck_no_exam")."""
    slug = catalogue.slugs.get(credential.course_id)
    course: Course | None = catalogue.courses[slug] if slug else None
    if course is None or course.exam is None:
        raise Refused("recheck_no_exam")
    return course.exam


def plan_of(credential: Credential, exam: Exam) -> Plan:
    """The plan for this certificate: as many questions as it takes, and as ten minutes hold."""
    facts = credential.facts
    certified = Certified(facts["score"], facts["standard_error"], facts["questions"], facts["pass_score"])
    whole = sum(line.items for line in exam.blueprint)
    return plan(certified, most=min(whole, max(FEWEST, int(MINUTES * whole / exam.minutes))))


def short_form(exam: Exam, items: int) -> Exam:
    """The exam in so many questions: its blueprint by shares, or a random choice of its kinds where there are more of them."""
    whole, lines = sum(line.items for line in exam.blueprint), list(exam.blueprint)
    if items < len(lines):
        chosen = SystemRandom().sample(lines, items)
        blueprint = [line.model_copy(update={"items": 1}) for line in lines if line in chosen]
    else:
        blueprint = shortened(lines, min(items, whole))
    return exam.model_copy(update={"blueprint": tuple(blueprint), "minutes": minutes_for(exam, items), "tries": FREELY})


def minutes_for(exam: Exam, items: int) -> int:
    """As much time a question as the exam gives, and at least ten minutes."""
    return max(MINUTES, ceil(items * exam.minutes / sum(line.items for line in exam.blueprint)))


def decline(recheck: Recheck, now: datetime) -> None:
    """The holder does not wish to; no reason is asked. Raises Refused("recheck_over")."""
    if not recheck.is_asked(now):
        raise Refused("recheck_over")
    recheck.declined_at = now
    audit.note("recheck_declined", None, recheck.credential_id, recheck.organisation_id)


def agree(recheck: Recheck, catalogue: Catalogue, now: datetime, reading: Reading | None = None) -> Sitting:
    """The holder agrees, and the clock begins. Raises Refused: `recheck_over`, `recheck_no_exam`, and as sittings do."""
    db.session.refresh(recheck, with_for_update=True)
    if recheck.sitting_id is not None:
        return db.session.get_one(Sitting, recheck.sitting_id)
    if not recheck.is_asked(now):
        raise Refused("recheck_over")
    credential = db.session.get_one(Credential, recheck.credential_id)
    enrolment = db.session.get(Enrolment, credential.enrolment_id) if credential.enrolment_id else None
    if enrolment is None:
        raise Refused("recheck_no_exam")
    exam, known = exam_of(credential, catalogue), met_before(enrolment.id)
    made = sittings.start(
        enrolment, short_form(exam, recheck.plan["items"]), catalogue, now, reading, SittingPurpose.RECHECK, known
    )  # fmt: skip
    recheck.agreed_at, recheck.sitting_id = now, made.id
    recheck.known_items = sum(UUID(entry["item"]) in known for entry in made.form)
    audit.note("recheck_agreed", None, recheck.credential_id, recheck.organisation_id)
    return made


def met_before(enrolment_id: UUID) -> frozenset[UUID]:
    """Every question of an exam that somebody has had before them."""
    forms = db.session.scalars(select(Sitting.form).where(Sitting.enrolment_id == enrolment_id))
    return frozenset(UUID(entry["item"]) for form in forms for entry in form)


def decide(sitting_id: UUID, now: datetime) -> None:
    """Say how it went, once; a form with a question unanswered decides nothing."""
    recheck = db.session.scalar(select(Recheck).where(Recheck.sitting_id == sitting_id).with_for_update())
    sitting = db.session.get(Sitting, sitting_id)
    if recheck is None or sitting is None or sitting.state != SittingState.HANDED_IN or recheck.outcome is not None:
        return
    answered = db.session.scalar(select(func.count()).select_from(Answer).where(Answer.sitting_id == sitting_id)) or 0
    judged = Plan(**recheck.plan).verdict(sitting.score or 0.0)
    recheck.outcome = Outcome(judged) if answered >= len(sitting.form) else Outcome.UNFINISHED
    recheck.decided_at = now
    audit.note("recheck_decided", None, recheck.credential_id, recheck.organisation_id, outcome=recheck.outcome)
