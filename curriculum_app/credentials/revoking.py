"""Revoking: seen on the verification page at once, in the signed list as soon as the worker has signed it."""

from datetime import datetime
from uuid import UUID

from blinker import Signal

from curriculum_app import audit, jobs
from curriculum_app.credentials.models import Credential
from curriculum_app.refusal import Refused

revoked = Signal("a credential was revoked; sender is its id")


def revoke(credential: Credential, by: UUID, reason: str, now: datetime) -> None:
    """Revoke for good, with a reason the public reads. Raises Refused("already_revoked")."""
    if credential.revoked_at is not None:
        raise Refused("already_revoked")
    credential.revoked_at, credential.revoked_by, credential.revocation_reason = now, by, reason
    audit.note("certificate_revoked", by, credential.id, credential.organisation_id, reason=reason)
    jobs.enqueue("credentials.sign_list", f"revoked {credential.id}", number=credential.status_list)
    revoked.send(credential.id)
