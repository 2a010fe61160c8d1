"""Searching the pool: plain filters, no ranking. The most recently assessed stand first; that order is the same for everybody.

One walk along one index, in that order, gives everything: it ends after a thousand who match, so a broad search stops early and a
narrow one reads an index and no table. Beyond a thousand a result says "1,000 or more", and its facets are those of the first thousand.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select

from curriculum_app.database import db
from curriculum_app.talent import terms, visibility
from curriculum_app.talent.keeping_current import LANGUAGES, LEVELS, rank
from curriculum_app.talent.models import Availability, TalentRecord
from curriculum_app.talent.visibility import LEAST_SHOWN, Seen, own

__all__ = ["LEAST_SHOWN", "Found", "Wish", "find", "own"]

PAGE = 20
MOST = 1000
FRESH = (90, 180, 365)  # days
MASKS = (TalentRecord.skills, TalentRecord.skills_associate, TalentRecord.skills_reviewer, TalentRecord.skills_expert)


@dataclass(frozen=True)
class Wish:
    """What an employer looks for; None is any. `courses` are all asked for: one course, or those of a track."""

    courses: tuple[str, ...] = ()
    skill: str | None = None
    level: str | None = None
    language: str | None = None
    least: int | None = None
    fresh: int | None = None  # assessed within so many days
    available_by: date | None = None
    hours: int | None = None  # a week, at least
    remote: bool = False

    def kept(self) -> dict[str, Any]:
        """For a saved search."""
        return {name: value for name, value in asdict(self).items() if value not in (None, (), False)} | (
            {"available_by": self.available_by.isoformat()} if self.available_by else {}
        )

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Wish":
        """From a saved search."""
        kept = {name: value for name, value in kept.items() if name in cls.__dataclass_fields__}
        by = kept.get("available_by")
        more: Any = {"courses": tuple(kept.get("courses", ())), "available_by": date.fromisoformat(by) if by else None}
        return cls(**{**kept, **more})


@dataclass(frozen=True)
class Found:
    """One page of a search. `total` is None where fewer than five people match; facets say at least how many, by fives."""

    total: int | None
    page: int
    pages: int
    people: list[Seen]
    facets: dict[str, dict[str, int]]
    more: bool = False  # whether there are more than those told of


NOBODY = Found(None, 1, 1, [], {})


def find(wish: Wish, organisation_id: UUID, page: int, now: datetime) -> Found:
    """People this employer may see who match; a handful of queries, however many."""
    matching = _matching(wish, now)
    if matching is None:
        return NOBODY
    fresh = case(*((TalentRecord.assessed_at > now - timedelta(days=days), days) for days in FRESH), else_=0)
    told = select(TalentRecord.id, TalentRecord.skills, TalentRecord.courses, TalentRecord.level, TalentRecord.languages, fresh)
    order = told.where(*visibility.seen_by(organisation_id, now), *matching).order_by(
        TalentRecord.assessed_at.desc(), TalentRecord.id.desc()
    )
    rows = db.session.execute(order.limit(MOST + 1)).all()
    if len(rows) < LEAST_SHOWN:
        return NOBODY
    more, rows = len(rows) > MOST, rows[:MOST]
    pages = -(-len(rows) // PAGE)
    page = min(max(page, 1), pages)
    ids = [row[0] for row in rows[(page - 1) * PAGE : page * PAGE]]
    return Found(len(rows), page, pages, visibility.people(organisation_id, ids, now), _facets(rows), more)


def anybody_new(wish: Wish, organisation_id: UUID, since: datetime, now: datetime) -> bool:
    """Whether somebody matches who did not at `since`, among at least five; how many is not told."""
    matching = _matching(wish, now)
    if matching is None:
        return False
    counts = select(func.count(), func.max(TalentRecord.listed_at)).where(*visibility.seen_by(organisation_id, now), *matching)
    total, newest = db.session.execute(counts).one()
    return bool(total >= LEAST_SHOWN and newest is not None and newest > since)


def _matching(wish: Wish, now: datetime) -> list[ColumnElement[bool]] | None:
    """The filters as conditions; None where one names what nobody has."""
    filters: list[ColumnElement[bool]] = []
    reached = rank(wish.level)
    if wish.skill is not None:
        bit = terms.bits("skill").get(wish.skill)
        if bit is None:
            return None
        filters.append(MASKS[reached].bitwise_and(bit) != 0)
    elif reached:
        filters.append(TalentRecord.level >= reached)
    if wish.courses:
        known = terms.bits("course")
        if any(course not in known for course in wish.courses):
            return None
        mask = sum({known[course] for course in wish.courses})
        filters.append(TalentRecord.courses.bitwise_and(mask) == mask)
    if wish.language is not None:
        filters.append(TalentRecord.languages.bitwise_and(1 << LANGUAGES.index(wish.language)) != 0)
    if wish.least is not None:
        filters.append(TalentRecord.score >= wish.least)
    if wish.fresh is not None:
        filters.append(TalentRecord.assessed_at > now - timedelta(days=wish.fresh))
    return filters + _of_availability(wish)


def _of_availability(wish: Wish) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if wish.available_by is not None:
        filters.append(
            or_(TalentRecord.availability == Availability.NOW, TalentRecord.available_from <= wish.available_by)
        )
    if wish.hours is not None:
        filters.append(TalentRecord.hours >= wish.hours)
    if wish.remote:
        filters.append(TalentRecord.remote.is_(True))
    return filters


def _facets(rows: Sequence[Any]) -> dict[str, dict[str, int]]:
    """How those found spread."""
    skills, courses = Counter(row[1] for row in rows), Counter(row[2] for row in rows)
    levels, languages, fresh = (Counter(row[place] for row in rows) for place in (3, 4, 5))
    whole = {
        "skill": _by_bit("skill", skills), "course": _by_bit("course", courses),
        "level": {name: sum(many for level, many in levels.items() if level >= rank(name)) for name in LEVELS},
        "language": {name: sum(many for mask, many in languages.items() if mask >> place & 1) for place, name in enumerate(LANGUAGES)},
        "fresh": {str(days): sum(many for within, many in fresh.items() if 0 < within <= days) for days in FRESH},
    }  # fmt: skip
    return {name: _told(facet) for name, facet in whole.items()}


def _by_bit(sort: str, masks: Mapping[int, int]) -> dict[str, int]:
    return {name: sum(many for mask, many in masks.items() if mask & bit) for name, bit in terms.bits(sort).items()}


def _told(facet: Mapping[str, int]) -> dict[str, int]:
    """Nothing under five, and the rest rounded down to fives: neither a count nor a difference of counts is a handful."""
    return {value: many - many % LEAST_SHOWN for value, many in facet.items() if many >= LEAST_SHOWN}
