"""A credential as a VC-JWT: its JSON in an enveloping signature (W3C Securing Verifiable Credentials using JOSE and COSE).

The second print of the same record, for wallets that read JWTs. The payload is the credential without its proof, with the
registered claims that say the same for readers of plain JWTs (Open Badges 3.0, section 8.2.4); the algorithm is Ed25519 by its
full name (RFC 9864). A token has one form: header and payload as canonical JSON, in base64url without padding.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from curriculum_app.credentials import multibase, proofs

ALGORITHM = "Ed25519"
FORM = re.compile(rb"([\w-]+)\.([\w-]+)\.([\w-]*)")


class Parts(NamedTuple):
    """The three parts of a token, decoded."""

    header: bytes
    payload: bytes
    signature: bytes


def claims(document: proofs.Document) -> dict[str, Any]:
    """The payload: a credential without proof, and who, which, from when and until when as a JWT says it."""
    return {
        **document, "iss": document["issuer"]["id"], "jti": document["id"],
        "nbf": seconds(document["validFrom"]), "exp": seconds(document["validUntil"]),
    }  # fmt: skip


def seconds(moment: str) -> int:
    """A time as JWTs write it. Raises ValueError."""
    return int(datetime.fromisoformat(moment).timestamp())


def sign(document: proofs.Document, key: Ed25519PrivateKey, method: str) -> bytes:
    """The credential as a token; for the worker only."""
    header = {"alg": ALGORITHM, "cty": "vc", "kid": method, "typ": "vc+jwt"}  # in the order of canonical JSON
    payload = proofs.serialise(claims(document))
    return jws.serialize_compact(header, payload, OKPKey.import_key(key), algorithms=[ALGORITHM]).encode()


def parts(token: bytes) -> Parts | None:
    """What stands in a token; None where the bytes have not its form."""
    found = FORM.fullmatch(token)
    try:
        return Parts(*(urlsafe_b64decode(part + b"=" * (-len(part) % 4)) for part in found.groups())) if found else None
    except ValueError:
        return None


def is_canonical(token: bytes) -> bool:
    """Whether the token is written in its one form, so that any changed byte shows."""
    found = parts(token)
    if found is None:
        return False
    written = [*(proofs.serialise(json.loads(part)) for part in found[:2]), found.signature]
    return b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in written) == token


def verifies(token: bytes, method: str, keys: Mapping[str, str]) -> bool:
    """Whether the token is signed by the key it names, and that is one of the keys (verification method → Multikey)."""
    try:
        public = Ed25519PublicKey.from_public_bytes(multibase.ed25519(keys[method]))
        jws.deserialize_compact(token, OKPKey.import_key(public), algorithms=[ALGORITHM])
    except (JoseError, KeyError, ValueError):
        return False
    return True
