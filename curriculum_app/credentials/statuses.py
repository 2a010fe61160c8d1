"""The revocation list: W3C Bitstring Status List v1.0, one bit a credential at a random place, signed and served.

A list is valid for days and signed anew by the hour and after every revocation, so that a stale copy betrays itself.
"""

import binascii
import gzip
import secrets
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from curriculum_app.credentials import keys, proofs
from curriculum_app.credentials.models import Credential, StatusList
from curriculum_app.database import db

ENTRIES = 131_072  # the least a list may have, so that a place tells nothing about its holder
HALF = ENTRIES // 2  # a list half full still finds a free place in two draws
VALID = timedelta(days=3)
RENEW = timedelta(hours=1)


def address(number: int) -> str:
    """Where a list is served."""
    return f"{current_app.config['PUBLIC_URL'].rstrip('/')}/status/{number}"


def free_place() -> tuple[int, int]:
    """A list and a random free index in it; one look at an index of the database each, however many are taken.

    Only a draw that meets a taken place asks how full the list is, so that counting stays as rare as the list is empty.
    """
    number = db.session.scalar(select(func.max(Credential.status_list))) or 1
    while True:
        index = secrets.randbelow(ENTRIES)
        place = (Credential.status_list == number, Credential.status_index == index)
        if db.session.scalar(select(Credential.id).where(*place)) is None:
            return number, index
        if (db.session.scalar(select(func.count()).where(Credential.status_list == number)) or 0) >= HALF:
            number += 1


def encode(revoked: Iterable[int]) -> str:
    """The bitstring, the first entry leftmost, gzipped, as multibase base64url."""
    bits = bytearray(ENTRIES // 8)
    for index in revoked:
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def is_set(encoded: str, index: int) -> bool:
    """Whether the entry of this index is set in an encoded list. Raises ValueError for what is no list of this length."""
    try:
        squeezed = urlsafe_b64decode(encoded.removeprefix("u") + "=" * (-(len(encoded) - 1) % 4))
        reader = zlib.decompressobj(wbits=31)
        bits = reader.decompress(squeezed, ENTRIES // 8 + 1)
    except (binascii.Error, zlib.error) as error:
        raise ValueError("not a status list") from error
    if len(bits) != ENTRIES // 8 or not encoded.startswith("u") or not 0 <= index < ENTRIES:
        raise ValueError("not a status list of this length")
    return bool(bits[index // 8] & 0x80 >> index % 8)


def entry(number: int, index: int) -> dict[str, Any]:
    """A credential's `credentialStatus`."""
    return {
        "id": f"{address(number)}#{index}", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
        "statusListIndex": str(index), "statusListCredential": address(number),
    }  # fmt: skip


def sign_list(number: int, now: datetime) -> None:
    """Sign a list as it stands now and put it where it is served; for the worker only."""
    revoked = select(Credential.status_index).where(
        Credential.status_list == number, Credential.revoked_at.is_not(None)
    )
    signer, url = keys.signer(now), address(number)
    document = {
        "@context": [proofs.V2],
        "id": url, "type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": keys.did(),
        "validFrom": f"{now:%Y-%m-%dT%H:%M:%SZ}", "validUntil": f"{now + VALID:%Y-%m-%dT%H:%M:%SZ}",
        "credentialSubject": {
            "id": f"{url}#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
            "encodedList": encode(db.session.scalars(revoked)),
        },
    }  # fmt: skip
    signed = proofs.serialise(proofs.sign(document, signer.key, signer.method, now))
    db.session.merge(StatusList(number=number, document=signed, signed_at=now))


def ensure_list(number: int, now: datetime) -> None:
    """Sign a list that is not served yet. A new certificate's bit is 0 already, so another one need not be signed for it."""
    if db.session.get(StatusList, number) is None:
        try:
            with db.session.begin_nested():
                sign_list(number, now)
        except IntegrityError:  # another worker was first
            pass


def stale(now: datetime) -> list[int]:
    """The lists that should be signed anew: old ones, and those another key signed than the one that signs now."""
    key = keys.current(now)
    taken_over = (key.signs_from or key.created_at) if key else now - RENEW
    return list(db.session.scalars(select(StatusList.number).where(StatusList.signed_at < max(now - RENEW, taken_over))))
