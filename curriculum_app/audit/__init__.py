"""The trail of who did what: rows are added in the transaction of the deed, never changed, never removed.

As a transaction commits, its entries are numbered and chained: each carries the hash of its content and of the entry before
it, and the head the newest. So whatever is deleted, edited or put into another order later is found (`chaining.faults`).
"""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, event
from sqlalchemy.orm import Mapped, Session, mapped_column

from curriculum_app.database import Identified, Model, Timestamped, db


class AuditEntry(Identified, Timestamped, Model):
    """A deed of somebody with power over others: what was done, to which row, with which particulars (never personal data)."""

    __tablename__ = "audit_entry"

    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    deed: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID | None]
    particulars: Mapped[dict[str, Any]]
    number: Mapped[int | None] = mapped_column(unique=True)  # from 1 without a gap; given as the transaction commits
    hash: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (
        Index("ix_audit_entry_created_at", "created_at"),
        CheckConstraint("(number is null) = (hash is null)", name="number"),
    )


class AuditHead(Model):
    """The end of the chain; its one row is locked while entries are chained."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (CheckConstraint("id = 1", name="id"),)


UNCHAINED = "audit entries of this transaction"


def note(
    deed: str,
    actor_id: UUID | None,
    subject_id: UUID | None = None,
    organisation_id: UUID | None = None,
    **particulars: Any,
) -> None:
    """Put a deed on the trail."""
    entry = AuditEntry(
        id=uuid4(), actor_id=actor_id, organisation_id=organisation_id, deed=deed, subject_id=subject_id, particulars=particulars
    )  # fmt: skip
    db.session.add(entry)
    db.session.info.setdefault(UNCHAINED, []).append(entry.id)


class TrailIsAppendOnly(RuntimeError):
    """Something tried to change or remove an entry: a bug of ours."""


@event.listens_for(Session, "before_flush")
def _refuse_changes(session: Session, *_: object) -> None:
    changed = [*session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    if any(isinstance(row, AuditEntry) for row in changed):
        raise TrailIsAppendOnly
