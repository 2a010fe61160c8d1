"""The issuer's name and keys. Private halves are files of mode 0600 that only the worker opens (`signer`).

A key signs from its time on until it is retired. It may assert as long as something it signed is valid; what it signed and is
expired stays known as expired. A stolen key is distrusted for good, but for what the log shows from before the theft.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app
from sqlalchemy import func, or_, select

from curriculum_app import audit
from curriculum_app.credentials import key_files, multibase
from curriculum_app.credentials.models import Credential, CredentialPrint, SigningKey
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused

LISTS_HOLD = timedelta(days=3)  # how long a status list signed in a key's last moment is valid


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
    return current(now) or _make(now, None)


def rotate(now: datetime, overlap: timedelta = timedelta()) -> SigningKey:
    """Make a new key, which everybody can read at once and which signs when the overlap is over; then the old one is retired.

    Raises Refused("rotation_under_way") where a key waits for its time already.
    """
    if db.session.scalar(select(SigningKey.id).where(SigningKey.signs_from > now, SigningKey.distrusted_since.is_(None))):
        raise Refused("rotation_under_way")
    if (found := current(now)) is None:
        return _make(now, None)
    found.retired_at = now + overlap
    made = _make(now, now + overlap)
    audit.note("key_rotated", None, made.id)
    return made


def current(now: datetime) -> SigningKey | None:
    """The key that signs at this moment."""
    newest = select(SigningKey).where(
        or_(SigningKey.signs_from.is_(None), SigningKey.signs_from <= now),
        or_(SigningKey.retired_at.is_(None), SigningKey.retired_at > now),
        SigningKey.distrusted_since.is_(None),
    )
    return db.session.scalar(newest.order_by(func.coalesce(SigningKey.signs_from, SigningKey.created_at).desc()).limit(1))


def signer(now: datetime | None = None) -> Signer:
    """The key that signs; for the worker only. Raises LookupError where none was made, OSError where its file is away, key_files.Locked."""
    found = current(now or utc_now())
    if found is None:
        raise LookupError("there is no signing key; `curriculum prepare` makes it")
    private = key_files.opened(_file(found))
    assert isinstance(private, Ed25519PrivateKey)
    return Signer(private, method(found))


def public_keys() -> dict[str, str]:
    """Every key ever used: verification method → Multikey. What a distrusted one signed must be in `distrusted`'s bounds too."""
    return {method(key): key.public_key for key in everyone()}


def distrusted() -> dict[str, int]:
    """The stolen keys: verification method → how many entries of the log, from the first on, still stand for what it signed."""
    stolen = select(SigningKey).where(SigningKey.distrusted_since.is_not(None))
    return {method(key): key.trusted_entries or 0 for key in db.session.scalars(stolen)}


def everyone() -> list[SigningKey]:
    """All keys, the oldest first."""
    return list(db.session.scalars(select(SigningKey).order_by(SigningKey.created_at)))


def did_document(now: datetime | None = None) -> dict[str, Any]:
    """The issuer's DID document (W3C DID Core 1.0) with its keys as Multikeys.

    A key asserts until the last thing it signed has expired. Then it stays with the moment it `expires`; a stolen one is `revoked`.
    """
    now, name, known = now or utc_now(), did(), everyone()
    last = _last_days(known, now)
    asserting = [key for key in known if _asserts(key, last, now)]
    methods = [
        {"id": method(key), "type": "Multikey", "controller": name, "publicKeyMultibase": key.public_key, **_ending(key, last, now)}
        for key in known
    ]
    contexts = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
    return {"@context": contexts, "id": name, "verificationMethod": methods, "assertionMethod": [method(key) for key in asserting]}


def _last_days(known: list[SigningKey], now: datetime) -> Mapping[UUID, datetime]:
    """When the last thing a retired key signed expires; those in use need no look at their certificates."""
    retired = {key.id: key.retired_at + LISTS_HOLD for key in known if key.retired_at and key.retired_at <= now}
    signed = (
        select(CredentialPrint.key_id, func.max(Credential.valid_until))
        .join(Credential, Credential.id == CredentialPrint.credential_id)
        .where(CredentialPrint.key_id.in_(retired))
        .group_by(CredentialPrint.key_id)
    )
    for key_id, until in db.session.execute(signed) if retired else ():
        if key_id is not None:
            retired[key_id] = max(retired[key_id], until)
    return retired


def _asserts(key: SigningKey, last: Mapping[UUID, datetime], now: datetime) -> bool:
    return key.distrusted_since is None and (key.id not in last or last[key.id] > now)


def _ending(key: SigningKey, last: Mapping[UUID, datetime], now: datetime) -> dict[str, str]:
    if key.distrusted_since:
        return {"revoked": f"{key.distrusted_since:%Y-%m-%dT%H:%M:%SZ}"}
    return {} if _asserts(key, last, now) else {"expires": f"{last[key.id]:%Y-%m-%dT%H:%M:%SZ}"}


def _make(now: datetime, signs_from: datetime | None) -> SigningKey:
    private = Ed25519PrivateKey.generate()
    public = multibase.multikey(private.public_key().public_bytes_raw())
    made = SigningKey(id=uuid4(), public_key=public, created_at=now, signs_from=signs_from)
    key_files.keep(_file(made), private)
    db.session.add(made)
    db.session.flush()
    return made


def method(key: SigningKey) -> str:
    """The verification method of a key: its address in the DID document."""
    return f"{did()}#{key.id}"


def _file(key: SigningKey) -> Path:
    return key_files.folder() / f"{key.id}.pem"
