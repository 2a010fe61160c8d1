"""Sittings: one person's one try at one course's exam; and the rooms in which somebody watches over them."""

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
    """What is sat for: the course's exam, the update test that renews a certificate, or the check of one in a call."""

    EXAM = "exam"
    RENEWAL = "renewal"
    RECHECK = "recheck"


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
        CheckConstraint("purpose in ('exam', 'renewal', 'recheck')", name="purpose"),
        CheckConstraint("(state = 'open') = (handed_in_at is null)", name="handed_in_at"),
    )


class ExamRoom(Identified, Timestamped, Model):
    """An organisation's room for one course's exam, entered by a code that is shown there and ends with the room."""

    __tablename__ = "exam_room"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    course_id: Mapped[UUID]
    label: Mapped[str] = mapped_column(String(100))
    code: Mapped[str] = mapped_column(String(8), unique=True)
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("closes_at > opened_at", name="closes_at"),)

    def is_open(self, now: datetime) -> bool:
        """Whether people may enter and sittings are watched over."""
        return now < self.ends_at

    @property
    def ends_at(self) -> datetime:
        """When it was closed, or closes by itself."""
        return min(self.closed_at, self.closes_at) if self.closed_at else self.closes_at


class Admission(Identified, Model):
    """A person who came to a room: asked, admitted by an invigilator who may have seen their identity, then sitting."""

    __tablename__ = "admission"

    room_id: Mapped[UUID] = mapped_column(ForeignKey("exam_room.id", ondelete="CASCADE"), index=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    sitting_id: Mapped[UUID | None] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"), unique=True)
    asked_at: Mapped[datetime]
    admitted_at: Mapped[datetime | None]
    admitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    invigilator: Mapped[str] = mapped_column(String(100), default="")  # the name then, as certificates print it
    identity_seen: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str] = mapped_column(String(300), default="")

    __table_args__ = (
        Index(
            "uq_admission_waiting",
            "enrolment_id",
            unique=True,
            sqlite_where=text("sitting_id is null"),
            postgresql_where=text("sitting_id is null"),
        ),
        CheckConstraint("sitting_id is null or admitted_at is not null", name="sitting_id"),
        CheckConstraint("not identity_seen or admitted_at is not null", name="identity_seen"),
        CheckConstraint("withdrawn_at is null or withdrawal_reason <> ''", name="withdrawal_reason"),
    )
