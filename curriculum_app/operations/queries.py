"""Reads of administration."""

from typing import NamedTuple
from uuid import UUID

from flask import abort
from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from curriculum_app.accounts.models import Account, Grant
from curriculum_app.audit import AuditEntry
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db
from curriculum_app.jobs import Job
from curriculum_app.learning.models import Enrolment
from curriculum_app.organisations.models import Organisation

PAGE = 30


class Counts(NamedTuple):
    """The site in five numbers."""

    accounts: int
    enrolments: int
    certificates: int
    revoked: int
    jobs_waiting: int


def counts() -> Counts:
    """What there is, in one query."""

    def number(column: InstrumentedAttribute[UUID]) -> Select[tuple[int]]:
        return select(func.count(column))

    parts = (
        number(Account.id), number(Enrolment.id), number(Credential.id), number(Credential.id).where(Credential.revoked_at.is_not(None)),
        number(Job.id).where(Job.done_at.is_(None)),
    )  # fmt: skip
    return Counts(*db.session.execute(select(*(part.scalar_subquery() for part in parts))).one())


def _offset(page: int) -> int:
    """How many rows come before a page, whatever number was typed."""
    return (min(max(page, 1), 1_000_000) - 1) * PAGE


def certificates(page: int) -> list[Credential]:
    """A page of certificates, newest first, and one more where there is a next page."""
    newest = select(Credential).order_by(Credential.issued_at.desc(), Credential.number.desc())
    return list(db.session.scalars(newest.limit(PAGE + 1).offset(_offset(page))))


def staff() -> list[tuple[Grant, Account, Organisation | None]]:
    """Everybody with a role, by organisation and name."""
    rows = (
        select(Grant, Account, Organisation)
        .join(Account, Account.id == Grant.account_id)
        .outerjoin(Organisation, Organisation.id == Grant.organisation_id)
        .order_by(Organisation.name_ko, Account.name)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(rows)]


def grant_or_404(grant_id: UUID) -> Grant:
    """A role somebody holds; else 404."""
    return db.session.get(Grant, grant_id) or abort(404)


def organisations() -> list[Organisation]:
    """Every organisation."""
    return list(db.session.scalars(select(Organisation).order_by(Organisation.name_ko)))


def trail(page: int) -> list[tuple[AuditEntry, str | None]]:
    """A page of the audit trail with the names of those who acted, newest first."""
    rows = (
        select(AuditEntry, Account.name)
        .outerjoin(Account, Account.id == AuditEntry.actor_id)
        .order_by(AuditEntry.created_at.desc())
    )
    return [(row[0], row[1]) for row in db.session.execute(rows.limit(PAGE + 1).offset(_offset(page)))]
