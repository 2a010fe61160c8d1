"""Data Integrity proofs with the cryptosuite eddsa-rdfc-2022 (W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.2).

Contexts come from a fixed list on disk; nothing is fetched, and a document that names another one is refused. RDF
canonicalisation silently drops a term no context defines, so signing first makes sure that every value would be signed.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pyld import jsonld

from curriculum_app.credentials import multibase

MATERIAL = Path(__file__).parent / "material"
V2 = "https://www.w3.org/ns/credentials/v2"
BADGES = (
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
Document = dict[str, Any]


class Unsignable(ValueError):
    """The document names an unknown context, or holds something that no context defines."""


@cache
def contexts() -> dict[str, Any]:
    """The JSON-LD contexts a document may name, by address."""
    found: dict[str, Any] = json.loads((MATERIAL / "contexts.json").read_text("utf-8"))
    return found


def _load(url: str, options: object) -> Document:
    if url not in contexts():
        raise Unsignable(f"the context {url} is not on the list")
    return {"contextUrl": None, "documentUrl": url, "document": contexts()[url], "contentType": "application/ld+json"}


def sign(document: Document, key: Ed25519PrivateKey, method: str, now: datetime) -> Document:
    """The document with its proof, as an array of one. Raises Unsignable."""
    quads = _canonical(document)
    if lost := [value for value in _values(document) if value not in quads]:
        raise Unsignable(f"no context defines where {lost[0]!r} stands")
    proof = {
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "verificationMethod": method, "proofPurpose": "assertionMethod",
    }  # fmt: skip
    signature = key.sign(_hash(document, proof, quads))
    return {**document, "proof": [{**proof, "proofValue": multibase.encode(signature)}]}


def serialise(document: Document) -> bytes:
    """A document as its one and only bytes (JSON Canonicalization Scheme, RFC 8785), so that any changed byte shows."""
    return rfc8785.dumps(document)


def verifies(signed: Document, keys: Mapping[str, str]) -> bool:
    """Whether the one proof is by one of the keys (verification method → Multikey) and over this very document."""
    try:
        (proof,) = signed["proof"]
        options = {name: value for name, value in proof.items() if name != "proofValue"}
        expected = ("DataIntegrityProof", "eddsa-rdfc-2022", "assertionMethod")
        if (proof["type"], proof["cryptosuite"], proof["proofPurpose"]) != expected:
            return False
        document = {name: value for name, value in signed.items() if name != "proof"}
        public = Ed25519PublicKey.from_public_bytes(multibase.ed25519(keys[proof["verificationMethod"]]))
        public.verify(multibase.decode(proof["proofValue"]), _hash(document, options, _canonical(document)))
    except (InvalidSignature, KeyError, TypeError, ValueError, jsonld.JsonLdError):
        return False
    return True


def _hash(document: Document, proof: Document, quads: str) -> bytes:
    options = _canonical({**proof, "@context": document["@context"]})
    return sha256(options.encode()).digest() + sha256(quads.encode()).digest()


def _canonical(document: Document) -> str:
    """RDFC-1.0 (the algorithm formerly called URDNA2015) as N-Quads."""
    named = document.get("@context")
    for context in named if isinstance(named, list) else [named]:
        if not isinstance(context, str) or context not in contexts():
            raise Unsignable("a context is unknown or written inline")
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
    quads: str = jsonld.normalize(document, options)
    return quads


def _values(node: object, name: str = "") -> Iterator[str]:
    """Every text of a document, as N-Quads write it; types and contexts become addresses and are left out."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _values(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from _values(value, name)
    elif isinstance(node, str) and name not in {"@context", "type"}:
        yield node.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
