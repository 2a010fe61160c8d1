"""The chain of the trail: made as a transaction commits, and checked from its first entry to its head."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from flask import Flask
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from curriculum_app.audit import UNCHAINED, AuditEntry, AuditHead
from curriculum_app.database import db

START = bytes(32)
AT_ONCE = 1000


class Fault(NamedTuple):
    """What is wrong with the trail: `edited`, `missing`, `unchained`, `cut`; and with which entry."""

    code: str
    number: int | None
    entry_id: UUID | None


def hash_of(before: bytes, number: int, entry: AuditEntry) -> bytes:
    """SHA-256 over the hash of the entry before and the whole content of this one, as JSON with sorted keys."""
    content = {
        "number": number, "id": str(entry.id), "at": entry.created_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_id and str(entry.actor_id), "organisation": entry.organisation_id and str(entry.organisation_id),
        "deed": entry.deed, "subject": entry.subject_id and str(entry.subject_id), "particulars": entry.particulars,
    }  # fmt: skip
    return sha256(before + json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).digest()


def init_app(app: Flask) -> None:
    """Begin to chain what is noted; a second application in the same process changes nothing."""
    for name, listener in (("before_commit", _chain), ("after_soft_rollback", _forget)):
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)


def _chain(session: Session) -> None:
    """Chain what this transaction noted. It is the last thing it does, so nobody waits for a lock while holding the head's."""
    if session.in_nested_transaction() or not session.info.get(UNCHAINED):
        return
    ids = session.info.pop(UNCHAINED)
    session.flush()
    kept = {entry.id: entry for entry in session.scalars(select(AuditEntry).where(AuditEntry.id.in_(ids)))}
    entries = [kept[id] for id in ids if id in kept]  # what a savepoint took back is gone
    if not entries:
        return
    for entry in entries:  # as the database keeps it: what JSON makes of the particulars
        session.refresh(entry)
    head = _locked(session)
    number, newest = head
    for entry in entries:
        number, newest = number + 1, hash_of(newest, number + 1, entry)
        session.execute(update(AuditEntry).where(AuditEntry.id == entry.id).values(number=number, hash=newest),
                        execution_options={"synchronize_session": False})  # fmt: skip
        session.expire(entry)
    session.execute(update(AuditHead).values(number=number, hash=newest))


def _locked(session: Session) -> tuple[int, bytes]:
    """Number and hash of the newest entry, locked until the transaction ends. Migrations made the row."""
    session.execute(update(AuditHead).values(number=AuditHead.number))
    row = session.execute(select(AuditHead.number, AuditHead.hash)).first()
    if row is None:
        session.add(AuditHead(id=1, number=0, hash=START))
        session.flush()
        return 0, START
    return row[0], row[1]


def _forget(session: Session, previous: Any) -> None:
    if not previous.nested:
        session.info.pop(UNCHAINED, None)


def faults() -> Iterator[Fault]:
    """Everything that is wrong with the trail as it stands, from its beginning; nothing where all is well."""
    number, before = 0, START
    for entry in _in_order():
        if entry.number is None or entry.hash is None:
            yield Fault("unchained", None, entry.id)
            continue
        for lost in range(number + 1, entry.number):
            yield Fault("missing", lost, None)
        if entry.number == number + 1 and hash_of(before, entry.number, entry) != entry.hash:
            yield Fault("edited", entry.number, entry.id)
        number, before = entry.number, entry.hash
    head = db.session.execute(select(AuditHead.number, AuditHead.hash)).first()
    if head is None:
        if number:
            yield Fault("cut", number, None)
        return
    for lost in range(number + 1, head[0] + 1):
        yield Fault("missing", lost, None)
    if head[0] == number and head[1] != before or head[0] < number:
        yield Fault("cut", head[0], None)


def _in_order() -> Iterator[AuditEntry]:
    """Every entry, those without a number first."""
    yield from db.session.scalars(select(AuditEntry).where(AuditEntry.number.is_(None)))
    after = 0
    while True:
        query = select(AuditEntry).where(AuditEntry.number > after).order_by(AuditEntry.number).limit(AT_ONCE)
        page = list(db.session.scalars(query))
        yield from page
        if len(page) < AT_ONCE:
            return
        after = page[-1].number or 0
        db.session.expunge_all()


def head() -> tuple[int, str, datetime | None]:
    """How many entries there are, the newest one's hash to write down elsewhere, and when it was made."""
    row = db.session.execute(select(AuditHead.number, AuditHead.hash)).first()
    number, newest = (row[0], row[1]) if row else (0, START)
    return number, newest.hex(), db.session.scalar(select(AuditEntry.created_at).where(AuditEntry.number == number))
