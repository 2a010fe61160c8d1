"""Notes of one's own, the place reached in a lesson, and the glossary."""

from itertools import groupby
from uuid import UUID

from flask import Blueprint, Flask, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from curriculum_app.database import db, utc_now
from curriculum_app.learning import lesson_page, noting, queries
from curriculum_app.learning.catalogue import Catalogue, LessonEntry, live
from curriculum_app.learning.models import Enrolment
from curriculum_app.learning.note_models import Note
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, anyone, only
from curriculum_app.web.errors import refusals, sentence
from curriculum_app.web.language import spoken

notes = Blueprint("notes", __name__, template_folder="templates")


def init_app(app: Flask) -> None:
    """Wire the pages."""
    app.register_blueprint(notes)
    refusals({"note_too_long": lazy_gettext("The note is too long. At most %(most)s characters are kept.")})


def _place(course: str, slug: str, section: int) -> tuple[LessonEntry, Enrolment | None]:
    entry, enrolment = lesson_page.lesson_of(live(), course, slug, spoken(), current_user.id)
    if section >= max(1, len(entry.sections)):
        abort(404)
    return entry, enrolment


@notes.post("/courses/<course>/lessons/<slug>/notes/<int:section>")
@only(Role.LEARNER)
def keep(course: str, slug: str, section: int) -> ResponseReturnValue:
    """Keep a note on a section. What was typed stays where it can't be kept; JSON for the widget that saves by itself."""
    entry, enrolment = _place(course, slug, section)
    text, version = request.form.get("text", ""), request.form.get("version", "")
    if not version.isdecimal() or len(version) > 9:
        abort(422)
    try:
        note = noting.keep(current_user.id, entry.id, section, text, int(version), utc_now())
    except Refused as refused:
        db.session.rollback()
        return _not_kept(course, entry, enrolment, lesson_page.TypedNote(section, text, int(version), sentence(refused)), 422)
    except noting.Conflict as conflict:
        theirs, now = (conflict.note.text, conflict.note.version) if conflict.note else ("", 0)
        db.session.rollback()
        why = gettext("This note was changed in another tab. Save to keep this text instead of that one.")
        return _not_kept(course, entry, enrolment, lesson_page.TypedNote(section, text, now, why, theirs), 409)
    db.session.commit()
    if _wants_json():
        return jsonify(version=note.version if note else 0, saved_at=note.saved_at.isoformat() if note else None)
    return redirect(url_for("learning.lesson", course=course, slug=slug, _anchor=f"note-{section}"), 303)


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _not_kept(
    course: str, entry: LessonEntry, enrolment: Enrolment | None, typed: lesson_page.TypedNote, status: int
) -> ResponseReturnValue:
    if _wants_json():
        return jsonify(error=typed.why, version=typed.version), status
    errors = [(f"note-{typed.section}-text", typed.why)]
    return lesson_page.show(course, entry, enrolment, note=typed, errors=errors), status


@notes.post("/courses/<course>/lessons/<slug>/place/<int:section>")
@only(Role.LEARNER)
def reach(course: str, slug: str, section: int) -> ResponseReturnValue:
    """The page says which section is being read."""
    entry, enrolment = _place(course, slug, section)
    noting.reach((enrolment or abort(404)).id, entry.id, section, utc_now())
    db.session.commit()
    return "", 204


@notes.get("/notes")
@only(Role.LEARNER)
def listing() -> ResponseReturnValue:
    """All one's own notes, lesson by lesson."""
    catalogue = live()
    by_lesson = groupby(queries.notes_of(current_user.id), lambda note: note.lesson_id)
    grouped = [(_lesson(catalogue, lesson_id), list(mine)) for lesson_id, mine in by_lesson]
    return render_template("learning/notes.html", catalogue=catalogue, grouped=sorted(grouped, key=_order))


def _lesson(catalogue: Catalogue, lesson_id: UUID) -> LessonEntry | None:
    found = [entry for entry in catalogue.lessons.values() if entry.id == lesson_id]
    return min(found, key=lambda entry: entry.language != spoken(), default=None)


def _order(group: tuple[LessonEntry | None, list[Note]]) -> tuple[bool, str, str]:
    """By course and lesson; notes on lessons that are gone come last."""
    return (group[0] is None, group[0].course if group[0] else "", group[0].slug if group[0] else "")


@notes.post("/notes/<uuid:note_id>/remove")
@only(Role.LEARNER)
def remove(note_id: UUID) -> ResponseReturnValue:
    """Take a note of one's own away."""
    if not noting.remove(current_user.id, note_id):
        abort(404)
    db.session.commit()
    flash(gettext("The note is removed."), "success")
    return redirect(url_for(".listing"))


@notes.get("/glossary")
@anyone
def glossary() -> ResponseReturnValue:
    """Every term, and the closed lists with an example and a near miss for each entry."""
    catalogue = live()
    shown = lesson_page.terms(catalogue, catalogue.glossary, spoken())
    return render_template("learning/glossary.html", catalogue=catalogue, terms=sorted(shown, key=lambda term: term.name.casefold()))
