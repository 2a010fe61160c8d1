"""The issuer's name and keys. Private halves are files of mode 0600 that only the worker opens (`signer`)."""

from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app
from sqlalchemy import select

from curriculum_app.credentials import key_files, multibase
from curriculum_app.credentials.models import SigningKey
from curriculum_app.database import db


class Signer(NamedTuple):
    """A private key and the address of its public half."""

    key: Ed25519PrivateKey
    method: str


def did() -> str:
    """The issuer's DID: did:web of PUBLIC_URL (did:web Method Specification)."""
    url = urlsplit(current_app.config["PUBLIC_URL"])
    return ":".join(["did:web", quote(url.netloc, safe=""), *(part for part in url.path.split("/") if part)])


def ensure(now: datetime) -> SigningKey:
    """The signing key, made on first need."""
    found = _current()
    if found is not None:
        return found
    private = Ed25519PrivateKey.generate()
    made = SigningKey(
        id=uuid4(), public_key=multibase.multikey(private.public_key().public_bytes_raw()), created_at=now
    )
    key_files.keep(_file(made), private)
    db.session.add(made)
    db.session.flush()
    return made


def rotate(now: datetime) -> SigningKey:
    """Retire the signing key and make a new one. Retired keys stay in the DID document, so that what they signed holds."""
    if (found := _current()) is not None:
        found.retired_at = now
        db.session.flush()
    return ensure(now)


def signer() -> Signer:
    """The key that signs; for the worker only. Raises LookupError where none was made, OSError where its file is away, key_files.Locked."""
    found = _current()
    if found is None:
        raise LookupError("there is no signing key; `curriculum prepare` makes it")
    private = key_files.opened(_file(found))
    assert isinstance(private, Ed25519PrivateKey)
    return Signer(private, _method(found))


def public_keys() -> dict[str, str]:
    """Every key ever used: verification method → Multikey."""
    return {
        _method(key): key.public_key for key in db.session.scalars(select(SigningKey).order_by(SigningKey.created_at))
    }


def did_document() -> dict[str, Any]:
    """The issuer's DID document (W3C DID Core 1.0) with its keys as Multikeys."""
    name, keys = did(), public_keys()
    methods = [
        {"id": id, "type": "Multikey", "controller": name, "publicKeyMultibase": key} for id, key in keys.items()
    ]
    contexts = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
    return {"@context": contexts, "id": name, "verificationMethod": methods, "assertionMethod": list(keys)}


def _current() -> SigningKey | None:
    newest = select(SigningKey).where(SigningKey.retired_at.is_(None)).order_by(SigningKey.created_at.desc())
    return db.session.scalar(newest.limit(1))


def _method(key: SigningKey) -> str:
    return f"{did()}#{key.id}"


def _file(key: SigningKey) -> Path:
    return key_files.folder() / f"{key.id}.pem"
