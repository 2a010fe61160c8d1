"""Changing the standing of certificates: looked at beforehand, agreed to by a second person where asked for, then done.

A change is one row with the certificates it is about, whether one or thousands. Those of an organisation that asks for two
people wait for the second; the others are done at once. Doing is a chain of jobs, each of which does some and puts down the
next, so that its progress is seen, and what was done is not done again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from curriculum_app import audit, jobs
from curriculum_app.credentials import revoking, suspending
from curriculum_app.credentials.models import Credential
from curriculum_app.credentials.standing_models import Change, ChangeItem, ChangeState, Kind, Outcome
from curriculum_app.database import db, insert_many
from curriculum_app.organisations.models import Organisation
from curriculum_app.refusal import Refused

MOST = 5_000  # certificates in one change
CHUNK = 250  # certificates in one job
WAITS = timedelta(days=14)  # how long a change waits for a second person
PREVIEWED = timedelta(days=1)  # how long a preview stays
TYPED = timedelta(days=30)  # how long it is kept what was typed and is no number: it may be anything, also a name


def preview(kind: Kind, credentials: Sequence[UUID], unknown: Iterable[str], by: UUID, now: datetime) -> Change:
    """A change to look at; nothing is done yet. Raises Refused: `nobody_concerned`, `too_many_at_once`."""
    concerned, unknown = list(dict.fromkeys(credentials)), list(dict.fromkeys(unknown))
    if not concerned:
        raise Refused("nobody_concerned")
    if len(concerned) + len(unknown) > MOST:
        raise Refused("too_many_at_once", most=f"{MOST:,}")
    change = Change(kind=kind, asked_by=by, unknown=unknown, created_at=now)
    db.session.add(change)
    db.session.flush()
    _put(change, concerned)
    return change


def ask(change: Change, by: UUID, ground: str, reason: str, now: datetime) -> list[Change]:
    """Have a previewed change done, and what needs two people asked of a second one; the changes that came of it.

    Raises Refused("not_open") for what was asked already or is another's.
    """
    _take(change, ChangeState.PREVIEW)
    if change.asked_by != by:
        raise Refused("not_open")
    change.ground, change.reason, change.asked_at = ground, reason, now
    waiting, whole = _of_two(change), _count(change)
    if not waiting:
        _start(change)
        return [change]
    if len(waiting) == whole:
        return [_wait(change)]
    other = Change(kind=change.kind, ground=ground, reason=reason, asked_by=by, asked_at=now, unknown=[], created_at=now)
    db.session.add(other)
    db.session.flush()
    _move(change, other, waiting)
    _start(change)
    return [change, _wait(other)]


def single(kind: Kind, credential: Credential, by: UUID, ground: str, reason: str, now: datetime) -> Change | None:
    """Change one certificate here and now; the change that waits for a second person where its organisation asks for two.

    Raises Refused: what the rule refuses by, or `already_asked` where the same is waiting.
    """
    db.session.refresh(credential, with_for_update=True)  # two administrators may have the same page open
    if not asks_for_two(credential.organisation_id):
        _do(kind, credential, by, ground, reason, now)
        if kind == Kind.REVOKE:
            jobs.enqueue("credentials.sign_list", f"revoked {credential.id}", number=credential.status_list)
        return None
    if would(kind, credential) != Outcome.APPLIED:
        raise Refused(would(kind, credential).value)
    same = (
        select(Change.id)
        .join(ChangeItem, ChangeItem.change_id == Change.id)
        .where(ChangeItem.credential_id == credential.id, Change.state == ChangeState.PENDING, Change.kind == kind)
    )
    if db.session.scalar(same.where(Change.asked_at > now - WAITS)) is not None:
        raise Refused("already_asked")
    (change,) = ask(preview(kind, [credential.id], [], by, now), by, ground, reason, now)
    return change


def approve(change: Change, by: UUID, now: datetime) -> None:
    """Agree as the second person. Raises Refused: `not_open`, `own_request`, `request_expired`."""
    _decide(change, by, now)
    if change.kind == Kind.END_APPROVAL:
        db.session.get_one(Organisation, change.organisation_id).two_person_approval = False
        change.state, change.done_at = ChangeState.DONE, now
    else:
        _start(change)
    audit.note("change_approved", by, change.id, change.organisation_id, kind=change.kind, reason=change.reason)


def decline(change: Change, by: UUID, reason: str, now: datetime) -> None:
    """Refuse as the second person, with a reason for the one who asked. Raises as `approve` does."""
    _decide(change, by, now)
    change.state, change.decision_reason = ChangeState.DECLINED, reason
    audit.note("change_declined", by, change.id, change.organisation_id, kind=change.kind, reason=reason)


def expire(now: datetime) -> None:
    """End what has waited too long, and forget previews of yesterday; for the regular round."""
    late = select(Change).where(Change.state == ChangeState.PENDING, Change.asked_at <= now - WAITS)
    for change in db.session.scalars(late):
        change.state = ChangeState.EXPIRED
        audit.note("change_expired", None, change.id, change.organisation_id, kind=change.kind)
    old = select(Change).where(Change.state == ChangeState.PREVIEW, Change.created_at <= now - PREVIEWED)
    for change in db.session.scalars(old):
        db.session.delete(change)
    forgotten = update(Change).where(Change.created_at <= now - TYPED, Change.created_at > now - 2 * TYPED)
    db.session.execute(forgotten.values(unknown=[]).execution_options(synchronize_session="fetch"))


def ask_for_two(organisation: Organisation, by: UUID, administrators: int) -> None:
    """From now on nothing of this organisation's is revoked, suspended or lifted by one person. Raises Refused("no_second_person")."""
    if administrators < 2:
        raise Refused("no_second_person")
    if not organisation.two_person_approval:
        organisation.two_person_approval = True
        audit.note("two_people_asked_for", by, organisation.id, organisation.id)


def end_asking_for_two(organisation: Organisation, by: UUID, now: datetime) -> Change:
    """Ask a second person to end it: one alone could else do alone what it is against. Raises Refused: `not_open`, `already_asked`."""
    if not organisation.two_person_approval:
        raise Refused("not_open")
    waiting = (Change.state == ChangeState.PENDING, Change.kind == Kind.END_APPROVAL, Change.organisation_id == organisation.id)
    if db.session.scalar(select(Change.id).where(*waiting, Change.asked_at > now - WAITS)) is not None:
        raise Refused("already_asked")
    change = Change(kind=Kind.END_APPROVAL, organisation_id=organisation.id, asked_by=by, asked_at=now, unknown=[], created_at=now)
    db.session.add(change)
    db.session.flush()
    return _wait(change)


def asks_for_two(organisation_id: UUID | None) -> bool:
    """Whether an organisation wants two people to agree."""
    asked = select(Organisation.two_person_approval).where(Organisation.id == organisation_id)
    return organisation_id is not None and bool(db.session.scalar(asked))


def would(kind: Kind, credential: Credential) -> Outcome:
    """What would come of a certificate now."""
    if credential.revoked_at is not None:
        return Outcome.ALREADY_REVOKED
    if kind == Kind.SUSPEND and credential.suspended_at is not None:
        return Outcome.ALREADY_SUSPENDED
    if kind == Kind.LIFT and credential.suspended_at is None:
        return Outcome.NOT_SUSPENDED
    return Outcome.APPLIED


def do_some(change: Change, now: datetime) -> None:
    """Do the next ones of a running change, and put down the rest; for the worker, safe to run twice."""
    db.session.refresh(change, with_for_update=True)
    if change.state != ChangeState.RUNNING:
        return
    undone = select(ChangeItem).where(ChangeItem.change_id == change.id, ChangeItem.outcome.is_(None)).order_by(ChangeItem.place)
    items = list(db.session.scalars(undone.limit(CHUNK)))
    wanted = [item.credential_id for item in items]
    locked = select(Credential).where(Credential.id.in_(wanted)).order_by(Credential.id).with_for_update()
    found = {credential.id: credential for credential in db.session.scalars(locked.execution_options(populate_existing=True))}
    lists = set()
    for item in items:
        credential = found[item.credential_id]
        item.outcome = would(change.kind, credential)
        if item.outcome == Outcome.APPLIED:
            more = {"change": str(change.id), **({"approved_by": str(change.decided_by)} if change.decided_by else {})}
            _do(change.kind, credential, change.asked_by, change.ground, change.reason, now, **more)
            lists.add(credential.status_list)
    for number in sorted(lists) if change.kind == Kind.REVOKE else ():
        jobs.enqueue("credentials.sign_list", f"{number} {change.id} {items[0].place}", number=number)
    if len(items) == CHUNK:
        _put_down(change, items[-1].place + 1)
    else:
        change.state, change.done_at = ChangeState.DONE, now


def _do(kind: Kind, credential: Credential, by: UUID | None, ground: str, reason: str, now: datetime, **particulars: str) -> None:
    if kind == Kind.REVOKE:
        revoking.mark(credential, by, reason, now, ground, **particulars)
    elif kind == Kind.SUSPEND:
        suspending.suspend(credential, by, reason, now, ground, **particulars)
    else:
        suspending.lift(credential, by, reason, now, **particulars)


def _start(change: Change) -> None:
    change.state = ChangeState.RUNNING
    _put_down(change, 0)


def _put_down(change: Change, place: int) -> None:
    jobs.enqueue("credentials.change_standing", f"{change.id} {place}", change_id=str(change.id))


def _wait(change: Change) -> Change:
    change.state = ChangeState.PENDING
    audit.note("change_asked_for", change.asked_by, change.id, change.organisation_id, kind=change.kind, reason=change.reason)
    return change


def _decide(change: Change, by: UUID, now: datetime) -> None:
    _take(change, ChangeState.PENDING)
    if change.asked_by == by or change.asked_by is None:
        raise Refused("own_request")
    if change.asked_at is None or change.asked_at <= now - WAITS:
        raise Refused("request_expired")
    change.decided_by, change.decided_at = by, now


def _take(change: Change, state: ChangeState) -> None:
    """Nobody else decides of this change at the same moment. Raises Refused("not_open") where it is in another state."""
    locked = select(Change).where(Change.id == change.id).with_for_update().execution_options(populate_existing=True)
    if db.session.scalars(locked).one().state != state:
        raise Refused("not_open")


def _of_two(change: Change) -> list[UUID]:
    """Those of a change whose organisation asks for two people."""
    waiting = (
        select(ChangeItem.credential_id)
        .join(Credential, Credential.id == ChangeItem.credential_id)
        .join(Organisation, Organisation.id == Credential.organisation_id)
        .where(ChangeItem.change_id == change.id, Organisation.two_person_approval)
    )
    return list(db.session.scalars(waiting))


def _count(change: Change) -> int:
    return db.session.scalar(select(func.count()).where(ChangeItem.change_id == change.id)) or 0


def _put(change: Change, credentials: Iterable[UUID]) -> None:
    rows = [{"change_id": change.id, "credential_id": id, "place": place} for place, id in enumerate(credentials)]
    insert_many(ChangeItem.metadata.tables["standing_change_item"], rows)


def _move(change: Change, other: Change, credentials: Sequence[UUID]) -> None:
    moved = update(ChangeItem).where(ChangeItem.change_id == change.id, ChangeItem.credential_id.in_(credentials))
    db.session.execute(moved.values(change_id=other.id).execution_options(synchronize_session=False))
