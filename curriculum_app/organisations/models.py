"""Organisations: the tenants that run cohorts, issue certificates or look for people."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class OrganisationKind(StrEnum):
    """A school teaches and issues; an employer searches."""

    SCHOOL = "school"
    EMPLOYER = "employer"


class Organisation(Identified, Timestamped, Model):
    """A tenant: its names, its kind, its time zone and whose name signs its certificates."""

    __tablename__ = "organisation"

    name_ko: Mapped[str] = mapped_column(String(100), unique=True)
    name_en: Mapped[str] = mapped_column(String(100))
    kind: Mapped[OrganisationKind] = mapped_column(String(20))
    time_zone: Mapped[str] = mapped_column(String(64), default="Asia/Seoul")
    signatory_ko: Mapped[str] = mapped_column(String(100), default="")
    signatory_en: Mapped[str] = mapped_column(String(100), default="")
    two_person_approval: Mapped[bool] = mapped_column(default=False, server_default=false())  # revoking and suspending take two people

    __table_args__ = (CheckConstraint("kind in ('school', 'employer')", name="kind"),)


class StaffInvitation(Identified, Timestamped, Model):
    """A single-use invitation to take a role in an organisation; only the secret's SHA-256 is kept."""

    __tablename__ = "staff_invitation"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
