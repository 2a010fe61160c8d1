"""Employers that register themselves: which domain they proved, and who let them in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class RegistrationState(StrEnum):
    """Asked: the link is on its way. Confirmed: the domain is proved, an administrator is to decide."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    APPROVED = "approved"
    REFUSED = "refused"


class EmployerRegistration(Identified, Timestamped, Model):
    """One wish of a person to search for an employer. The organisation is made when it is approved."""

    __tablename__ = "employer_registration"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), unique=True)
    name_ko: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    work_email: Mapped[str] = mapped_column(String(254))
    domain: Mapped[str] = mapped_column(String(253))
    state: Mapped[RegistrationState] = mapped_column(String(12), default=RegistrationState.ASKED)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(String(300), default="")

    __table_args__ = (
        Index("uq_employer_registration_domain", "domain", unique=True, sqlite_where=text("state = 'approved'"),
              postgresql_where=text("state = 'approved'")),
        Index("ix_employer_registration_confirmed", "confirmed_at", sqlite_where=text("state = 'confirmed'"),
              postgresql_where=text("state = 'confirmed'")),
        CheckConstraint("state in ('asked', 'confirmed', 'approved', 'refused')", name="state"),
        CheckConstraint("(state = 'approved') = (organisation_id is not null)", name="approved"),
    )  # fmt: skip
