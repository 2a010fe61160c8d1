"""The live curriculum, held in memory by each process and read from the newest revision. It holds no gold."""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from flask import Flask, abort, current_app
from sqlalchemy import func, select

from curriculum_app.content.paths import PATHS
from curriculum_app.content.projects import PROJECT, Project
from curriculum_app.content.schemas import Course, GlossaryTerm, Skill, Term
from curriculum_app.database import db
from curriculum_app.learning.models import Revision

LOOK_EVERY = 2.0  # seconds between looks for a newer revision


class Worked(NamedTuple):
    """An example opened step by step in a lesson: where it stands, and the skills it shows."""

    anchor: str
    title: str
    skills: tuple[str, ...]


class Clause(NamedTuple):
    """A clause of a guideline."""

    id: str
    level: int
    number: str
    title: str
    html: str  # safe


class Guideline(NamedTuple):
    """What the items of a bank are worked by, in one language."""

    bank: str
    language: str
    title: str
    opening: str  # safe HTML
    clauses: tuple[Clause, ...]


class LessonEntry(NamedTuple):
    """A live lesson in one language."""

    id: UUID
    course: str
    slug: str
    language: str
    edition: UUID
    title: str
    minutes: int
    skills: tuple[str, ...] = ()
    worked: tuple[Worked, ...] = ()
    sections: tuple[str, ...] = ()  # their headings; what stands before the first is section 0 and has none
    checks: tuple[str, ...] = ()  # slugs of the exercises inside it


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


class ProjectEntry(NamedTuple):
    """A course's mock project: its plan, its minutes by language, and the editions of its guideline by version and language."""

    project: Project
    minutes: dict[str, int]
    guidelines: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Step:
    """One thing to do in a course: read a lesson, do an exercise, or work in its mock project."""

    id: UUID
    sort: str  # lesson | item | project
    slug: str
    title: str
    minutes: int
    module: int
    kind: str = ""
    skills: tuple[str, ...] = ()


class Catalogue:
    """One revision of the curriculum."""

    def __init__(self, number: int, manifest: dict[str, Any]) -> None:
        self.number = number
        minutes = {slug: course.pop("minutes") for slug, course in manifest["courses"].items()}
        self.minutes: dict[str, dict[str, int]] = minutes
        self.paths = PATHS.validate_python(manifest.get("paths", {}))
        self.courses = {slug: Course.model_validate(manifest["courses"][slug]) for slug in self._recommended(manifest["courses"])}
        self.skills = {name: Skill.model_validate(skill) for name, skill in manifest["skills"].items()}
        self.taxonomies = {
            n: {t: Term.model_validate(term) for t, term in terms.items()}
            for n, terms in manifest["taxonomies"].items()
        }
        self.glossary = {n: GlossaryTerm.model_validate(term) for n, term in manifest.get("glossary", {}).items()}
        self.demonstration = {name: bank["demonstration"] for name, bank in manifest["banks"].items()}
        self.ceilings: dict[str, dict[str, dict[str, Any]]] = manifest.get("ceilings", {})  # bank → language → what persons reach
        self.pedigrees: dict[str, str] = manifest.get("pedigrees", {})  # bank → how far it was checked
        self.uses = {name: bank["use"] for name, bank in manifest["banks"].items()}
        self.retired = {(name, slug) for name, bank in manifest["banks"].items() for slug in bank.get("retired", ())}
        self.worked_by = {name: bank.get("guideline") or name for name, bank in manifest["banks"].items()}
        self.guidelines = {
            (bank, language): Guideline(bank, language, kept["title"], kept["opening"], tuple(Clause(**c) for c in kept["clauses"]))
            for bank, languages in manifest.get("guidelines", {}).items()
            for language, kept in languages.items()
        }
        self.projects = {
            course: ProjectEntry(PROJECT.validate_python(kept["project"]), kept["minutes"], kept["guidelines"])
            for course, kept in manifest.get("projects", {}).items()
        }
        self.pictures: dict[str, dict[str, str]] = manifest["pictures"]
        lessons = [_lesson(entry) for entry in manifest["lessons"]]
        self.lessons = {(entry.course, entry.slug, entry.language): entry for entry in lessons}
        items = [
            ItemEntry(UUID(e.pop("id")), edition=UUID(e.pop("edition")), skills=tuple(e.pop("skills")),
                      pictures=tuple(e.pop("pictures")), **e)
            for e in manifest["items"]
        ]  # fmt: skip
        self.items = {(entry.bank, entry.slug, entry.language): entry for entry in items}

    def _recommended(self, slugs: Collection[str]) -> list[str]:
        """Courses in the order in which they are recommended, then the others."""
        named = [slug for slug in self.paths.order if slug in slugs]
        return named + [slug for slug in slugs if slug not in named]

    def following(self, slug: str) -> list[str]:
        """What comes after a course: the next one on each path, and what asks for it first; in the order of courses."""
        after = {two for path in self.paths.paths.values() for one, two in pairwise(path.courses) if one == slug}
        return [other for other, course in self.courses.items() if other in after or slug in course.prerequisites]

    def course(self, slug: str) -> Course:
        """The course, or 404."""
        return self.courses[slug] if slug in self.courses else abort(404)

    @cached_property
    def slugs(self) -> dict[UUID, str]:
        """Slugs of courses by id."""
        return {course.id: slug for slug, course in self.courses.items()}

    @cached_property
    def entries(self) -> dict[UUID, list[ItemEntry]]:
        """Exercises by id, in each language they exist in."""
        found: dict[UUID, list[ItemEntry]] = {}
        for entry in self.items.values():
            found.setdefault(entry.id, []).append(entry)
        return found

    def bank(self, bank: str, language: str) -> list[ItemEntry]:
        """Every exercise of a bank, in the language or else in the other."""
        slugs = sorted({slug for name, slug, _ in self.items if name == bank})
        return [self.item(bank, slug, language) for slug in slugs]

    def steps(self, slug: str, language: str) -> list[Step]:
        """Everything to do in a course, in order; a step missing in the language is taken in the other."""
        return list(self._steps(slug, language))

    def _steps(self, slug: str, language: str) -> Iterator[Step]:
        course = self.courses[slug]
        for number, module in enumerate(course.modules):
            for name in module.lessons:
                if lesson := self._in(self.lessons, slug, name, language):
                    yield Step(lesson.id, "lesson", name, lesson.title, lesson.minutes, number, skills=lesson.skills)
            for name in module.practice:
                if item := self._in(self.items, course.practice_bank, name, language):
                    yield Step(item.id, "item", name, item.title, item.minutes, number, item.kind, item.skills)
        if entry := self.projects.get(slug):
            project = entry.project
            yield Step(project.id, "project", "project", project.title[language], entry.minutes[language], len(course.modules))

    def item(self, bank: str, slug: str, language: str) -> ItemEntry:
        """The exercise in the language, or in the other where it exists only there; or 404."""
        found: ItemEntry | None = self._in(self.items, bank, slug, language)
        return found or abort(404)

    def guideline(self, bank: str, language: str) -> Guideline | None:
        """What a bank's items are worked by, in the language or in the other; None where they have no guideline."""
        named = self.worked_by.get(bank, bank)
        return self.guidelines.get((named, language)) or self.guidelines.get((named, "en" if language == "ko" else "ko"))

    def lesson(self, course: str, slug: str, language: str) -> LessonEntry:
        """The lesson, or 404."""
        found: LessonEntry | None = self._in(self.lessons, course, slug, language)
        return found or abort(404)

    def _in(self, entries: Any, first: str, slug: str, language: str) -> Any:
        return entries.get((first, slug, language)) or entries.get((first, slug, "en" if language == "ko" else "ko"))

    def skill_name(self, skill: str, language: str) -> str:
        """A skill as people call it."""
        return self.skills[skill].name[language] if skill in self.skills else skill

    def to_try(self, language: str) -> ItemEntry | None:
        """The exercise for visitors without an account, where there is one."""
        found = [entry for entry in self.items.values() if self.uses[entry.bank] == "try" and entry.language == language]
        return min(found, key=lambda entry: (entry.bank, entry.slug), default=None)

    def term(self, taxonomy: str, term: str) -> Term | None:
        """An entry of a taxonomy."""
        return self.taxonomies.get(taxonomy, {}).get(term)


def _lesson(entry: dict[str, Any]) -> LessonEntry:
    worked = tuple(Worked(w["anchor"], w["title"], tuple(w["skills"])) for w in entry.pop("worked", ()))
    held: dict[str, Any] = {name: tuple(entry.pop(name, ())) for name in ("skills", "sections", "checks")}
    return LessonEntry(UUID(entry.pop("id")), edition=UUID(entry.pop("edition")), worked=worked, **held, **entry)


EMPTY: dict[str, Any] = {
    "courses": {},
    "banks": {},
    "skills": {},
    "taxonomies": {},
    "glossary": {},
    "lessons": [],
    "items": [],
    "pictures": {},
}


class _Holder:
    """The catalogue of this process."""

    def __init__(self) -> None:
        self.catalogue: Catalogue | None = None
        self.looked_at = 0.0
        self.lock = Lock()


def init_app(app: Flask) -> None:
    """Each application holds its own."""
    app.extensions["catalogue"] = _Holder()


def look_again() -> None:
    """Whoever asks next looks for a newer revision, however lately somebody looked."""
    holder: _Holder = current_app.extensions["catalogue"]
    holder.looked_at = float("-inf")


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
