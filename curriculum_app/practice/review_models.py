"""What comes back and when, placement tests, and judgements made a second time."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model


class CardSort(StrEnum):
    """What a card stands for."""

    ITEM = "item"  # an exercise that was missed, or its family
    SKILL = "skill"
    MIRROR = "mirror"  # a judgement to be made again, some weeks after the first time


class ReviewCard(Identified, Model):
    """What is to come back to one person, and when; memory is modelled by FSRS (stability in days, difficulty 1..10).

    `subject` is `family:<bank>/<family>`, `item:<id>`, `skill:<name>` or `mirror:<item id>`.
    """

    __tablename__ = "review_card"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    sort: Mapped[CardSort] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(200))
    item_id: Mapped[UUID]  # the exercise answered last for it
    stability: Mapped[float | None]
    difficulty: Mapped[float | None]
    streak: Mapped[int] = mapped_column(default=0)  # reviews answered well, one after the other
    last_at: Mapped[datetime]
    due_at: Mapped[datetime | None]  # None: put away

    __table_args__ = (
        UniqueConstraint("account_id", "subject"),
        Index("ix_review_card_due", "account_id", "due_at"),
        CheckConstraint("sort in ('item', 'skill', 'mirror')", name="sort"),
    )


class MirroredAnswer(Model):
    """An answer to an exercise shown again in another guise, beside the first answer to it."""

    __tablename__ = "mirrored_answer"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), primary_key=True)
    first_answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    guise: Mapped[str] = mapped_column(String(10))  # grading.mirrored.Guise

    __table_args__ = (UniqueConstraint("first_answer_id", "guise"),)


class Placement(Identified, Model):
    """One person's placement test in one course. `form` lists what was asked in order, `outcome` says skill by skill what came of it."""

    __tablename__ = "placement"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"), unique=True)
    form: Mapped[list[Any]]
    outcome: Mapped[dict[str, Any] | None]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("(finished_at is null) = (outcome is null)", name="finished_with_outcome"),)
