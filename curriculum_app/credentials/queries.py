"""Reads of credentials. One's own go by their holder; what is public goes by the public id alone."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import defer

from curriculum_app.credentials.models import Credential, CredentialPrint, StatusList
from curriculum_app.database import db
from curriculum_app.exams.models import Sitting, SittingPurpose


def passed_sitting(enrolment_id: UUID) -> Sitting | None:
    """The best passed sitting of the exam, the earliest of equals."""
    mine = (Sitting.enrolment_id == enrolment_id, Sitting.purpose == SittingPurpose.EXAM)
    passed = select(Sitting).where(*mine, Sitting.passed.is_(True))
    return db.session.scalar(passed.order_by(Sitting.score.desc(), Sitting.started_at).limit(1))


def best_passed(enrolment_ids: Sequence[UUID]) -> dict[UUID, Sitting]:
    """The same for many enrolments, by enrolment."""
    found: dict[UUID, Sitting] = {}
    for start in range(0, len(enrolment_ids), 500):
        mine = (Sitting.enrolment_id.in_(enrolment_ids[start : start + 500]), Sitting.purpose == SittingPurpose.EXAM)
        passed = select(Sitting).where(*mine, Sitting.passed.is_(True)).options(defer(Sitting.form), defer(Sitting.diagnosis))
        for sitting in db.session.scalars(passed.order_by(Sitting.score.desc(), Sitting.started_at)):
            found.setdefault(sitting.enrolment_id, sitting)
    return found


def of_enrolment(enrolment_id: UUID) -> Credential | None:
    """The certificate of an enrolment: of several, the one that no other supersedes."""
    current = (Credential.enrolment_id == enrolment_id, Credential.superseded_at.is_(None))
    return db.session.scalar(select(Credential).where(*current))


def resting_on(sitting: Sitting) -> Credential | None:
    """The newest certificate that rests on a sitting."""
    made = select(Credential).where(Credential.enrolment_id == sitting.enrolment_id).order_by(Credential.issued_at.desc())
    return next((one for one in db.session.scalars(made) if one.facts["sitting"] == str(sitting.id)), None)


def earlier(credential: Credential) -> list[Credential]:
    """What an enrolment's certificate superseded, newest first."""
    others = (Credential.enrolment_id == credential.enrolment_id, Credential.id != credential.id)
    return list(db.session.scalars(select(Credential).where(*others).order_by(Credential.issued_at.desc(), Credential.number.desc())))


def of_account(account_id: UUID) -> list[Credential]:
    """A person's certificates, newest first."""
    mine = select(Credential).where(Credential.account_id == account_id)
    return list(db.session.scalars(mine.order_by(Credential.issued_at.desc(), Credential.number.desc())))


def own(account_id: UUID, public_id: UUID) -> Credential:
    """One's own certificate; another's is as unknown as an unknown one."""
    mine = select(Credential).where(Credential.id == public_id, Credential.account_id == account_id)
    return db.session.scalar(mine) or abort(404)


def by_public_id(public_id: UUID) -> Credential | None:
    """Any certificate, by the id its QR code carries."""
    return db.session.get(Credential, public_id)


def with_print(public_id: UUID) -> tuple[Credential, CredentialPrint | None] | None:
    """Any certificate, by the id its QR code carries, with its stored prints once they are made."""
    query = select(Credential, CredentialPrint).outerjoin(CredentialPrint, CredentialPrint.credential_id == Credential.id)
    row = db.session.execute(query.where(Credential.id == public_id)).first()
    return (row[0], row[1]) if row else None


def by_serial(year: int, number: int) -> Credential | None:
    """Any certificate, by its serial number."""
    return db.session.scalar(select(Credential).where(Credential.year == year, Credential.number == number))


def by_place(status_list: int, status_index: int) -> Credential | None:
    """Any certificate, by its place in a status list."""
    return db.session.scalar(select(Credential).where(Credential.status_list == status_list, Credential.status_index == status_index))


def print_of(credential_id: UUID) -> CredentialPrint | None:
    """The stored prints, once they are made."""
    return db.session.get(CredentialPrint, credential_id)


def is_printed(credential_id: UUID) -> bool:
    """Whether the prints are there, without reading them."""
    return (
        db.session.scalar(select(CredentialPrint.printed_at).where(CredentialPrint.credential_id == credential_id))
        is not None
    )


def is_held(credential_id: UUID) -> bool:
    """Whether its holder's data are not erased; its row is locked, so that they are not before this transaction ends."""
    held = select(Credential.id).where(Credential.id == credential_id, Credential.erased_at.is_(None))
    return db.session.scalar(held.with_for_update()) is not None


def has_token(credential_id: UUID) -> bool:
    """Whether one of the prints is a token (JWT), without reading it."""
    made = select(CredentialPrint.credential_id).where(CredentialPrint.credential_id == credential_id, CredentialPrint.token.is_not(None))
    return db.session.scalar(made) is not None


def status_list(number: int) -> StatusList:
    """A signed list as it is served; else 404."""
    return db.session.get(StatusList, number) or abort(404)
