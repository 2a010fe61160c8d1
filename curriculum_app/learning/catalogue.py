"""The live curriculum, held in memory by each process and read from the newest revision. It holds no gold."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock, Thread
from typing import Any, NamedTuple
from uuid import UUID

from flask import Flask, abort, current_app, request
from sqlalchemy import func, select

from curriculum_app import shipped
from curriculum_app.content.checking import check
from curriculum_app.content.reading import read
from curriculum_app.content.schemas import Course, Skill, Term
from curriculum_app.database import db, reading_only, utc_now
from curriculum_app.learning import editions
from curriculum_app.learning.models import Revision

LOOK_EVERY = 2.0  # seconds between looks for a newer revision


class LessonEntry(NamedTuple):
    """A live lesson in one language."""

    id: UUID
    course: str
    slug: str
    language: str
    edition: UUID
    title: str
    minutes: int


class ItemEntry(NamedTuple):
    """A live exercise in one language; what may be told about it without opening it."""

    id: UUID
    bank: str
    slug: str
    language: str
    edition: UUID
    kind: str
    title: str
    minutes: int
    difficulty: int
    skills: tuple[str, ...]
    family: str
    pictures: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One thing to do in a course: read a lesson or do an exercise."""

    id: UUID
    sort: str  # lesson | item
    slug: str
    title: str
    minutes: int
    module: int
    kind: str = ""


class Catalogue:
    """One revision of the curriculum."""

    def __init__(self, number: int, manifest: dict[str, Any]) -> None:
        self.number = number
        minutes = {slug: course.pop("minutes") for slug, course in manifest["courses"].items()}
        self.minutes: dict[str, dict[str, int]] = minutes
        self.courses = {slug: Course.model_validate(course) for slug, course in manifest["courses"].items()}
        self.skills = {name: Skill.model_validate(skill) for name, skill in manifest["skills"].items()}
        self.taxonomies = {
            n: {t: Term.model_validate(term) for t, term in terms.items()}
            for n, terms in manifest["taxonomies"].items()
        }
        self.demonstration = {name: bank["demonstration"] for name, bank in manifest["banks"].items()}
        self.pictures: dict[str, dict[str, str]] = manifest["pictures"]
        lessons = [LessonEntry(UUID(e.pop("id")), edition=UUID(e.pop("edition")), **e) for e in manifest["lessons"]]
        self.lessons = {(entry.course, entry.slug, entry.language): entry for entry in lessons}
        items = [
            ItemEntry(UUID(e.pop("id")), edition=UUID(e.pop("edition")), skills=tuple(e.pop("skills")),
                      pictures=tuple(e.pop("pictures")), **e)
            for e in manifest["items"]
        ]  # fmt: skip
        self.items = {(entry.bank, entry.slug, entry.language): entry for entry in items}

    def course(self, slug: str) -> Course:
        """The course, or 404."""
        return self.courses[slug] if slug in self.courses else abort(404)

    @cached_property
    def slugs(self) -> dict[UUID, str]:
        """Slugs of courses by id."""
        return {course.id: slug for slug, course in self.courses.items()}

    def steps(self, slug: str, language: str) -> list[Step]:
        """Everything to do in a course, in order; a step missing in the language is taken in the other."""
        return list(self._steps(slug, language))

    def _steps(self, slug: str, language: str) -> Iterator[Step]:
        course = self.courses[slug]
        for number, module in enumerate(course.modules):
            for name in module.lessons:
                if lesson := self._in(self.lessons, slug, name, language):
                    yield Step(lesson.id, "lesson", name, lesson.title, lesson.minutes, number)
            for name in module.practice:
                if item := self._in(self.items, course.practice_bank, name, language):
                    yield Step(item.id, "item", name, item.title, item.minutes, number, item.kind)

    def item(self, bank: str, slug: str, language: str) -> ItemEntry:
        """The exercise in the language, or in the other where it exists only there; or 404."""
        found: ItemEntry | None = self._in(self.items, bank, slug, language)
        return found or abort(404)

    def lesson(self, course: str, slug: str, language: str) -> LessonEntry:
        """The lesson, or 404."""
        found: LessonEntry | None = self._in(self.lessons, course, slug, language)
        return found or abort(404)

    def _in(self, entries: Any, first: str, slug: str, language: str) -> Any:
        return entries.get((first, slug, language)) or entries.get((first, slug, "en" if language == "ko" else "ko"))

    def skill_name(self, skill: str, language: str) -> str:
        """A skill as people call it."""
        return self.skills[skill].name[language] if skill in self.skills else skill

    def term(self, taxonomy: str, term: str) -> Term | None:
        """An entry of a taxonomy."""
        return self.taxonomies.get(taxonomy, {}).get(term)


EMPTY: dict[str, Any] = {
    "courses": {},
    "banks": {},
    "skills": {},
    "taxonomies": {},
    "lessons": [],
    "items": [],
    "pictures": {},
}


class _Holder:
    """The catalogue of this process."""

    def __init__(self) -> None:
        self.catalogue: Catalogue | None = None
        self.looked_at = 0.0
        self.fingerprint: object = None
        self.lock = Lock()


def init_app(app: Flask) -> None:
    """Each application holds its own; in development files saved since are loaded before a page is made."""
    app.extensions["catalogue"] = _Holder()
    if app.config["ENVIRONMENT"] == "development" and not app.config.get("TESTING"):
        app.before_request(_load_if_saved)


def live() -> Catalogue:
    """The newest revision."""
    holder: _Holder = current_app.extensions["catalogue"]
    with holder.lock:
        now = time.monotonic()
        if holder.catalogue is None or now - holder.looked_at > LOOK_EVERY:
            holder.catalogue = _newest(holder.catalogue)
            holder.looked_at = now
        return holder.catalogue


def _newest(known: Catalogue | None) -> Catalogue:
    number = db.session.scalar(select(func.max(Revision.number))) or 0
    if known is not None and known.number == number:
        return known
    manifest = db.session.scalar(select(Revision.manifest).where(Revision.number == number))
    return Catalogue(number, manifest or EMPTY)


def folders() -> tuple[list[Path], list[Path]]:
    """Content folders and folders of live exam banks."""
    split = {
        name: [Path(part) for part in current_app.config[name].split(":") if part]
        for name in ("CONTENT_DIRS", "EXAM_DIRS")
    }
    return [shipped.root(), *split["CONTENT_DIRS"]], split["EXAM_DIRS"]


def check_files() -> list[str]:
    """What `curriculum content check` says of the folders now; nothing is loaded."""
    content, exams = folders()
    library, problems = read(content, exams)
    check(library, problems)
    return [str(problem) for problem in problems]


def load_files() -> list[str]:
    """Load the folders' content; nothing changes while there are problems, which are returned in words."""
    content, exams = folders()
    library, problems = read(content, exams)
    if check(library, problems):
        return [str(problem) for problem in problems]
    editions.load(library, utc_now())
    db.session.commit()
    return []


def _load_if_saved() -> None:
    """Runs before the request touches the database, so that the page sees what was loaded."""
    if not reading_only() or request.endpoint in {"assets.file", "learning.picture"}:
        return
    holder: _Holder = current_app.extensions["catalogue"]
    content, exams = folders()
    roots = [place for folder in content for place in (folder / "courses", folder / "exercises")] + exams
    fingerprint = tuple(
        sorted((str(f), f.stat().st_mtime_ns) for root in roots for f in root.rglob("*") if f.is_file())
    )
    if fingerprint == holder.fingerprint:
        return
    holder.fingerprint, holder.looked_at = fingerprint, 0.0
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def load() -> None:
        with app.app_context():
            for problem in load_files():
                app.logger.warning("%s", problem)

    # A page load may only read, so the loading happens beside it, in a thread without the request.
    thread = Thread(target=load)
    thread.start()
    thread.join()
