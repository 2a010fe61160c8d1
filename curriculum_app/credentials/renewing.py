"""Renewing a certificate: the update test, from 90 days before its end until 180 days after, makes a new one.

The old one is not revoked: it says what was true when it was issued, and holds to its own end.
"""

from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from curriculum_app.content.schemas import Course, Exam
from curriculum_app.credentials import issuing, queries
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db
from curriculum_app.exams import sitting as sittings
from curriculum_app.exams.clock import Reading
from curriculum_app.exams.drawing import shortened
from curriculum_app.exams.models import Sitting, SittingPurpose
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.learning.models import Enrolment
from curriculum_app.refusal import Refused

BEFORE, AFTER = timedelta(days=90), timedelta(days=180)


class Window(NamedTuple):
    """When a certificate may be renewed."""

    opens: datetime
    closes: datetime

    def holds(self, now: datetime) -> bool:
        """Whether it is open."""
        return self.opens <= now < self.closes


def window(credential: Credential) -> Window:
    """When the update test of a certificate may be taken."""
    return Window(credential.valid_until - BEFORE, credential.valid_until + AFTER)


def update_test(course: Course) -> Exam | None:
    """The exam that renews the certificate of a course: by its blueprint, in its size; None where it gives none.

    A shorter one gives as much time a question as the exam does.
    """
    if course.exam is None or course.certificate.renewal is None:
        return course.exam
    questions = course.certificate.renewal.questions
    whole = sum(line.items for line in course.exam.blueprint)
    blueprint = tuple(shortened(course.exam.blueprint, questions))
    return course.exam.model_copy(update={"blueprint": blueprint, "minutes": ceil(course.exam.minutes * questions / whole)})


def check(credential: Credential, now: datetime) -> None:
    """Raises Refused: `certificate_replaced`, `certificate_revoked`, `certificate_suspended`, `renewal_not_yet`, `renewal_over`."""
    if credential.superseded_at is not None:
        raise Refused("certificate_replaced")
    if credential.revoked_at is not None:
        raise Refused("certificate_revoked")
    if credential.suspended_at is not None:
        raise Refused("certificate_suspended")
    when = window(credential)
    if now < when.opens:
        raise Refused("renewal_not_yet", date=when.opens.date())
    if now >= when.closes:
        raise Refused("renewal_over", date=when.closes.date())


def start(credential: Credential, catalogue: Catalogue, now: datetime, reading: Reading | None = None) -> Sitting:
    """Begin the update test, or go on with it. Raises Refused as `check` and the limits of sittings do."""
    check(credential, now)
    enrolment = db.session.get(Enrolment, credential.enrolment_id) if credential.enrolment_id else None
    slug = catalogue.slugs.get(credential.course_id)
    exam = update_test(catalogue.courses[slug]) if slug else None
    if enrolment is None or exam is None:
        raise Refused("no_update_test")
    return sittings.start(enrolment, exam, catalogue, now, reading, SittingPurpose.RENEWAL)


def renew(sitting_id: UUID, catalogue: Catalogue, now: datetime) -> Credential | None:
    """The new certificate for a passed update test, made now or found; None where there is nothing left to renew."""
    sitting = db.session.get(Sitting, sitting_id)
    if sitting is None or not sitting.passed or sitting.course_id not in catalogue.slugs:
        return None
    issuing.lock(sitting.enrolment_id)
    if (found := queries.resting_on(sitting)) is not None:
        return found
    current = queries.of_enrolment(sitting.enrolment_id)
    if current is None or current.revoked_at or current.suspended_at or not window(current).holds(sitting.started_at):
        return None  # out of force since, or renewed by another test
    enrolment = db.session.scalars(select(Enrolment).where(Enrolment.id == sitting.enrolment_id)).one()
    return issuing.make(enrolment, sitting, catalogue, now, before=current)
