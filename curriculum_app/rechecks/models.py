"""Re-checks of certificates."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class Outcome(StrEnum):
    """What an employer learns: nothing about the score, only how it goes with the certified one."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    UNDECIDED = "undecided"
    UNFINISHED = "unfinished"  # a question was left without an answer: nobody is judged by a broken line


class Recheck(Identified, Timestamped, Model):
    """An employer's wish for a short fresh form, what became of it, and the plan by which it is judged."""

    __tablename__ = "recheck"

    credential_id: Mapped[UUID] = mapped_column(ForeignKey("credential.id", ondelete="CASCADE"), index=True)
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    plan: Mapped[dict[str, Any]]
    minutes: Mapped[int]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]
    sitting_id: Mapped[UUID | None] = mapped_column(ForeignKey("sitting.id", ondelete="SET NULL"), unique=True)
    known_items: Mapped[int] = mapped_column(default=0)  # questions of the form that the holder had met before
    outcome: Mapped[Outcome | None] = mapped_column(String(12))
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("agreed_at is null or declined_at is null", name="answer"),
        CheckConstraint("(outcome is null) = (decided_at is null)", name="decided_at"),
        CheckConstraint("outcome in ('consistent', 'inconsistent', 'undecided', 'unfinished')", name="outcome"),
    )

    def is_asked(self, now: datetime) -> bool:
        """Whether it still waits for the holder's answer."""
        return self.agreed_at is None and self.declined_at is None and now < self.expires_at
