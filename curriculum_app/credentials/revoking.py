"""Revoking: seen on the verification page at once, in the signed list as soon as the worker has signed it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from blinker import Signal

from curriculum_app import audit, jobs
from curriculum_app.credentials.models import Credential
from curriculum_app.refusal import Refused

revoked = Signal("a credential was revoked; sender is its id")


def revoke(credential: Credential, by: UUID, reason: str, now: datetime, ground: str = "") -> None:
    """Revoke for good, with a reason the public reads. Raises Refused("already_revoked")."""
    mark(credential, by, reason, now, ground)
    jobs.enqueue("credentials.sign_list", f"revoked {credential.id}", number=credential.status_list)


def mark(credential: Credential, by: UUID | None, reason: str, now: datetime, ground: str = "", **particulars: Any) -> None:
    """Revoke without having the list signed, which whoever revokes many does once. Raises Refused("already_revoked")."""
    if credential.revoked_at is not None:
        raise Refused("already_revoked")
    credential.revoked_at, credential.revoked_by = now, by
    credential.revocation_reason, credential.revocation_ground = reason, ground
    audit.note("certificate_revoked", by, credential.id, credential.organisation_id, reason=reason, ground=ground, **particulars)
    revoked.send(credential.id)
