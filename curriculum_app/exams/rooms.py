"""Exam rooms: somebody sees who sits there, and the certificate says so.

A trainee asks to enter by the room's code; an invigilator looks at them and at a photo ID, and admits them; only then can
the exam begin. No copy or number of the ID is kept, only that it was seen. What ends after its room, or was taken back by
the invigilator, counts as unsupervised.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from curriculum_app import audit
from curriculum_app.accounts.models import Account
from curriculum_app.database import db
from curriculum_app.exams.models import Admission, ExamRoom, Sitting, SittingState
from curriculum_app.learning.models import Enrolment
from curriculum_app.refusal import Refused

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
LONGEST = timedelta(hours=12)


def open_room(organisation_id: UUID, course_id: UUID, label: str, hours: int, by: UUID, now: datetime) -> ExamRoom:
    """A new room with a code of 40 random bits, for at most twelve hours."""
    room = ExamRoom(
        organisation_id=organisation_id, course_id=course_id, label=label, opened_by=by, opened_at=now,
        code="".join(secrets.choice(LETTERS) for _ in range(8)), closes_at=now + min(timedelta(hours=hours), LONGEST),
    )  # fmt: skip
    db.session.add(room)
    db.session.flush()
    audit.note("room_opened", by, room.id, organisation_id)
    return room


def read_code(typed: str) -> str:
    """A code as somebody types it: small letters, spaces and hyphens don't matter."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def enter(typed: str, enrolment: Enrolment, now: datetime) -> Admission:
    """Ask to be admitted; asking twice is asking once. Raises Refused: `room_unknown`, `sitting_runs`."""
    db.session.execute(select(Enrolment.id).where(Enrolment.id == enrolment.id).with_for_update())
    room = db.session.scalar(select(ExamRoom).where(ExamRoom.code == read_code(typed)))
    if room is None or not room.is_open(now) or room.course_id != enrolment.course_id:
        raise Refused("room_unknown")
    running = select(Sitting.id).where(Sitting.enrolment_id == enrolment.id, Sitting.state == SittingState.OPEN)
    if db.session.scalar(running):
        raise Refused("sitting_runs")
    found = waiting_of(enrolment.id)
    if found is not None and found.room_id == room.id:
        return found
    if found is not None:
        db.session.delete(found)
        db.session.flush()
    admission = Admission(room_id=room.id, enrolment_id=enrolment.id, asked_at=now)
    db.session.add(admission)
    try:
        db.session.flush()
    except IntegrityError:  # the same wish from another tab won
        db.session.rollback()
        raise Refused("try_again") from None
    return admission


def leave(enrolment_id: UUID) -> None:
    """Go out again before the exam began."""
    if (found := waiting_of(enrolment_id)) is not None:
        db.session.delete(found)


def waiting_of(enrolment_id: UUID) -> Admission | None:
    """The admission that no sitting has used yet."""
    return db.session.scalar(select(Admission).where(Admission.enrolment_id == enrolment_id, Admission.sitting_id.is_(None)))


def admit(room: ExamRoom, admission: Admission, identity_seen: bool, by: Account, now: datetime) -> None:
    """Let somebody begin. Raises Refused: `room_closed`, `admits_oneself`, `admission_over`."""
    if not room.is_open(now):
        raise Refused("room_closed")
    if by.id == db.session.scalar(select(Enrolment.account_id).where(Enrolment.id == admission.enrolment_id)):
        raise Refused("admits_oneself")
    if admission.sitting_id is not None or admission.withdrawn_at is not None:
        raise Refused("admission_over")
    admission.admitted_at, admission.admitted_by, admission.invigilator = now, by.id, by.name
    admission.identity_seen = identity_seen
    audit.note("exam_admitted", by.id, admission.enrolment_id, room.organisation_id, identity_seen=identity_seen)


def turn_away(room: ExamRoom, admission: Admission, by: UUID) -> None:
    """Don't let somebody begin here. Raises Refused("admission_over")."""
    if admission.sitting_id is not None:
        raise Refused("admission_over")
    audit.note("exam_turned_away", by, admission.enrolment_id, room.organisation_id)
    db.session.delete(admission)


def withdraw(room: ExamRoom, admission: Admission, reason: str, by: UUID, now: datetime) -> None:
    """No longer answer for a sitting: it goes on, unsupervised. Raises Refused: `admission_over` once it is handed in."""
    sitting = db.session.get(Sitting, admission.sitting_id, with_for_update=True) if admission.sitting_id else None
    if admission.withdrawn_at is not None or sitting is None or sitting.state != SittingState.OPEN:
        raise Refused("admission_over")
    admission.withdrawn_at, admission.withdrawal_reason = now, reason
    audit.note("supervision_withdrawn", by, sitting.id, room.organisation_id)  # the reason may name people


def close(room: ExamRoom, by: UUID, now: datetime) -> None:
    """End a room before its time; closing twice is once."""
    if room.is_open(now):
        room.closed_at = now
        audit.note("room_closed", by, room.id, room.organisation_id)


def admission_to_begin(enrolment_id: UUID, now: datetime) -> Admission | None:
    """The admission by which a sitting begins now, or None for one without a room. Raises Refused("not_admitted")."""
    found = waiting_of(enrolment_id)
    if found is None:
        return None
    room = db.session.get_one(ExamRoom, found.room_id)
    if not room.is_open(now):  # it closed before they began: they leave it, or enter another
        raise Refused("room_closed")
    if found.admitted_at is None:
        raise Refused("not_admitted")
    return found
