"""The pages beside the exercises: a course's whole guideline, and ten minutes of work."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from curriculum_app.database import utc_now
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import live
from curriculum_app.practice import guidelines, queueing
from curriculum_app.practice.views import practice
from curriculum_app.web.access import Role, anyone, only
from curriculum_app.web.language import spoken


@practice.get("/courses/<course>/guideline")
@anyone
def guideline(course: str) -> ResponseReturnValue:
    """The guideline a course's practice is worked by, whole; anybody may read it, as they may the lessons."""
    catalogue = live()
    found = catalogue.course(course)
    enrolment = learning.enrolment_of(current_user.id, found.id) if current_user.is_authenticated else None
    language = enrolment.language if enrolment else spoken()
    written = catalogue.guideline(found.practice_bank, language) or abort(404)
    return render_template(
        "practice/guideline.html", course=course, title=found.title[spoken()], guideline=written, heading=guidelines.heading
    )


@practice.get("/queue")
@only(Role.LEARNER)
def queue() -> ResponseReturnValue:
    """What ten minutes hold now: what is due first, then what is still to be done."""
    catalogue = live()
    filled = queueing.fill(current_user.id, catalogue, utc_now())
    return render_template("practice/queue.html", queue=filled, courses=catalogue.courses, minutes=sum(q.minutes for q in filled))


@practice.post("/queue")
@only(Role.LEARNER)
def start_queue() -> ResponseReturnValue:
    """Begin the queue: its exercises lead from one to the next."""
    now = utc_now()
    filled = queueing.fill(current_user.id, live(), now)
    if not filled:
        flash(gettext("There is nothing to do just now."), "info")
        return redirect(url_for(".queue"), 303)
    queueing.begin(filled, now)
    return redirect(filled[0].address, 303)
