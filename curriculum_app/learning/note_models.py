"""What a reader leaves in a lesson: notes, and the place reached."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped

LONGEST = 20_000  # characters of a note


class Note(Identified, Timestamped, Model):
    """One person's note on a section of a lesson, in either language. Nobody else sees it; it goes with the account."""

    __tablename__ = "note"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    lesson_id: Mapped[UUID]
    section: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("account_id", "lesson_id", "section"),
        CheckConstraint(f"length(text) between 1 and {LONGEST}", name="length"),
    )


class ReadingPlace(Model):
    """The section of a lesson that was read last, so that the reader goes on there on any device."""

    __tablename__ = "reading_place"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"), primary_key=True)
    lesson_id: Mapped[UUID] = mapped_column(primary_key=True)
    section: Mapped[int]
    seen_at: Mapped[datetime]
