"""Changes of the standing of certificates: what was asked for, by whom, for which of them, who agreed, what came of each."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class Kind(StrEnum):
    """What a change does. The last one is about an organisation and no certificate: it no longer asks for two people."""

    REVOKE = "revoke"
    SUSPEND = "suspend"
    LIFT = "lift"
    END_APPROVAL = "end_approval"


class ChangeState(StrEnum):
    """How far a change is: looked at beforehand, waiting for a second person, being done, done, declined, too late."""

    PREVIEW = "preview"
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    DECLINED = "declined"
    EXPIRED = "expired"


class Outcome(StrEnum):
    """What came of one certificate; the reasons why nothing could be done are those that the rule refuses by."""

    APPLIED = "applied"
    ALREADY_REVOKED = "already_revoked"
    ALREADY_SUSPENDED = "already_suspended"
    NOT_SUSPENDED = "not_suspended"


class Change(Identified, Timestamped, Model):
    """One change of one or many certificates. `reason` is what the public reads; `unknown` what was typed and is no certificate."""

    __tablename__ = "standing_change"

    kind: Mapped[Kind] = mapped_column(String(20))
    state: Mapped[ChangeState] = mapped_column(String(20), default=ChangeState.PREVIEW)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    ground: Mapped[str] = mapped_column(String(30), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    unknown: Mapped[list[Any]] = mapped_column(default=list)
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(String(300), default="")
    done_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("decided_by is null or asked_by is null or decided_by <> asked_by", name="two_people"),
        CheckConstraint("kind <> 'end_approval' or organisation_id is not null", name="organisation"),
        Index("ix_standing_change_state", "state", "created_at"),
    )


class ChangeItem(Model):
    """One certificate of a change, in the order of the preview; `outcome` is filled in when it was its turn."""

    __tablename__ = "standing_change_item"

    change_id: Mapped[UUID] = mapped_column(ForeignKey("standing_change.id", ondelete="CASCADE"), primary_key=True)
    credential_id: Mapped[UUID] = mapped_column(ForeignKey("credential.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int]
    outcome: Mapped[Outcome | None] = mapped_column(String(30))

    __table_args__ = (Index("ix_standing_change_item_place", "change_id", "place"),)
