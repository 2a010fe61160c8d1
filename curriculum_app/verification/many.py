"""Checking a list of certificates that somebody uploaded: kept as text to be looked over, checked in jobs, answered, forgotten.

The file itself is never kept. Its cells are kept with the results, which are the same list with columns added, for a day.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from curriculum_app import jobs
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from curriculum_app.verification import bulk, sheets
from curriculum_app.verification.bulk import Outcome, Result, Row
from curriculum_app.verification.checking import PUBLIC_ID, State, read_serial
from curriculum_app.verification.models import BulkCheck, BulkSheet
from curriculum_app.verification.sheets import Sheet
from curriculum_app.verification.words import STATES

LOOKED_OVER = timedelta(hours=1)  # how long a list waits for the wish to check it
MOST_WAITING = 5  # lists of one person that wait for it

REFUSALS = {
    "sheet_empty": _("The list is empty."),
    "sheet_too_large": _("The list is too large. At most 2 MB and 5,000 rows can be checked at once."),
    "sheet_broken": _("The file can't be read as CSV or XLSX. It may be damaged, locked or of another kind."),
    "sheet_too_wide": _("The list has more than %(most)s columns."),
    "sheet_unnamed": _("No column is called “number” or “address” (번호, 주소). Name the columns in the first row."),
    "sheet_not_done": _("The check is not done yet. Reload the page in a few seconds."),
}  # fmt: skip

OUTCOMES = {
    Outcome.MATCH: _("It is known, and so is the name."),
    Outcome.NO_MATCH: _("No certificate has this number and this name."),
    Outcome.NAME_DIFFERS: _("The certificate is known, but not under this name."),
    Outcome.ERASED: _("It was issued, and its holder has had their data erased: there is no name left to compare."),
    Outcome.NAME_NEEDED: _("A number alone tells nothing: a name is needed."),
    Outcome.UNREADABLE: _("This is neither a number nor an address of a certificate."),
}  # fmt: skip
WITHOUT_NAME = _("It is known; no name was given to compare.")

PROBLEMS = {
    "unreadable": _("This is neither a number nor an address of a certificate."),
    "name_needed": _("A number alone tells nothing: a name is needed."),
}  # fmt: skip


class Problem(NamedTuple):
    """What is wrong with a row, before anything is checked."""

    line: int
    code: str
    given: str


def keep(account_id: UUID, data: bytes, now: datetime) -> BulkSheet:
    """Read a list and keep its cells for an hour, to be looked over. Raises Refused."""
    sheet = sheets.read(data)
    waiting = select(BulkSheet).where(BulkSheet.account_id == account_id, BulkSheet.check_id.is_(None))
    for old in list(db.session.scalars(waiting.order_by(BulkSheet.created_at.desc())))[MOST_WAITING - 1 :]:
        db.session.delete(old)
    kept = BulkSheet(account_id=account_id, content=list(sheet), expires_at=now + LOOKED_OVER)
    db.session.add(kept)
    db.session.flush()
    return kept


def own(account_id: UUID, sheet_id: UUID, now: datetime) -> BulkSheet | None:
    """One's own list; None for another's, an unknown or a forgotten one."""
    mine = select(BulkSheet).where(BulkSheet.account_id == account_id, BulkSheet.id == sheet_id)
    return db.session.scalar(mine.where(BulkSheet.expires_at > now))


def waiting_and_done(account_id: UUID, now: datetime) -> list[BulkSheet]:
    """One's own lists, newest first."""
    mine = select(BulkSheet).where(BulkSheet.account_id == account_id, BulkSheet.expires_at > now)
    return list(db.session.scalars(mine.order_by(BulkSheet.created_at.desc())))


def sheet_of(kept: BulkSheet) -> Sheet:
    """The list as it was understood."""
    return Sheet(*kept.content)


def problems(sheet: Sheet) -> list[Problem]:
    """What is wrong with its rows, by the line a spreadsheet shows."""
    found = []
    for line, row in zip(sheet.lines, sheet.asked(), strict=True):
        code = _problem(row)
        if code:
            found.append(Problem(line, code, row.number or row.name))
    return found


def _problem(row: Row) -> str | None:
    if PUBLIC_ID.search(row.number):
        return None
    if read_serial(row.number) is None:
        return "unreadable"
    return None if row.name.strip() else "name_needed"


def check(kept: BulkSheet, now: datetime) -> BulkCheck:
    """Have the list checked, once. Raises Refused."""
    if kept.check_id is not None:
        return db.session.get_one(BulkCheck, kept.check_id)
    asked = bulk.ask(kept.account_id, sheet_of(kept).asked(), now)
    kept.check_id, kept.expires_at = asked.id, asked.expires_at
    return asked


def answered(kept: BulkSheet, now: datetime) -> bytes:
    """The list with its results beside it, in its own format. Raises Refused("sheet_not_done")."""
    asked = bulk.own(kept.account_id, kept.check_id, now) if kept.check_id else None
    if asked is None or not bulk.progress(asked).finished:
        raise Refused("sheet_not_done")
    results = bulk.results(asked)
    standing = _standing(results)
    heads = [gettext("State"), gettext("Date (since or until)"), gettext("Reason"), gettext("What matched")]
    return sheets.write(sheet_of(kept), heads, [_told(result, standing) for result in results])


Standing = dict[UUID, tuple[datetime, str]]


def _standing(results: Sequence[Result]) -> Standing:
    """Since when and why those are out of force that somebody named by their address, which tells as much as their page."""
    ids = {UUID(found[0]) for result in results if (found := PUBLIC_ID.search(result.number))}
    out: Standing = {}
    for start in range(0, len(chosen := sorted(ids)), 500):
        for one in db.session.scalars(select(Credential).where(Credential.id.in_(chosen[start : start + 500]))):
            since = one.revoked_at or getattr(one, "suspended_at", None)
            if since:
                out[one.id] = since, one.revocation_reason if one.revoked_at else getattr(one, "suspension_reason", "")
    return out


def _told(result: Result, standing: Standing) -> list[str]:
    """State, date, reason, and what matched."""
    state = str(STATES[State(result.state)][1]) if result.state else ""
    found = PUBLIC_ID.search(result.number)
    since = standing.get(UUID(found[0])) if found else None
    day = f"{since[0]:%Y-%m-%d}" if since else result.valid_until or ""
    matched = WITHOUT_NAME if result.outcome is Outcome.MATCH and not result.name.strip() else OUTCOMES[result.outcome]
    return [state, day, since[1] if since else "", str(matched)]


def forget(kept: BulkSheet) -> None:
    """Delete a list with its check and results now."""
    asked = db.session.get(BulkCheck, kept.check_id) if kept.check_id else None
    db.session.delete(kept)
    db.session.flush()
    if asked is not None:
        db.session.delete(asked)


@jobs.task("verification.forget_sheets")
def forget_expired() -> None:
    """Delete the lists that have expired."""
    db.session.execute(delete(BulkSheet).where(BulkSheet.expires_at <= utc_now()))


@jobs.every_minute
def forget_in_time() -> None:
    """Put down the forgetting where a list has expired."""
    now = utc_now()
    if db.session.scalar(select(BulkSheet.id).where(BulkSheet.expires_at <= now).limit(1)):
        jobs.enqueue("verification.forget_sheets", f"at {now:%Y-%m-%dT%H:%M}")
