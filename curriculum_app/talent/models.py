"""Talent records: what the pool is searched by, kept in one narrow row a person, and the certified skills behind it.

Who may be seen by whom is asked in `talent.visibility` alone. The row's `shown_until` is made from consent and certificates by
`talent.keeping_current`, in the transaction that changes either.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class Availability(StrEnum):
    """What somebody says of their own availability."""

    UNSAID = ""
    NOW = "now"
    FROM = "from"
    NOT_LOOKING = "not_looking"


class TalentRecord(Identified, Timestamped, Model):
    """One person's record, made with the first certificate. Its id is what an employer sees in place of a name.

    Bits of the masks are given by TalentTerm. A skill's bit stands in `skills`, and in the mask of every level it is shown at
    or above. Masks count certificates in force only; `shown_until` is empty while the person may not be seen.
    """

    __tablename__ = "talent_record"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), unique=True)
    availability: Mapped[Availability] = mapped_column(String(12), default=Availability.UNSAID, server_default=text("''"))
    available_from: Mapped[date | None]
    hours: Mapped[int | None] = mapped_column(SmallInteger)  # a week
    remote: Mapped[bool | None]

    shown_until: Mapped[datetime | None]
    listed_at: Mapped[datetime | None]  # when it last became shown, or gained a certificate
    assessed_at: Mapped[datetime | None]  # the newest exam
    level: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")  # 0 none, 1 associate, 2 reviewer, 3 expert
    score: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")  # the best exam's, rounded down
    languages: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    courses: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    skills: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    skills_associate: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    skills_reviewer: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    skills_expert: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    shut_out: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # by the administrators
    stale: Mapped[bool] = mapped_column(default=False, server_default=text("true"))

    __table_args__ = (
        # Everything a search asks, in the order it tells: a search reads this and not the table.
        Index("ix_talent_record_shown", "assessed_at", "id", "shown_until", "level", "score", "languages", "courses", "skills",
              "skills_associate", "skills_reviewer", "skills_expert", "availability", "available_from", "hours", "remote",
              sqlite_where=text("shown_until is not null"),
              postgresql_where=text("shown_until is not null")),
        Index("ix_talent_record_ending", "shown_until", sqlite_where=text("shown_until is not null"),
              postgresql_where=text("shown_until is not null")),
        Index("ix_talent_record_stale", "id", sqlite_where=text("stale"), postgresql_where=text("stale")),
        CheckConstraint("availability in ('', 'now', 'from', 'not_looking')", name="availability"),
        CheckConstraint("(availability = 'from') = (available_from is not null)", name="available_from"),
        CheckConstraint("hours between 1 and 60", name="hours"),
    )  # fmt: skip


class TalentTerm(Model):
    """Which bit of a mask stands for which skill or course. Given once, in the order they first appear."""

    __tablename__ = "talent_term"

    sort: Mapped[str] = mapped_column(String(10), primary_key=True)  # skill | course
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    bit: Mapped[int] = mapped_column(SmallInteger)

    __table_args__ = (UniqueConstraint("sort", "bit"), CheckConstraint("bit between 0 and 61", name="bit"))


class TalentSkill(Identified, Model):
    """One skill shown by one certificate. `score` is the skill's, `exam_score` the whole exam's; points of 100."""

    __tablename__ = "talent_skill"

    record_id: Mapped[UUID] = mapped_column(ForeignKey("talent_record.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[UUID] = mapped_column(ForeignKey("credential.id", ondelete="CASCADE"))
    course_id: Mapped[UUID]
    skill: Mapped[str] = mapped_column(String(40))
    level: Mapped[str | None] = mapped_column(String(20))  # of the certificate: associate, reviewer, domain-expert
    language: Mapped[str] = mapped_column(String(2))
    score: Mapped[float]
    questions: Mapped[int]
    exam_score: Mapped[float]
    assessed_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("credential_id", "skill"),)
