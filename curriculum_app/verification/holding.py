"""A file that somebody holds, examined by what this school knows: its keys, its revocations, and what it issued."""

import re
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from curriculum_app.credentials import certification, keys, queries
from curriculum_app.credentials.models import Credential, CredentialPrint
from curriculum_app.verification import checking
from curriculum_app.verification.checking import Check
from curriculum_app.verification.examining import Report, Trust, examine, judge
from curriculum_app.verification.shape import Status

LARGEST = 2**31 - 1


def examine_here(data: bytes, now: datetime) -> Report:
    """The verdict on a certificate's JSON, JWT or PDF, with the checks that only the issuer can do. Raises Unreadable."""
    report = examine(data, Trust(keys.did(), keys.public_keys(), certification.authorities(), _revoked), now)
    if report.certificate is None:
        return report
    found = _issued(report.certificate.id)
    checks = [*report.checks, Check("record", _is_the_issued(data, found))]
    if found and found[1]:
        checks += [check for check in checking.checks(*found, now) if check.code == "log"]
    return Report(judge(checks), tuple(checks), report.certificate)


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
