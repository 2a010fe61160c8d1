"""The exam of a course: its rules, its pages, its result."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from flask_login import current_user

from curriculum_app.database import db, utc_now
from curriculum_app.exams import clock, queries, rescoring, sitting
from curriculum_app.exams.models import Sitting, SittingPurpose, SittingState
from curriculum_app.grading.kind import InvalidAnswer
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import live
from curriculum_app.practice import messages, presenting, working
from curriculum_app.practice.drafting import Conflict, base_in
from curriculum_app.practice.guidelines import at_hand
from curriculum_app.practice.queries import task_of
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals
from curriculum_app.web.language import spoken
from curriculum_app.web.replies import see_other

exams = Blueprint("exams", __name__, template_folder="templates")
_ = lazy_gettext


def init_app(app: Flask) -> None:
    """Wire the pages."""
    from curriculum_app.exams import room_views

    app.register_blueprint(exams)
    app.register_blueprint(room_views.exam_rooms)
    room_views.init()
    rescoring.init_app()
    app.jinja_env.globals.update(clock_strings=_clock_strings, clock=clock)
    refusals({
        "tries_used_up": _("You have used all %(limit)s tries of this year."),
        "wait_until": _("The next try is open from %(time)s."),
        "started_elsewhere": _("The exam was started in another tab. Go on there."),
        "other_sitting_open": _("Another exam of this course is open. Hand it in first."),
        "sitting_over": _("This exam has been handed in."),
        "deadline_passed": _("The time is over. What was kept before counts; hand the exam in."),
    })  # fmt: skip


@exams.get("/courses/<course>/exam")
@only(Role.LEARNER)
def entrance(course: str) -> ResponseReturnValue:
    """The rules, and one's sittings so far."""
    catalogue = live()
    found = catalogue.course(course)
    exam = found.exam or abort(404)
    enrolment = learning.enrolment_or_404(current_user.id, found.id)
    return render_template(
        "exams/entrance.html", course=found, slug=course, exam=exam, sittings=queries.sittings_of(enrolment.id), now=utc_now(),
        demonstration=catalogue.demonstration[exam.bank], waiting=queries.waiting_in(enrolment.id),
    )  # fmt: skip


@exams.post("/courses/<course>/exam")
@only(Role.LEARNER)
def start(course: str) -> ResponseReturnValue:
    """Start, or go on."""
    catalogue = live()
    found = catalogue.course(course)
    enrolment = learning.enrolment_or_404(current_user.id, found.id)
    opened = sitting.start(enrolment, found.exam or abort(404), catalogue, utc_now(), clock.read())
    db.session.commit()
    return redirect(url_for(".question", sitting_id=opened.id, number=1), 303)


def _entry(found: Sitting, number: int) -> dict[str, Any]:
    if not 1 <= number <= len(found.form):
        abort(404)
    entry: dict[str, Any] = found.form[number - 1]
    return entry


@exams.get("/sittings/<uuid:sitting_id>/<int:number>")
@only(Role.LEARNER)
def question(sitting_id: UUID, number: int) -> ResponseReturnValue:
    """One question of an open sitting, with what is kept of it."""
    found = queries.sitting_of(current_user.id, sitting_id)
    entry = _entry(found, number)
    if found.state != SittingState.OPEN:
        return redirect(url_for(".result", sitting_id=sitting_id))
    kept = queries.kept(found)
    draft = kept.get(UUID(entry["item"]))
    return _show(found, number, entry, draft.answer if draft else {}, [], draft.version if draft else 0)


@exams.post("/sittings/<uuid:sitting_id>/<int:number>")
@only(Role.LEARNER)
def answer(sitting_id: UUID, number: int) -> ResponseReturnValue:
    """Keep the answer and go to the next question, or to the end."""
    found = queries.sitting_of(current_user.id, sitting_id)
    entry = _entry(found, number)
    task = task_of(UUID(entry["edition"]))
    raw: dict[str, Any] = {}
    try:
        raw = task.read_form(request.form)
        task.parse(raw)
    except InvalidAnswer as invalid:
        problems = [(messages.control(field), messages.say(message)) for field, message in invalid.problems]
        draft = queries.kept(found).get(UUID(entry["item"]))
        return _show(found, number, entry, raw, problems, draft.version if draft else 0, again=True), 422
    sitting.keep(found, UUID(entry["item"]), raw, clock.moment(found))
    db.session.commit()
    if number < len(found.form):
        return see_other(url_for(".question", sitting_id=sitting_id, number=number + 1))
    return see_other(url_for(".overview", sitting_id=sitting_id))


@exams.put("/sittings/<uuid:sitting_id>/<int:number>")
@only(Role.LEARNER)
def keep(sitting_id: UUID, number: int) -> ResponseReturnValue:
    """Keep by itself what is on the page, once it is a whole answer; half an answer never replaces one."""
    found = queries.sitting_of(current_user.id, sitting_id)
    entry = _entry(found, number)
    task = task_of(UUID(entry["edition"]))
    try:
        raw = task.read_form(request.form)
        task.parse(raw)
    except InvalidAnswer:
        return jsonify(error=gettext("Not kept yet: something is still missing.")), 422
    try:
        draft = sitting.keep(found, UUID(entry["item"]), raw, clock.moment(found), base_in(request.form))
    except Conflict as conflict:
        other = conflict.draft
        return jsonify(version=other.version if other else 0, saved_at=other.saved_at.isoformat() if other else None), 409
    db.session.commit()
    return jsonify(version=draft.version, saved_at=draft.saved_at.isoformat())


def _clock_strings() -> dict[str, str]:
    """What the clock says."""
    return {
        "left": gettext("{time} left"), "five": gettext("Five minutes left"), "one": gettext("One minute left"),
        "over": gettext("The time is over. Hand the exam in."),
    }  # fmt: skip


def _show(found: Sitting, number: int, entry: dict[str, Any], kept: dict[str, Any], errors: list[tuple[str, str]],
          version: int = 0, again: bool = False) -> str:  # fmt: skip
    catalogue, task = live(), task_of(UUID(entry["edition"]))
    context = presenting.form_context(task, catalogue, kept)
    slug = catalogue.slugs.get(found.course_id) or abort(404)
    return render_template(
        "exams/question.html", sitting=found, number=number, pictures=entry["pictures"], errors=errors, version=version,
        edition=entry["edition"], again=again, at_hand=at_hand(catalogue, slug, found.bank, task.language, task.guideline),
        **working.around(context["widgets"], exam=True), **context,
    )  # fmt: skip


@exams.get("/sittings/<uuid:sitting_id>")
@only(Role.LEARNER)
def overview(sitting_id: UUID) -> ResponseReturnValue:
    """Which questions are answered, before handing in."""
    found = queries.sitting_of(current_user.id, sitting_id)
    if found.state != SittingState.OPEN:
        return redirect(url_for(".result", sitting_id=sitting_id))
    kept = queries.kept(found)
    answered = [UUID(entry["item"]) in kept for entry in found.form]
    return render_template("exams/overview.html", sitting=found, answered=answered)


@exams.post("/sittings/<uuid:sitting_id>")
@only(Role.LEARNER)
def hand_in(sitting_id: UUID) -> ResponseReturnValue:
    """Hand in, once; a double click finds the same result."""
    found = queries.sitting_of(current_user.id, sitting_id)
    sitting.hand_in(found, utc_now())
    db.session.commit()
    flash(gettext("The exam is handed in."), "success")
    return redirect(url_for(".result", sitting_id=sitting_id), 303)


@exams.get("/sittings/<uuid:sitting_id>/result")
@only(Role.LEARNER)
def result(sitting_id: UUID) -> ResponseReturnValue:
    """Passed or not, the score with its error, and a diagnosis by skill; no gold."""
    found = queries.sitting_of(current_user.id, sitting_id)
    if found.state == SittingState.OPEN:
        return redirect(url_for(".overview", sitting_id=sitting_id))
    if found.purpose == SittingPurpose.RECHECK:  # its outcome is one of three words, told in a room above
        return redirect(url_for("rechecks.of_sitting", sitting_id=sitting_id))
    catalogue = live()
    slug = catalogue.slugs.get(found.course_id) or abort(404)
    skills = [
        (catalogue.skill_name(skill, spoken()), row["mean"], _points(round(row["mean"]), row["items"]))
        for skill, row in (found.diagnosis or {}).items()
    ]
    return render_template("exams/result.html", sitting=found, slug=slug, course=catalogue.courses[slug], skills=skills)


def _points(points: int, items: int) -> str:
    return str(
        ngettext(
            "%(points)s points on %(num)s question", "%(points)s points on %(num)s questions", items, points=points
        )
    )
