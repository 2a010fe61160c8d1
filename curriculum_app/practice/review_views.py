"""Today, the map of one's skills, and what comes back: reviews and judgements to make again."""

from collections.abc import Callable
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from curriculum_app.database import utc_now
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import live
from curriculum_app.measurement import consistency, mastery
from curriculum_app.practice import answering, handing, mirroring, queries, scheduling, skill_map, working
from curriculum_app.practice.drafting import Said
from curriculum_app.practice.models import Context
from curriculum_app.practice.review_models import CardSort
from curriculum_app.practice.scheduling import Place
from curriculum_app.practice.views import practice
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals
from curriculum_app.web.replies import see_other

STATES = {
    mastery.State.UNSEEN: lazy_gettext("Not seen yet"), mastery.State.LEARNING: lazy_gettext("Learning"),
    mastery.State.MASTERED: lazy_gettext("Mastered"),
}  # fmt: skip


def init_app() -> None:
    """Say what is refused here."""
    refusals({"nothing_due": lazy_gettext("This exercise is not due any more: it was answered in the meantime.")})


def _on_day() -> Callable[[datetime], str]:
    """Says a time as a day of the person's calendar."""
    zone = scheduling.zone_of(current_user.id)
    return lambda at: at.astimezone(zone).strftime("%Y-%m-%d")


@practice.get("/today")
@only(Role.LEARNER)
def today() -> ResponseReturnValue:
    """What is due today and how long it takes, and the next step of each course."""
    catalogue, now = live(), utc_now()
    due = scheduling.due(current_user.id, now)
    mine = learning.progress_of(catalogue, current_user.id)
    return render_template(
        "practice/today.html", due=due, minutes=sum(one.minutes for one in due), mine=mine, catalogue=catalogue,
        following=None if due else scheduling.next_due(current_user.id, now), sorts=CardSort, on_day=_on_day(),
    )  # fmt: skip


@practice.get("/skills")
@only(Role.LEARNER)
def skills() -> ResponseReturnValue:
    """Every skill with its estimate and lower bound, what to do next for it, and how far one agrees with oneself."""
    catalogue = live()
    rows = skill_map.rows(current_user.id, catalogue, utc_now())
    twice = mirroring.judged_twice(current_user.id)
    return render_template(
        "practice/skills.html", rows=rows, catalogue=catalogue, states=STATES, cut=mastery.CUT, window=mastery.WINDOW,
        on_day=_on_day(), pairs=consistency.pairs_agreement(twice), ratings=consistency.levels_agreement(twice),
        position=consistency.position_bias(twice), length=consistency.length_bias(twice), least=consistency.LEAST,
        least_kappa=consistency.LEAST_FOR_KAPPA, days=scheduling.JUDGED_AGAIN_AFTER.days,
    )  # fmt: skip


def _place(course: str, slug: str) -> Place:
    """The exercise of one's own course that may come back, listed as a step or not; else 404."""
    catalogue = live()
    found = catalogue.course(course)
    enrolment = learning.enrolment_of(current_user.id, found.id, lock=request.method != "GET") or abort(404)
    entry = catalogue.item(found.practice_bank, slug, enrolment.language)
    own = scheduling.places(current_user.id, catalogue).get(entry.id) or abort(404)
    return own._replace(entry=entry, course=course, enrolment=enrolment)


def _is_due(place: Place) -> bool:
    due = scheduling.due(current_user.id, utc_now())
    return any(one.place.entry.id == place.entry.id for one in due if one.sort != CardSort.MIRROR)


def _gone() -> ResponseReturnValue:
    flash(gettext("This exercise is not due now. Here is what is."), "info")
    return redirect(url_for(".today"))


def _arrived_before(place: Place) -> str | None:
    """Where the answer is that came through under this form's key."""
    found = queries.answer_under(place.enrolment.id, place.entry.id, request.form.get("key", "")[:80])
    return url_for(".result", answer_id=found) if found else None


def _review(place: Place) -> handing.Work:
    def address(endpoint: str) -> str:
        return url_for(endpoint, course=place.course, slug=place.entry.slug)

    desk = working.Desk(place.course, address(".review"), address(".keep_review"), address(".review_arrived"), gettext("Review"))
    return handing.Work(live(), place.enrolment, place.entry, queries.task_of(place.entry.edition), Context.REVIEW, desk)


@practice.get("/courses/<course>/review/<slug>")
@only(Role.LEARNER)
def review(course: str, slug: str) -> ResponseReturnValue:
    """An exercise that came back."""
    place = _place(course, slug)
    return handing.show(_review(place)) if _is_due(place) else _gone()


@practice.post("/courses/<course>/review/<slug>")
@only(Role.LEARNER)
def hand_in_review(course: str, slug: str) -> ResponseReturnValue:
    """Hand a review in; a double click finds the same result."""
    place = _place(course, slug)
    if before := _arrived_before(place):
        return see_other(before)
    if not _is_due(place):
        raise Refused("nothing_due")
    work = _review(place)

    def hand_in(raw: handing.Raw, key: str, said: Said) -> str:
        entry = place.entry
        answer_id = answering.hand_in(place.enrolment, work.task, entry.edition, raw, key, utc_now(), Context.REVIEW, said)
        return url_for(".result", answer_id=answer_id)

    return handing.take(work, hand_in)


@practice.put("/courses/<course>/review/<slug>/draft")
@only(Role.LEARNER)
def keep_review(course: str, slug: str) -> ResponseReturnValue:
    """Keep a review as it stands."""
    return handing.keep(_review(_place(course, slug)))


@practice.get("/courses/<course>/review/<slug>/arrived")
@only(Role.LEARNER)
def review_arrived(course: str, slug: str) -> ResponseReturnValue:
    """Whether a review came through."""
    place = _place(course, slug)
    return handing.arrived(place.enrolment, place.entry.id)


def _mirror(place: Place) -> tuple[mirroring.Mirror, handing.Work] | None:
    mirror = mirroring.ready(current_user.id, place, utc_now())
    if mirror is None:
        return None

    def address(endpoint: str) -> str:
        return url_for(endpoint, course=place.course, slug=place.entry.slug)

    desk = working.Desk(
        place.course, address(".judge_again"), address(".keep_judgement"), address(".judgement_arrived"), gettext("Judge again")
    )
    return mirror, handing.Work(live(), place.enrolment, place.entry, mirror.shown, Context.MIRROR, desk)


@practice.get("/courses/<course>/judge-again/<slug>")
@only(Role.LEARNER)
def judge_again(course: str, slug: str) -> ResponseReturnValue:
    """A judgement to be made a second time; in which guise is told afterwards."""
    found = _mirror(_place(course, slug))
    return handing.show(found[1]) if found else _gone()


@practice.post("/courses/<course>/judge-again/<slug>")
@only(Role.LEARNER)
def hand_in_judgement(course: str, slug: str) -> ResponseReturnValue:
    """Hand a second judgement in."""
    place = _place(course, slug)
    if before := _arrived_before(place):
        return see_other(before)
    found = _mirror(place)
    if found is None:
        raise Refused("nothing_due")
    mirror, work = found

    def hand_in(raw: handing.Raw, key: str, said: Said) -> str:
        return url_for(".result", answer_id=mirroring.hand_in(mirror, raw, key, utc_now(), said))

    return handing.take(work, hand_in)


@practice.put("/courses/<course>/judge-again/<slug>/draft")
@only(Role.LEARNER)
def keep_judgement(course: str, slug: str) -> ResponseReturnValue:
    """Keep a second judgement as it stands."""
    found = _mirror(_place(course, slug)) or abort(404)
    return handing.keep(found[1])


@practice.get("/courses/<course>/judge-again/<slug>/arrived")
@only(Role.LEARNER)
def judgement_arrived(course: str, slug: str) -> ResponseReturnValue:
    """Whether a second judgement came through."""
    place = _place(course, slug)
    return handing.arrived(place.enrolment, place.entry.id)
