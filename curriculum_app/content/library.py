"""What the files hold once they are read: frozen lessons, items, banks and courses, and what follows from them."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from curriculum_app.content.schemas import Bank, Course, LessonHead, Skills, Taxonomies
from curriculum_app.grading.kind import Gold, Language, Task

# Eojeol and words read a minute with attention; lessons are studied, not skimmed.
READ_A_MINUTE = {"ko": 110, "en": 160}


@dataclass(frozen=True)
class Lesson:
    """One lesson in one language."""

    course: str
    slug: str
    language: Language
    head: LessonHead
    body: str  # Markdown
    file: Path
    first_line: int  # of the body, for messages
    source_hash: str

    @property
    def minutes(self) -> int:
        """How long it takes to read, at least one minute."""
        return max(1, round(len(self.body.split()) / READ_A_MINUTE[self.language]))


@dataclass(frozen=True)
class Item:
    """One exercise in one language, parted into what may be seen and what may not."""

    bank: str
    slug: str
    task: Task
    gold: Gold
    file: Path
    source_hash: str

    @property
    def language(self) -> Language:
        return self.task.language

    @property
    def task_hash(self) -> str:
        """Changes when the question changes; gold alone may change without it."""
        return digest(self.task.model_dump(mode="json"))


@dataclass
class Library:
    """Everything read from the folders."""

    courses: dict[str, Course] = field(default_factory=dict)
    lessons: dict[tuple[str, str, str], Lesson] = field(default_factory=dict)  # course, slug, language
    banks: dict[str, Bank] = field(default_factory=dict)
    bank_folders: dict[str, Path] = field(default_factory=dict)
    items: dict[tuple[str, str, str], Item] = field(default_factory=dict)  # bank, slug, language
    skills: Skills = field(default_factory=dict)
    taxonomies: Taxonomies = field(default_factory=dict)

    def items_of(self, bank: str, language: str | None = None) -> Iterator[Item]:
        """A bank's items by slug, in one language or in all."""
        for (name, _, written), item in sorted(self.items.items()):
            if name == bank and language in {None, written}:
                yield item

    def minutes(self, slug: str, language: str) -> int:
        """A course's working time: reading its lessons and doing its practice."""
        course = self.courses[slug]
        lessons = [self.lessons.get((slug, name, language)) for module in course.modules for name in module.lessons]
        items = [
            self.items.get((course.practice_bank, name, language))
            for module in course.modules
            for name in module.practice
        ]
        return sum(lesson.minutes for lesson in lessons if lesson) + sum(item.task.minutes for item in items if item)


def digest(value: Any) -> str:
    """SHA-256 of a JSON value in one canonical form."""
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
