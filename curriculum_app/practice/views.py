"""Doing an exercise, keeping its draft, and seeing how it was graded."""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Flask, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from curriculum_app.database import db, utc_now
from curriculum_app.grading.kind import InvalidAnswer, Task
from curriculum_app.grading.kinds import TASKS
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import Catalogue, ItemEntry, live
from curriculum_app.learning.models import Enrolment
from curriculum_app.practice import answer_forms, answering, drafting, messages, presenting, queries
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import page, refusals, sentence
from curriculum_app.web.language import spoken

practice = Blueprint("practice", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Wire the pages."""
    app.register_blueprint(practice)
    app.jinja_env.globals["kind_name"] = lambda kind: str(messages.KINDS.get(kind, kind))
    refusals(
        {"key_reused": lazy_gettext("This form was already handed in with another answer. Open the exercise again.")}
    )


def _open(course: str, slug: str, lock: bool = False) -> tuple[Catalogue, Enrolment, ItemEntry] | None:
    """The exercise for an enrolled person; None for others; 404 where there is none in this course."""
    catalogue = live()
    found = catalogue.course(course)
    if not any(slug in module.practice for module in found.modules):
        abort(404)
    enrolment = learning.enrolment_of(current_user.id, found.id, lock)
    return (catalogue, enrolment, catalogue.item(found.practice_bank, slug, enrolment.language)) if enrolment else None


@practice.get("/courses/<course>/practice/<slug>")
@only(Role.LEARNER)
def exercise(course: str, slug: str) -> ResponseReturnValue:
    """An exercise, with the draft of before."""
    opened = _open(course, slug)
    if opened is None:
        flash(gettext("Enrol first; then the exercises are open to you."), "info")
        return redirect(url_for("learning.course", course=course))
    catalogue, enrolment, entry = opened
    draft = drafting.draft_of(enrolment.id, entry.id)
    kept = draft.answer if draft and draft.edition_id == entry.edition else {}
    task = queries.task_of(entry.edition)
    return _show(catalogue, course, entry, task, kept, str(uuid4()), version=draft.version if draft else 0)


@practice.post("/courses/<course>/practice/<slug>")
@only(Role.LEARNER)
def hand_in(course: str, slug: str) -> ResponseReturnValue:
    """Hand in: graded at once. What was typed stays where something is wrong."""
    opened = _open(course, slug, lock=True) or abort(404)
    catalogue, enrolment, entry = opened
    task = queries.task_of(entry.edition)
    key = request.form.get("key", "")[:80] or str(uuid4())
    raw: dict[str, Any] = {}
    try:
        raw = answer_forms.read(task, request.form)
        answer_id = answering.hand_in(enrolment, task, entry.edition, raw, key, utc_now())
    except InvalidAnswer as invalid:
        db.session.rollback()
        problems = [(messages.control(field), messages.say(message)) for field, message in invalid.problems]
        return _show(catalogue, course, entry, task, raw, key, errors=problems), 422
    except Refused as refused:
        db.session.rollback()
        return page(422, text=sentence(refused))
    db.session.commit()
    return redirect(url_for(".result", answer_id=answer_id), 303)


def _show(catalogue: Catalogue, course: str, entry: ItemEntry, task: Task, kept: dict[str, Any], key: str, version: int = 0,
          errors: list[tuple[str, str]] | None = None) -> str:  # fmt: skip
    return render_template(
        "practice/exercise.html",
        course=course,
        title=catalogue.courses[course].title[spoken()],
        entry=entry,
        key=key,
        pictures=entry.pictures,
        version=version,
        draft_strings=presenting.draft_strings(),
        errors=errors or [],
        **presenting.form_context(task, catalogue, kept),
    )


@practice.put("/courses/<course>/practice/<slug>/draft")
@only(Role.LEARNER)
def keep_draft(course: str, slug: str) -> ResponseReturnValue:
    """Keep the form as it stands. 409 with the other draft's version where another tab was faster."""
    _, enrolment, entry = _open(course, slug) or abort(404)
    version = request.form.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        return jsonify(error=gettext("The draft could not be read.")), 422
    if (request.content_length or 0) > drafting.LARGEST:
        return jsonify(error=gettext("The draft is too large.")), 413
    try:
        raw = answer_forms.read(queries.task_of(entry.edition), request.form)
        draft = drafting.save(enrolment, entry.id, entry.edition, int(version), raw, utc_now())
    except InvalidAnswer:
        return jsonify(error=gettext("The draft could not be read.")), 422
    except drafting.Conflict as conflict:
        return jsonify(version=conflict.draft.version, saved_at=conflict.draft.saved_at.isoformat()), 409
    db.session.commit()
    return jsonify(version=draft.version, saved_at=draft.saved_at.isoformat())


@practice.get("/answers/<uuid:answer_id>")
@only(Role.LEARNER)
def result(answer_id: UUID) -> ResponseReturnValue:
    """The verdict: mine beside gold, with the reason for every mark."""
    answer, verdict, enrolment, edition = queries.graded(current_user.id, answer_id)
    catalogue = live()
    slug = catalogue.slugs.get(enrolment.course_id) or abort(404)
    progress = learning.progress_in(catalogue, enrolment)
    task = TASKS.validate_python(edition.task)
    shown = presenting.fields(task, catalogue, task.language)
    text = getattr(task, "text", "")
    step = next((step for step, _ in progress.steps if step.id == answer.item_id), None)
    return render_template(
        "practice/result.html", answer=answer, verdict=verdict, task=task, course=slug, step=step, following=progress.after(answer.item_id),
        title=catalogue.courses[slug].title[spoken()], paragraphs=presenting.paragraphs(text, verdict.outcomes) if text else [],
        say=messages.say, values=lambda mark: presenting.values(mark, shown), counts=presenting.counts(verdict),
        sorts=messages.SORTS, steps=messages.STEPS, parts=messages.PARTS,
    )  # fmt: skip
