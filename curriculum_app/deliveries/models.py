"""What changed, who wants to be told by webhook, and how each telling went."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped
from curriculum_app.organisations.acting import ActsFor


class Kind(StrEnum):
    """What may change."""

    ISSUED = "credential.issued"
    REVOKED = "credential.revoked"
    EXPIRED = "credential.expired"
    GIVEN = "consent.given"
    WITHDRAWN = "consent.withdrawn"


class Change(Timestamped, Model):
    """Something that changed, by its ids alone; what is said of it is looked up when it is told. Rows stay as they are.

    `sequence` is given under a lock, so that nothing ever appears before what somebody has read already.
    """

    __tablename__ = "change"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[UUID] = mapped_column(unique=True)  # the cursor of the feed, and the webhook's id
    kind: Mapped[Kind] = mapped_column(String(20))
    subject_id: Mapped[UUID]  # the credential or the consent
    credential_id: Mapped[UUID | None] = mapped_column(ForeignKey("credential.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    record_id: Mapped[UUID | None]  # stays when the record goes, so that its going can be told
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("kind", "subject_id"),)


class Endpoint(Identified, Timestamped, ActsFor, Model):
    """An address that is told. Its secrets are sealed for the worker, who alone can open them."""

    __tablename__ = "webhook_endpoint"

    url: Mapped[str] = mapped_column(String(500))
    kinds: Mapped[list[Any]]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    earlier_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    earlier_until: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    failing_since: Mapped[datetime | None]
    rests_until: Mapped[datetime | None]
    switched_off_at: Mapped[datetime | None]
    switched_off_why: Mapped[str] = mapped_column(String(20), default="")

    __table_args__ = (CheckConstraint("(switched_off_at is null) = (switched_off_why = '')", name="switched_off"),)


class Outcome(StrEnum):
    """How a telling stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"  # given up; a person may have it sent again
    DROPPED = "dropped"  # by the time of sending it was no longer to be known


STILL_WAITING = text("outcome = 'waiting'")


class Delivery(Identified, Timestamped, Model):
    """One change told to one endpoint; without a change it is a test."""

    __tablename__ = "webhook_delivery"

    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_endpoint.id", ondelete="CASCADE"))
    change_id: Mapped[UUID | None] = mapped_column(ForeignKey("change.id", ondelete="CASCADE"), index=True)
    outcome: Mapped[Outcome] = mapped_column(String(10), default=Outcome.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    last_status: Mapped[int | None]
    last_error: Mapped[str] = mapped_column(String(20), default="")
    settled_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("endpoint_id", "change_id"),
        Index("ix_webhook_delivery_endpoint", "endpoint_id", "created_at"),
        Index("ix_webhook_delivery_waiting", "next_at", sqlite_where=STILL_WAITING, postgresql_where=STILL_WAITING),
        CheckConstraint("outcome in ('waiting', 'delivered', 'dead', 'dropped')", name="outcome"),
    )  # fmt: skip
