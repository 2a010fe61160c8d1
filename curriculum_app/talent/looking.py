"""Looks at records: for which employer somebody looks, what is noted of it, and what the looked-at see and block."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select

from curriculum_app import audit
from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Account, Purpose
from curriculum_app.database import db
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.talent.employer_models import ContactRequest, ContactState, Sort, TalentBlock, TalentLook
from curriculum_app.talent.models import TalentRecord
from curriculum_app.web.access import Role

OPEN_FOR = timedelta(hours=12)  # after a look the record stays open to the employer
PAGE = 30


class Employer(NamedTuple):
    """For whom somebody looks."""

    organisation: Organisation
    account_id: UUID

    @property
    def id(self) -> UUID:
        """The organisation's id."""
        return self.organisation.id


def employer_of(account: Account) -> Employer | None:
    """The employer this person searches for: of several the first by name."""
    mine = select(Organisation).where(
        Organisation.id.in_(account.organisations_as(Role.EMPLOYER)), Organisation.kind == OrganisationKind.EMPLOYER
    )
    found = db.session.scalar(mine.order_by(Organisation.name_ko).limit(1))
    return Employer(found, account.id) if found else None


def note(employer: Employer, record_ids: Collection[UUID], sort: Sort, now: datetime) -> None:
    """Put looks on record, for the person and for the trail."""
    for record_id in record_ids:
        db.session.add(TalentLook(record_id=record_id, organisation_id=employer.id, account_id=employer.account_id, sort=sort, at=now))
        audit.note("talent_looked", employer.account_id, record_id, employer.id, sort=sort.value)


def opened(organisation_id: UUID, record_ids: Collection[UUID], now: datetime) -> set[UUID]:
    """Those of the records that this employer has looked at lately, so that showing them again is no look unnoted."""
    looks = select(TalentLook.record_id).where(
        TalentLook.organisation_id == organisation_id, TalentLook.record_id.in_(record_ids), TalentLook.at > now - OPEN_FOR
    )
    return set(db.session.scalars(looks.distinct()))


def at(record_id: UUID, page: int) -> list[tuple[TalentLook, Organisation]]:
    """Who looked at a record, newest first; a page, and one more where there is a next."""
    rows = (
        select(TalentLook, Organisation)
        .join(Organisation, Organisation.id == TalentLook.organisation_id)
        .where(TalentLook.record_id == record_id)
        .order_by(TalentLook.at.desc(), TalentLook.id)
    )
    offset = (min(max(page, 1), 1_000_000) - 1) * PAGE
    return [(row[0], row[1]) for row in db.session.execute(rows.limit(PAGE + 1).offset(offset))]


def blocked(record_id: UUID) -> list[Organisation]:
    """Employers that are never shown the record."""
    mine = select(TalentBlock.organisation_id).where(TalentBlock.record_id == record_id)
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(mine)).order_by(Organisation.name_ko)))


def employers() -> list[Organisation]:
    """Every employer there is."""
    every = select(Organisation).where(Organisation.kind == OrganisationKind.EMPLOYER)
    return list(db.session.scalars(every.order_by(Organisation.name_ko)))


def employer(organisation_id: UUID) -> Organisation | None:
    """One employer."""
    return db.session.scalar(
        select(Organisation).where(Organisation.id == organisation_id, Organisation.kind == OrganisationKind.EMPLOYER)
    )


def block(record: TalentRecord, organisation_id: UUID, now: datetime) -> None:
    """Never show the record to this employer again; what was revealed to it is taken back, what it asked is declined."""
    mine = (TalentBlock.record_id == record.id, TalentBlock.organisation_id == organisation_id)
    if db.session.scalar(select(TalentBlock.id).where(*mine)) is not None:
        return
    db.session.add(TalentBlock(record_id=record.id, organisation_id=organisation_id, created_at=now))
    consents.withdraw(record.account_id, Purpose.REVEAL, now, organisation_id)
    open_one = select(ContactRequest).where(
        ContactRequest.record_id == record.id, ContactRequest.organisation_id == organisation_id, ContactRequest.state == ContactState.OPEN
    )
    for contact in db.session.scalars(open_one):
        contact.state, contact.answered_at = ContactState.DECLINED, now


def unblock(record: TalentRecord, organisation_id: UUID) -> None:
    """Let an employer see the record again."""
    mine = (TalentBlock.record_id == record.id, TalentBlock.organisation_id == organisation_id)
    db.session.execute(delete(TalentBlock).where(*mine))


def count_since(record_id: UUID, since: datetime) -> int:
    """How many looks there were since a moment."""
    recent = select(func.count(TalentLook.id)).where(TalentLook.record_id == record_id, TalentLook.at > since)
    return db.session.scalar(recent) or 0
