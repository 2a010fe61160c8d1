"""The page of a lesson: its sections and blocks, the reader's notes and place, and the exercises inside it."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from flask import render_template
from flask_babel import gettext
from flask_login import current_user

from curriculum_app.content.library import READ_A_MINUTE
from curriculum_app.content.markdown import term_id
from curriculum_app.learning import embedding, queries
from curriculum_app.learning.catalogue import Catalogue, LessonEntry, live
from curriculum_app.learning.models import Enrolment
from curriculum_app.learning.note_models import LONGEST


class TypedNote(NamedTuple):
    """A note that was not kept: what was typed, why not, and what another tab kept in the meantime."""

    section: int
    text: str
    version: int
    why: str
    theirs: str = ""


class ShownTerm(NamedTuple):
    """A term that stands in a lesson, as its definition is shown."""

    id: str
    anchor: str
    name: str
    definition: str


def show(course: str, entry: LessonEntry, enrolment: Enrolment | None, note: TypedNote | None = None, check: Any = None,
         errors: list[tuple[str, str]] | None = None) -> str:  # fmt: skip
    """The page; with `note` or `check` it holds what was typed and could not be kept."""
    catalogue = live()
    lesson = queries.edition_task(entry.edition)
    sections = _sections(lesson)
    slugs = [block["name"] for section in sections for block in section["blocks"] if block["sort"] == "check"]
    place = queries.place_of(enrolment.id, entry.id) if enrolment else 0
    return render_template(
        "learning/lesson.html", slug=course, course=catalogue.course(course), catalogue=catalogue, entry=entry, lesson=lesson,
        progress=queries.progress_in(catalogue, enrolment) if enrolment else None, sections=sections, place=place,
        exercises=embedding.drawn(embedding.Place(course, entry, enrolment), slugs, check),
        terms=list(terms(catalogue, lesson.get("terms", ()), entry.language)),
        notes=queries.notes_on(current_user.id, entry.id) if current_user.is_authenticated else {},
        typed=note, errors=errors or [], longest=LONGEST, rate=READ_A_MINUTE[entry.language], strings=_strings(),
    )  # fmt: skip


def _sections(lesson: dict[str, Any]) -> list[dict[str, Any]]:
    """An edition of before sections were kept is one section."""
    kept: list[dict[str, Any]] | None = lesson.get("sections")
    return kept or [{"heading": "", "title": "", "blocks": [{"sort": "text", "html": lesson.get("html", "")}]}]


def terms(catalogue: Catalogue, ids: Any, language: str) -> Iterator[ShownTerm]:
    """The definitions of these terms, as they are now."""
    for name in ids:
        taxonomy, _, entry = name.partition("/")
        found = catalogue.term(taxonomy, entry) if entry else catalogue.glossary.get(name)
        if found:
            yield ShownTerm(name, term_id(name), found.name[language], found.definition[language])


def _strings() -> dict[str, dict[str, str]]:
    """What the page's widgets say."""
    return {
        "worked": {"next": gettext("Next step ({at} of {all})"), "all": gettext("Open all steps")},
        "place": {"resume": gettext("Last time you were at: {section}")},
        "note": {
            "saved": gettext("Kept at {time}."), "gone": gettext("The note is empty and was taken away."),
            "offline": gettext("Not kept yet: the network is away. It is tried again."),
            "refused": gettext("The note could not be kept. It stays in this browser; reload the page and save it."),
            "long": gettext("The note is too long. At most {most} characters are kept."),
            "conflict": gettext("This note was changed in another tab. Save to keep this text instead of that one."),
            "restored": gettext("This is what could not be kept last time."),
        },
    }  # fmt: skip


def lesson_of(catalogue: Catalogue, course: str, slug: str, language: str, account_id: UUID | None) -> tuple[LessonEntry, Enrolment | None]:
    """The lesson in the language the reader is enrolled in, else in that of the page; or 404."""
    found = catalogue.course(course)
    enrolment = queries.enrolment_of(account_id, found.id) if account_id else None
    return catalogue.lesson(course, slug, enrolment.language if enrolment else language), enrolment
