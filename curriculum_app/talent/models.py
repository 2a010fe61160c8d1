"""Talent records. Whether one is listed is not written here: it is the consent's word alone, asked at every search."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class TalentRecord(Identified, Timestamped, Model):
    """One person's record, made with the first certificate. Its id is what an employer sees in place of a name."""

    __tablename__ = "talent_record"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), unique=True)


class TalentSkill(Identified, Model):
    """One skill shown by one certificate. `score` is the skill's, `exam_score` the whole exam's; points of 100."""

    __tablename__ = "talent_skill"

    record_id: Mapped[UUID] = mapped_column(ForeignKey("talent_record.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[UUID] = mapped_column(ForeignKey("credential.id", ondelete="CASCADE"))
    course_id: Mapped[UUID]
    skill: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    score: Mapped[float]
    questions: Mapped[int]
    exam_score: Mapped[float]
    assessed_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("credential_id", "skill"),
        Index("ix_talent_skill_search", "skill", "language", "score"),
    )
