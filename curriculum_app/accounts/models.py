"""Accounts, what they are granted, what they consented to, and what guards their doors."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from curriculum_app.database import Identified, Model, Timestamped
from curriculum_app.web.access import Role


class Account(Identified, Timestamped, UserMixin, Model):  # type: ignore[misc]  # Flask-Login has no types
    """A person. `session_stamp` changes with the password and so ends every other session."""

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str] = mapped_column(String(255))
    session_stamp: Mapped[UUID] = mapped_column(default=uuid4)
    name: Mapped[str] = mapped_column(String(100))
    name_latin: Mapped[str] = mapped_column(String(100), default="")
    birth_date: Mapped[date | None]
    language: Mapped[str] = mapped_column(String(2), default="ko")
    erased_at: Mapped[datetime | None]

    # Every page asks what its reader may do, also an error page after a rollback: so these come with the account.
    grants: Mapped[list["Grant"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    __table_args__ = (CheckConstraint("language in ('ko', 'en')", name="language"),)

    def get_id(self) -> str:
        return f"{self.id}:{self.session_stamp}"

    @property
    def roles(self) -> frozenset[Role]:
        """Everything this person is, over all organisations; needs `grants` loaded."""
        return frozenset({Role.LEARNER, *(grant.role for grant in self.grants)})

    def organisations_as(self, role: Role) -> frozenset[UUID]:
        """The organisations in which this person holds the role."""
        return frozenset(g.organisation_id for g in self.grants if g.role == role and g.organisation_id)


class Grant(Identified, Timestamped, Model):
    """One role of one person, in one organisation or (administrators) everywhere. Organisations write these."""

    __tablename__ = "role_grant"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(String(20))

    __table_args__ = (
        UniqueConstraint("account_id", "organisation_id", "role"),
        Index(
            "uq_role_grant_everywhere",
            "account_id",
            "role",
            unique=True,
            sqlite_where=text("organisation_id is null"),
            postgresql_where=text("organisation_id is null"),
        ),
    )


class Purpose(StrEnum):
    """What a person may agree to; each is asked apart and is off at first."""

    PUBLIC_VERIFICATION = "public_verification"
    TALENT_POOL = "talent_pool"
    NOTICES_BY_MAIL = "notices_by_mail"
    WORK_SAMPLES = "work_samples"
    RESEARCH = "research"
    REVEAL = "reveal"  # to one employer each; given where a contact is answered, never on the page of all purposes


class Ending(StrEnum):
    """How a consent ended."""

    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    RENEWED = "renewed"


class Consent(Identified, Model):
    """Who agreed to what, by which text (version, language, SHA-256), on which page, from when until when.

    Rows are ended, never removed. `organisation_id` is whom a reveal is for, and empty elsewhere.
    """

    __tablename__ = "consent"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    purpose: Mapped[Purpose] = mapped_column(String(30))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    text_version: Mapped[str] = mapped_column(String(20))
    text_language: Mapped[str] = mapped_column(String(2), default="", server_default=text("''"))
    text_hash: Mapped[str] = mapped_column(String(64), default="", server_default=text("''"))
    page: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))
    given_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(String(10))

    __table_args__ = (
        Index("uq_consent_in_force", "account_id", "purpose", unique=True,
              sqlite_where=text("withdrawn_at is null and organisation_id is null"),
              postgresql_where=text("withdrawn_at is null and organisation_id is null")),
        Index("uq_consent_for_one_in_force", "account_id", "purpose", "organisation_id", unique=True,
              sqlite_where=text("withdrawn_at is null and organisation_id is not null"),
              postgresql_where=text("withdrawn_at is null and organisation_id is not null")),
        Index("ix_consent_expires_at", "expires_at", sqlite_where=text("withdrawn_at is null"),
              postgresql_where=text("withdrawn_at is null")),
        CheckConstraint("(purpose = 'reveal') = (organisation_id is not null)", name="organisation"),
        CheckConstraint("ending is null or withdrawn_at is not null", name="ending"),
    )  # fmt: skip


class FailedSignIn(Identified, Model):
    """A failed try to sign in, by salted hash of the e-mail and of the address: enough to count, too little to read."""

    __tablename__ = "failed_sign_in"

    email_hash: Mapped[str] = mapped_column(String(64))
    address_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]

    __table_args__ = (
        Index("ix_failed_sign_in_email_at", "email_hash", "at"),
        Index("ix_failed_sign_in_address_at", "address_hash", "at"),
    )


class Token(Identified, Model):
    """A single-use token sent by mail (confirm, reset): only its SHA-256 is kept."""

    __tablename__ = "token"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
