"""What the pool keeps about a person: what becomes of every column, everything to take along, and all of it gone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from curriculum_app.accounts import consents
from curriculum_app.accounts.facts import PersonFact
from curriculum_app.accounts.models import Consent, Purpose
from curriculum_app.database import Model, db
from curriculum_app.organisations.employer_models import EmployerRegistration
from curriculum_app.organisations.models import Organisation
from curriculum_app.talent.employer_models import (
    AbuseReport,
    ContactRequest,
    SavedSearch,
    ShortlistEntry,
    TalentBlock,
    TalentLook,
)
from curriculum_app.talent.models import TalentRecord, TalentSkill
from curriculum_app.talent.record_models import TalentFigures

ERASE, ANONYMISE, KEEP = "erase", "anonymise", "keep"
# What becomes of each table's rows and columns when their person is erased. "": the whole row.
DECLARED: dict[str, dict[str, str]] = {
    "talent_record": {"": ERASE},
    "talent_skill": {"": ERASE},
    "talent_figures": {"": ERASE},
    "person_fact": {"": ERASE, "proven_by": ANONYMISE},
    "talent_look": {"": ERASE, "account_id": ANONYMISE},
    "talent_block": {"": ERASE},
    "talent_shortlist": {"": ERASE, "account_id": ANONYMISE},
    "talent_contact": {"": ERASE, "account_id": ANONYMISE},
    "talent_search": {"": ERASE},
    "talent_report": {"": ERASE, "account_id": ANONYMISE, "decided_by": ANONYMISE},
    "talent_term": {"": KEEP},
    "talent_excluded": {"": KEEP, "by": ANONYMISE},
    "consent": {"": ERASE},
    "employer_registration": {"": ERASE, "decided_by": ANONYMISE},
}


def taken_along(account_id: UUID) -> dict[str, Any]:
    """Everything of a person in the pool, the employer's side of them included; looks and requests name employers only."""
    record = db.session.scalar(select(TalentRecord).where(TalentRecord.account_id == account_id))
    of_record = record.id if record else UUID(int=0)
    names = {row.id: row.name_ko for row in db.session.scalars(select(Organisation))}

    def rows(table: type[Model], *where: Any, without: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        return [_row(row, names, without) for row in db.session.scalars(select(table).where(*where))]

    return {
        "record": _row(record, names, ()) if record else None,
        "skills": rows(TalentSkill, TalentSkill.record_id == of_record),
        "figures": rows(TalentFigures, TalentFigures.record_id == of_record),
        "facts": rows(PersonFact, PersonFact.account_id == account_id, without=("proven_by",)),
        "consents": rows(Consent, Consent.account_id == account_id),
        "looks": rows(TalentLook, TalentLook.record_id == of_record, without=("account_id",)),
        "blocked": rows(TalentBlock, TalentBlock.record_id == of_record),
        "contacts": rows(ContactRequest, ContactRequest.record_id == of_record, without=("account_id",)),
        "shortlisted_by": rows(ShortlistEntry, ShortlistEntry.record_id == of_record, without=("account_id", "note")),
        "as_employer": {
            "registrations": rows(EmployerRegistration, EmployerRegistration.account_id == account_id, without=("secret_hash",)),
            "searches": rows(SavedSearch, SavedSearch.account_id == account_id),
            "shortlist": rows(ShortlistEntry, ShortlistEntry.account_id == account_id),
            "contacts": rows(ContactRequest, ContactRequest.account_id == account_id),
            "looks": rows(TalentLook, TalentLook.account_id == account_id),
        },
        "reports": rows(AbuseReport, AbuseReport.account_id == account_id),
    }


def _row(row: Model, names: dict[UUID, str], without: tuple[str, ...]) -> dict[str, Any]:
    told = {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs if column.key not in without}
    if organisation_id := told.get("organisation_id"):
        told["organisation"] = names.get(organisation_id)
    return told


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


def erase(account_id: UUID) -> None:
    """Take away all that `DECLARED` says of a person, before their account goes; safe to run twice."""
    db.session.execute(delete(TalentRecord).where(TalentRecord.account_id == account_id))
    for table in (Consent, SavedSearch, EmployerRegistration, PersonFact):
        db.session.execute(delete(table).where(table.account_id == account_id))
    db.session.execute(update(PersonFact).where(PersonFact.proven_by == account_id).values(proven_by=None))
    db.session.execute(
        update(ShortlistEntry).where(ShortlistEntry.account_id == account_id).values(account_id=None, note="")
    )
    db.session.execute(
        update(ContactRequest).where(ContactRequest.account_id == account_id).values(account_id=None, message="–")
    )
    db.session.execute(update(TalentLook).where(TalentLook.account_id == account_id).values(account_id=None))
    db.session.execute(delete(AbuseReport).where(AbuseReport.account_id == account_id))
