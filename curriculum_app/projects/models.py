"""One person's way through a course's mock project, and what each of its answers was."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model


class ProjectRun(Identified, Model):
    """A project that somebody has begun. `form` is the project as it was live then: who has begun goes on with it."""

    __tablename__ = "project_run"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"), index=True)
    project_id: Mapped[UUID]
    form: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    gate_passed_at: Mapped[datetime | None]
    change_seen_at: Mapped[datetime | None]  # when the second version was acknowledged
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("enrolment_id", "project_id"),
        CheckConstraint("gate_passed_at is not null or change_seen_at is null", name="change_after_gate"),
        CheckConstraint("change_seen_at is not null or finished_at is null", name="finished_after_change"),
    )


class ProjectAnswer(Model):
    """Where in a project an answer belongs. `number` is the try at the gate (day 0), and on days 1 the answer, 2 its correction."""

    __tablename__ = "project_answer"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("project_run.id", ondelete="CASCADE"))
    day: Mapped[int]
    slug: Mapped[str] = mapped_column(String(200))
    number: Mapped[int]
    sent_back: Mapped[bool] = mapped_column(default=False)  # settled when the day is done; a regrading does not undo it

    __table_args__ = (
        UniqueConstraint("run_id", "slug", "number"),
        CheckConstraint("day between 0 and 5", name="day"),
        CheckConstraint("day = 0 or number in (1, 2)", name="one_correction"),
    )
