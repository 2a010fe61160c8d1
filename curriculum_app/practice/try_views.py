"""Trying one exercise without an account: nothing is kept, the verdict is the page that answers."""

from typing import Any

from flask import Blueprint, Flask, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue

from curriculum_app.database import utc_now
from curriculum_app.grading.kind import InvalidAnswer, Task
from curriculum_app.learning.catalogue import ItemEntry, live
from curriculum_app.practice import answering, feedback, messages, presenting, queries
from curriculum_app.practice.models import Answer, Context
from curriculum_app.web import limiter
from curriculum_app.web.access import anyone
from curriculum_app.web.language import spoken

SPARE = 2  # empty rows without a script: there is one thing to find, and a visitor has a minute

trying = Blueprint("trying", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Wire the page; `to_try` gives the home page its task, where there is one."""
    app.register_blueprint(trying)
    app.jinja_env.globals["to_try"] = _task


def _task() -> Task | None:
    entry = live().to_try(spoken())
    return queries.task_of(entry.edition) if entry else None


@trying.get("/try")
@anyone
def sample() -> ResponseReturnValue:
    """A short exercise for visitors."""
    entry = live().to_try(spoken()) or abort(404)
    return _show(entry, {})


@trying.post("/try")
@anyone
@limiter.limit(lambda: current_app.config["RATELIMIT_TRY"], methods=["POST"])
def grade() -> ResponseReturnValue:
    """Grade it, as a trainee's answer is graded, and keep nothing. What was typed stays where something is wrong."""
    entry = live().to_try(spoken()) or abort(404)
    task = queries.task_of(entry.edition)
    raw: dict[str, Any] = {}
    try:
        raw = task.read_form(request.form)
        parsed = task.parse(raw)
    except InvalidAnswer as invalid:
        problems = [(messages.control(field), messages.say(message)) for field, message in invalid.problems]
        return _show(entry, raw, problems), 422
    verdict = answering.gold_of(entry.edition).assess(task, parsed)
    # Never added to a session: the page shows an answer, and this one is nobody's.
    answer = Answer(edition_id=entry.edition, item_id=entry.id, context=Context.PRACTICE, try_number=1, created_at=utc_now())
    shown = feedback.of_verdict(task, verdict, live(), answer)
    return render_template("practice/try_result.html", parts=messages.PARTS, own=True, **shown)


def _show(entry: ItemEntry, kept: dict[str, Any], errors: list[tuple[str, str]] | None = None) -> str:
    task = queries.task_of(entry.edition)
    context = presenting.form_context(task, live(), kept)
    context["rows"] = len(context["marks"]) + SPARE
    return render_template("practice/try.html", entry=entry, pictures=entry.pictures, errors=errors or [], **context)
