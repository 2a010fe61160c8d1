"""Talent records: what a person's certificates say, as an employer may search it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class TalentRecord(Identified, Timestamped, Model):
    """One person's record, made with the first certificate. Whether it is listed is the consent's word alone."""

    __tablename__ = "talent_record"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), unique=True)
    headline: Mapped[str] = mapped_column(String(200), default="")


class TalentSkill(Identified, Model):
    """One skill shown by one certificate: searched by course, skill, language and score (points of 100)."""

    __tablename__ = "talent_skill"

    record_id: Mapped[UUID] = mapped_column(ForeignKey("talent_record.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[UUID] = mapped_column(ForeignKey("credential.id", ondelete="CASCADE"))
    course_id: Mapped[UUID]
    skill: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    score: Mapped[float]
    assessed_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("credential_id", "skill"),
        Index("ix_talent_skill_search", "skill", "language", "score"),
    )
