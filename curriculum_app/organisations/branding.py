"""What an organisation's certificates carry of it: who signs, its logo and seal, its registered private qualification."""

import re
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import undefer

from curriculum_app import audit
from curriculum_app.content import typefaces
from curriculum_app.content.designs import BY_THE_STATE
from curriculum_app.database import db
from curriculum_app.organisations import pictures
from curriculum_app.organisations.models import Organisation, OrganisationPicture, PictureUse, PrivateQualification
from curriculum_app.refusal import Refused

NUMBER = re.compile(r"\d{4}-\d{4,8}")  # as the register writes it: 2026-001234


class Signing(NamedTuple):
    """Who signs, in both languages; empty: the organisation's name alone."""

    signatory_ko: str
    signatory_en: str
    head_ko: str
    head_en: str


class Registration(NamedTuple):
    """A registered private qualification; all of it, or nothing."""

    number: str
    notice_ko: str
    notice_en: str


def organisations_of(account_id: UUID, own: Collection[UUID], everywhere: bool) -> list[Organisation]:
    """The organisations whose certificates somebody may brand: their own, or all of them, by name."""
    query = select(Organisation).order_by(Organisation.name_ko)
    return list(db.session.scalars(query if everywhere else query.where(Organisation.id.in_(own))))


def organisation_or_404(organisation_id: UUID, own: Collection[UUID], everywhere: bool) -> Organisation:
    """One of them; another's is as unknown as one that is not there."""
    query = select(Organisation).where(Organisation.id == organisation_id)
    return db.session.scalar(query if everywhere else query.where(Organisation.id.in_(own))) or abort(404)


def sign_as(organisation: Organisation, signing: Signing, by: UUID) -> None:
    """Say who signs from now on. Raises Refused: `unprintable`, `by_the_state`."""
    for text in signing:
        _printable(text)
    before = {name: getattr(organisation, name) for name in Signing._fields}
    if before != signing._asdict():
        for name, text in signing._asdict().items():
            setattr(organisation, name, text)
        audit.note("organisation_branded", by, organisation.id, organisation.id, what="signing")


def register(organisation: Organisation, registration: Registration, by: UUID) -> None:
    """Fill in the registered private qualification, or take it back where nothing is given.

    Raises Refused: `registration_incomplete`, `registration_number`, `unprintable`, `by_the_state`.
    """
    held = qualification_of(organisation.id)
    if not any(registration):
        if held is not None:
            db.session.delete(held)
            audit.note("organisation_branded", by, organisation.id, organisation.id, what="qualification taken back")
        return
    if not all(registration):
        raise Refused("registration_incomplete")
    if not NUMBER.fullmatch(registration.number):
        raise Refused("registration_number")
    for text in registration:
        _printable(text)
    if held is None:
        held = PrivateQualification(organisation_id=organisation.id)
        db.session.add(held)
    elif (held.number, held.notice_ko, held.notice_en) == registration:
        return
    held.number, held.notice_ko, held.notice_en = registration
    audit.note(
        "organisation_branded", by, organisation.id, organisation.id, what="qualification", number=registration.number
    )


def _printable(text: str) -> None:
    """Pass what certificates can print and may say. Raises Refused."""
    if (character := typefaces.unprintable(text)) is not None:
        raise Refused("unprintable", character=typefaces.named(character))
    if found := BY_THE_STATE.search(text):
        raise Refused("by_the_state", words=found[0])


def put_picture(
    organisation: Organisation, use: PictureUse, data: bytes, by: UUID, now: datetime
) -> OrganisationPicture:
    """Clean and keep a logo or seal; the one before is replaced. The same one again changes nothing. Raises Refused."""
    cleaned = pictures.cleaned(data)
    digest, held = sha256(cleaned.data).hexdigest(), picture_of(organisation.id, use)
    if held is not None and held.sha256 == digest:
        return held
    remove_picture(organisation, use, by, now)
    made = OrganisationPicture(
        organisation_id=organisation.id,
        use=use,
        media_type=cleaned.media_type,
        data=cleaned.data,
        sha256=digest,
        uploaded_by=by,
    )
    db.session.add(made)
    db.session.flush()
    audit.note("organisation_branded", by, organisation.id, organisation.id, what=str(use), sha256=digest)
    return made


def remove_picture(organisation: Organisation, use: PictureUse, by: UUID, now: datetime) -> None:
    """Print without it from now on; what was issued with it keeps it."""
    held = picture_of(organisation.id, use)
    if held is not None:
        held.replaced_at = now
        db.session.flush()  # before the next one comes into its place
        audit.note("organisation_branded", by, organisation.id, organisation.id, what=f"{use} taken away")


def picture_of(organisation_id: UUID, use: PictureUse) -> OrganisationPicture | None:
    """The logo or seal in use."""
    query = select(OrganisationPicture).where(
        OrganisationPicture.organisation_id == organisation_id,
        OrganisationPicture.use == use,
        OrganisationPicture.replaced_at.is_(None),
    )
    return db.session.scalar(query)


def picture_by_hash(organisation_id: UUID | None, digest: str) -> OrganisationPicture:
    """A picture a certificate names, in use or replaced, with its bytes. Raises LookupError."""
    query = select(OrganisationPicture).where(
        OrganisationPicture.organisation_id == organisation_id, OrganisationPicture.sha256 == digest
    )
    found = db.session.scalars(query.options(undefer(OrganisationPicture.data)).limit(1)).first()
    if found is None:
        raise LookupError(f"the picture {digest} of organisation {organisation_id} is gone")
    return found


def qualification_of(organisation_id: UUID | None) -> PrivateQualification | None:
    """An organisation's registered private qualification."""
    return db.session.get(PrivateQualification, organisation_id) if organisation_id else None
