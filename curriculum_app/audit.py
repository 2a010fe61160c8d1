"""The trail of who did what: rows are added in the transaction of the deed, never changed, never removed."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, event
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

    __table_args__ = (Index("ix_audit_entry_created_at", "created_at"),)


def note(
    deed: str,
    actor_id: UUID | None,
    subject_id: UUID | None = None,
    organisation_id: UUID | None = None,
    **particulars: Any,
) -> None:
    """Put a deed on the trail."""
    db.session.add(
        AuditEntry(
            actor_id=actor_id,
            organisation_id=organisation_id,
            deed=deed,
            subject_id=subject_id,
            particulars=particulars,
        )
    )


class TrailIsAppendOnly(RuntimeError):
    """Something tried to change or remove an entry: a bug of ours."""


@event.listens_for(Session, "before_flush")
def _refuse_changes(session: Session, *_: object) -> None:
    changed = [*session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    if any(isinstance(row, AuditEntry) for row in changed):
        raise TrailIsAppendOnly
