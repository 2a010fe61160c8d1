"""A project as somebody began it: its plan, the exact editions of its items and of its guideline, in their language."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from curriculum_app.content.projects import PROJECT, Project
from curriculum_app.learning.catalogue import Catalogue, ItemEntry

GATE = 0  # the day of the gate test
LAST = 5


class Place(NamedTuple):
    """Where an item stands in the project, and the version of the guideline it is answered under."""

    day: int
    position: int  # from 0
    version: int


@dataclass(frozen=True)
class Plan:
    """What a run's form holds."""

    project: Project
    items: dict[str, ItemEntry]
    guidelines: dict[int, UUID]  # version → edition
    language: str

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every item's place, in order."""
        gate = {slug: Place(GATE, position, 1) for position, slug in enumerate(self.project.gate.items)}
        return gate | {
            slug: Place(number, position, self.project.version(number, position))
            for number, day in enumerate(self.project.days, 1)
            for position, slug in enumerate(day.queue)
        }

    def slugs(self, day: int) -> tuple[str, ...]:
        """The items of a day, or of the gate."""
        if day == GATE:
            return self.project.gate.items
        return self.project.days[day - 1].queue if day <= LAST else ()

    @property
    def form(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "project": self.project.model_dump(mode="json", by_alias=True),
            "items": {slug: _kept(entry) for slug, entry in self.items.items()},
            "guidelines": {str(version): str(edition) for version, edition in self.guidelines.items()},
            "language": self.language,
        }

    @classmethod
    def of(cls, form: dict[str, Any]) -> "Plan":
        """The plan that a run keeps."""
        return cls(
            PROJECT.validate_python(form["project"]),
            {slug: _entry(kept) for slug, kept in form["items"].items()},
            {int(version): UUID(edition) for version, edition in form["guidelines"].items()},
            form["language"],
        )

    @classmethod
    def made(cls, catalogue: Catalogue, course: str, language: str) -> "Plan":
        """The plan by the catalogue of now. Raises KeyError where the course has no project."""
        entry = catalogue.projects[course]
        project = entry.project
        items = {slug: catalogue.item(project.bank, slug, language) for _, slug in project.slugs()}
        guidelines = {int(version): UUID(editions[language]) for version, editions in entry.guidelines.items()}
        return cls(project, items, guidelines, language)


def _kept(entry: ItemEntry) -> dict[str, Any]:
    return entry._asdict() | {"id": str(entry.id), "edition": str(entry.edition)}


def _entry(kept: dict[str, Any]) -> ItemEntry:
    lists: Iterator[tuple[str, Any]] = ((name, tuple(value)) for name, value in kept.items() if isinstance(value, list))
    return ItemEntry(**{**kept, **dict(lists), "id": UUID(kept["id"]), "edition": UUID(kept["edition"])})
