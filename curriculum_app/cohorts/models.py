"""Cohorts of an institution and who is in them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class Cohort(Identified, Timestamped, Model):
    """A group that takes one course between two dates, joined by a link that can be renewed."""

    __tablename__ = "cohort"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    course_id: Mapped[UUID]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    join_code: Mapped[str] = mapped_column(String(43), unique=True)
    join_until: Mapped[date]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="dates"),
        UniqueConstraint("organisation_id", "name"),
    )


class CohortMember(Identified, Model):
    """A person in a cohort, by their enrolment."""

    __tablename__ = "cohort_member"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"))
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"), index=True)
    joined_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("cohort_id", "enrolment_id"),)
