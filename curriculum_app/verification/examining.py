"""A certificate as a file: read in memory, checked by what the reader trusts, and forgotten. Nothing is fetched or kept.

"Valid" is said only where every check could be done and was passed; what could not be checked makes it undecided.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import ValidationError

from curriculum_app.credentials import agreement, proofs, sealing, statuses, tokens
from curriculum_app.verification.checking import STANDING, Check, State
from curriculum_app.verification.shape import Certificate, Claims, Status, StatusList, TokenClaims, TokenHeader

LIMIT = 64 * 1024  # a certificate as JSON has 4 KB
LIST_LIMIT = 256 * 1024


class Unreadable(ValueError):
    """The file is no certificate at all; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Doubt = Callable[[bytes], bool | None]  # whether a document is believed although its key is not; None: nobody knows


class Trust(NamedTuple):
    """What a verdict rests on: the issuer's DID, its keys, its seals' authorities, and who knows of revocations.

    Keys that were stolen or have expired are among `keys` only with their `doubts`, which settle each document they signed.
    """

    issuer: str
    keys: Mapping[str, str]  # verification method → Multikey
    authorities: tuple[bytes, ...]  # PEM; none: seals of PDFs can't be checked
    revoked: Callable[[Status], bool | None]  # None: nobody knows
    doubts: Mapping[str, Doubt] = MappingProxyType({})  # by verification method
    logged: Doubt | None = None  # whether the public log shows a document; None: it is not asked


class Report(NamedTuple):
    """The verdict on a file, its checks, and the certificate where its signature holds; since when and why it is out of force."""

    state: State
    checks: tuple[Check, ...]
    certificate: Claims | None
    since: datetime | None = None
    reason: str = ""
    ground: str = ""


class Signed(NamedTuple):
    """A certificate as it was read: who signed it, whether that holds, and whether it is written in its one form."""

    certificate: Claims
    method: str
    verifies: bool
    untouched: bool
    document: bytes | None  # as the public log knows it; None of a JWT, which stands there only as its JSON


def examine(data: bytes, trust: Trust, now: datetime) -> Report:
    """Check a certificate: its signed JSON, its JWT, or its PDF. Raises Unreadable."""
    checks = []
    if data[:1024].lstrip()[:5] == b"%PDF-":
        sealed = sealing.check(data, trust.authorities)
        if sealed.credential is None:
            raise Unreadable(sealed.code)
        holds = sealed.code == "sealed" if trust.authorities else None
        checks += [Check("seal", holds), Check("print", _printed(data, sealed.credential) if holds else None)]
        signed = _json(sealed.credential, trust)
    else:
        signed = _token(data, trust) if tokens.FORM.fullmatch(data[: LIMIT + 1]) else _json(data, trust)
    checks += _checks(signed, trust, now)
    return Report(judge(checks), tuple(checks), signed.certificate if _holds(checks, "signature") else None)


def _printed(pdf: bytes, document: bytes) -> bool:
    """Whether the page says what was signed; asked only where the seal holds, since other files may be hostile."""
    try:
        return not agreement.compare(pdf, parse(document, LIMIT))
    except agreement.Unreadable:
        return False


def read(data: bytes) -> Certificate:
    """A certificate's JSON, held to its closed shape. Raises Unreadable."""
    try:
        return Certificate.model_validate(parse(data, LIMIT))
    except ValidationError:
        raise Unreadable("no_certificate") from None


def _json(data: bytes, trust: Trust) -> Signed:
    """A certificate's JSON with its proof. Raises Unreadable."""
    certificate, document = read(data), json.loads(data)
    verifies = certificate.names_known_contexts and proofs.verifies(document, trust.keys)
    return Signed(certificate, certificate.proof[0].verificationMethod, verifies, proofs.serialise(document) == data, data)


def _token(data: bytes, trust: Trust) -> Signed:
    """A certificate as a JWT, header and payload held to their closed shapes. Raises Unreadable."""
    if len(data) > LIMIT:
        raise Unreadable("too_large")
    parts = tokens.parts(data)
    if parts is None:
        raise Unreadable("no_json")
    try:
        header = TokenHeader.model_validate(parse(parts.header, LIMIT))
        certificate = TokenClaims.model_validate(parse(parts.payload, LIMIT))
    except ValidationError:
        raise Unreadable("no_certificate") from None
    verifies = certificate.names_known_contexts and tokens.verifies(data, header.kid, trust.keys)
    return Signed(certificate, header.kid, verifies, tokens.is_canonical(data), None)


def parse(data: bytes, limit: int) -> dict[str, Any]:
    """A JSON object in UTF-8 in which no name stands twice. Raises Unreadable."""
    if len(data) > limit:
        raise Unreadable("too_large")
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Unreadable("no_json") from None
    if not isinstance(found, dict):
        raise Unreadable("no_certificate")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _checks(signed: Signed, trust: Trust, now: datetime) -> list[Check]:
    certificate, document = signed.certificate, signed.document
    revoked, doubt = trust.revoked(certificate.credentialStatus), trust.doubts.get(signed.method)
    return [
        Check("untouched", signed.untouched),
        Check("signature", signed.verifies),
        *([Check("key", doubt(document) if document else None)] if doubt else []),
        Check("issuer", certificate.issuer.id == trust.issuer and signed.method.startswith(f"{trust.issuer}#")),
        *([Check("log", trust.logged(document) if document else None)] if trust.logged else []),
        Check("revocation", None if revoked is None else not revoked),
        Check("validity", _within(certificate.validFrom, certificate.validUntil, now)),
    ]


def _within(start: str, end: str, now: datetime) -> bool:
    try:
        return datetime.fromisoformat(start) <= now < datetime.fromisoformat(end)
    except (ValueError, TypeError):  # no date, or one without its zone
        return False


def judge(checks: list[Check]) -> State:
    """The one word for it: what is not ours outweighs all, then a revocation, then what nobody could check, then expiry."""
    found = {check.code: check.passed for check in checks}
    if any(passed is False for code, passed in found.items() if code not in STANDING):
        return State.BROKEN
    if found["revocation"] is False:
        return State.REVOKED
    if found.get("suspension") is False:
        return State.SUSPENDED
    if None in found.values():
        return State.UNDECIDED
    return State.VALID if found["validity"] else State.EXPIRED


def _holds(checks: list[Check], code: str) -> bool:
    return any(check.passed for check in checks if check.code == code)


def keys_of(data: bytes) -> tuple[str, dict[str, str]]:
    """The issuer's DID and the keys it asserts with, of its DID document (W3C DID Core 1.0). Raises Unreadable."""
    document = parse(data, LIST_LIMIT)
    try:
        asserting = set(document["assertionMethod"])
        keys = {one["id"]: one["publicKeyMultibase"] for one in document["verificationMethod"] if one["id"] in asserting}
    except (KeyError, TypeError):
        raise Unreadable("no_did_document") from None
    if not keys or not isinstance(document.get("id"), str):
        raise Unreadable("no_did_document")
    return document["id"], keys


def by_list(data: bytes, issuer: str, keys: Mapping[str, str], now: datetime) -> Callable[[Status], bool | None]:
    """Who knows of revocations offline: a signed status list. Raises Unreadable for one that is stale or another's."""
    document = parse(data, LIST_LIMIT)
    try:
        given = StatusList.model_validate(document)
    except ValidationError:
        raise Unreadable("no_status_list") from None
    if given.issuer != issuer or given.context != [proofs.V2] or not proofs.verifies(document, keys):
        raise Unreadable("foreign_status_list")
    if not _within(given.validFrom, given.validUntil, now):
        raise Unreadable("stale_status_list")

    def revoked(status: Status) -> bool | None:
        if status.statusListCredential != given.id:
            return None
        try:
            return statuses.is_set(given.credentialSubject.encodedList, int(status.statusListIndex))
        except ValueError:
            return None

    return revoked
