"""What the files hold once they are read: frozen lessons, items, banks and courses, and what follows from them."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from curriculum_app.content.blocks import Block, parse, texts
from curriculum_app.content.designs import DesignFiles
from curriculum_app.content.guidelines import Guideline
from curriculum_app.content.markdown import words
from curriculum_app.content.paths import WrittenPaths
from curriculum_app.content.projects import ProjectFiles
from curriculum_app.content.schemas import (
    Annotation,
    Bank,
    Course,
    Glossary,
    LessonHead,
    Reviews,
    Skills,
    Taxonomies,
    Term,
)
from curriculum_app.grading.kind import Gold, Language, Task

# Read in a minute with attention, since lessons are studied and not skimmed: characters of Korean, words of English.
READ_A_MINUTE = {"ko": 350, "en": 160}


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

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The body, read."""
        return parse(self.body)[0]

    @property
    def minutes(self) -> int:
        """How long it takes to read, at least one minute: by characters without spaces in Korean, by words in English."""
        read = " ".join(words(block.text) for block in texts(self.blocks)).split()
        length = sum(map(len, read)) if self.language == "ko" else len(read)
        return max(1, round(length / READ_A_MINUTE[self.language]))


@dataclass(frozen=True)
class Item:
    """One exercise in one language, parted into what may be seen and what may not."""

    bank: str
    slug: str
    task: Task
    gold: Gold
    file: Path
    source_hash: str
    changed: Gold | None = None  # gold under the second version of the project's guideline, where it differs

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
    reviews: dict[str, Reviews] = field(default_factory=dict)  # bank
    annotations: dict[str, tuple[Annotation, ...]] = field(default_factory=dict)  # bank
    items: dict[tuple[str, str, str], Item] = field(default_factory=dict)  # bank, slug, language
    skills: Skills = field(default_factory=dict)
    taxonomies: Taxonomies = field(default_factory=dict)
    projects: dict[str, ProjectFiles] = field(default_factory=dict)  # course
    glossary: Glossary = field(default_factory=dict)
    paths: list[WrittenPaths] = field(default_factory=list)
    guidelines: dict[tuple[str, str], Guideline] = field(default_factory=dict)  # bank, language
    designs: dict[str, DesignFiles] = field(default_factory=dict)

    def guideline_of(self, bank: str, language: str) -> Guideline | None:
        """What a bank's items are worked by: its own guideline, or that of the bank its bank.yaml names."""
        named = self.banks[bank].guideline if bank in self.banks else ""
        return self.guidelines.get((named or bank, language))

    def items_of(self, bank: str, language: str | None = None) -> Iterator[Item]:
        """A bank's items by slug, in one language or in all."""
        for (name, _, written), item in sorted(self.items.items()):
            if name == bank and language in {None, written}:
                yield item

    def term(self, taxonomy: str, term: str) -> Term | None:
        """An entry of a closed list."""
        return self.taxonomies.get(taxonomy, {}).get(term)

    def minutes(self, slug: str, language: str) -> int:
        """A course's working time: reading its lessons and doing its practice."""
        course = self.courses[slug]
        lessons = [self.lessons.get((slug, name, language)) for module in course.modules for name in module.lessons]
        items = [
            self.items.get((course.practice_bank, name, language))
            for module in course.modules
            for name in module.practice
        ]
        done = sum(lesson.minutes for lesson in lessons if lesson) + sum(item.task.minutes for item in items if item)
        return done + self.project_minutes(slug, language)

    def project_minutes(self, course: str, language: str) -> int:
        """The working time of a course's project: reading its guideline once and doing its items; 0 where there is none."""
        if (files := self.projects.get(course)) is None:
            return 0
        items = (self.items.get((files.project.bank, slug, language)) for _, slug in files.project.slugs())
        return files.reading_minutes(language) + sum(item.task.minutes for item in items if item)


def digest(value: Any) -> str:
    """SHA-256 of a JSON value in one canonical form."""
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
