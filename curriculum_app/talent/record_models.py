"""What a record says beside certificates: the figures of each skill, as they were on the day they were computed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Model


class TalentFigures(Model):
    """The figures of one record, by language and skill, as measurement/record.py makes them. A hidden one is not in it."""

    __tablename__ = "talent_figures"

    record_id: Mapped[UUID] = mapped_column(ForeignKey("talent_record.id", ondelete="CASCADE"), primary_key=True)
    figures: Mapped[dict[str, Any]]
    computed_at: Mapped[datetime]

    __table_args__ = (Index("ix_talent_figures_computed_at", "computed_at"),)
