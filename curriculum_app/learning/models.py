"""Editions of content, enrolments, steps done and active minutes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class Edition(Identified, Timestamped, Model):
    """One immutable text of one lesson or item in one language, by the hash of its source.

    `task` is what a trainee may see (for a lesson: its rendered page), `gold` what nobody sees before the answer is final;
    `changed_gold` is the same under the second version of a project's guideline, where it differs.
    """

    __tablename__ = "edition"

    content_id: Mapped[UUID]
    sort: Mapped[str] = mapped_column(String(10))  # lesson | item | guideline
    language: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(40), default="")
    source_hash: Mapped[str] = mapped_column(String(64))
    task_hash: Mapped[str] = mapped_column(String(64))
    schema_version: Mapped[int] = mapped_column(default=1)
    task: Mapped[dict[str, Any]]
    gold: Mapped[dict[str, Any] | None]
    changed_gold: Mapped[dict[str, Any] | None]

    # The earlier edition that asks the same question by an author's word and a program's proof; `task_hash` is then its own.
    cosmetic_of: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id"))

    __table_args__ = (UniqueConstraint("content_id", "language", "source_hash"),)


class Revision(Model):
    """A state of the whole catalogue: the manifest names courses, lessons and items by edition. The newest is live."""

    __tablename__ = "revision"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    digest: Mapped[str] = mapped_column(String(64))
    manifest: Mapped[dict[str, Any]]
    loaded_at: Mapped[datetime]


class Enrolment(Identified, Timestamped, Model):
    """One person in one course, with the dates a cohort may have set and the language of the content chosen."""

    __tablename__ = "enrolment"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    course_id: Mapped[UUID]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    opens_on: Mapped[date | None]
    due_on: Mapped[date | None]
    completed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("account_id", "course_id"),
        Index("ix_enrolment_course", "course_id"),
        CheckConstraint("language in ('ko', 'en')", name="language"),
    )


class StepResult(Identified, Model):
    """How one step of an enrolment stands: a lesson read, an exercise answered, an exam sat. Progress is read from here.

    `first_score` is the first answer's and measures; `best_score` teaches. Scores are 0..1, None for lessons.
    """

    __tablename__ = "step_result"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    step_id: Mapped[UUID]
    sort: Mapped[str] = mapped_column(String(10))  # lesson | item | exam | project
    tries: Mapped[int] = mapped_column(default=0)
    first_score: Mapped[float | None]
    best_score: Mapped[float | None]
    done_at: Mapped[datetime | None]
    known_at: Mapped[datetime | None]  # when a placement test showed that its skills are known: passed over, not done
    last_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("enrolment_id", "step_id"),)


class ActiveMinute(Model):
    """A minute in which a person was active on a lesson or exercise, by the server's clock; one row a minute at most."""

    __tablename__ = "active_minute"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    minute: Mapped[datetime] = mapped_column(primary_key=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"), index=True)
    step_id: Mapped[UUID]
