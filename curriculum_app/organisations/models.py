"""Organisations: the tenants that run cohorts, issue certificates or look for people."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class OrganisationKind(StrEnum):
    """A school teaches and issues; an employer searches."""

    SCHOOL = "school"
    EMPLOYER = "employer"


class Organisation(Identified, Timestamped, Model):
    """A tenant: its names, its kind, its time zone, and who signs its certificates: `head`, who holds the office `signatory`."""

    __tablename__ = "organisation"

    name_ko: Mapped[str] = mapped_column(String(100), unique=True)
    name_en: Mapped[str] = mapped_column(String(100))
    kind: Mapped[OrganisationKind] = mapped_column(String(20))
    time_zone: Mapped[str] = mapped_column(String(64), default="Asia/Seoul")
    signatory_ko: Mapped[str] = mapped_column(String(100), default="")
    signatory_en: Mapped[str] = mapped_column(String(100), default="")

    head_ko: Mapped[str] = mapped_column(String(100), default="", server_default=text("''"))
    head_en: Mapped[str] = mapped_column(String(100), default="", server_default=text("''"))

    __table_args__ = (CheckConstraint("kind in ('school', 'employer')", name="kind"),)


class PrivateQualification(Model):
    """An organisation's registered private qualification (민간자격): only where one is there may a level be called 자격증."""

    __tablename__ = "private_qualification"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    notice_ko: Mapped[str] = mapped_column(String(300))
    notice_en: Mapped[str] = mapped_column(String(300))

    __table_args__ = (CheckConstraint("number <> '' and notice_ko <> '' and notice_en <> ''", name="complete"),)


class PictureUse(StrEnum):
    """What a picture of an organisation is for."""

    LOGO = "logo"
    SEAL = "seal"


class OrganisationPicture(Identified, Timestamped, Model):
    """A logo or seal (직인), cleaned. Never changed: certificates name it by its hash, so a replaced one stays."""

    __tablename__ = "organisation_picture"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    use: Mapped[PictureUse] = mapped_column(String(10))
    media_type: Mapped[str] = mapped_column(String(20))
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    replaced_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("use in ('logo', 'seal')", name="use"),
        CheckConstraint("media_type in ('image/png', 'image/svg+xml')", name="media_type"),
        Index(
            "uq_organisation_picture_in_use",
            "organisation_id",
            "use",
            unique=True,
            sqlite_where=text("replaced_at is null"),
            postgresql_where=text("replaced_at is null"),
        ),
    )


class StaffInvitation(Identified, Timestamped, Model):
    """A single-use invitation to take a role in an organisation; only the secret's SHA-256 is kept."""

    __tablename__ = "staff_invitation"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
