"""Editions: every text that was ever live is kept, unchanged, by the hash of its source; a revision names the live ones."""

import base64
import mimetypes
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from curriculum_app.content.guidelines import Guideline, changes
from curriculum_app.content.library import Item, Lesson, Library, digest
from curriculum_app.content.markdown import render
from curriculum_app.content.pages import page
from curriculum_app.content.paths import merged
from curriculum_app.content.pedigree import pedigree
from curriculum_app.content.projects import VERSIONS, ProjectFiles
from curriculum_app.content.schemas import LANGUAGES
from curriculum_app.database import db
from curriculum_app.learning.models import Edition, Revision
from curriculum_app.measurement.ceiling import of_bank

SCHEMA_VERSION = 1
_NAMESPACE = UUID("8d1c1b1e-5f0f-4b7a-9c58-2f6f0d1c7a11")


def unseen(library: Library) -> list[Item]:
    """The items of which no edition is kept yet; asked on a connection of its own, so that nothing stays locked after it."""
    with db.engine.connect() as connection:
        rows = connection.execute(select(Edition.content_id, Edition.language, Edition.source_hash))
        known = {(row.content_id, row.language, row.source_hash) for row in rows}
    return [item for item in library.items.values() if (item.task.id, item.language, item.source_hash) not in known]


def load(library: Library, now: datetime) -> Revision:
    """Store what is new of a checked library and make it live. The same library twice is one revision."""
    known = {(row.content_id, row.language, row.source_hash): row.id
             for row in db.session.execute(select(Edition.id, Edition.content_id, Edition.language, Edition.source_hash))}  # fmt: skip
    manifest = _manifest(library, known)
    newest = db.session.scalar(select(Revision).order_by(Revision.number.desc()).limit(1))
    mark = digest(manifest)
    if newest is not None and newest.digest == mark:
        return newest
    revision = Revision(digest=mark, manifest=manifest, loaded_at=now)
    db.session.add(revision)
    db.session.flush()
    return revision


def _manifest(library: Library, known: dict[Any, UUID]) -> dict[str, Any]:
    pictures: dict[str, dict[str, str]] = {}
    return {
        "courses": {
            slug: course.model_dump(mode="json")
            | {"minutes": {language: library.minutes(slug, language) for language in LANGUAGES}}
            for slug, course in library.courses.items()
        },
        "banks": {name: bank.model_dump(mode="json") for name, bank in library.banks.items()},
        "ceilings": _ceilings(library),
        "pedigrees": {bank: pedigree(library, bank) for bank in library.banks},
        "skills": {name: skill.model_dump(mode="json") for name, skill in library.skills.items()},
        "taxonomies": {
            n: {t: term.model_dump(mode="json") for t, term in terms.items()} for n, terms in library.taxonomies.items()
        },
        "paths": merged(library.paths),
        "glossary": {name: term.model_dump(mode="json") for name, term in library.glossary.items()},
        "guidelines": _guidelines(library, pictures),
        "lessons": [_lesson(lesson, known, pictures) for lesson in library.lessons.values()],
        "items": [_item(item, known, pictures) for item in library.items.values()],
        "projects": {course: _project(files, library, course, known, pictures) for course, files in library.projects.items()},
        "pictures": pictures,
    }


def _ceilings(library: Library) -> dict[str, Any]:
    """What persons reach on a bank, where they were asked."""
    measured = ((bank, language, of_bank(library, bank, language)) for bank in library.annotations for language in LANGUAGES)
    kept: dict[str, Any] = {}
    for bank, language, found in measured:
        if found:
            kept.setdefault(bank, {})[language] = found._asdict()
    return kept


def _lesson(lesson: Lesson, known: dict[Any, UUID], pictures: dict[str, dict[str, str]]) -> dict[str, Any]:
    head = lesson.head.model_dump(mode="json")
    shown = page(lesson.blocks, partial(_address, lesson.file, pictures))
    edition = _edition(known, content_id=lesson.head.id, sort="lesson", language=lesson.language, kind="",
                       source_hash=lesson.source_hash, task=head | shown, gold=None)  # fmt: skip
    worked = [
        {"anchor": f"worked-{block.anchor}", "title": block.title, "skills": [skill] if skill else head["skills"]}
        for block in lesson.blocks
        if block.sort == "worked"
        for skill in [block.options.get("skill")]
    ]
    return {"course": lesson.course, "slug": lesson.slug, "language": lesson.language, "edition": str(edition),
            "id": head["id"], "title": head["title"], "minutes": lesson.minutes, "skills": head["skills"], "worked": worked,
            "sections": [section["title"] for section in shown["sections"]],
            "checks": [block.title for block in lesson.blocks if block.sort == "check"]}  # fmt: skip


def _guidelines(library: Library, pictures: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Each guideline by bank and language: its clauses as safe HTML. They stand in the manifest whole, as they are short."""
    kept: dict[str, Any] = {}
    for (bank, language), guideline in library.guidelines.items():
        kept.setdefault(bank, {})[language] = _guideline(guideline, pictures)
    return kept


def _guideline(guideline: Guideline, pictures: dict[str, dict[str, str]]) -> dict[str, Any]:
    """A guideline as pages show it."""
    resolve = partial(_address, guideline.file, pictures)
    clauses = [
        {"id": c.id, "level": c.level, "number": c.number, "title": c.title, "html": render(c.body, resolve)}
        for c in guideline.clauses
    ]
    return {"title": guideline.title, "opening": render(guideline.preamble, resolve), "clauses": clauses}


def _project(
    files: ProjectFiles, library: Library, course: str, known: dict[Any, UUID], pictures: dict[str, dict[str, str]]
) -> dict[str, Any]:
    """A project; each version of its guideline is an edition, so that who has begun goes on with what was live then."""
    kept: dict[str, dict[str, str]] = {}
    for (version, language), guideline in files.guidelines.items():
        task = _guideline(guideline, pictures) | {"version": version}
        if version == VERSIONS[-1]:
            task["changes"] = [
                {"sort": one.sort, "id": one.clause.id, "number": one.clause.number, "title": one.clause.title, "pieces": one.pieces}
                for one in changes(files.guidelines[1, language], guideline)
            ]
        edition = _edition(known, content_id=uuid5(files.project.id, str(version)), sort="guideline", language=language, kind="",
                           source_hash=digest(task), task=task, gold=None)  # fmt: skip
        kept.setdefault(str(version), {})[language] = str(edition)
    minutes = {language: library.project_minutes(course, language) for language in LANGUAGES}
    return {"project": files.project.model_dump(mode="json", by_alias=True), "minutes": minutes, "guidelines": kept}


def _address(file: Path, pictures: dict[str, dict[str, str]], target: str) -> str:
    """Where a link or picture written in `file` leads."""
    if target.startswith("lesson:"):
        course, _, slug = target.removeprefix("lesson:").partition("/")
        return f"/courses/{course}/lessons/{slug}"  # with its #anchor
    if target.startswith("course:"):
        return f"/courses/{target.removeprefix('course:')}"
    return _picture(file.with_name(target), pictures)


def _item(item: Item, known: dict[Any, UUID], pictures: dict[str, dict[str, str]]) -> dict[str, Any]:
    task = item.task.model_dump(mode="json")
    shown = [
        _picture(item.file.with_name(picture.file), pictures) if picture.file else ""
        for picture in item.task.picture_files()
    ]
    edition = _edition(known, content_id=item.task.id, sort="item", language=item.language, kind=item.task.kind,
                       source_hash=item.source_hash, task=task, gold=item.gold.model_dump(mode="json"),
                       changed_gold=item.changed.model_dump(mode="json") if item.changed else None)  # fmt: skip
    common = {name: task[name] for name in ("id", "kind", "title", "minutes", "difficulty", "skills", "family")}
    return common | {
        "bank": item.bank,
        "slug": item.slug,
        "language": item.language,
        "edition": str(edition),
        "pictures": shown,
    }


def _edition(known: dict[Any, UUID], **fields: Any) -> UUID:
    """The edition's id; a new row where this source was never live."""
    key = (fields["content_id"], fields["language"], fields["source_hash"])
    if key not in known:
        edition_id = uuid5(_NAMESPACE, "/".join(map(str, key)))
        db.session.add(
            Edition(id=edition_id, task_hash=digest(fields["task"]), schema_version=SCHEMA_VERSION, **fields)
        )
        known[key] = edition_id
    return known[key]


def _picture(file: Path, pictures: dict[str, dict[str, str]]) -> str:
    """The address of a picture, by its content."""
    data = file.read_bytes()
    name = f"{digest(base64.b64encode(data).decode())[:20]}{file.suffix}"
    pictures[name] = {
        "type": mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        "data": base64.b64encode(data).decode(),
    }
    return f"/pictures/{name}"
