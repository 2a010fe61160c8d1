"""Editions: every text that was ever live is kept, unchanged, by the hash of its source; a revision names the live ones."""

import base64
import mimetypes
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from curriculum_app.content.library import Item, Lesson, Library, digest
from curriculum_app.content.markdown import render
from curriculum_app.content.schemas import LANGUAGES
from curriculum_app.database import db
from curriculum_app.learning.models import Edition, Revision

SCHEMA_VERSION = 1
_NAMESPACE = UUID("8d1c1b1e-5f0f-4b7a-9c58-2f6f0d1c7a11")


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
        "skills": {name: skill.model_dump(mode="json") for name, skill in library.skills.items()},
        "taxonomies": {
            n: {t: term.model_dump(mode="json") for t, term in terms.items()} for n, terms in library.taxonomies.items()
        },
        "lessons": [_lesson(lesson, known, pictures) for lesson in library.lessons.values()],
        "items": [_item(item, known, pictures) for item in library.items.values()],
        "pictures": pictures,
    }


def _lesson(lesson: Lesson, known: dict[Any, UUID], pictures: dict[str, dict[str, str]]) -> dict[str, Any]:
    def resolve(target: str) -> str:
        if target.startswith("lesson:"):
            course, _, slug = target.removeprefix("lesson:").partition("/")
            return f"/courses/{course}/lessons/{slug}"
        if target.startswith("course:"):
            return f"/courses/{target.removeprefix('course:')}"
        return _picture(lesson.file.with_name(target), pictures)

    head = lesson.head.model_dump(mode="json")
    edition = _edition(known, content_id=lesson.head.id, sort="lesson", language=lesson.language, kind="",
                       source_hash=lesson.source_hash, task=head | {"html": render(lesson.body, resolve)}, gold=None)  # fmt: skip
    return {"course": lesson.course, "slug": lesson.slug, "language": lesson.language, "edition": str(edition),
            "id": head["id"], "title": head["title"], "minutes": lesson.minutes}  # fmt: skip


def _item(item: Item, known: dict[Any, UUID], pictures: dict[str, dict[str, str]]) -> dict[str, Any]:
    task = item.task.model_dump(mode="json")
    shown = [
        _picture(item.file.with_name(s["picture"]), pictures) if s.get("picture") else ""
        for s in task.get("stimulus", ())
    ]
    edition = _edition(known, content_id=item.task.id, sort="item", language=item.language, kind=item.task.kind,
                       source_hash=item.source_hash, task=task, gold=item.gold.model_dump(mode="json"))  # fmt: skip
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
