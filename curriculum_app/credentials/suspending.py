"""Suspending for the time being, and lifting it. The page and the API say so at once; no signed list does (docs/decisions/0016)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from blinker import Signal

from curriculum_app import audit
from curriculum_app.credentials.models import Credential
from curriculum_app.refusal import Refused

suspended = Signal("a credential was suspended; sender is its id")
lifted = Signal("the suspension of a credential was lifted; sender is its id")


def suspend(credential: Credential, by: UUID | None, reason: str, now: datetime, ground: str = "", **particulars: Any) -> None:
    """Suspend, with a reason the public reads. Raises Refused: `already_revoked`, `already_suspended`."""
    if credential.revoked_at is not None:
        raise Refused("already_revoked")
    if credential.suspended_at is not None:
        raise Refused("already_suspended")
    credential.suspended_at, credential.suspension_reason, credential.suspension_ground = now, reason, ground
    audit.note("certificate_suspended", by, credential.id, credential.organisation_id, reason=reason, ground=ground, **particulars)
    suspended.send(credential.id)


def lift(credential: Credential, by: UUID | None, reason: str, now: datetime, **particulars: Any) -> None:
    """Let a suspended certificate hold again; the trail keeps that it was suspended. Raises Refused: `already_revoked`, `not_suspended`."""
    if credential.revoked_at is not None:
        raise Refused("already_revoked")
    if credential.suspended_at is None:
        raise Refused("not_suspended")
    was = f"{credential.suspended_at:%Y-%m-%dT%H:%M:%SZ}"
    credential.suspended_at, credential.suspension_reason, credential.suspension_ground = None, "", ""
    audit.note(
        "suspension_lifted", by, credential.id, credential.organisation_id, reason=reason, suspended_at=was,
        lifted_at=f"{now:%Y-%m-%dT%H:%M:%SZ}", **particulars,
    )  # fmt: skip
    lifted.send(credential.id)
