"""Issuing a certificate: once for an enrolment, when everything its course asks for is there."""

import calendar
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from blinker import Signal
from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from curriculum_app import jobs
from curriculum_app.accounts.models import Account
from curriculum_app.content.schemas import Course
from curriculum_app.credentials import statuses
from curriculum_app.credentials.dressing import dressed
from curriculum_app.credentials.eligibility import requirements
from curriculum_app.credentials.models import Credential, SerialCounter
from curriculum_app.credentials.queries import passed_sitting
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

    The enrolment's row is locked and it is unique here, so that any number of parallel claims make one.
    """
    db.session.execute(select(Enrolment.id).where(Enrolment.id == enrolment.id).with_for_update())
    known = select(Credential).where(Credential.enrolment_id == enrolment.id)
    if (found := db.session.scalar(known)) is not None:
        return found
    progress, passed = learning.progress_in(catalogue, enrolment), passed_sitting(enrolment.id)
    course = catalogue.courses[progress.slug]
    asked = requirements(course, progress, passed)
    if passed is None or not all(requirement.met for requirement in asked):
        raise Refused("not_yet_earned")
    organisation = db.session.get(Organisation, enrolment.organisation_id) if enrolment.organisation_id else None
    local = now.astimezone(ZoneInfo(organisation.time_zone if organisation else SEOUL))
    number, (status_list, status_index) = _next_number(local.year), statuses.free_place()
    credential = Credential(
        account_id=enrolment.account_id, enrolment_id=enrolment.id, organisation_id=enrolment.organisation_id, course_id=course.id,
        year=local.year, number=number, status_list=status_list, status_index=status_index, facts={}, issued_at=now.replace(microsecond=0),
        valid_until=_end_of_validity(local, course.certificate.valid_years),
    )  # fmt: skip
    facts = _facts(credential, course, catalogue, passed, organisation, enrolment, local)
    credential.facts = dressed(facts, course.certificate, organisation)
    enrolment.completed_at = enrolment.completed_at or now
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


def _facts(
    credential: Credential, course: Course, catalogue: Catalogue, sitting: Sitting, organisation: Organisation | None,
    enrolment: Enrolment, local: datetime,
) -> dict[str, Any]:  # fmt: skip
    account = db.session.get_one(Account, enrolment.account_id)
    config, slug = current_app.config, catalogue.slugs[course.id]
    zone = local.tzinfo
    sat_at = (sitting.handed_in_at or credential.issued_at).astimezone(zone)
    names = {"ko": config["ISSUER_NAME_KO"], "en": config["ISSUER_NAME_EN"]}
    if organisation:
        names = {"ko": organisation.name_ko, "en": organisation.name_en}
    signatory = (
        {"ko": organisation.signatory_ko, "en": organisation.signatory_en} if organisation else {"ko": "", "en": ""}
    )
    return {
        "serial": credential.serial, "name": account.name, "name_latin": account.name_latin,
        "course_id": str(course.id), "course": course.title.model_dump(), "summary": course.summary.model_dump(),
        "started_on": (enrolment.opens_on or enrolment.created_at.astimezone(zone).date()).isoformat(),
        "finished_on": local.date().isoformat(), "minutes": catalogue.minutes[slug][enrolment.language], "language": sitting.language,
        "score": round(sitting.score or 0.0, 1),
        "standard_error": None if sitting.standard_error is None else round(sitting.standard_error, 1), "pass_score": sitting.pass_score,
        "questions": len(sitting.form), "bank": sitting.bank, "sitting": str(sitting.id), "sat_on": sat_at.date().isoformat(),
        "skills": [
            {"id": skill, "ko": catalogue.skill_name(skill, "ko"), "en": catalogue.skill_name(skill, "en"), **row}
            for skill, row in (sitting.diagnosis or {}).items()
        ],
        "issuer": names, "signatory": signatory, "issued_on": local.date().isoformat(),
        "valid_until": credential.valid_until.astimezone(zone).date().isoformat(),
        "demonstration": sitting.demonstration, "local": "localhost" in config["PUBLIC_URL"],
    }  # fmt: skip


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
