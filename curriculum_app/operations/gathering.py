"""Which certificates somebody means: by pasted numbers, by a file of them, or by course, bank, cohort and dates of issue."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select, tuple_

from curriculum_app.cohorts.models import Cohort, CohortMember
from curriculum_app.credentials.changing import MOST
from curriculum_app.credentials.issuing import SEOUL
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db
from curriculum_app.refusal import Refused
from curriculum_app.verification.checking import PUBLIC_ID, read_serial

LONGEST = 100  # letters of what is shown of an entry that is no number
AT_ONCE = 500  # numbers in one question to the database
Wanted = tuple[int, int] | UUID


@dataclass(frozen=True)
class Pick:
    """Certificates by what they are of; None is any. Days are those of issue, the last one included."""

    course_id: UUID | None = None
    bank: str | None = None
    cohort_id: UUID | None = None
    first: date | None = None
    last: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was picked, which would be everything."""
        return self == Pick()


def numbers_in(text: str) -> list[str]:
    """The entries of a pasted text: one a line, or parted by commas, semicolons or tabs."""
    return [entry.strip() for entry in re.split(r"[\n,;\t]", text) if entry.strip()]


def numbers_of(data: bytes) -> list[str]:
    """The entries of a CSV file: in each row the first cell that is a number or an address; a row without one is an entry as it is.

    A head row is left out. Raises Refused("unreadable_table").
    """
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(_text(data))) if any(cell.strip() for cell in row)]
    found = [next((cell for cell in row if _wanted(cell)), None) for row in rows]
    entries = [cell or next(filter(None, row)) for cell, row in zip(found, rows, strict=True)]
    return entries[1:] if found and found[0] is None and any(found) else entries


def meant(entries: Sequence[str]) -> tuple[list[UUID], list[str]]:
    """The certificates that entries name, in their order, and the entries that name none. Raises Refused("too_many_at_once")."""
    if len(entries) > MOST:
        raise Refused("too_many_at_once", most=f"{MOST:,}")
    wanted = [(entry, _wanted(entry)) for entry in dict.fromkeys(entries)]
    known = _known({one for _, one in wanted if one is not None})
    found = [known[one] for _, one in wanted if one in known]
    return list(dict.fromkeys(found)), [entry[:LONGEST] for entry, one in wanted if one not in known]


def picked(pick: Pick) -> list[UUID]:
    """The certificates of a pick, by number. Raises Refused("too_many_at_once")."""
    found = list(db.session.scalars(_of(pick).order_by(Credential.year, Credential.number).limit(MOST + 1)))
    if len(found) > MOST:
        raise Refused("too_many_at_once", most=f"{MOST:,}")
    return found


def banks() -> list[str]:
    """The banks on which certificates were earned."""
    bank = Credential.facts["bank"].as_string()
    return [found for found in db.session.scalars(select(bank).distinct().order_by(bank)) if found]


def cohorts() -> list[Cohort]:
    """Every cohort, by name."""
    return list(db.session.scalars(select(Cohort).order_by(Cohort.name, Cohort.starts_on)))


def _of(pick: Pick) -> Select[Any]:
    found = select(Credential.id)
    if pick.course_id is not None:
        found = found.where(Credential.course_id == pick.course_id)
    if pick.bank is not None:
        found = found.where(Credential.facts["bank"].as_string() == pick.bank)
    if pick.cohort_id is not None:
        members = select(CohortMember.enrolment_id).where(CohortMember.cohort_id == pick.cohort_id)
        found = found.where(Credential.enrolment_id.in_(members))
    if pick.first is not None:
        found = found.where(Credential.issued_at >= _midnight(pick.first))
    if pick.last is not None:
        found = found.where(Credential.issued_at < _midnight(pick.last + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(SEOUL))


def _text(data: bytes) -> str:
    """UTF-8, or what Korean spreadsheets write otherwise."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("unreadable_table")


def _wanted(entry: str) -> Wanted | None:
    if address := PUBLIC_ID.search(entry):
        return UUID(address[0])
    serial = read_serial(entry)
    return serial if serial and serial[1] < 2**31 else None


def _known(wanted: set[Wanted]) -> dict[Wanted, UUID]:
    known: dict[Wanted, UUID] = {}
    ids = [one for one in wanted if isinstance(one, UUID)]
    serials = [one for one in wanted if not isinstance(one, UUID)]
    for start in range(0, len(ids), AT_ONCE):
        some = select(Credential.id).where(Credential.id.in_(ids[start : start + AT_ONCE]))
        known |= {id: id for id in db.session.scalars(some)}
    for start in range(0, len(serials), AT_ONCE):
        known |= dict(_by_serial(serials[start : start + AT_ONCE]))
    return known


def _by_serial(serials: Sequence[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], UUID]]:
    rows = select(Credential.year, Credential.number, Credential.id).where(tuple_(Credential.year, Credential.number).in_(serials))
    for year, number, id in db.session.execute(rows):
        yield (year, number), id
