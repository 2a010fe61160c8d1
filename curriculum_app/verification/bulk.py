"""Checking many certificates at once: numbers with names, or public ids. Asked on a page or by API, answered by the worker.

A number alone tells nothing: with a wrong name it is as unknown as one never given. A public id is as good as the QR code it
stands in, and tells what its page tells. What was asked and answered is kept for a day.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, delete, select, tuple_

from curriculum_app import jobs
from curriculum_app.credentials.models import Credential, CredentialPrint
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from curriculum_app.verification import checking
from curriculum_app.verification.checking import State
from curriculum_app.verification.models import BulkCheck, BulkPart

MOST = 5000  # rows at once
LONGEST_NUMBER, LONGEST_NAME = 300, 100
UNDER_WAY = 3  # checks one person may have waiting
KEPT = timedelta(days=1)
PART = 100  # rows a job: other work gets its turn between them
AT_A_TIME = 10  # rows a transaction: canonicalising takes ten milliseconds, and on SQLite others wait for its end


REFUSALS = {
    "bulk_empty": _("There is nothing to check."),
    "bulk_too_many": _("At most %(most)s rows can be checked at once."),
    "bulk_row_too_long": _("Row %(row)s is longer than any number or name."),
    "bulk_under_way": _("%(most)s of your checks are still under way. Wait until one is done."),
}


class Row(NamedTuple):
    """What is asked: a number or a public id or the address that holds one, and the name, without which a number tells nothing."""

    number: str
    name: str = ""


class Outcome(StrEnum):
    """What became of a row."""

    MATCH = "match"
    NO_MATCH = "no_match"  # unknown, or of another name
    NAME_DIFFERS = "name_differs"  # a public id that is known, with a name that is not its holder's
    ERASED = "erased"  # a number whose holder had their data erased: there is no name left to compare
    NAME_NEEDED = "name_needed"
    UNREADABLE = "unreadable"  # neither a number nor a public id


class Result(NamedTuple):
    """The answer to a row. What stands on the certificate is told to whoever holds its public id."""

    number: str
    name: str
    outcome: Outcome
    state: State | None = None
    serial: str | None = None
    title: str | None = None  # in Korean
    title_en: str | None = None
    course: str | None = None
    course_en: str | None = None
    issued_on: str | None = None
    valid_until: str | None = None


class Progress(NamedTuple):
    """How far a check has come."""

    done: int
    size: int

    @property
    def finished(self) -> bool:
        """Whether every row has its result."""
        return self.done == self.size


def ask(account_id: UUID, rows: Sequence[Row], now: datetime) -> BulkCheck:
    """Have rows checked by the worker. Raises Refused: `bulk_empty`, `bulk_too_many`, `bulk_row_too_long`, `bulk_under_way`."""
    if not rows:
        raise Refused("bulk_empty")
    if len(rows) > MOST:
        raise Refused("bulk_too_many", most=MOST)
    for place, row in enumerate(rows, start=1):
        if len(row.number) > LONGEST_NUMBER or len(row.name) > LONGEST_NAME:
            raise Refused("bulk_row_too_long", row=place)
    if len(_under_way(account_id, now)) >= UNDER_WAY:
        raise Refused("bulk_under_way", most=UNDER_WAY)
    asked = BulkCheck(account_id=account_id, size=len(rows), expires_at=now + KEPT)
    db.session.add(asked)
    db.session.flush()
    for start in range(0, len(rows), PART):
        db.session.add(BulkPart(check_id=asked.id, start=start, rows=[list(row) for row in rows[start : start + PART]]))
        jobs.enqueue("verification.bulk", f"{asked.id} {start}", check_id=str(asked.id), start=start)
    return asked


def own(account_id: UUID, check_id: UUID, now: datetime) -> BulkCheck | None:
    """One's own check that has not expired; None for another's or an unknown one."""
    mine = select(BulkCheck).where(BulkCheck.account_id == account_id, BulkCheck.id == check_id)
    return db.session.scalar(mine.where(BulkCheck.expires_at > now))


def progress(check: BulkCheck) -> Progress:
    """How many of its rows have their results."""
    starts = db.session.scalars(
        select(BulkPart.start).where(BulkPart.check_id == check.id, BulkPart.results.is_not(None))
    )
    return Progress(sum(min(PART, check.size - start) for start in starts), check.size)


def results(check: BulkCheck) -> list[Result]:
    """The results there are, in the order of the rows."""
    parts = select(BulkPart.results).where(BulkPart.check_id == check.id, BulkPart.results.is_not(None))
    return [_result(given) for part in db.session.scalars(parts.order_by(BulkPart.start)) for given in part or ()]


def check(rows: Sequence[Row], now: datetime) -> list[Result]:
    """What is to be said of each row now; a few queries to find the certificates, however many."""
    found = _found(rows)
    states: dict[UUID, State] = {}
    return [_judged(row, found, states, now) for row in rows]


Found = dict[tuple[int, int] | UUID, tuple[Credential, CredentialPrint | None]]


def _found(rows: Iterable[Row]) -> Found:
    """The certificates that rows name, by what they are named by."""
    named = {key for row in rows if (key := _key(row)) is not None}
    ids = [key for key in named if isinstance(key, UUID)]
    serials = [key for key in named if isinstance(key, tuple)]
    every = select(Credential, CredentialPrint).outerjoin(
        CredentialPrint, CredentialPrint.credential_id == Credential.id
    )
    found: Found = {}
    for row in _rows(every.where(Credential.id.in_(ids))) if ids else ():
        found[row[0].id] = row
    for row in _rows(every.where(tuple_(Credential.year, Credential.number).in_(serials))) if serials else ():
        found[row[0].year, row[0].number] = row
    return found


def _rows(query: Select[Any, Any]) -> list[tuple[Credential, CredentialPrint | None]]:
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _key(row: Row) -> UUID | tuple[int, int] | None:
    """The public id or the serial number in what was typed."""
    if found := checking.PUBLIC_ID.search(row.number):
        return UUID(found[0])
    return checking.read_serial(row.number)


def _judged(row: Row, found: Found, states: dict[UUID, State], now: datetime) -> Result:
    key, name = _key(row), row.name.strip()
    if key is None:
        return Result(*row, Outcome.UNREADABLE)
    if not name and not isinstance(key, UUID):
        return Result(*row, Outcome.NAME_NEEDED)
    if key not in found:
        return Result(*row, Outcome.NO_MATCH)
    credential, printed = found[key]
    if credential.erased_at is not None:
        state = checking.state(credential, checking.checks(credential, printed, now), now)
        return Result(*row, Outcome.ERASED, state, credential.serial)
    same = not name or checking.same_name(name, credential)
    if not same and not isinstance(key, UUID):
        return Result(*row, Outcome.NO_MATCH)
    if credential.id not in states:
        states[credential.id] = checking.state(credential, checking.checks(credential, printed, now), now)
    outcome, state = Outcome.MATCH if same else Outcome.NAME_DIFFERS, states[credential.id]
    return _told(row, outcome, state, credential) if isinstance(key, UUID) else Result(*row, outcome, state)


def _told(row: Row, outcome: Outcome, state: State, credential: Credential) -> Result:
    """What the page of a public id tells."""
    facts = credential.facts
    return Result(
        *row, outcome, state, credential.serial, facts["title"]["ko"], facts["title"]["en"], facts["course"]["ko"], facts["course"]["en"],
        facts["issued_on"], facts["valid_until"],
    )  # fmt: skip


def _result(given: Sequence[Any]) -> Result:
    """A result as it was before it was stored."""
    number, name, outcome, state, *told = given
    return Result(number, name, Outcome(outcome), State(state) if state else None, *told)


def _under_way(account_id: UUID, now: datetime) -> list[UUID]:
    waiting = select(BulkCheck.id).join(BulkPart, BulkPart.check_id == BulkCheck.id).where(BulkPart.results.is_(None))
    mine = waiting.where(BulkCheck.account_id == account_id, BulkCheck.expires_at > now)
    return list(db.session.scalars(mine.distinct()))


@jobs.task("verification.bulk")
def check_part(check_id: str, start: int) -> None:
    """Check the rows of one part, some at a time; what was taken back or has expired meanwhile is left alone."""
    id, now = UUID(check_id), utc_now()
    waiting = select(BulkPart).where(BulkPart.check_id == id, BulkPart.start == start, BulkPart.results.is_(None))
    if (part := db.session.scalar(waiting)) is None:
        return
    rows, found = [Row(*row) for row in part.rows], []
    for first in range(0, len(rows), AT_A_TIME):
        found += check(rows[first : first + AT_A_TIME], now)
        db.session.rollback()  # ends the reading; the lease of the job keeps others away
    if (part := db.session.scalar(waiting)) is not None:
        part.results = [list(result) for result in found]


@jobs.task("verification.forget_bulk")
def forget() -> None:
    """Delete what has expired, asked and answered."""
    gone = select(BulkCheck.id).where(BulkCheck.expires_at <= utc_now())
    db.session.execute(delete(BulkPart).where(BulkPart.check_id.in_(gone)))
    db.session.execute(delete(BulkCheck).where(BulkCheck.expires_at <= utc_now()))


@jobs.every_minute
def forget_in_time() -> None:
    """Put down the forgetting where something has expired."""
    now = utc_now()
    if db.session.scalar(select(BulkCheck.id).where(BulkCheck.expires_at <= now).limit(1)):
        jobs.enqueue("verification.forget_bulk", f"at {now:%Y-%m-%dT%H:%M}")
