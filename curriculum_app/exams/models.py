"""Sittings: one person's one try at one course's exam."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class SittingState(StrEnum):
    """Open until handed in, or until the server's clock closes it."""

    OPEN = "open"
    HANDED_IN = "handed_in"


class SittingPurpose(StrEnum):
    """What is sat for: the course's exam, or the update test that renews a certificate."""

    EXAM = "exam"
    RENEWAL = "renewal"


class Sitting(Identified, Timestamped, Model):
    """A drawn form with its clock. `form` lists edition and item ids in order; scores are points of 100."""

    __tablename__ = "sitting"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    course_id: Mapped[UUID]
    language: Mapped[str] = mapped_column(String(2))
    bank: Mapped[str] = mapped_column(String(100))
    demonstration: Mapped[bool]
    purpose: Mapped[SittingPurpose] = mapped_column(String(10), default=SittingPurpose.EXAM)
    period: Mapped[int]  # the year tries are counted in, by the organisation's zone
    try_number: Mapped[int]
    form: Mapped[list[Any]]
    state: Mapped[SittingState] = mapped_column(String(12), default=SittingState.OPEN)
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime]
    boot_id: Mapped[str | None] = mapped_column(String(36))  # which start of which machine it began on,
    boot_seconds: Mapped[float | None]  # and how long that machine had been running: see clock.py
    handed_in_at: Mapped[datetime | None]
    pass_score: Mapped[float]
    score: Mapped[float | None]
    standard_error: Mapped[float | None]
    passed: Mapped[bool | None]
    diagnosis: Mapped[dict[str, Any] | None]

    __table_args__ = (
        UniqueConstraint("enrolment_id", "purpose", "period", "try_number"),  # tries of each are counted apart
        Index(
            "uq_sitting_open",
            "enrolment_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("state in ('open', 'handed_in')", name="state"),
        CheckConstraint("purpose in ('exam', 'renewal')", name="purpose"),
        CheckConstraint("(state = 'open') = (handed_in_at is null)", name="handed_in_at"),
    )
