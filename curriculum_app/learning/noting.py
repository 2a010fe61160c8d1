"""Keeping notes and the place reached. Of two tabs the later one is told that the other was there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from curriculum_app.database import db
from curriculum_app.learning.note_models import LONGEST, Note, ReadingPlace
from curriculum_app.refusal import Refused


class Conflict(Exception):
    """The note was changed since it was read; `note` is what stands there now."""

    def __init__(self, note: Note | None) -> None:
        super().__init__()
        self.note = note


def keep(account_id: UUID, lesson_id: UUID, section: int, text: str, version: int, now: datetime) -> Note | None:
    """Keep a note written on top of `version` (0: none yet); an empty one is taken away.

    The same text again is no conflict. Raises Conflict, and Refused("note_too_long").
    """
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if len(text) > LONGEST:
        raise Refused("note_too_long", most=LONGEST)
    note = _note(account_id, lesson_id, section)
    if (note.text if note else "") == text:
        return note
    if (note.version if note else 0) != version:
        raise Conflict(note)
    if not text:
        db.session.delete(note)
        return None
    if note is None:
        return _begin(Note(account_id=account_id, lesson_id=lesson_id, section=section, text=text, version=1, saved_at=now))
    note.text, note.version, note.saved_at = text, note.version + 1, now
    return note


def _begin(note: Note) -> Note:
    try:
        with db.session.begin_nested():
            db.session.add(note)
    except IntegrityError:  # another tab was faster
        raise Conflict(_note(note.account_id, note.lesson_id, note.section)) from None
    return note


def _note(account_id: UUID, lesson_id: UUID, section: int) -> Note | None:
    query = select(Note).where(Note.account_id == account_id, Note.lesson_id == lesson_id, Note.section == section)
    return db.session.scalar(query.with_for_update())


def remove(account_id: UUID, note_id: UUID) -> bool:
    """Take one's own note away; whether there was one."""
    gone = delete(Note).where(Note.id == note_id, Note.account_id == account_id).returning(Note.id)
    return db.session.scalar(gone) is not None


def reach(enrolment_id: UUID, lesson_id: UUID, section: int, now: datetime) -> None:
    """Note the section that is being read."""
    place = db.session.get(ReadingPlace, (enrolment_id, lesson_id))
    if place is None:
        try:
            with db.session.begin_nested():
                db.session.add(ReadingPlace(enrolment_id=enrolment_id, lesson_id=lesson_id, section=section, seen_at=now))
            return
        except IntegrityError:
            place = db.session.get_one(ReadingPlace, (enrolment_id, lesson_id))
    place.section, place.seen_at = section, now
