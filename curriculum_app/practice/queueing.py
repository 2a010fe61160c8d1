"""Ten minutes of work: what is due first, then what is still to be done, and where one stands in it.

The queue of somebody who is working through it stands in their session, as addresses: an exercise that is done falls out
of what is due, but keeps its number in the queue.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from flask import session, url_for

from curriculum_app.database import utc_now
from curriculum_app.grading.kinds import BY_PEOPLE
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.practice import scheduling

MINUTES = 10
MOST = 12  # the session is a cookie
LASTS = timedelta(hours=2)
_KEY = "queue"


class Queued(NamedTuple):
    """An exercise of a queue."""

    address: str
    course: str
    title: str
    language: str
    kind: str
    minutes: int
    due: bool  # comes back by its card; else it is still to be done


class Place(NamedTuple):
    """Where one stands in one's queue."""

    number: int
    all: int
    following: str  # the next address; empty at the end


def fill(account_id: UUID, catalogue: Catalogue, now: datetime) -> list[Queued]:
    """What fits into ten minutes, in order; one exercise at least, where there is any.

    An exercise that is longer than what is left is passed over for shorter ones after it.
    """
    chosen: list[Queued] = []
    left, seen = MINUTES, set[str]()
    for queued in (*_due(account_id, now), *_unfinished(account_id, catalogue)):
        if queued.address not in seen and (queued.minutes <= left or not chosen) and len(chosen) < MOST:
            chosen.append(queued)
            left -= queued.minutes
        seen.add(queued.address)
    return chosen


def _due(account_id: UUID, now: datetime) -> Iterator[Queued]:
    for due in scheduling.due(account_id, now):
        entry = due.place.entry
        address = url_for(due.endpoint, course=due.place.course, slug=entry.slug)
        yield Queued(address, due.place.course, entry.title, entry.language, entry.kind, due.minutes, True)


def _unfinished(account_id: UUID, catalogue: Catalogue) -> Iterator[Queued]:
    """What is still to be done of one's courses and is graded at once, in the order of the courses."""
    for progress in learning.progress_of(catalogue, account_id):
        for step, result in progress.steps:
            if step.sort == "item" and step.kind not in BY_PEOPLE and not (result and (result.done or result.known)):
                address = url_for("practice.exercise", course=progress.slug, slug=step.slug)
                yield Queued(address, progress.slug, step.title, progress.enrolment.language, step.kind, step.minutes, False)


def begin(queue: list[Queued], now: datetime) -> None:
    """Make this the queue that is worked through, for as long as one sitting may last."""
    session[_KEY] = {"until": int((now + LASTS).timestamp()), "addresses": [queued.address for queued in queue]}


def place_of(address: str) -> Place | None:
    """Where an exercise stands in the queue that is worked through; None where it is not in it, or nobody is at it any more."""
    begun = session.get(_KEY) or {}
    addresses = begun.get("addresses", [])
    if address not in addresses or begun["until"] < utc_now().timestamp():
        return None
    at = addresses.index(address)
    return Place(at + 1, len(addresses), addresses[at + 1] if at + 1 < len(addresses) else "")
