"""Reads of facts for those who check them: staff see what people of their organisations asked them to check, and nothing else."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from flask import abort
from sqlalchemy import Select, exists, select

from curriculum_app.accounts.facts import PersonFact, Proof
from curriculum_app.accounts.models import Account
from curriculum_app.database import db
from curriculum_app.learning.models import Enrolment

MOST = 200


class Claim(NamedTuple):
    """A fact with whose it is."""

    fact: PersonFact
    name: str
    email: str


def claims(organisations: Collection[UUID] | None) -> list[Claim]:
    """What waits for a check, the oldest first, then what was marked; None: of everybody."""
    rows = [Claim(*row) for row in db.session.execute(_asked(organisations).order_by(PersonFact.asked_at).limit(MOST))]
    return sorted(rows, key=lambda claim: claim.fact.proof != Proof.SELF_DECLARED)


def claim(fact_id: UUID, organisations: Collection[UUID] | None) -> Claim:
    """One of them; else 404."""
    row = db.session.execute(_asked(organisations).where(PersonFact.id == fact_id)).first()
    return Claim(*row) if row else abort(404)


def organisation_of(account_id: UUID, organisations: Collection[UUID]) -> UUID | None:
    """The organisation among these by which a person is known."""
    theirs = select(Enrolment.organisation_id).where(
        Enrolment.account_id == account_id, Enrolment.organisation_id.in_(organisations)
    )
    return db.session.scalar(theirs.order_by(Enrolment.created_at.desc()).limit(1))


def _asked(organisations: Collection[UUID] | None) -> Select[PersonFact, str, str]:
    asked = (
        select(PersonFact, Account.name, Account.email)
        .join(Account, Account.id == PersonFact.account_id)
        .where(PersonFact.asked_at.is_not(None))
    )
    if organisations is None:
        return asked
    return asked.where(
        exists().where(Enrolment.account_id == PersonFact.account_id, Enrolment.organisation_id.in_(organisations))
    )
