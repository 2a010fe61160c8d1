"""The placement test of a course: its entrance, its questions one by one, and what it found."""

from uuid import UUID

from flask import Flask, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from sqlalchemy import select

from curriculum_app.database import db, utc_now
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import Catalogue, live
from curriculum_app.learning.models import Enrolment
from curriculum_app.practice import handing, placing, working
from curriculum_app.practice.drafting import Said
from curriculum_app.practice.models import Context
from curriculum_app.practice.queries import task_of
from curriculum_app.practice.review_models import Placement
from curriculum_app.practice.scheduling import RIGHT
from curriculum_app.practice.views import practice
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals

KNOWN = {
    placing.Known.KNOWN: lazy_gettext("Known"), placing.Known.NOT_YET: lazy_gettext("Not yet"),
    placing.Known.UNTESTED: lazy_gettext("Not tested"),
}  # fmt: skip


def init_app(app: Flask) -> None:
    """Let course pages ask for the test, and say what is refused here."""
    app.jinja_env.globals["placement_of"] = _offered
    refusals({
        "placement_over": lazy_gettext("This placement test is over. It is taken once."),
        "placement_too_late": lazy_gettext("The placement test stands before a course: exercises of this one are answered already."),
    })  # fmt: skip


def _offered(course: str, enrolment: Enrolment) -> tuple[str, str] | None:
    """On a course's page: whether the test is to be begun, gone on with or over, and its address; None where there is none."""
    placement = placing.of(enrolment.id)
    if placement is None:
        begin = placing.may_start(enrolment, live(), course)
        return ("begin", url_for("practice.placement", course=course)) if begin else None
    return "go_on" if placement.finished_at is None else "over", url_for("practice.placement", course=course)


@practice.get("/courses/<course>/placement")
@only(Role.LEARNER)
def placement(course: str) -> ResponseReturnValue:
    """What the test is and how long it takes; once it is over, what it found."""
    catalogue = live()
    found = catalogue.course(course)
    enrolment = learning.enrolment_or_404(current_user.id, found.id)
    test = placing.of(enrolment.id)
    pool = placing.candidates(catalogue, course, enrolment.language)
    answers = [(one, next((e for e in pool if str(e.id) == one["item"]), None)) for one in test.form] if test else []
    progress = learning.progress_in(catalogue, enrolment)
    return render_template(
        "practice/placement.html", course=course, found=found, test=test, states=KNOWN, answers=answers, progress=progress,
        open=test is None and placing.may_start(enrolment, catalogue, course), right=RIGHT, each=placing.EACH,
        longest=placing.longest(found.skills, pool), language_of_items=enrolment.language,
    )  # fmt: skip


@practice.post("/courses/<course>/placement")
@only(Role.LEARNER)
def start_placement(course: str) -> ResponseReturnValue:
    """Begin, or go on."""
    catalogue = live()
    enrolment = learning.enrolment_of(current_user.id, catalogue.course(course).id, lock=True) or abort(404)
    test = placing.start(enrolment, catalogue, course, utc_now())
    db.session.commit()
    return redirect(_address(test, course), 303)


def _address(test: Placement, course: str) -> str:
    """Where one stands in a test."""
    if test.finished_at is not None:
        return url_for(".placement", course=course)
    return url_for(".placement_question", placement_id=test.id, number=len(test.form))


def _own(placement_id: UUID, lock: bool = False) -> tuple[Placement, Enrolment, Catalogue, str]:
    """One's own test with its enrolment and course; else 404."""
    query = select(Placement, Enrolment).join(Enrolment, Enrolment.id == Placement.enrolment_id)
    query = query.where(Placement.id == placement_id, Placement.account_id == current_user.id)
    row = db.session.execute(query.with_for_update() if lock else query).first() or abort(404)
    catalogue = live()
    return row[0], row[1], catalogue, catalogue.slugs.get(row[1].course_id) or abort(404)


def _work(test: Placement, number: int, enrolment: Enrolment, catalogue: Catalogue, course: str) -> handing.Work:
    if not 1 <= number <= len(test.form):
        abort(404)
    asked = test.form[number - 1]
    entries = placing.candidates(catalogue, course, enrolment.language)
    entry = next((e for e in entries if str(e.id) == asked["item"]), None) or abort(404)

    def address(endpoint: str) -> str:
        return url_for(endpoint, placement_id=test.id, number=number)

    heading = gettext("Placement test, question %(number)s", number=number)
    desk = working.Desk(
        course, address(".placement_question"), address(".keep_placement"), address(".placement_arrived"), heading
    )
    entry = entry._replace(edition=UUID(asked["edition"]))  # what was asked stays, though a newer wording be live
    return handing.Work(catalogue, enrolment, entry, task_of(entry.edition), Context.PLACEMENT, desk)


@practice.get("/placements/<uuid:placement_id>/<int:number>")
@only(Role.LEARNER)
def placement_question(placement_id: UUID, number: int) -> ResponseReturnValue:
    """The question that is open."""
    test, enrolment, catalogue, course = _own(placement_id)
    work = _work(test, number, enrolment, catalogue, course)
    if test.finished_at is not None or number != len(test.form):
        return redirect(_address(test, course))
    return handing.show(work)


@practice.post("/placements/<uuid:placement_id>/<int:number>")
@only(Role.LEARNER)
def answer_placement(placement_id: UUID, number: int) -> ResponseReturnValue:
    """Hand an answer in; whether it was right is told at the end."""
    test, enrolment, catalogue, course = _own(placement_id, lock=True)

    def hand_in(raw: handing.Raw, key: str, said: Said) -> str:
        placing.hand_in(test, number, enrolment, catalogue, course, raw, key, utc_now(), said)
        return _address(test, course)

    return handing.take(_work(test, number, enrolment, catalogue, course), hand_in)


@practice.put("/placements/<uuid:placement_id>/<int:number>")
@only(Role.LEARNER)
def keep_placement(placement_id: UUID, number: int) -> ResponseReturnValue:
    """Keep an answer as it stands."""
    test, enrolment, catalogue, course = _own(placement_id, lock=True)
    return handing.keep(_work(test, number, enrolment, catalogue, course))


@practice.get("/placements/<uuid:placement_id>/<int:number>/arrived")
@only(Role.LEARNER)
def placement_arrived(placement_id: UUID, number: int) -> ResponseReturnValue:
    """Whether an answer came through."""
    test, enrolment, catalogue, course = _own(placement_id)
    work = _work(test, number, enrolment, catalogue, course)
    return handing.arrived(enrolment, work.entry.id, _address(test, course))


@practice.post("/placements/<uuid:placement_id>/end")
@only(Role.LEARNER)
def end_placement(placement_id: UUID) -> ResponseReturnValue:
    """End the test with what is answered."""
    test, enrolment, catalogue, course = _own(placement_id, lock=True)
    placing.finish(test, enrolment, catalogue, course, utc_now())
    db.session.commit()
    flash(gettext("The placement test is over. What you did not get to is taught by the course."), "info")
    return redirect(url_for(".placement", course=course), 303)
