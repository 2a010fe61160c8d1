"""After a result: what comes next where it was a review or one of the ten minutes, and what a second judgement showed."""

from typing import NamedTuple

from flask import url_for
from flask_babel import gettext, lazy_gettext, ngettext
from flask_login import current_user

from curriculum_app.database import utc_now
from curriculum_app.grading.mirrored import Guise
from curriculum_app.learning.catalogue import ItemEntry
from curriculum_app.measurement import consistency
from curriculum_app.practice import mirroring, queueing, scheduling
from curriculum_app.practice.models import Answer, Context

ENDPOINTS = {
    Context.PRACTICE: "practice.exercise", Context.REVIEW: "practice.review", Context.MIRROR: "practice.judge_again",
}  # fmt: skip


class Onward(NamedTuple):
    """Where to go on, and what to call it."""

    label: str
    address: str


def onward(answer: Answer, course: str, entry: ItemEntry | None) -> Onward | None:
    """The next of the ten minutes one works through, else what is due next; None where the course leads on."""
    if entry is None or answer.context not in ENDPOINTS:
        return None
    place = queueing.place_of(url_for(ENDPOINTS[answer.context], course=course, slug=entry.slug))
    if place is not None and place.following:
        said = gettext("Next of the ten minutes (%(number)s/%(all)s)", number=place.number + 1, all=place.all)
        return Onward(said, place.following)
    if place is not None or answer.context in {Context.REVIEW, Context.MIRROR}:
        due = scheduling.due(current_user.id, utc_now())
        if due and place is None:
            one = due[0]
            address = url_for(one.endpoint, course=one.place.course, slug=one.place.entry.slug)
            return Onward(gettext("Next: %(step)s", step=one.place.entry.title), address)
        return Onward(gettext("To what is due today"), url_for("practice.today"))
    return None


class Mirrored(NamedTuple):
    """What is said of a judgement that was made a second time."""

    guise: str
    alike: str
    first: str  # the address of the first judgement's result


def mirrored(answer: Answer) -> Mirrored | None:
    """In which guise an answer was given and how far it agrees with the first one; None where it is no second judgement."""
    found = mirroring.beside(answer)
    if found is None:
        return None
    guise, first = found
    twice = mirroring.twice(guise, first, answer)
    agreement = consistency.levels_agreement([twice]) if guise == Guise.AGAIN else consistency.pairs_agreement([twice])
    zone = scheduling.zone_of(answer.account_id)
    said = ngettext(
        "You judged %(alike)s of %(num)s as on %(date)s.", "You judged %(alike)s of %(num)s as on %(date)s.", agreement.n,
        alike=agreement.alike, date=first.created_at.astimezone(zone).strftime("%Y-%m-%d"),
    )  # fmt: skip
    return Mirrored(_guise(guise, twice.padded), said, url_for("practice.result", answer_id=first.id))


def _guise(guise: Guise, padded: str) -> str:
    said = {
        Guise.SWAPPED: lazy_gettext(
            "You saw the responses in the opposite order. Here they stand as they did the first time, and your answer is turned "
            "round with them."
        ),
        Guise.PADDED: lazy_gettext("Response %(letter)s was longer this time, by words that say nothing more.", letter=padded.upper()),
        Guise.AGAIN: lazy_gettext("You saw it as it was the first time."),
    }
    return str(said[guise])
