"""Who may be seen by whom now. Search, facets, lists, records, shortlists, comparisons, contacts, saved searches and every
interface for programs go through `seen_by`; nothing else decides it.

An employer sees a person who agreed to be listed, whose certificates are in force, and who has not blocked that employer; and
sees name and e-mail only of those who revealed them to this very employer.

Fewer than five people are never told of: not by a result (`searching.find`), not by a facet. What combining filters could still
tell, and what stands against it:
- Facets are told in steps of five ("10+"), so a total minus the others does not give the hidden one.
- Filters are coarse (scores in tens, dates in months, hours in steps) and none can be turned round ("without the skill").
- Two lists that may both be shown can be subtracted by somebody who keeps them. What falls out are records of the pool with or
  without a skill: no more than opening them tells, and opening is told to their people. It never gives a name.
- Searches are limited per address, so that subtracting by machine is slow.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select

from curriculum_app.accounts.consents import holding
from curriculum_app.accounts.models import Account, Consent, Purpose
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db
from curriculum_app.talent.employer_models import ExcludedEmployer, TalentBlock
from curriculum_app.talent.keeping_current import in_force
from curriculum_app.talent.models import TalentRecord, TalentSkill

LEAST_SHOWN = 5


class Revealed(NamedTuple):
    """Who somebody is, as they showed it to one employer."""

    name: str
    email: str


class Seen(NamedTuple):
    """One record as an employer sees it."""

    record: TalentRecord
    skills: list[TalentSkill]
    revealed: Revealed | None

    @property
    def id(self) -> UUID:
        """What the employer calls the record by."""
        return self.record.id


def seen_by(organisation_id: UUID, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Conditions on TalentRecord under which this employer may see it at this moment."""
    blocked = select(TalentBlock.record_id).where(TalentBlock.organisation_id == organisation_id)
    shut_out = exists().where(ExcludedEmployer.organisation_id == organisation_id)
    return TalentRecord.shown_until > now, TalentRecord.id.not_in(blocked), ~shut_out


def people(organisation_id: UUID, record_ids: Collection[UUID], now: datetime) -> list[Seen]:
    """Those of the records that this employer may see now, in the order asked for; three queries, however many.

    Consent and certificates are asked for once more here, row by row, so that nobody is shown by a row that lags behind them.
    """
    if not record_ids:
        return []
    rows = db.session.execute(_strict(organisation_id, now).where(TalentRecord.id.in_(record_ids)))
    found = {row[0].id: row[0] for row in rows}
    certified = _certified(found, now)
    named = _revealed(organisation_id, found, now)
    return [Seen(found[one], certified[one], named.get(one)) for one in record_ids if certified.get(one)]


def person(organisation_id: UUID, record_id: UUID, now: datetime) -> Seen | None:
    """One record, where this employer may see it now."""
    return next(iter(people(organisation_id, [record_id], now)), None)


def enough(organisation_id: UUID, now: datetime) -> bool:
    """Whether this employer may see enough people for one of them to hide among."""
    some = select(TalentRecord.id).where(*seen_by(organisation_id, now)).limit(LEAST_SHOWN)
    return len(db.session.scalars(some).all()) == LEAST_SHOWN


def _strict(organisation_id: UUID, now: datetime) -> Select[TalentRecord]:
    agreed = exists().where(
        Consent.account_id == TalentRecord.account_id, Consent.purpose == Purpose.TALENT_POOL,
        Consent.organisation_id.is_(None), holding(now),
    )  # fmt: skip
    return select(TalentRecord).where(*seen_by(organisation_id, now), agreed)


def _certified(record_ids: Collection[UUID], now: datetime) -> dict[UUID, list[TalentSkill]]:
    found: dict[UUID, list[TalentSkill]] = {record_id: [] for record_id in record_ids}
    rows = select(TalentSkill).join(Credential, Credential.id == TalentSkill.credential_id)
    rows = rows.where(TalentSkill.record_id.in_(found), *in_force(now))
    for skill in db.session.scalars(rows.order_by(TalentSkill.assessed_at.desc(), TalentSkill.skill)):
        found[skill.record_id].append(skill)
    return found


def _revealed(organisation_id: UUID, record_ids: Collection[UUID], now: datetime) -> dict[UUID, Revealed]:
    shown = (
        select(TalentRecord.id, Account.name, Account.email)
        .join(Account, Account.id == TalentRecord.account_id)
        .join(Consent, Consent.account_id == Account.id)
        .where(TalentRecord.id.in_(list(record_ids)), Consent.purpose == Purpose.REVEAL,
               Consent.organisation_id == organisation_id, holding(now))
    )  # fmt: skip
    return {row[0]: Revealed(row[1], row[2]) for row in db.session.execute(shown)}


def own(account_id: UUID) -> list[TalentSkill]:
    """Everything in one's own record, listed or not."""
    mine = select(TalentSkill).join(TalentRecord, TalentRecord.id == TalentSkill.record_id)
    return list(
        db.session.scalars(
            mine.where(TalentRecord.account_id == account_id).order_by(TalentSkill.assessed_at, TalentSkill.skill)
        )
    )


def own_record(account_id: UUID) -> TalentRecord | None:
    """One's own record, once there is a certificate."""
    return db.session.scalar(select(TalentRecord).where(TalentRecord.account_id == account_id))
