"""Doing an exercise of a course: opening it, keeping its draft, handing it in."""

from flask import Blueprint, Flask, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from curriculum_app.database import utc_now
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import live
from curriculum_app.practice import answering, check_views, handing, messages, queries, try_views, working
from curriculum_app.practice.drafting import Said
from curriculum_app.practice.models import Context
from curriculum_app.practice.widget_strings import widget_strings
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals

practice = Blueprint("practice", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Wire the pages."""
    # Their views hang themselves on this blueprint.
    from curriculum_app.practice import (  # noqa: F401
        appeal_views,
        figures_views,
        hint_views,
        placement_views,
        quantity_views,
        queue_views,
        result_views,
        review_views,
        working_views,
    )

    app.register_blueprint(practice)
    check_views.init_app(app)
    try_views.init_app(app)
    appeal_views.init_app(app)
    review_views.init_app()
    placement_views.init_app(app)
    app.jinja_env.globals["widget_strings"] = widget_strings
    app.jinja_env.globals["kind_name"] = lambda kind: str(messages.KINDS.get(kind, kind))
    refusals({
        "key_reused": lazy_gettext("This form was already handed in with another answer. Open the exercise again."),
        "nothing_to_regrade": lazy_gettext("There is no such exercise with gold to grade by."),
    })  # fmt: skip


def _work(course: str, slug: str, lock: bool = False) -> handing.Work | None:
    """The exercise for an enrolled person; None for others; 404 where there is none in this course."""
    catalogue = live()
    found = catalogue.course(course)
    if not any(slug in module.practice for module in found.modules):
        abort(404)
    enrolment = learning.enrolment_of(current_user.id, found.id, lock)
    if enrolment is None:
        return None
    entry = catalogue.item(found.practice_bank, slug, enrolment.language)

    def address(endpoint: str) -> str:
        return url_for(endpoint, course=course, slug=slug)

    desk = working.Desk(course, address(".hand_in"), address(".keep_draft"), address(".arrived"), hints=address(".open_hint"))
    return handing.Work(catalogue, enrolment, entry, queries.task_of(entry.edition), Context.PRACTICE, desk)


@practice.get("/courses/<course>/practice/<slug>")
@only(Role.LEARNER)
def exercise(course: str, slug: str) -> ResponseReturnValue:
    """An exercise, with the draft of before."""
    work = _work(course, slug)
    if work is None:
        flash(gettext("Enrol first; then the exercises are open to you."), "info")
        return redirect(url_for("learning.course", course=course))
    return handing.show(work._replace(answered=queries.newest_answer(work.enrolment.id, work.entry.id)))


@practice.post("/courses/<course>/practice/<slug>")
@only(Role.LEARNER)
def hand_in(course: str, slug: str) -> ResponseReturnValue:
    """Hand in: graded at once. What was typed stays where something is wrong."""
    work = _work(course, slug, lock=True) or abort(404)

    def graded(raw: handing.Raw, key: str, said: Said) -> str:
        answer_id = answering.hand_in(work.enrolment, work.task, work.entry.edition, raw, key, utc_now(), said=said)
        return url_for(".result", answer_id=answer_id)

    return handing.take(work, graded)


@practice.put("/courses/<course>/practice/<slug>/draft")
@only(Role.LEARNER)
def keep_draft(course: str, slug: str) -> ResponseReturnValue:
    """Keep the form as it stands."""
    return handing.keep(_work(course, slug, lock=True) or abort(404))


@practice.get("/courses/<course>/practice/<slug>/arrived")
@only(Role.LEARNER)
def arrived(course: str, slug: str) -> ResponseReturnValue:
    """Whether a form came through of which its page had no answer."""
    work = _work(course, slug) or abort(404)
    return handing.arrived(work.enrolment, work.entry.id)
