"""What a person says of himself beside certificates: languages, degrees, licences, hours worked; and who has seen it proven.

Documents are never stored: only that one was seen, by whom, when, and of which kind. Changing a fact drops its mark.
It lies here, below certificates, because some of them may only be issued where a licence or degree was seen.
"""

import re
import unicodedata
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flask import abort
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from curriculum_app import audit
from curriculum_app.database import Identified, Model, Timestamped, db
from curriculum_app.refusal import Refused

MOST = 40  # facts of one person


class Sort(StrEnum):
    """What a fact is about. There is no other: looks, origin, family and property are nobody's business here."""

    LANGUAGE = "language"
    DEGREE = "degree"
    LICENCE = "licence"
    HOURS = "hours"


class Proof(StrEnum):
    """How far a fact is proven."""

    SELF_DECLARED = "self_declared"
    DOCUMENT_SEEN = "document_seen"
    ISSUER_CONFIRMED = "issuer_confirmed"


class Document(StrEnum):
    """Which kind of document was seen."""

    CERTIFICATE = "certificate"
    TRANSCRIPT = "transcript"
    LICENCE = "licence"
    TEST_REPORT = "test_report"
    WORK_RECORD = "work_record"


CEFR = ("A1", "A2", "B1", "B2", "C1", "C2", "native")
DEGREES = ("associate", "bachelor", "master", "doctor")


class PersonFact(Identified, Timestamped, Model):
    """One fact. `name` is a language's code, a field of study, a licence or a kind of work; `grade` a level; `hours` a number."""

    __tablename__ = "person_fact"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    sort: Mapped[Sort] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    grade: Mapped[str] = mapped_column(String(10), default="")
    hours: Mapped[int | None]
    proof: Mapped[Proof] = mapped_column(String(20), default=Proof.SELF_DECLARED)
    proven_at: Mapped[datetime | None]
    proven_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    proven_for: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    document: Mapped[Document | None] = mapped_column(String(20))
    asked_at: Mapped[datetime | None]  # when its holder asked for it to be checked: until then nobody else sees it
    changed_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_person_fact_account_id", "account_id"),
        CheckConstraint("sort in ('language', 'degree', 'licence', 'hours')", name="sort"),
        CheckConstraint("proof in ('self_declared', 'document_seen', 'issuer_confirmed')", name="proof"),
        CheckConstraint("(proof = 'self_declared') = (proven_at is null)", name="proven_at"),
        CheckConstraint("(proof = 'document_seen') = (document is not null)", name="document"),
        CheckConstraint("(sort = 'hours') = (hours is not null)", name="hours"),
    )


# A resident registration number, also masked, in any spelling; and any number long enough to point at one person.
_REGISTRATION = re.compile(r"\d{6}[\s.\-‐-―−ー~/]*[1-8][\d*xX●○•]{6}")
_LONG_NUMBER = re.compile(r"(?:\d[\s.\-‐-―−()]*){7,}")
_ADDRESS = re.compile(r"@|https?:|www\.|\.(?:com|net|org|kr)\b", re.IGNORECASE)
_SCHOOL = re.compile(
    r"대학교|대학원|고등학교|전문대|\b(?:university|college|institute of technology|high school)\b", re.IGNORECASE
)


def check_text(text: str) -> None:
    """Raises Refused where free text carries what must never be kept or would name a person to an employer.

    `resident_number`, `number_in_text`, `address_in_text`, `school_in_text`.
    """
    plain = unicodedata.normalize("NFKC", text)
    for code, pattern in (("resident_number", _REGISTRATION), ("number_in_text", _LONG_NUMBER), ("address_in_text", _ADDRESS),
                          ("school_in_text", _SCHOOL)):  # fmt: skip
        if pattern.search(plain):
            raise Refused(code)


def of(account_id: UUID) -> list[PersonFact]:
    """A person's facts, by sort and age."""
    mine = select(PersonFact).where(PersonFact.account_id == account_id)
    order = list(Sort)
    return sorted(
        db.session.scalars(mine.order_by(PersonFact.created_at)), key=lambda fact: order.index(Sort(fact.sort))
    )


def own(account_id: UUID, fact_id: UUID) -> PersonFact:
    """One's own fact; another's is as unknown as an unknown one."""
    return db.session.scalar(
        select(PersonFact).where(PersonFact.id == fact_id, PersonFact.account_id == account_id)
    ) or abort(404)


def seen(account_id: UUID, *sorts: Sort) -> list[PersonFact]:
    """The facts of these sorts (licences and degrees where none is named) of which a document was seen or the issuer asked."""
    wanted = sorts or (Sort.LICENCE, Sort.DEGREE)
    return [fact for fact in of(account_id) if fact.sort in wanted and fact.proof != Proof.SELF_DECLARED]


def declare(account_id: UUID, sort: Sort, name: str, grade: str, hours: int | None, now: datetime) -> PersonFact:
    """Add a fact, self-declared. Raises Refused: `too_many_facts` and what `check_text` says."""
    check_text(name)
    if len(of(account_id)) >= MOST:
        raise Refused("too_many_facts", most=MOST)
    fact = PersonFact(
        account_id=account_id, sort=sort, name=name, grade=grade, hours=hours, proof=Proof.SELF_DECLARED, changed_at=now
    )
    db.session.add(fact)
    db.session.flush()
    audit.note("fact_declared", account_id, fact.id, sort=sort)
    return fact


def change(fact: PersonFact, name: str, grade: str, hours: int | None, now: datetime) -> None:
    """Change what a fact says; its mark falls, because what was proven was something else. Raises Refused as `declare`."""
    check_text(name)
    if (fact.name, fact.grade, fact.hours) == (name, grade, hours):
        return
    fact.name, fact.grade, fact.hours, fact.changed_at = name, grade, hours, now
    _unmark(fact)
    audit.note("fact_changed", fact.account_id, fact.id, sort=fact.sort)


def remove(fact: PersonFact) -> None:
    """Take a fact away, at once and for good."""
    audit.note("fact_removed", fact.account_id, fact.id, sort=fact.sort)
    db.session.delete(fact)


def ask(fact: PersonFact, now: datetime) -> None:
    """Let the staff of one's organisations see it, so that they may mark it as proven."""
    fact.asked_at = fact.asked_at or now


def mark(
    fact: PersonFact, proof: Proof, document: Document | None, by: UUID, organisation_id: UUID | None, now: datetime
) -> None:
    """Say how far a fact is proven, `by` whom; self-declared again means that nothing proved it.

    Raises Refused: `own_fact`, `document_needed`, `fact_not_asked`.
    """
    if fact.account_id == by:
        raise Refused("own_fact")
    if fact.asked_at is None:
        raise Refused("fact_not_asked")
    if proof == Proof.DOCUMENT_SEEN and document is None:
        raise Refused("document_needed")
    _unmark(fact)
    if proof != Proof.SELF_DECLARED:
        fact.proof, fact.proven_at, fact.proven_by, fact.proven_for = proof, now, by, organisation_id
        fact.document = document if proof == Proof.DOCUMENT_SEEN else None
        fact.asked_at = now
    audit.note("fact_marked", by, fact.id, organisation_id, sort=fact.sort, proof=proof, document=fact.document)


def _unmark(fact: PersonFact) -> None:
    fact.proof, fact.proven_at, fact.proven_by, fact.proven_for = Proof.SELF_DECLARED, None, None, None
    fact.document = fact.asked_at = None
