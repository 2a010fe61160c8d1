"""Answers, verdicts, drafts and idempotency keys."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, JsonWhole, Model, Timestamped


class Context(StrEnum):
    """What an answer was given for."""

    PRACTICE = "practice"
    CHECK = "check"
    PLACEMENT = "placement"  # the first try of a practice step, taken before the course
    REVIEW = "review"  # what came back by its card: no try of a step
    MIRROR = "mirror"  # a judgement made again in another guise: neither a try nor a measure of skill
    EXAM = "exam"
    PROJECT = "project"  # work in a mock project: shown by its own rules, and no try of a step
    SELF = "self"  # a practice answer again, with its self-assessment: counted by itself, never a try


class Confidence(StrEnum):
    """How sure a trainee is of an answer, said before its verdict is known. It never touches the grade."""

    SURE = "sure"
    PROBABLY = "probably"
    UNSURE = "unsure"


SHOWN = (Context.PRACTICE, Context.SELF, Context.REVIEW, Context.MIRROR, Context.PLACEMENT)  # whose verdicts trainees see
TRIES = (Context.PRACTICE, Context.PLACEMENT)  # whose answers are tries of a step, the first one of which measures


class Answer(Identified, Timestamped, Model):
    """One final answer to one edition of one item. Rows are only added."""

    __tablename__ = "answer"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    item_id: Mapped[UUID]
    context: Mapped[Context] = mapped_column(String(12))
    sitting_id: Mapped[UUID | None] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"))
    try_number: Mapped[int]
    answer: Mapped[dict[str, Any]] = mapped_column(JsonWhole)
    confidence: Mapped[Confidence | None] = mapped_column(String(10))  # None: not said
    seconds: Mapped[int | None]  # from opening to handing in, by practice/timing.py; None: not known
    hints: Mapped[int] = mapped_column(default=0, server_default="0")  # how many were opened
    gold_version: Mapped[int] = mapped_column(default=1, server_default="1")  # of a project's guideline, by whose gold it is graded

    __table_args__ = (
        Index(
            "uq_answer_try",
            "enrolment_id",
            "item_id",
            "context",
            "try_number",
            unique=True,
            sqlite_where=text("sitting_id is null"),
            postgresql_where=text("sitting_id is null"),
        ),
        Index(
            "uq_answer_sitting",
            "sitting_id",
            "item_id",
            unique=True,
            sqlite_where=text("sitting_id is not null"),
            postgresql_where=text("sitting_id is not null"),
        ),
        Index("ix_answer_account", "account_id", "created_at"),
        CheckConstraint("(context = 'exam') = (sitting_id is not null)", name="exam_has_sitting"),
    )


class VerdictRow(Timestamped, Model):
    """A verdict on an answer by one edition's gold. Regrading adds rows; the newest counts, old ones stay."""

    __tablename__ = "verdict"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    gold_edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"), primary_key=True)
    score: Mapped[float | None]  # None while a person has yet to judge
    verdict: Mapped[dict[str, Any]] = mapped_column(JsonWhole)


class Draft(Model):
    """What has been marked so far, in practice (no sitting) or in a sitting; overwritten until handed in."""

    __tablename__ = "draft"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    sitting_key: Mapped[str] = mapped_column(String(36), primary_key=True, default="")  # "" in practice
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    version: Mapped[int] = mapped_column(default=1)
    answer: Mapped[dict[str, Any]]
    confidence: Mapped[Confidence | None] = mapped_column(String(10))
    seconds: Mapped[int] = mapped_column(default=0, server_default="0")  # spent on it before the page was opened last
    hints: Mapped[int] = mapped_column(default=0, server_default="0")  # how many were opened
    page: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))  # the open page that kept it last
    saved_at: Mapped[datetime]


class IdempotencyKey(Timestamped, Model):
    """One hand-in by one person under one key: the same key and body gets the same reply, another body 422."""

    __tablename__ = "idempotency_key"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(300))
