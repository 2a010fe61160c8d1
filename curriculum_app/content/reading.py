"""Folders → Library. Whatever can't be read or does not fit its schema is noted and left out, and the rest is read on."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from curriculum_app.content.blocks import parse
from curriculum_app.content.changed import changed_gold
from curriculum_app.content.checking_guidelines import read_guidelines
from curriculum_app.content.designs import read_designs
from curriculum_app.content.drafts import check_draft, is_drafted
from curriculum_app.content.library import Item, Lesson, Library, digest
from curriculum_app.content.paths import read_paths
from curriculum_app.content.problems import Problems
from curriculum_app.content.reading_projects import read_project
from curriculum_app.content.schemas import (
    ANNOTATIONS,
    BANK,
    COURSE,
    GLOSSARY,
    LANGUAGES,
    LESSON,
    REVIEWS,
    SKILLS,
    TAXONOMIES,
)
from curriculum_app.content.yaml_files import read_text, read_yaml
from curriculum_app.grading.kind import FileProblem, Language
from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.text import normalise

T = TypeVar("T")

_LESSON_NAME = re.compile(r"^(\d\d)-([a-z0-9-]+)\.(ko|en)\.md$")
_ITEM_NAME = re.compile(r"^([a-z0-9-]+)\.(ko|en)\.yaml$")
_NOT_ITEMS = {"bank.yaml", "reviews.yaml", "annotations.yaml"}


def read(folders: Iterable[Path], exam_folders: Iterable[Path] = ()) -> tuple[Library, Problems]:
    """Everything under `courses/`, `exercises/` and `certificates/` of each folder, and the banks of exam folders, with what is wrong."""
    library, problems = Library(), Problems()
    for folder in folders:
        _read_courses(folder / "courses", library, problems)
        _read_banks(folder / "exercises", library, problems)
        library.designs.update(read_designs(folder / "certificates", problems))
    for folder in exam_folders:
        _read_banks(folder, library, problems)
    return library, problems


def source_hash(text: str) -> str:
    """SHA-256 of a file's text in its normal form (NFC, line feeds)."""
    return digest(normalise(text))


def _read_courses(folder: Path, library: Library, problems: Problems) -> None:
    if not folder.is_dir():
        return
    library.skills.update(_optional(folder / "skills.yaml", SKILLS, problems))
    library.taxonomies.update(_optional(folder / "taxonomies.yaml", TAXONOMIES, problems))
    read_paths(folder, library, problems)
    library.glossary.update(_optional(folder / "glossary.yaml", GLOSSARY, problems))
    for place in sorted(path.parent for path in folder.glob("*/course.yaml")):
        if (document := read_yaml(place / "course.yaml", problems)) and (course := document.check(COURSE, problems)):
            library.courses[place.name] = course
        read_project(place, library, problems)
        for file in sorted((place / "lessons").glob("*.md")):
            _read_lesson(file, place.name, library, problems)


def _optional(file: Path, schema: TypeAdapter[dict[str, T]], problems: Problems) -> dict[str, T]:
    document = read_yaml(file, problems) if file.exists() else None
    return (document.check(schema, problems) if document else None) or {}


def _read_lesson(file: Path, course: str, library: Library, problems: Problems) -> None:
    name = _LESSON_NAME.match(file.name)
    if name is None:
        problems.say(file, 0, "", "file_name", suffix="md, with two digits and - before the slug")
        return
    text = read_text(file, problems)
    if text is None:
        return
    parts = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    if parts is None:
        problems.say(file, 1, "", "front_matter")
        return
    document = read_yaml(file, problems, parts.group(1), offset=1)
    head = document.check(LESSON, problems) if document else None
    if head:
        language = _language(name.group(3))
        first_line = text[: parts.end()].count("\n") + 1
        lesson = Lesson(
            course, name.group(2), language, head, normalise(text[parts.end() :]), file, first_line, source_hash(text)
        )
        library.lessons[course, name.group(2), language] = lesson
        for problem in parse(lesson.body)[1]:
            problems.say(file, first_line + problem.line - 1, problem.field, problem.code, **problem.parameters)


def _read_banks(folder: Path, library: Library, problems: Problems) -> None:
    if not folder.is_dir():
        return
    for place in sorted(path.parent for path in folder.glob("*/bank.yaml")):
        if (document := read_yaml(place / "bank.yaml", problems)) and (bank := document.check(BANK, problems)):
            library.banks[place.name] = bank
            library.bank_folders[place.name] = place
        _read_records(place, library, problems)
        read_guidelines(place, library, problems)
        for file in sorted(place.glob("*.yaml")):
            if file.name not in _NOT_ITEMS:
                _read_item(file, library, problems)


def _read_records(place: Path, library: Library, problems: Problems) -> None:
    """Who checked a bank, and what persons answered to it, where that is written down."""
    if reviews := _record(place / "reviews.yaml", REVIEWS, problems):
        library.reviews[place.name] = reviews
    if annotations := _record(place / "annotations.yaml", ANNOTATIONS, problems):
        library.annotations[place.name] = annotations.annotations


def _record(file: Path, schema: TypeAdapter[T], problems: Problems) -> T | None:
    document = read_yaml(file, problems) if file.exists() else None
    return document.check(schema, problems) if document else None


def read_taxonomies(folder: Path) -> Library:
    """The closed lists of a content folder, and nothing else of it."""
    return Library(taxonomies=_optional(folder / "courses" / "taxonomies.yaml", TAXONOMIES, Problems()))


def read_item(file: Path) -> tuple[Item | None, Problems]:
    """One exercise file by itself, with what is wrong in it."""
    library, problems = Library(), Problems()
    _read_item(file, library, problems)
    return next(iter(library.items.values()), None), problems


def _read_item(file: Path, library: Library, problems: Problems) -> None:
    name = _ITEM_NAME.match(file.name)
    if name is None:
        problems.say(file, 0, "", "file_name", suffix="yaml")
        return
    text = read_text(file, problems)
    document = read_yaml(file, problems, text) if text is not None else None
    if document and is_drafted(document):
        check_draft(document, _language(name.group(2)), problems)
        return
    item = document.check(FILES, problems) if document else None
    if document is None or item is None or text is None:
        return
    try:
        task, gold = item.halves(_language(name.group(2)))
    except FileProblem as problem:
        document.say_file_problem(problem, problems)
        return
    bank = file.parent.name
    changed = changed_gold(document, item, task, gold, problems)
    library.items[bank, name.group(1), task.language] = Item(bank, name.group(1), task, gold, file, source_hash(text), changed)


def _language(written: str) -> Language:
    return LANGUAGES[LANGUAGES.index(written)]
