"""What the reader of a certificate keeps of the public log, and what it settles without the school's server. Pure.

A key that was stolen signs on, under any date. So what it signed is believed only by proof: the school's statement about the
key, signed by a key that is not stolen, and the place of the document among the entries that the statement names.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple

from curriculum_app.credentials import checkpoints, key_statements, merkle
from curriculum_app.verification.examining import LIST_LIMIT, Doubt, Unreadable, parse, read


class Known(NamedTuple):
    """The keys of a DID document: those that assert, and of the others why they don't."""

    asserting: Mapping[str, str]  # verification method → Multikey
    stolen: Mapping[str, str]
    expired: Mapping[str, tuple[str, datetime]]

    @property
    def all(self) -> dict[str, str]:
        """Every key, for checking what is signed; `doubts` settles what those that don't assert have signed."""
        return {**self.asserting, **self.stolen, **{method: key for method, (key, _) in self.expired.items()}}


class Evidence(NamedTuple):
    """The answer of /log/inclusion/<id>: a place under a checkpoint, and among the entries that hold where the key was stolen."""

    place: int
    checkpoint: str
    proof: list[bytes]
    statement: str
    proof_before: list[bytes]


def known_of(data: bytes) -> Known:
    """The keys of a DID document that are marked as revoked or expired beside those that assert. Raises Unreadable."""
    document = parse(data, LIST_LIMIT)
    asserting, stolen, expired = {}, {}, {}
    try:
        for one in document["verificationMethod"]:
            method, key = one["id"], one["publicKeyMultibase"]
            if "revoked" in one:
                stolen[method] = key
            elif method in document["assertionMethod"]:
                asserting[method] = key
            elif "expires" in one and (until := datetime.fromisoformat(one["expires"])).tzinfo:
                expired[method] = (key, until)
    except (KeyError, TypeError, ValueError):
        raise Unreadable("no_did_document") from None
    return Known(asserting, stolen, expired)


def evidence_of(data: bytes) -> Evidence:
    """The answer of /log/inclusion/<id>. Raises Unreadable."""
    found = parse(data, LIST_LIMIT)
    try:
        stolen = found["stolen_key"] or {"statement": "", "proof": []}
        proved = (_number(found["index"]), str(found["checkpoint"]), _hashes(found["proof"]))
        return Evidence(*proved, str(stolen["statement"]), _hashes(stolen["proof"]))
    except (KeyError, TypeError, ValueError):
        raise Unreadable("no_log_proof") from None


def doubts(known: Known, evidence: Evidence | None) -> dict[str, Doubt]:
    """What settles the documents of keys that don't assert: for a stolen key the log, for an expired one the document's own end."""
    settled: dict[str, Doubt] = {method: partial(_is_older, method, known, evidence) for method in known.stolen}
    settled |= {method: partial(_ends_by, until) for method, (_, until) in known.expired.items()}
    return settled


def logged(known: Known, evidence: Evidence) -> Callable[[bytes], bool]:
    """Whether the evidence shows a document in the log, under a checkpoint that a key signed which asserts."""

    def is_logged(document: bytes) -> bool:
        if checkpoints.signed_by(evidence.checkpoint, known.asserting) is None:
            return False
        tree = checkpoints.read(evidence.checkpoint)
        return merkle.proves_inclusion(_leaf(document), evidence.place, tree.size, evidence.proof, tree.root)

    return is_logged


def _is_older(method: str, known: Known, evidence: Evidence | None, document: bytes) -> bool | None:
    """None without a statement to go by: nobody knows which of this key's documents hold."""
    if evidence is None or checkpoints.signed_by(evidence.statement, known.asserting) is None:
        return None
    try:
        statement = key_statements.read(evidence.statement)
    except ValueError:
        return None
    if statement.method != method:
        return None
    return merkle.proves_inclusion(_leaf(document), evidence.place, statement.size, evidence.proof_before, statement.root)


def _ends_by(until: datetime, document: bytes) -> bool:
    """An expired key vouches only for what had ended with it: a longer validity was written later."""
    try:
        return datetime.fromisoformat(read(document).validUntil) <= until
    except (ValueError, TypeError):
        return False


def _leaf(document: bytes) -> bytes:
    return merkle.leaf_hash(sha256(document).digest())


def _number(value: Any) -> int:
    if type(value) is not int:
        raise ValueError("not a number")
    return value


def _hashes(values: Any) -> list[bytes]:
    if not isinstance(values, list) or len(values) > 64:
        raise ValueError("not a proof")
    return [bytes.fromhex(value) for value in values]
