"""Reads of try-outs: an employer's go by the organisation, a candidate's by the candidate; all others are a 404."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from flask import abort
from sqlalchemy import func, select

from curriculum_app.accounts.models import Account
from curriculum_app.database import db
from curriculum_app.grading.verdict import Verdict
from curriculum_app.organisations.models import Organisation
from curriculum_app.tryouts.making import hashed
from curriculum_app.tryouts.models import Tryout, TryoutAnswer, TryoutCandidate, TryoutItem


def of_organisations(organisations: Collection[UUID]) -> list[tuple[Tryout, int]]:
    """The try-outs of organisations with the number of candidates, newest first."""
    people = select(func.count()).where(TryoutCandidate.tryout_id == Tryout.id).scalar_subquery()
    query = select(Tryout, people).where(Tryout.organisation_id.in_(organisations)).order_by(Tryout.created_at.desc())
    return [(tryout, count) for tryout, count in db.session.execute(query)]


def tryout_or_404(tryout_id: UUID, organisations: Collection[UUID]) -> Tryout:
    """A try-out of one's organisations."""
    query = select(Tryout).where(Tryout.id == tryout_id, Tryout.organisation_id.in_(organisations))
    return db.session.scalar(query) or abort(404)


def organisations_named(ids: Collection[UUID]) -> list[Organisation]:
    """Organisations by name."""
    return list(db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name_ko)))


def by_secret(secret: str) -> tuple[Tryout, Organisation]:
    """What a link leads to, and who asks; a link that ended is as unknown as one that never was."""
    query = select(Tryout, Organisation).join(Organisation, Organisation.id == Tryout.organisation_id)
    row = db.session.execute(query.where(Tryout.secret_hash == hashed(secret))).first()
    return (row[0], row[1]) if row else abort(404)


def items(tryout_id: UUID) -> list[TryoutItem]:
    """The items in their order, without gold."""
    return list(
        db.session.scalars(select(TryoutItem).where(TryoutItem.tryout_id == tryout_id).order_by(TryoutItem.place))
    )


def item_or_404(tryout_id: UUID, place: int) -> TryoutItem:
    """One item by its place, without gold."""
    return db.session.scalar(
        select(TryoutItem).where(TryoutItem.tryout_id == tryout_id, TryoutItem.place == place)
    ) or abort(404)


class Part(NamedTuple):
    """Somebody's part in a try-out."""

    candidate: TryoutCandidate
    tryout: Tryout
    organisation: Organisation


def part_of(account_id: UUID, tryout_id: UUID) -> Part:
    """One's own part in a try-out; of others there is nothing to see."""
    found = [part for part in parts_of(account_id) if part.tryout.id == tryout_id]
    return found[0] if found else abort(404)


def parts_of(account_id: UUID) -> list[Part]:
    """Every try-out somebody takes part in, newest first."""
    query = (
        select(TryoutCandidate, Tryout, Organisation)
        .join(Tryout, Tryout.id == TryoutCandidate.tryout_id)
        .join(Organisation, Organisation.id == Tryout.organisation_id)
        .where(TryoutCandidate.account_id == account_id)
    )
    return [Part(*row) for row in db.session.execute(query.order_by(TryoutCandidate.agreed_at.desc()))]


def answers_of(candidate_id: UUID) -> dict[UUID, TryoutAnswer]:
    """A candidate's answers by item."""
    given = db.session.scalars(select(TryoutAnswer).where(TryoutAnswer.candidate_id == candidate_id))
    return {answer.item_id: answer for answer in given}


class Row(NamedTuple):
    """A candidate as the employer sees it; name and e-mail are None until revealed. `mean` counts what was answered, 0..1."""

    id: UUID
    number: int
    agreed_at: datetime
    name: str | None
    email: str | None
    answered: int
    mean: float | None


def candidates(tryout_id: UUID) -> list[Row]:
    """Everybody who agreed, by number: the order says nothing."""
    query = (
        select(
            TryoutCandidate, Account.name, Account.email, func.count(TryoutAnswer.item_id), func.avg(TryoutAnswer.score)
        )
        .join(Account, Account.id == TryoutCandidate.account_id)
        .outerjoin(TryoutAnswer, TryoutAnswer.candidate_id == TryoutCandidate.id)
        .where(TryoutCandidate.tryout_id == tryout_id)
        .group_by(TryoutCandidate.id, Account.name, Account.email)
        .order_by(TryoutCandidate.number)
    )
    return [
        Row(
            one.id,
            one.number,
            one.agreed_at,
            name if one.revealed_at else None,
            email if one.revealed_at else None,
            count,
            mean,
        )
        for one, name, email, count, mean in db.session.execute(query)
    ]


def candidate_or_404(tryout_id: UUID, candidate_id: UUID) -> Row:
    """One of them."""
    return next((row for row in candidates(tryout_id) if row.id == candidate_id), None) or abort(404)


def verdict_of(answer: TryoutAnswer) -> Verdict:
    """The verdict on an answer."""
    return Verdict.from_json(answer.verdict)
