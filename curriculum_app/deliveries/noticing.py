"""Noticing what changed, once, in an order that never changes, and putting down who is to be told of it.

What changed is read off what is stored: a signal only makes it soon, and one that was lost is caught up with by the minute.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import aliased

from curriculum_app import jobs
from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Consent, Purpose
from curriculum_app.credentials import issuing, revoking
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.deliveries import told
from curriculum_app.deliveries.models import Change, Delivery, Endpoint, Kind
from curriculum_app.talent import recording
from curriculum_app.talent.models import TalentRecord

LOCK = 0x6368616E  # "chan": the advisory lock of whoever notes changes
AT_ONCE = 200
EVER_SINCE = datetime(1970, 1, 1, tzinfo=UTC)
JOB = "deliveries.notice"


class Seen(NamedTuple):
    """Something that changed and is not noted yet."""

    kind: Kind
    subject_id: UUID
    credential_id: UUID | None
    account_id: UUID | None
    at: datetime
    record_id: UUID | None = None


def init_app(app: Flask) -> None:
    """Begin to listen; a second application in the same process changes nothing."""
    for signal in (issuing.issued, revoking.revoked, consents.given, consents.withdrawn):
        signal.connect(_on_news)


def _on_news(*_: Any, **__: Any) -> None:
    """One job notices everything there is; where one waits already, it will."""
    if not jobs.under_way(JOB, ""):
        jobs.enqueue(JOB, str(uuid4()))


@jobs.every_minute
def notice_by_the_minute() -> None:
    """Put down the noticing where anything is not noted: what expired tells nobody of it."""
    if next(_unseen(utc_now(), 1), None) is not None:
        _on_news()


@jobs.task(JOB)
def notice() -> None:
    """Note what changed, oldest first, and for each who is to be told. What is left over has a job of its own."""
    now = utc_now()
    _lock()
    seen = sorted(_unseen(now, AT_ONCE), key=lambda one: (one.at, list(Kind).index(one.kind)))
    last = db.session.scalar(select(func.max(Change.sequence))) or 0
    changes = [_noted(one, sequence) for sequence, one in enumerate(seen, start=last + 1)]
    if not changes:
        return
    db.session.flush()
    _tell_of(changes, now)
    if len(changes) >= AT_ONCE:
        jobs.enqueue(JOB, str(uuid4()))


def _lock() -> None:
    """Nobody else notes until this transaction ends. On SQLite every writing transaction is alone anyway."""
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(LOCK)))


def _unseen(now: datetime, most: int) -> Iterator[Seen]:
    """What is stored and not noted, some of each kind."""
    yield from _credentials(Kind.ISSUED, Credential.issued_at, Credential.issued_at >= _since(now), most)
    yield from _credentials(Kind.REVOKED, Credential.revoked_at, Credential.revoked_at.is_not(None), most)
    yield from _credentials(Kind.EXPIRED, Credential.valid_until, Credential.valid_until <= now, most)
    yield from _consents(Kind.GIVEN, Consent.given_at, Consent.given_at <= now, most)
    yield from _consents(Kind.WITHDRAWN, Consent.withdrawn_at, Consent.withdrawn_at <= now, most)
    yield from _gone(now, most)


def _since(now: datetime) -> datetime:
    """From when on certificates may not be noted yet: a day before the newest noted one, and on the hour ever since."""
    newest = select(Change.at).where(Change.kind == Kind.ISSUED).order_by(Change.sequence.desc()).limit(1)
    noted = db.session.scalar(newest)
    return EVER_SINCE if noted is None or now.minute == 0 else noted - timedelta(days=1)


def _credentials(kind: Kind, at: Any, happened: ColumnElement[bool], most: int) -> Iterator[Seen]:
    noted = (Change.subject_id == Credential.id) & (Change.kind == kind)
    rows = select(Credential.id, Credential.account_id, at).outerjoin(Change, noted).where(happened, Change.sequence.is_(None))
    for credential_id, account_id, when in db.session.execute(rows.order_by(at, Credential.id).limit(most)):
        yield Seen(kind, credential_id, credential_id, account_id, when)


def _consents(kind: Kind, at: Any, happened: ColumnElement[bool], most: int) -> Iterator[Seen]:
    noted = (Change.subject_id == Consent.id) & (Change.kind == kind)
    rows = select(Consent.id, Consent.account_id, at).outerjoin(Change, noted)
    unseen = rows.where(happened, Consent.purpose == Purpose.TALENT_POOL, Change.sequence.is_(None))
    for consent_id, account_id, when in db.session.execute(unseen.order_by(at, Consent.id).limit(most)):
        yield Seen(kind, consent_id, None, account_id, when)


def _gone(now: datetime, most: int) -> Iterator[Seen]:
    """Consents that were told of and are no more, since the person is no more here: as good as withdrawn."""
    withdrawn = aliased(Change)
    told_of = withdrawn.sequence.is_not(None)
    rows = (
        select(Change.subject_id, Change.record_id)
        .outerjoin(Consent, Consent.id == Change.subject_id)
        .outerjoin(withdrawn, (withdrawn.subject_id == Change.subject_id) & (withdrawn.kind == Kind.WITHDRAWN))
        .where(Change.kind == Kind.GIVEN, Change.record_id.is_not(None), Consent.id.is_(None), ~told_of)
    )
    for consent_id, record_id in db.session.execute(rows.order_by(Change.sequence).limit(most)):
        yield Seen(Kind.WITHDRAWN, consent_id, None, None, now, record_id)


def _noted(seen: Seen, sequence: int) -> Change:
    """The row of a change. A certificate makes its holder's record first, so that the record can be named."""
    if seen.kind == Kind.ISSUED:
        recording.record(str(seen.credential_id))
    record = seen.record_id
    if seen.account_id is not None:
        record = db.session.scalar(select(TalentRecord.id).where(TalentRecord.account_id == seen.account_id))
    if record is not None and seen.kind == Kind.ISSUED:  # a consent given before there was a record now has one
        unnamed = update(Change).where(Change.account_id == seen.account_id, Change.record_id.is_(None))
        db.session.execute(unnamed.values(record_id=record))
    change = Change(
        sequence=sequence, id=uuid4(), kind=seen.kind, subject_id=seen.subject_id, credential_id=seen.credential_id,
        account_id=seen.account_id, record_id=record, at=seen.at,
    )  # fmt: skip
    db.session.add(change)
    return change


def _tell_of(changes: list[Change], now: datetime) -> None:
    """Put down one telling for each endpoint that wants it and may know of it. What happened before it was registered is not told."""
    numbers = [change.sequence for change in changes]
    wanting = select(Endpoint).where(Endpoint.switched_off_at.is_(None), Endpoint.in_force())
    for endpoint in db.session.scalars(wanting):
        readable = told.readable(endpoint.role, endpoint.organisation_id).where(Change.sequence.in_(numbers))
        wanted = readable.where(Change.kind.in_(endpoint.kinds), Change.at >= endpoint.created_at).order_by(Change.sequence)
        for change, _ in db.session.execute(wanted).all():
            delivery = Delivery(id=uuid4(), endpoint_id=endpoint.id, change_id=change.id, next_at=now)
            db.session.add(delivery)
            if endpoint.failing_since is None:
                jobs.enqueue("deliveries.send", str(delivery.id), delivery_id=str(delivery.id))
