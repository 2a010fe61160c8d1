"""What is checked of a certificate, and how a name is compared or masked. Pure but for the look at keys and log."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from curriculum_app.credentials import documents, keys, proofs, transparency
from curriculum_app.credentials.models import Credential, CredentialPrint


class State(StrEnum):
    """What an employer is told at once."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    PREPARING = "preparing"
    ERASED = "erased"
    BROKEN = "broken"
    UNDECIDED = "undecided"


STANDING = frozenset({"revocation", "suspension", "validity"})  # what may change of a certificate that is ours and whole


class Check(NamedTuple):
    """One thing that was checked: signature, issuer, agreement, log, revocation, suspension, validity; key where it was stolen."""

    code: str
    passed: bool | None  # None: it could not be checked


def checks(credential: Credential, printed: CredentialPrint | None, now: datetime) -> list[Check]:
    """Everything that can be checked of a printed certificate, by what is stored and by the keys."""
    if printed is None:
        return []
    standing = [
        Check("revocation", credential.revoked_at is None),
        Check("suspension", credential.suspended_at is None),
        Check("validity", credential.issued_at <= now < credential.valid_until),
    ]
    if credential.erased_at is not None:  # of what was signed its hash is left
        return [Check("log", transparency.holds_hash(credential.id, printed.document_sha256)), *standing]
    signed: dict[str, Any] = json.loads(printed.document)
    intact = sha256(printed.document).hexdigest() == printed.document_sha256
    stolen = keys.distrusted()
    return [
        Check("signature", intact and _verifies(printed.document)),
        *_older_than_a_theft(signed["proof"][0]["verificationMethod"], stolen, credential.id, printed.document),
        Check("issuer", signed["issuer"]["id"] == keys.did()),
        Check("agreement", _agrees(signed, credential)),
        Check("log", transparency.holds(credential.id, printed.document, stolen)),
        *standing,
    ]


def _older_than_a_theft(method: str, stolen: Mapping[str, int], credential_id: UUID, document: bytes) -> list[Check]:
    """Where its key was stolen: whether the log shows it from before."""
    if method not in stolen:
        return []
    return [Check("key", transparency.holds_within(credential_id, document, stolen[method]))]


@lru_cache(maxsize=4096)
def _verifies(document: bytes) -> bool:
    """Canonicalising takes ten milliseconds; a key once made never changes, so the same bytes need it once a process."""
    return proofs.verifies(json.loads(document), keys.public_keys())


def _agrees(signed: Mapping[str, Any], credential: Credential) -> bool:
    """Whether what the page shows is what was signed; the salted e-mail is not shown and left out."""
    shown = documents.document(credential, "")
    return _without_mail(shown) == _without_mail({name: value for name, value in signed.items() if name != "proof"})


def _without_mail(document: Mapping[str, Any]) -> dict[str, Any]:
    subject = document["credentialSubject"]
    identifiers = [found for found in subject["identifier"] if not found["hashed"]]
    return {**document, "credentialSubject": {**subject, "identifier": identifiers}}


def state(credential: Credential, found: list[Check], now: datetime) -> State:
    """The one word for it. A revocation outweighs everything; expiry is said of what is otherwise in order."""
    if credential.revoked_at is not None:
        return State.REVOKED
    if credential.suspended_at is not None and not any(check.passed is False for check in found if check.code not in STANDING):
        return State.SUSPENDED
    if credential.erased_at is not None and not any(check.passed is False for check in found if check.code not in STANDING):
        return State.ERASED
    if not found:
        return State.PREPARING
    outcomes = {check.passed for check in found if check.code != "validity"}
    if False in outcomes:
        return State.BROKEN
    if None in outcomes:
        return State.UNDECIDED
    return State.VALID if credential.issued_at <= now < credential.valid_until else State.EXPIRED


def same_name(typed: str, credential: Credential) -> bool:
    """Whether a typed name is the holder's, Korean or Latin; space, case and composition don't matter."""
    names = {_plain(credential.facts["name"]), _plain(credential.facts["name_latin"])} - {""}
    return _plain(typed) in names


def _plain(name: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", name)).casefold()


def masked(name: str) -> str:
    """The first letter of each word and as many circles as letters follow: 김하늘 → 김○○."""
    return re.sub(r"(\S)(\S*)", lambda word: word[1] + "○" * len(word[2]), unicodedata.normalize("NFC", name))


SERIAL = re.compile(r"(?:제|no\.?)?\s*(\d{4})\s*-\s*(\d{1,9})\s*호?", re.IGNORECASE)
PUBLIC_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def read_serial(typed: str) -> tuple[int, int] | None:
    """Year and number of what somebody typed: 제 2026-0001호, No. 2026-0001, 2026-1."""
    found = SERIAL.fullmatch(typed.strip())
    return (int(found[1]), int(found[2])) if found else None
