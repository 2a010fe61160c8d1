"""Credentials as they lie in the database once printed, without the work of earning and printing them."""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from curriculum_app.credentials import transparency
from curriculum_app.credentials.models import Credential, CredentialPrint
from curriculum_app.database import db, utc_now


def printed(number):
    """A credential with its print, not logged; the higher its number, the later it was printed."""
    now, document = utc_now(), f'{{"number": {number}}}'.encode()
    credential = Credential(
        id=uuid4(), course_id=uuid4(), year=2026, number=number, status_list=1, status_index=number, facts={}, issued_at=now,
        valid_until=now + timedelta(days=700))  # fmt: skip
    db.session.add(credential)
    db.session.flush()
    db.session.add(CredentialPrint(
        credential_id=credential.id, document=document, document_sha256=sha256(document).hexdigest(), pdf=b"", pdf_sha256="",
        printed_at=now + timedelta(seconds=number)))  # fmt: skip
    db.session.flush()
    return credential


def logged(numbers):
    """Credentials with these numbers, each logged as the worker does it."""
    made = []
    for number in numbers:
        credential = printed(number)
        transparency.append(credential.id, db.session.get(CredentialPrint, credential.id).document_sha256, utc_now())
        made.append(credential)
    db.session.commit()
    return made
