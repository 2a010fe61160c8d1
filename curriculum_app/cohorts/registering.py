"""발급대장, the register of issue: every certificate of an organisation, a cohort or a year, one a row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from curriculum_app.cohorts.models import Cohort, CohortMember
from curriculum_app.credentials.models import Cause, Credential
from curriculum_app.database import db

_ = lazy_gettext
CAUSES = {Cause.EARNED: _("First issue"), Cause.RENEWAL: _("Renewal"), Cause.CORRECTION: _("Name corrected")}


@dataclass(frozen=True)
class Part:
    """Which part of the register; None is all of it. `realm` are the organisations one may see, None for everything."""

    realm: frozenset[UUID] | None
    organisation_id: UUID | None = None
    cohort_id: UUID | None = None
    year: int | None = None


def head() -> list[str]:
    """The names of the columns."""
    return [gettext("Number"), gettext("Name"), gettext("Name in Latin letters"), gettext("Birth date"), gettext("Certificate"),
            gettext("Course"), gettext("First day of study"), gettext("Last day of study"), gettext("Hours"), gettext("Issued on"),
            gettext("Valid until"), gettext("State"), gettext("Reason"), gettext("Issued as"), gettext("Supersedes"),
            gettext("Superseded by")]  # fmt: skip


def years(realm: frozenset[UUID] | None) -> list[int]:
    """The years that have certificates, newest first."""
    query = select(Credential.year).distinct().order_by(Credential.year.desc())
    return list(db.session.scalars(query if realm is None else query.where(Credential.organisation_id.in_(realm))))


def cohorts(realm: frozenset[UUID] | None) -> list[Cohort]:
    """The cohorts whose part one may ask for, by name."""
    query = select(Cohort).order_by(Cohort.name)
    return list(db.session.scalars(query if realm is None else query.where(Cohort.organisation_id.in_(realm))))


def rows(part: Part, language: str, now: datetime) -> Iterator[list[object]]:
    """The register, by number. It says what was signed, not what is known of a holder since."""
    for credential, year, number in db.session.execute(_asked_for(part).execution_options(yield_per=500)):
        yield _row(credential, f"{year}-{number:04d}" if year else "", language, now)


def _asked_for(part: Part) -> Select[Credential, int, int]:
    newer: Any = aliased(Credential)
    query = select(Credential, newer.year, newer.number).outerjoin(newer, newer.supersedes_id == Credential.id)
    if part.realm is not None:
        query = query.where(Credential.organisation_id.in_(part.realm))
    if part.organisation_id is not None:
        query = query.where(Credential.organisation_id == part.organisation_id)
    if part.cohort_id is not None:
        members = select(CohortMember.enrolment_id).where(CohortMember.cohort_id == part.cohort_id)
        query = query.where(Credential.enrolment_id.in_(members))
    if part.year is not None:
        query = query.where(Credential.year == part.year)
    return query.order_by(Credential.year, Credential.number)


def _row(credential: Credential, superseded_by: str, language: str, now: datetime) -> list[object]:
    facts = credential.facts
    return [
        credential.serial, facts["name"], facts["name_latin"], facts.get("birth_date") or "", facts["title"][language],
        facts["course"][language], facts["started_on"], facts["finished_on"], round(facts["minutes"] / 60, 1), facts["issued_on"],
        facts["valid_until"], *_state(credential, now), CAUSES[credential.cause], facts.get("supersedes") or "", superseded_by,
    ]  # fmt: skip


def _state(credential: Credential, now: datetime) -> tuple[str, str]:
    """How it stands, and why."""
    if credential.revoked_at is not None:
        return gettext("Revoked"), credential.revocation_reason
    return (gettext("Valid") if now < credential.valid_until else gettext("Expired")), ""
