"""What somebody asked to take along, kept for a day."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Model


class DataExport(Model):
    """Everything of one person as a ZIP: one at a time. It lies here and in no file, so that it goes as its rows go."""

    __tablename__ = "data_export"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    __table_args__ = (
        CheckConstraint("(done_at is null) = (content is null)", name="done"),
        Index("ix_data_export_expires_at", "expires_at"),
    )
