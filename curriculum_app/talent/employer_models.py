"""What stands between a record and an employer: looks, blocks, shortlists, contact requests, saved searches, reports."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class Sort(StrEnum):
    """What an employer did with a record."""

    OPENED = "opened"
    COMPARED = "compared"
    SHORTLISTED = "shortlisted"
    CONTACTED = "contacted"
    FETCHED = "fetched"  # by the interface for programs


class TalentLook(Identified, Model):
    """One look at one record: which employer, by whom of it, when, for what. The record's person sees all but by whom."""

    __tablename__ = "talent_look"

    record_id: Mapped[UUID] = mapped_column(ForeignKey("talent_record.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    sort: Mapped[Sort] = mapped_column(String(12))
    at: Mapped[datetime]

    __table_args__ = (
        Index("ix_talent_look_record", "record_id", "at"),
        Index("ix_talent_look_organisation", "organisation_id", "record_id", "at"),
    )


class TalentBlock(Identified, Timestamped, Model):
    """An employer that is never shown this record again."""

    __tablename__ = "talent_block"

    record_id: Mapped[UUID] = mapped_column(ForeignKey("talent_record.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))

    __table_args__ = (UniqueConstraint("organisation_id", "record_id"),)


class ShortlistEntry(Identified, Timestamped, Model):
    """A record an employer put aside, with a note nobody else reads."""

    __tablename__ = "talent_shortlist"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    record_id: Mapped[UUID] = mapped_column(ForeignKey("talent_record.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(String(1000), default="")

    __table_args__ = (UniqueConstraint("organisation_id", "record_id"),)


class ContactState(StrEnum):
    """Open for fourteen days; then answered or expired."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"


class ContactRequest(Identified, Timestamped, Model):
    """An employer asks a person to talk. Whether the name is shown is the reveal consent's word, not this row's."""

    __tablename__ = "talent_contact"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    record_id: Mapped[UUID] = mapped_column(ForeignKey("talent_record.id", ondelete="CASCADE"))
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    message: Mapped[str] = mapped_column(String(1000))
    state: Mapped[ContactState] = mapped_column(String(10), default=ContactState.OPEN)
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        Index("uq_talent_contact_open", "organisation_id", "record_id", unique=True, sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
        Index("ix_talent_contact_record", "record_id", "created_at"),
        Index("ix_talent_contact_organisation", "organisation_id", "created_at"),
        Index("ix_talent_contact_expires", "expires_at", sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        CheckConstraint("state in ('open', 'accepted', 'declined', 'expired')", name="state"),
        CheckConstraint("(state in ('accepted', 'declined')) = (answered_at is not null)", name="answered"),
    )  # fmt: skip


class SavedSearch(Identified, Timestamped, Model):
    """Filters somebody of an employer keeps; by mail at most once a day, when people match who did not before."""

    __tablename__ = "talent_search"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    wish: Mapped[dict[str, Any]]
    by_mail: Mapped[bool] = mapped_column(default=False)
    looked_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("organisation_id", "account_id", "name"),
        Index("ix_talent_search_due", "looked_at", sqlite_where=text("by_mail"), postgresql_where=text("by_mail")),
    )


class AbuseReport(Identified, Timestamped, Model):
    """Somebody reports the other side: a person an employer, or an employer a person. Administrators decide."""

    __tablename__ = "talent_report"

    by_employer: Mapped[bool]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("talent_record.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(1000))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    outcome: Mapped[str | None] = mapped_column(String(20))  # dismissed | excluded

    __table_args__ = (
        CheckConstraint("(outcome is null) = (decided_at is null)", name="outcome"),
        Index("ix_talent_report_open", "created_at", sqlite_where=text("decided_at is null"), postgresql_where=text("decided_at is null")),
    )


class ExcludedEmployer(Model):
    """An employer the administrators shut out of the pool: it is shown nobody."""

    __tablename__ = "talent_excluded"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
