"""Issuing a certificate: once for an enrolment, when everything its course asks for is there."""

import calendar
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from blinker import Signal
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from curriculum_app import jobs
from curriculum_app.credentials import facts, statuses
from curriculum_app.credentials.eligibility import requirements
from curriculum_app.credentials.models import Cause, Credential, SerialCounter
from curriculum_app.credentials.queries import of_enrolment, passed_sitting
from curriculum_app.database import db
from curriculum_app.exams.models import Sitting
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.learning.models import Enrolment
from curriculum_app.organisations.models import Organisation
from curriculum_app.refusal import Refused

SEOUL = "Asia/Seoul"
issued = Signal("a credential was issued; sender is its id")


def issue(enrolment: Enrolment, catalogue: Catalogue, now: datetime) -> Credential:
    """The certificate of the enrolment, made now or found. Raises Refused("not_yet_earned").

    The enrolment's row is locked and one of its certificates is current, so that any number of parallel claims make one.
    """
    lock(enrolment.id)
    if (found := of_enrolment(enrolment.id)) is not None:
        return found
    progress, passed = learning.progress_in(catalogue, enrolment), passed_sitting(enrolment.id)
    course = catalogue.courses[progress.slug]
    asked = requirements(course, progress, passed)
    if passed is None or not all(requirement.met for requirement in asked):
        raise Refused("not_yet_earned")
    enrolment.completed_at = enrolment.completed_at or now
    return make(enrolment, passed, catalogue, now)


def lock(enrolment_id: UUID) -> None:
    """Stand in line with whoever else makes certificates for this enrolment."""
    db.session.execute(select(Enrolment.id).where(Enrolment.id == enrolment_id).with_for_update())


def make(enrolment: Enrolment, sitting: Sitting, catalogue: Catalogue, now: datetime, before: Credential | None = None) -> Credential:
    """A certificate that rests on a sitting; a renewal goes on where the one before it ends. The enrolment is locked."""
    course = catalogue.courses[catalogue.slugs[enrolment.course_id]]
    organisation = db.session.get(Organisation, enrolment.organisation_id) if enrolment.organisation_id else None
    local = now.astimezone(ZoneInfo(organisation.time_zone if organisation else SEOUL))
    start = local if before is None else max(local, before.valid_until.astimezone(local.tzinfo))
    credential = drafted(enrolment, local, _end_of_validity(start, course.certificate.valid_years), before)
    credential.facts = facts.written(credential, course, catalogue, sitting, organisation, enrolment, local)
    if before is not None:
        credential.cause = Cause.RENEWAL
        studied = {name: before.facts[name] for name in ("started_on", "finished_on", "minutes")}
        credential.facts = {**credential.facts, **studied, "supersedes": before.serial}
    return put_down(credential, before)


def drafted(enrolment: Enrolment, local: datetime, valid_until: datetime, before: Credential | None = None) -> Credential:
    """A certificate with its number and its place in a status list, and nothing said yet."""
    number, (status_list, status_index) = _next_number(local.year), statuses.free_place()
    return Credential(
        account_id=enrolment.account_id, enrolment_id=enrolment.id, organisation_id=enrolment.organisation_id,
        course_id=enrolment.course_id, year=local.year, number=number, status_list=status_list, status_index=status_index, facts={},
        issued_at=local.astimezone(UTC).replace(microsecond=0), valid_until=valid_until, cause=Cause.EARNED,
        supersedes_id=before.id if before else None,
    )  # fmt: skip


def put_down(credential: Credential, before: Credential | None = None) -> Credential:
    """Store a certificate, for the worker to sign and print; `before` is no longer the current one. Raises Refused("try_again")."""
    if before is not None:
        before.superseded_at = credential.issued_at
        db.session.flush()  # before the new one comes: one is current
    db.session.add(credential)
    try:
        db.session.flush()
    except IntegrityError:  # somebody drew the same place of the status list at the same moment
        db.session.rollback()
        raise Refused("try_again") from None
    jobs.enqueue("credentials.print", str(credential.id), credential_id=str(credential.id))
    issued.send(credential.id)
    return credential


def _next_number(year: int) -> int:
    """The next serial number; the counter's row is locked until the transaction ends, so numbers have no gaps."""
    counted = update(SerialCounter).where(SerialCounter.year == year).values(last=SerialCounter.last + 1)
    number = db.session.scalar(counted.returning(SerialCounter.last))
    if number is None:
        try:
            with db.session.begin_nested():
                db.session.add(SerialCounter(year=year, last=0))
        except IntegrityError:  # the first two of the year came together
            pass
        number = db.session.scalars(counted.returning(SerialCounter.last)).one()
    return number


def _end_of_validity(local: datetime, years: int) -> datetime:
    """The last second of the day before, so many years on; 29 February ends on the 28th."""
    year, day = local.year + years, local.day
    day = min(day, calendar.monthrange(year, local.month)[1])
    return local.replace(year=year, day=day, hour=0, minute=0, second=0, microsecond=0)


def consider(enrolment_id: str, now: datetime, catalogue: Catalogue) -> None:
    """Issue where everything is there; do nothing where it is not."""
    enrolment = db.session.get(Enrolment, UUID(enrolment_id))
    if enrolment is None or enrolment.course_id not in catalogue.slugs:
        return
    try:
        issue(enrolment, catalogue, now)
    except Refused as refused:
        if refused.code != "not_yet_earned":
            raise
