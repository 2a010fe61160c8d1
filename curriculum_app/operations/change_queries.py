"""Reads of changes: those that wait, those that were, and the certificates of one."""

from typing import NamedTuple
from uuid import UUID

from flask import abort
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from curriculum_app.accounts.models import Account, Grant
from curriculum_app.audit import AuditEntry
from curriculum_app.credentials.models import Credential
from curriculum_app.credentials.standing_models import Change, ChangeItem, ChangeState, Kind, Outcome
from curriculum_app.database import db
from curriculum_app.organisations.models import Organisation
from curriculum_app.web.access import Role

PAGE = 100


class Listed(NamedTuple):
    """A change with the names of those who asked and decided, its organisation, and how many certificates it is about."""

    change: Change
    asked_by: str | None
    decided_by: str | None
    organisation: Organisation | None
    certificates: int


class Row(NamedTuple):
    """One certificate of a change."""

    item: ChangeItem
    credential: Credential


class Sums(NamedTuple):
    """A change in numbers: all, done with, and of these by what came of them; what stood in the way already, and who must agree."""

    total: int
    done: int
    outcomes: dict[Outcome, int]
    revoked: int
    suspended: int
    of_two: int


def change_or_404(change_id: UUID) -> Change:
    """A change; else 404."""
    return db.session.get(Change, change_id) or abort(404)


def listed(change: Change) -> Listed:
    """A change with its names."""
    return _listing(Change.id == change.id)[0]


def waiting() -> list[Listed]:
    """What waits for a second person, the oldest first."""
    return _listing(Change.state == ChangeState.PENDING)[::-1]


def recent() -> list[Listed]:
    """The newest of the others."""
    return _listing(Change.state.not_in([ChangeState.PENDING, ChangeState.PREVIEW]))


def waiting_count() -> int:
    """How many changes wait for a second person."""
    return db.session.scalar(select(func.count()).where(Change.state == ChangeState.PENDING)) or 0


def rows(change: Change, page: int) -> list[Row]:
    """A page of the certificates of a change, and one more where there is a next page."""
    found = _rows(change).offset((min(max(page, 1), 1_000) - 1) * PAGE).limit(PAGE + 1)
    return [Row(row[0], row[1]) for row in db.session.execute(found)]


def all_rows(change: Change) -> list[Row]:
    """Every certificate of a change."""
    return [Row(row[0], row[1]) for row in db.session.execute(_rows(change))]


def sums(change: Change) -> Sums:
    """A change in numbers, in two queries."""
    mine = ChangeItem.change_id == change.id
    grouped = select(ChangeItem.outcome, func.count()).where(mine).group_by(ChangeItem.outcome)
    counted = {outcome: count for outcome, count in db.session.execute(grouped)}
    standing = (
        select(
            func.count(Credential.revoked_at),
            func.count(Credential.suspended_at).filter(Credential.revoked_at.is_(None)),
            func.count().filter(Organisation.two_person_approval),
        )
        .select_from(ChangeItem)
        .join(Credential, Credential.id == ChangeItem.credential_id)
        .outerjoin(Organisation, Organisation.id == Credential.organisation_id)
        .where(mine)
    )
    revoked, suspended, of_two = db.session.execute(standing).one()
    outcomes = {outcome: count for outcome, count in counted.items() if outcome is not None}
    return Sums(sum(counted.values()), sum(outcomes.values()), outcomes, revoked, suspended, of_two)


def possible(change: Change, found: Sums) -> int:
    """How many of a preview could be done now."""
    if change.kind == Kind.LIFT:
        return found.suspended
    return found.total - found.revoked - (found.suspended if change.kind == Kind.SUSPEND else 0)


def history(credential: Credential) -> list[tuple[AuditEntry, str | None]]:
    """What was done about a certificate, the oldest first, with the names of who did it."""
    entries = select(AuditEntry, Account.name).outerjoin(Account, Account.id == AuditEntry.actor_id)
    mine = entries.where(AuditEntry.subject_id == credential.id).order_by(AuditEntry.created_at)
    return [(row[0], row[1]) for row in db.session.execute(mine)]


def asked_for(credential: Credential) -> list[Change]:
    """What waits for a second person about a certificate."""
    pending = (
        select(Change)
        .join(ChangeItem, ChangeItem.change_id == Change.id)
        .where(ChangeItem.credential_id == credential.id, Change.state == ChangeState.PENDING)
    )
    return list(db.session.scalars(pending.order_by(Change.asked_at)))


def administrators() -> int:
    """How many people may decide."""
    return db.session.scalar(select(func.count(Grant.account_id.distinct())).where(Grant.role == Role.ADMINISTRATOR)) or 0


def _rows(change: Change) -> Select[ChangeItem, Credential]:
    joined = select(ChangeItem, Credential).join(Credential, Credential.id == ChangeItem.credential_id)
    return joined.where(ChangeItem.change_id == change.id).order_by(ChangeItem.place)


def _listing(*conditions: ColumnElement[bool]) -> list[Listed]:
    asked, decided = aliased(Account), aliased(Account)
    count = select(func.count()).where(ChangeItem.change_id == Change.id).scalar_subquery()
    found = (
        select(Change, asked.name, decided.name, Organisation, count)
        .outerjoin(asked, asked.id == Change.asked_by)
        .outerjoin(decided, decided.id == Change.decided_by)
        .outerjoin(Organisation, Organisation.id == Change.organisation_id)
        .where(*conditions)
        .order_by(Change.created_at.desc())
        .limit(PAGE)
    )
    return [Listed(*row) for row in db.session.execute(found)]
