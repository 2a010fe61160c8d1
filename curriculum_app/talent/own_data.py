"""Leaving the pool. What becomes of its tables when a person is erased, and what they take along, stands in `operations`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Consent, Purpose
from curriculum_app.database import db
from curriculum_app.talent.models import TalentRecord


def leave(account_id: UUID, now: datetime) -> None:
    """Leave the pool: the listing, the samples and every reveal end, and the record goes with all that hangs on it.

    What one agreed to stays in the history of consents, which is the person's proof; the next certificate begins a new record.
    """
    for purpose in (Purpose.TALENT_POOL, Purpose.WORK_SAMPLES):
        consents.withdraw(account_id, purpose, now)
    reveals = select(Consent.organisation_id).where(Consent.account_id == account_id, Consent.purpose == Purpose.REVEAL)
    for organisation_id in set(db.session.scalars(reveals)):
        consents.withdraw(account_id, Purpose.REVEAL, now, organisation_id)
    db.session.flush()
    db.session.execute(delete(TalentRecord).where(TalentRecord.account_id == account_id))
