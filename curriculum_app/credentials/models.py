"""Credentials, their prints, the keys that sign them, the list that says which are revoked, and the log of all of them."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app.database import Identified, Model, Timestamped


class SigningKey(Identified, Timestamped, Model):
    """The public half of an Ed25519 key; the private half lies in DATA_DIR/keys/<id>.pem. The newest one whose time has come signs.

    A distrusted key was stolen: of what it signed, only the first `trusted_entries` entries of the log are believed.
    """

    __tablename__ = "signing_key"

    public_key: Mapped[str] = mapped_column(String(60))  # Multikey, base58btc
    signs_from: Mapped[datetime | None]  # None: since it was made
    retired_at: Mapped[datetime | None]
    distrusted_since: Mapped[datetime | None]
    trusted_entries: Mapped[int | None]
    statement: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))  # signed by a later key

    __table_args__ = (
        CheckConstraint("(distrusted_since is null) = (trusted_entries is null)", name="distrusted"),
    )


class SerialCounter(Model):
    """The last serial number given in a year of the issuer's."""

    __tablename__ = "serial_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Cause(StrEnum):
    """Why a certificate was made."""

    EARNED = "earned"
    RENEWAL = "renewal"  # an update test was passed; the one before stays valid to its end
    CORRECTION = "correction"  # the name was wrong; the one before is revoked


class Credential(Identified, Timestamped, Model):
    """A certificate of one enrolment. Its id is public; `facts` is everything its prints say, frozen.

    Nothing of it ever changes: whatever is new makes another one that supersedes it. One of an enrolment is current.
    """

    __tablename__ = "credential"

    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    enrolment_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrolment.id", ondelete="SET NULL"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    course_id: Mapped[UUID]
    year: Mapped[int]
    number: Mapped[int]
    status_list: Mapped[int]
    status_index: Mapped[int]
    facts: Mapped[dict[str, Any]]
    issued_at: Mapped[datetime]
    valid_until: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    revocation_reason: Mapped[str] = mapped_column(String(300), default="")
    cause: Mapped[Cause] = mapped_column(String(12), default=Cause.EARNED)
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("credential.id"), unique=True)
    superseded_at: Mapped[datetime | None]
    revocation_ground: Mapped[str] = mapped_column(String(30), default="", server_default=text("''"))  # of the short list
    suspended_at: Mapped[datetime | None]  # None again when it is lifted; the trail keeps that it was
    suspension_reason: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    suspension_ground: Mapped[str] = mapped_column(String(30), default="", server_default=text("''"))
    erased_at: Mapped[datetime | None]  # its holder's data were erased: number, hashes and standing are what is left

    __table_args__ = (
        UniqueConstraint("year", "number"),
        UniqueConstraint("status_list", "status_index"),
        Index("uq_credential_current", "enrolment_id", unique=True, sqlite_where=text("superseded_at is null"),
              postgresql_where=text("superseded_at is null")),
        Index("ix_credential_course_id", "course_id"),
        Index("ix_credential_valid_until", "valid_until"),
        CheckConstraint("cause in ('earned', 'renewal', 'correction')", name="cause"),
        CheckConstraint("(cause = 'earned') = (supersedes_id is null)", name="supersedes"),
        CheckConstraint("revoked_at is null or revocation_reason <> ''", name="revocation_reason"),
        CheckConstraint("suspended_at is null or suspension_reason <> ''", name="suspension_reason"),
    )  # fmt: skip

    @property
    def serial(self) -> str:
        """2026-0001"""
        return f"{self.year}-{self.number:04d}"


def _signer_of_document(context: DefaultExecutionContext) -> UUID | None:
    """The key named by the proof of the document that is being stored; None where it names none of ours."""
    try:
        parameters = context.get_current_parameters()  # type: ignore[no-untyped-call]
        method: str = json.loads(parameters["document"])["proof"][0]["verificationMethod"]
        return UUID(method.partition("#")[2])
    except (KeyError, IndexError, TypeError, ValueError):
        return None


class CredentialPrint(Model):
    """The prints of a credential, byte by byte, with their SHA-256; written once. Those of the first days have no token (JWT)."""

    __tablename__ = "credential_print"

    credential_id: Mapped[UUID] = mapped_column(ForeignKey("credential.id", ondelete="CASCADE"), primary_key=True)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    document_sha256: Mapped[str] = mapped_column(String(64))
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # read for its download only, not for a check
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    token: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    token_sha256: Mapped[str | None] = mapped_column(String(64))
    printed_at: Mapped[datetime]
    key_id: Mapped[UUID | None] = mapped_column(default=_signer_of_document, index=True)  # the key that signed the document

    __table_args__ = (CheckConstraint("(token is null) = (token_sha256 is null)", name="token"),)


class StatusList(Model):
    """A signed Bitstring Status List, as it is served."""

    __tablename__ = "status_list"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    signed_at: Mapped[datetime]


class LogEntry(Model):
    """A leaf of the public log: the hash of one signed credential (RFC 6962). Written once, for good."""

    __tablename__ = "log_entry"

    index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    credential_id: Mapped[UUID] = mapped_column(ForeignKey("credential.id"), unique=True)
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary)
    appended_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("length(leaf_hash) = 32", name="leaf_hash"),)


class LogNode(Model):
    """A complete subtree of the log above its leaves. It never changes, so a proof looks up a few and hashes no leaf again."""

    __tablename__ = "log_node"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1: over two leaves
    index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class Checkpoint(Model):
    """The log at one size, as the school signed it."""

    __tablename__ = "log_checkpoint"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary)
    note: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime]
