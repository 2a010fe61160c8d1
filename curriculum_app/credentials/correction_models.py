"""Wishes for another name on a certificate, and what was decided."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class CorrectionState(StrEnum):
    """What became of a wish."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Correction(Identified, Timestamped, Model):
    """A holder's wish that a certificate be issued again with another name. `leads_on`: the old one may lead to the new one."""

    __tablename__ = "credential_correction"

    credential_id: Mapped[UUID] = mapped_column(ForeignKey("credential.id"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(100))
    name_latin: Mapped[str] = mapped_column(String(100), default="")
    reason: Mapped[str] = mapped_column(String(1000))
    leads_on: Mapped[bool] = mapped_column(default=False)
    state: Mapped[CorrectionState] = mapped_column(String(12), default=CorrectionState.OPEN)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(String(1000), default="")
    made_id: Mapped[UUID | None] = mapped_column(ForeignKey("credential.id"), unique=True)

    __table_args__ = (
        Index("uq_credential_correction_open", "credential_id", unique=True, sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
        Index("ix_credential_correction_open", "created_at", sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
        CheckConstraint("state in ('open', 'approved', 'declined', 'withdrawn')", name="state"),
        CheckConstraint("(state in ('open', 'withdrawn')) = (decided_at is null)", name="decided"),
        CheckConstraint("(state = 'approved') = (made_id is not null)", name="made"),
    )  # fmt: skip
