"""Issues: a whole cohort's certificates at once, person by person."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class CohortIssue(Identified, Timestamped, Model):
    """One time that somebody issued certificates for everybody of a cohort who had earned one."""

    __tablename__ = "cohort_issue"

    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id", ondelete="CASCADE"), index=True)
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class PlaceState(StrEnum):
    """What became of one person in an issue."""

    WAITING = "waiting"
    ISSUED = "issued"
    LACKING = "lacking"  # had earned it at the preview, and no longer when the turn came


class CohortIssuePlace(Model):
    """One person in an issue. Places of one `part` are issued in one transaction."""

    __tablename__ = "cohort_issue_place"

    issue_id: Mapped[UUID] = mapped_column(ForeignKey("cohort_issue.id", ondelete="CASCADE"), primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"), primary_key=True, index=True)
    part: Mapped[int]
    position: Mapped[int]  # by name: numbers follow it within a part
    state: Mapped[PlaceState] = mapped_column(String(10), default=PlaceState.WAITING)
    credential_id: Mapped[UUID | None] = mapped_column(ForeignKey("credential.id"))

    __table_args__ = (
        CheckConstraint("state in ('waiting', 'issued', 'lacking')", name="state"),
        CheckConstraint("(state = 'issued') = (credential_id is not null)", name="issued"),
    )
