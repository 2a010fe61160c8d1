"""Home, catalogue, course, lesson and progress."""

import base64
from uuid import UUID

from flask import Blueprint, Flask, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from curriculum_app.database import db, utc_now
from curriculum_app.learning import catalogue as catalogues
from curriculum_app.learning import lesson_page, loading, note_views, progressing, queries
from curriculum_app.learning.catalogue import Step, live
from curriculum_app.web.access import Role, anyone, only
from curriculum_app.web.language import spoken

learning = Blueprint("learning", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Wire the pages."""
    catalogues.init_app(app)
    loading.init_app(app)
    app.register_blueprint(learning)
    note_views.init_app(app)
    app.jinja_env.globals["step_url"] = step_url


def step_url(course: str, step: Step) -> str:
    """Where a step is done."""
    if step.sort == "lesson":
        return url_for("learning.lesson", course=course, slug=step.slug)
    if step.sort == "project":
        return url_for("projects.overview", course=course)
    return url_for("practice.exercise", course=course, slug=step.slug)


@learning.get("/")
@anyone
def home() -> ResponseReturnValue:
    """For strangers what this is; for learners where to go on."""
    catalogue = live()
    mine = queries.progress_of(catalogue, current_user.id) if current_user.is_authenticated else []
    return render_template("learning/home.html", catalogue=catalogue, mine=mine)


@learning.get("/courses")
@anyone
def catalogue() -> ResponseReturnValue:
    """Every course."""
    return render_template("learning/catalogue.html", catalogue=live())


@learning.get("/courses/<course>")
@anyone
def course(course: str) -> ResponseReturnValue:
    """One course: what it teaches, its steps, and how one stands."""
    catalogue = live()
    found = catalogue.course(course)
    enrolment = queries.enrolment_of(current_user.id, found.id) if current_user.is_authenticated else None
    progress = queries.progress_in(catalogue, enrolment) if enrolment else None
    steps = progress.steps if progress else [(step, None) for step in catalogue.steps(course, spoken())]
    return render_template(
        "learning/course.html", catalogue=catalogue, slug=course, course=found, progress=progress, steps=steps
    )


@learning.post("/courses/<course>/enrol")
@only(Role.LEARNER)
def enrol(course: str) -> ResponseReturnValue:
    """Begin a course by one's own choice, in the language of the page."""
    found = live().course(course)
    progressing.enrol(current_user.id, found.id, spoken())
    db.session.commit()
    flash(gettext("You are enrolled. Begin with the first lesson."), "success")
    return redirect(url_for(".course", course=course))


@learning.get("/courses/<course>/lessons/<slug>")
@anyone
def lesson(course: str, slug: str) -> ResponseReturnValue:
    """One lesson; anybody may read, what the enrolled have read is noted."""
    reader = current_user.id if current_user.is_authenticated else None
    entry, enrolment = lesson_page.lesson_of(live(), course, slug, spoken(), reader)
    return lesson_page.show(course, entry, enrolment)


@learning.post("/courses/<course>/lessons/<slug>")
@only(Role.LEARNER)
def finish_lesson(course: str, slug: str) -> ResponseReturnValue:
    """Note that a lesson is read and go to the next step."""
    catalogue = live()
    enrolment = queries.enrolment_or_404(current_user.id, catalogue.course(course).id)
    entry = catalogue.lesson(course, slug, enrolment.language)
    progressing.note(enrolment.id, entry.id, "lesson", utc_now())
    db.session.commit()
    following = queries.progress_in(catalogue, enrolment).after(entry.id)
    return redirect(step_url(course, following) if following else url_for(".course", course=course))


@learning.get("/progress")
@only(Role.LEARNER)
def progress() -> ResponseReturnValue:
    """All one's courses, step by step."""
    catalogue = live()
    return render_template(
        "learning/progress.html", catalogue=catalogue, mine=queries.progress_of(catalogue, current_user.id)
    )


@learning.post("/courses/<course>/active/<uuid:step_id>")
@only(Role.LEARNER)
def active(course: str, step_id: UUID) -> ResponseReturnValue:
    """The page says that its reader is active; the server counts the minute."""
    catalogue = live()
    enrolment = queries.enrolment_or_404(current_user.id, catalogue.course(course).id)
    if all(step.id != step_id for step in catalogue.steps(course, enrolment.language)):
        abort(404)
    progressing.count_minute(current_user.id, enrolment.id, step_id, utc_now())
    db.session.commit()
    return "", 204


@learning.get("/pictures/<name>")
@anyone
def picture(name: str) -> ResponseReturnValue:
    """A picture or recording of an exercise or lesson, by its content, so cached for ever."""
    found = live().pictures.get(name) or abort(404)
    data = base64.b64decode(found["data"])
    response = Response(data, mimetype=found["type"])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response.make_conditional(request, accept_ranges=True, complete_length=len(data))  # some play audio in ranges only
