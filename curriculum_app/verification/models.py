"""Checks of many certificates at once: what was asked and what came of it, for a day."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, JsonWhole, Model, Timestamped


class BulkCheck(Identified, Timestamped, Model):
    """One wish to have up to 5,000 rows checked. It goes with all its parts when it expires."""

    __tablename__ = "bulk_check"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    size: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (CheckConstraint("size > 0", name="size"),)


class BulkPart(Model):
    """Rows that one job checks: what was asked, and beside it, once it is done, what came of it."""

    __tablename__ = "bulk_part"

    check_id: Mapped[UUID] = mapped_column(ForeignKey("bulk_check.id", ondelete="CASCADE"), primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # the place of its first row
    rows: Mapped[list[Any]] = mapped_column(JsonWhole)
    results: Mapped[list[Any] | None] = mapped_column(JsonWhole)


class BulkSheet(Identified, Timestamped, Model):
    """A list as somebody uploaded it, as text cells and not as a file: looked over before it is checked, answered with its results."""

    __tablename__ = "bulk_sheet"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    check_id: Mapped[UUID | None] = mapped_column(ForeignKey("bulk_check.id", ondelete="CASCADE"), unique=True)  # None: not yet checked
    content: Mapped[list[Any]] = mapped_column(JsonWhole)  # a sheets.Sheet
    expires_at: Mapped[datetime] = mapped_column(index=True)
