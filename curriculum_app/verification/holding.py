"""A file that somebody holds, examined by what this school knows: its keys, its revocations, and what it issued."""

import re
from datetime import datetime
from functools import partial
from hashlib import sha256
from uuid import UUID

from curriculum_app.credentials import certification, keys, queries, transparency
from curriculum_app.credentials.models import Credential, CredentialPrint
from curriculum_app.verification import checking
from curriculum_app.verification.checking import Check, State
from curriculum_app.verification.examining import Doubt, Report, Trust, examine, judge, read
from curriculum_app.verification.shape import Status

LARGEST = 2**31 - 1


def examine_here(data: bytes, now: datetime) -> Report:
    """The verdict on a certificate's JSON, JWT or PDF, with the checks that only the issuer can do. Raises Unreadable."""
    trust = Trust(keys.did(), keys.public_keys(), certification.authorities(), _revoked, _doubts())
    report = examine(data, trust, now)
    if report.certificate is None:
        return report
    found = _issued(report.certificate.id)
    record = Check("record", _is_the_issued(data, found))
    checks = [*report.checks, record]
    if found and found[1]:
        here = {check.code: check for check in checking.checks(*found, now)}
        if record.passed:  # of a JWT the log knows the JSON, which is here
            checks = [here["key"] if check == Check("key", None) else check for check in checks]
        checks += [check for code, check in here.items() if code in {"log", "suspension"}]
    state = judge(checks)
    out_of_force = state in {State.REVOKED, State.SUSPENDED}
    return Report(state, tuple(checks), report.certificate, *_standing(found[0] if found and out_of_force else None))


def _standing(credential: Credential | None) -> tuple[datetime | None, str, str]:
    """Since when and why a certificate is out of force, if it is."""
    if credential and credential.revoked_at:
        return credential.revoked_at, credential.revocation_reason, credential.revocation_ground
    if credential and credential.suspended_at:
        return credential.suspended_at, credential.suspension_reason, credential.suspension_ground
    return None, "", ""


def _doubts() -> dict[str, Doubt]:
    """For each stolen key: whether the log shows a document that it signed from before the theft."""
    return {method: partial(_is_older, entries=entries) for method, entries in keys.distrusted().items()}


def _is_older(document: bytes, entries: int) -> bool:
    found = checking.PUBLIC_ID.search(read(document).id)
    return found is not None and transparency.holds_within(UUID(found[0]), document, entries)


def _revoked(status: Status) -> bool | None:
    """Whether the certificate at this place is revoked; None where this school has none there."""
    number, index = status.statusListCredential.rsplit("/", 1)[-1], status.statusListIndex
    if not (re.fullmatch(r"\d{1,10}", number) and re.fullmatch(r"\d{1,10}", index)) or max(int(number), int(index)) > LARGEST:
        return None
    found = queries.by_place(int(number), int(index))
    return None if found is None else found.revoked_at is not None


def _issued(address: str) -> tuple[Credential, CredentialPrint | None] | None:
    found = checking.PUBLIC_ID.search(address)
    return queries.with_print(UUID(found[0])) if found else None


def _is_the_issued(data: bytes, found: tuple[Credential, CredentialPrint | None] | None) -> bool:
    if found is None or found[1] is None:
        return False
    return sha256(data).hexdigest() in {found[1].document_sha256, found[1].pdf_sha256, found[1].token_sha256}
