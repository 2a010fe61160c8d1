"""What a person agreed to. Each purpose is apart, off at first, and withdrawn at once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from blinker import Signal
from sqlalchemy import select, update

from curriculum_app.accounts.models import Consent, Purpose
from curriculum_app.database import db

TEXT_VERSION = "2026-11"
changed = Signal("consents were given or withdrawn; sender is the id of the account")


def in_force(account_id: UUID) -> frozenset[Purpose]:
    """What the person agrees to now."""
    rows = select(Consent.purpose).where(Consent.account_id == account_id, Consent.withdrawn_at.is_(None))
    return frozenset(Purpose(purpose) for purpose in db.session.scalars(rows))


def choose(account_id: UUID, wanted: Iterable[Purpose], now: datetime) -> None:
    """Give and withdraw so that exactly `wanted` is in force."""
    wanted, given = frozenset(wanted), in_force(account_id)
    db.session.add_all(
        Consent(account_id=account_id, purpose=purpose, text_version=TEXT_VERSION, given_at=now)
        for purpose in wanted - given
    )
    ending = update(Consent).where(Consent.account_id == account_id, Consent.withdrawn_at.is_(None))
    if gone := given - wanted:
        db.session.execute(ending.where(Consent.purpose.in_(gone)).values(withdrawn_at=now))
    if wanted != given:
        changed.send(account_id)
