"""Answering a check inside a lesson: graded at once, shown where it stands, no step and no exam."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from curriculum_app.database import db, utc_now
from curriculum_app.grading.kind import InvalidAnswer
from curriculum_app.learning import embedding, lesson_page
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import live
from curriculum_app.practice import answering, lesson_checks, messages, queries
from curriculum_app.practice.models import Context
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, only
from curriculum_app.web.language import spoken

checks = Blueprint("checks", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Wire the page, and draw the exercises of lessons."""
    app.register_blueprint(checks)
    embedding.draw_by(app, lesson_checks.draw)


@checks.post("/courses/<course>/lessons/<slug>/checks/<check>")
@only(Role.LEARNER)
def answer(course: str, slug: str, check: str) -> ResponseReturnValue:
    """Grade an answer to a check of this lesson. What was typed stays where something is wrong."""
    catalogue = live()
    enrolment = learning.enrolment_of(current_user.id, catalogue.course(course).id, lock=True) or abort(404)
    lesson, _ = lesson_page.lesson_of(catalogue, course, slug, spoken(), current_user.id)
    if check not in lesson.checks:
        abort(404)
    entry = catalogue.item(catalogue.courses[course].check_bank, check, lesson.language)
    task, key = queries.task_of(entry.edition), request.form.get("key", "")[:80] or str(uuid4())
    raw: dict[str, Any] = {}
    try:
        raw = task.read_form(request.form)
        answering.hand_in(enrolment, task, entry.edition, raw, key, utc_now(), context=Context.CHECK)
    except InvalidAnswer as invalid:
        problems = [(messages.control(field), messages.say(message)) for field, message in invalid.problems]
    except Refused as refused:
        if refused.code != "key_reused":
            raise
        problems, key = [("", gettext("This form was handed in before with another answer. Send it once more."))], str(uuid4())
    else:
        db.session.commit()
        return redirect(url_for("learning.lesson", course=course, slug=slug, _anchor=f"check-{check}"), 303)
    db.session.rollback()
    errors = [(f"check-{check}-{control}" if control else f"check-{check}", said) for control, said in problems]
    typed = lesson_checks.Typed(check, raw, key, problems)
    return lesson_page.show(course, lesson, learning.enrolment_of(current_user.id, enrolment.course_id), check=typed, errors=errors), 422
