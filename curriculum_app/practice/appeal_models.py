"""Appeals against gold, and notices to those whom a decision concerns."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, JsonWhole, Model, Timestamped


class AppealState(StrEnum):
    """What became of an appeal."""

    OPEN = "open"
    ALTERNATIVE = "alternative"  # the answer is accepted beside the gold
    CONTESTED = "contested"  # the gold is marked as contested
    CHANGED = "changed"  # the gold was wrong and is changed
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


UPHELD = (AppealState.ALTERNATIVE, AppealState.CONTESTED, AppealState.CHANGED)
DECIDED = (*UPHELD, AppealState.DECLINED)


class Appeal(Identified, Timestamped, Model):
    """A trainee's word that the gold is wrong, against one verdict on one answer, and what was decided.

    `outcome` is the number of the verdict's outcome it is about, from 1; 0 is the whole. `decided_edition_id` is the
    edition whose gold the answers were graded by again.
    """

    __tablename__ = "appeal"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    item_id: Mapped[UUID]
    language: Mapped[str] = mapped_column(String(2))
    gold_edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    outcome: Mapped[int]
    reason: Mapped[str] = mapped_column(String(2000))
    wants_credit: Mapped[bool] = mapped_column(default=False)
    state: Mapped[AppealState] = mapped_column(String(12), default=AppealState.OPEN)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    decided_edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id"))
    note: Mapped[str] = mapped_column(String(2000), default="")

    __table_args__ = (
        Index("uq_appeal_open", "answer_id", unique=True, sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
        Index("ix_appeal_open", "created_at", sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        Index("ix_appeal_item", "item_id", "language"),
        Index("ix_appeal_account", "account_id", "created_at"),
        CheckConstraint(
            "state in ('open', 'alternative', 'contested', 'changed', 'declined', 'withdrawn')", name="state"
        ),
        CheckConstraint("(state in ('open', 'withdrawn')) = (decided_at is null)", name="decided"),
    )  # fmt: skip


class NoticeSort(StrEnum):
    """What a notice is about."""

    APPEAL_DECIDED = "appeal_decided"
    RESULT_CHANGED = "result_changed"
    EXAM_RESCORED = "exam_rescored"


class Notice(Identified, Timestamped, Model):
    """News to one person. `facts` holds what its sentence needs, and nothing of anybody else."""

    __tablename__ = "notice"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    sort: Mapped[NoticeSort] = mapped_column(String(20))
    subject_id: Mapped[UUID]  # the appeal, item or sitting
    answer_id: Mapped[UUID | None] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    gold_edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JsonWhole)
    read_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("account_id", "sort", "subject_id", "gold_edition_id"),
        Index("ix_notice_account", "account_id", "created_at"),
        Index("ix_notice_unread", "account_id", sqlite_where=text("read_at is null"), postgresql_where=text("read_at is null")),
    )  # fmt: skip
