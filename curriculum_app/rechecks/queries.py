"""Reads of re-checks: whoever asked and the holder see one; to others it is unknown."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from flask import abort
from sqlalchemy import Row, Select, or_, select

from curriculum_app.accounts.models import Account
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db
from curriculum_app.exams.models import Sitting
from curriculum_app.organisations.models import Organisation
from curriculum_app.rechecks.models import Recheck


class Seen(NamedTuple):
    """A re-check with its certificate, and who asked for it."""

    recheck: Recheck
    credential: Credential
    asker: str | None
    organisation: Organisation | None
    sitting: Sitting | None


def _all() -> Select[Recheck, Credential, str, Organisation, Sitting]:
    return (
        select(Recheck, Credential, Account.name, Organisation, Sitting)
        .join(Credential, Credential.id == Recheck.credential_id)
        .outerjoin(Account, Account.id == Recheck.asked_by)
        .outerjoin(Organisation, Organisation.id == Recheck.organisation_id)
        .outerjoin(Sitting, Sitting.id == Recheck.sitting_id)
    )


def _seen(row: Row[Recheck, Credential, str, Organisation, Sitting]) -> Seen:
    return Seen(row[0], row[1], row[2], row[3], row[4])


def seen_by(account_id: UUID, recheck_id: UUID) -> Seen:
    """A re-check that this person asked for, or is asked for; else 404."""
    mine = or_(Recheck.asked_by == account_id, Credential.account_id == account_id)
    row = db.session.execute(_all().where(Recheck.id == recheck_id, mine)).first()
    return _seen(row) if row else abort(404)


def asked_of(account_id: UUID, recheck_id: UUID) -> Recheck:
    """A re-check that this person is asked for; else 404."""
    query = select(Recheck).join(Credential, Credential.id == Recheck.credential_id)
    return db.session.scalar(query.where(Recheck.id == recheck_id, Credential.account_id == account_id)) or abort(404)


def concerning(account_id: UUID) -> list[Seen]:
    """Everything this person asked for or was asked for, newest first."""
    mine = or_(Recheck.asked_by == account_id, Credential.account_id == account_id)
    return [_seen(row) for row in db.session.execute(_all().where(mine).order_by(Recheck.asked_at.desc()).limit(100))]


def waiting_for(account_id: UUID, now: datetime) -> list[Recheck]:
    """What waits for this person's answer."""
    asked = (Recheck.agreed_at.is_(None), Recheck.declined_at.is_(None), Recheck.expires_at > now)
    query = select(Recheck).join(Credential, Credential.id == Recheck.credential_id)
    return list(db.session.scalars(query.where(Credential.account_id == account_id, *asked)))


def of_sitting(account_id: UUID, sitting_id: UUID) -> Recheck:
    """The re-check that one's own sitting belongs to; else 404."""
    query = select(Recheck).join(Sitting, Sitting.id == Recheck.sitting_id)
    return db.session.scalar(query.where(Sitting.id == sitting_id, Sitting.account_id == account_id)) or abort(404)


def overdue(now: datetime) -> list[UUID]:
    """Sittings of re-checks whose time is over and that nobody handed in."""
    query = select(Sitting.id).join(Recheck, Recheck.sitting_id == Sitting.id)
    return list(db.session.scalars(query.where(Sitting.state == "open", Sitting.deadline_at < now)))
