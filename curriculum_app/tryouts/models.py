"""A private try-out, its items, who took it, and what they answered. Everything of it goes with it, 90 days after it was made.

Its items are no editions of the catalogue and its answers no answers of practice, so that no search, no statistic and no
author's page can ever come upon them, and deleting it leaves nothing behind (docs/decisions/0017-private-try-outs.md).
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, JsonWhole, Model, Timestamped


class TryoutState(StrEnum):
    """A draft has no link; open takes people in; closed only shows what came of it."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Tryout(Identified, Timestamped, Model):
    """One organisation's try-out. Of its link only the SHA-256 is kept."""

    __tablename__ = "tryout"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(2))
    guideline: Mapped[str] = mapped_column(Text)  # Markdown
    losses: Mapped[list[Any]]  # what of the export could not be carried, as (where, what)
    shows_gold: Mapped[bool] = mapped_column(default=False)  # to candidates, after each answer
    state: Mapped[TryoutState] = mapped_column(String(10), default=TryoutState.DRAFT)
    secret_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    link_until: Mapped[datetime | None]
    most: Mapped[int] = mapped_column(default=0)  # people the link takes in

    __table_args__ = (
        CheckConstraint("state in ('draft', 'open', 'closed')", name="state"),
        CheckConstraint("language in ('ko', 'en')", name="language"),
        CheckConstraint("(secret_hash is null) = (link_until is null)", name="link_until"),
    )


class TryoutItem(Identified, Model):
    """One item. `task` is what a candidate may see, `gold` what nobody sees before the answer is final."""

    __tablename__ = "tryout_item"

    tryout_id: Mapped[UUID] = mapped_column(ForeignKey("tryout.id", ondelete="CASCADE"))
    place: Mapped[int]  # from 1
    task: Mapped[dict[str, Any]] = mapped_column(JsonWhole)
    gold: Mapped[dict[str, Any]] = mapped_column(JsonWhole, deferred=True)

    __table_args__ = (UniqueConstraint("tryout_id", "place"), CheckConstraint("place between 1 and 20", name="place"))


class TryoutCandidate(Identified, Model):
    """Somebody who agreed to take it: under a number, until they say that their name may be seen."""

    __tablename__ = "tryout_candidate"

    tryout_id: Mapped[UUID] = mapped_column(ForeignKey("tryout.id", ondelete="CASCADE"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    text_version: Mapped[str] = mapped_column(String(20))
    agreed_at: Mapped[datetime]
    revealed_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("tryout_id", "account_id"), UniqueConstraint("tryout_id", "number"))


class TryoutAnswer(Model):
    """A final answer to one item with its verdict; the first one is the only one."""

    __tablename__ = "tryout_answer"

    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("tryout_candidate.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("tryout_item.id", ondelete="CASCADE"), primary_key=True)
    answer: Mapped[dict[str, Any]] = mapped_column(JsonWhole)
    verdict: Mapped[dict[str, Any]] = mapped_column(JsonWhole)
    score: Mapped[float]  # 0..1
    seconds: Mapped[int | None]
    answered_at: Mapped[datetime]
