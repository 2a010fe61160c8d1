"""Another name on a certificate: the holder asks, somebody of the staff decides, and it is issued again.

The old certificate is revoked and says by which number it was replaced; it leads there only if the holder wishes that.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort
from sqlalchemy import Row, select
from sqlalchemy.exc import IntegrityError

from curriculum_app import audit
from curriculum_app.accounts.models import Account
from curriculum_app.credentials import issuing, revoking
from curriculum_app.credentials.correction_models import Correction, CorrectionState
from curriculum_app.credentials.models import Cause, Credential
from curriculum_app.database import db
from curriculum_app.learning.models import Enrolment
from curriculum_app.organisations.models import Organisation
from curriculum_app.refusal import Refused


def ask(credential: Credential, name: str, name_latin: str, reason: str, leads_on: bool, now: datetime) -> Correction:
    """Ask for another name. Raises Refused: `certificate_replaced`, `_revoked`, `_expired`, `name_unchanged`, `correction_open`."""
    _check(credential, now)
    if (name, name_latin) == (credential.facts["name"], credential.facts["name_latin"]):
        raise Refused("name_unchanged")
    assert credential.account_id is not None
    made = Correction(
        credential_id=credential.id, account_id=credential.account_id, organisation_id=credential.organisation_id, name=name,
        name_latin=name_latin, reason=reason, leads_on=leads_on, created_at=now,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        raise Refused("correction_open") from None
    return made


def withdraw(correction: Correction) -> None:
    """Take a wish back. Raises Refused("correction_decided")."""
    _lock(correction)
    correction.state = CorrectionState.WITHDRAWN


def decline(correction: Correction, by: UUID, note: str, now: datetime) -> None:
    """Leave the certificate as it is, and say why. Raises Refused("correction_decided", "correction_own")."""
    _may_decide(correction, by)
    _close(correction, CorrectionState.DECLINED, by, note, now)
    audit.note("correction_declined", by, correction.credential_id, correction.organisation_id)


def approve(correction: Correction, by: UUID, note: str, now: datetime) -> Credential:
    """Issue the certificate again with the new name, and revoke the old one.

    Raises Refused: `correction_decided`, `correction_own`, `certificate_replaced`, `certificate_revoked`, `certificate_expired`.
    """
    _may_decide(correction, by)
    old = db.session.get_one(Credential, correction.credential_id)
    assert old.enrolment_id is not None
    issuing.lock(old.enrolment_id)
    db.session.refresh(old)
    _check(old, now)
    made = _again(old, correction, now)
    correction.made_id = made.id
    _close(correction, CorrectionState.APPROVED, by, note, now)
    account = db.session.get_one(Account, correction.account_id)
    account.name, account.name_latin = correction.name, correction.name_latin
    audit.note("certificate_corrected", by, old.id, old.organisation_id, old=old.serial, new=made.serial)
    revoking.revoke(old, by, f"{made.serial}호로 다시 발급함 / Replaced by No. {made.serial}", now)
    return made


def _again(old: Credential, correction: Correction, now: datetime) -> Credential:
    """The same certificate with another name, another number and the date of today; it ends when the old one does."""
    assert old.enrolment_id is not None
    enrolment = db.session.get_one(Enrolment, old.enrolment_id)
    organisation = db.session.get(Organisation, old.organisation_id) if old.organisation_id else None
    local = now.astimezone(ZoneInfo(organisation.time_zone if organisation else issuing.SEOUL))
    made = issuing.drafted(enrolment, local, old.valid_until, old)
    made.cause, made.organisation_id = Cause.CORRECTION, old.organisation_id
    made.facts = {
        **old.facts, "serial": made.serial, "name": correction.name, "name_latin": correction.name_latin,
        "issued_on": local.date().isoformat(), "supersedes": old.serial,
    }  # fmt: skip
    return issuing.put_down(made, old)


def _check(credential: Credential, now: datetime) -> None:
    if credential.superseded_at is not None:
        raise Refused("certificate_replaced")
    if credential.revoked_at is not None:
        raise Refused("certificate_revoked")
    if credential.suspended_at is not None:
        raise Refused("certificate_suspended")
    if credential.valid_until <= now or credential.enrolment_id is None:
        raise Refused("certificate_expired")


def _lock(correction: Correction) -> None:
    db.session.refresh(correction, with_for_update=True)
    if correction.state != CorrectionState.OPEN:
        raise Refused("correction_decided")


def _may_decide(correction: Correction, by: UUID) -> None:
    _lock(correction)
    if by == correction.account_id:
        raise Refused("correction_own")


def _close(correction: Correction, state: CorrectionState, by: UUID, note: str, now: datetime) -> None:
    correction.state, correction.note, correction.decided_at, correction.decided_by = state, note, now, by


def of_credential(credential_id: UUID) -> Correction | None:
    """The newest wish about a certificate."""
    mine = select(Correction).where(Correction.credential_id == credential_id)
    return db.session.scalar(mine.order_by(Correction.created_at.desc()).limit(1))


def open_one(account_id: UUID, credential_id: UUID) -> Correction:
    """One's own wish that is not decided; else 404."""
    mine = (Correction.account_id == account_id, Correction.credential_id == credential_id)
    return db.session.scalar(select(Correction).where(*mine, Correction.state == CorrectionState.OPEN)) or abort(404)


def waiting(organisations: Collection[UUID] | None) -> list[Row[Correction, Credential]]:
    """What waits to be decided, oldest first: of these organisations, or (None) of everybody."""
    query = select(Correction, Credential).join(Credential, Credential.id == Correction.credential_id)
    query = query.where(Correction.state == CorrectionState.OPEN).order_by(Correction.created_at)
    if organisations is not None:
        query = query.where(Correction.organisation_id.in_(organisations))
    return list(db.session.execute(query))


def case_or_404(correction_id: UUID, organisations: Collection[UUID] | None) -> Correction:
    """A wish of these organisations, or (None) of anybody; else 404."""
    query = select(Correction).where(Correction.id == correction_id)
    if organisations is not None:
        query = query.where(Correction.organisation_id.in_(organisations))
    return db.session.scalar(query) or abort(404)


def leads_to(credential: Credential) -> Credential | None:
    """The certificate that a superseded one may lead to: always after a renewal, after a correction if the holder wished it."""
    if credential.superseded_at is None:
        return None
    made = db.session.scalar(select(Credential).where(Credential.supersedes_id == credential.id))
    if made is None or made.cause == Cause.RENEWAL:
        return made
    wished = select(Correction.leads_on).where(Correction.made_id == made.id)
    return made if db.session.scalar(wished) else None
