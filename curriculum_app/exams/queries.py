"""Reads of exams: one's own sittings, and the rooms of one's own organisations."""

from collections.abc import Collection
from typing import NamedTuple, TypedDict
from uuid import UUID

from flask import abort
from sqlalchemy import func, select

from curriculum_app.accounts.models import Account
from curriculum_app.database import db
from curriculum_app.exams.models import Admission, ExamRoom, Sitting, SittingPurpose
from curriculum_app.learning.models import Enrolment
from curriculum_app.organisations.models import Organisation
from curriculum_app.practice.models import Draft


def sitting_of(account_id: UUID, sitting_id: UUID) -> Sitting:
    """One's own sitting; another's is as unknown as an unknown one."""
    return db.session.scalar(
        select(Sitting).where(Sitting.id == sitting_id, Sitting.account_id == account_id)
    ) or abort(404)


def sittings_of(enrolment_id: UUID, purpose: SittingPurpose = SittingPurpose.EXAM) -> list[Sitting]:
    """The sittings of an enrolment for one purpose, newest first."""
    mine = (Sitting.enrolment_id == enrolment_id, Sitting.purpose == purpose)
    return list(db.session.scalars(select(Sitting).where(*mine).order_by(Sitting.started_at.desc())))


def kept(sitting: Sitting) -> dict[UUID, Draft]:
    """What is kept of an open sitting, by item."""
    return {
        draft.item_id: draft for draft in db.session.scalars(select(Draft).where(Draft.sitting_key == str(sitting.id)))
    }


class Conditions(TypedDict):
    """Under which conditions a sitting was done. `by` names the invigilator and their organisation."""

    supervised: bool
    by: str
    identity_seen: bool


def conditions_of(sitting: Sitting) -> Conditions:
    """What a certificate says of a sitting: supervised where an invigilator answered for it until it was handed in."""
    query = (
        select(Admission, ExamRoom, Organisation)
        .join(ExamRoom, ExamRoom.id == Admission.room_id)
        .join(Organisation, Organisation.id == ExamRoom.organisation_id)
        .where(Admission.sitting_id == sitting.id)
    )
    found = db.session.execute(query).first()
    if found is None or sitting.handed_in_at is None:
        return Conditions(supervised=False, by="", identity_seen=False)
    admission, room, organisation = found
    if admission.withdrawn_at is not None or sitting.handed_in_at > room.ends_at:
        return Conditions(supervised=False, by="", identity_seen=False)
    by = f"{admission.invigilator}, {organisation.name_ko}"
    return Conditions(supervised=True, by=by, identity_seen=admission.identity_seen)


def waiting_in(enrolment_id: UUID) -> tuple[Admission, ExamRoom] | None:
    """The room in which somebody is, before their exam begins."""
    query = select(Admission, ExamRoom).join(ExamRoom, ExamRoom.id == Admission.room_id)
    row = db.session.execute(query.where(Admission.enrolment_id == enrolment_id, Admission.sitting_id.is_(None))).first()
    return (row[0], row[1]) if row else None


class Seat(NamedTuple):
    """Somebody in a room; `answered` counts what is kept of an open sitting."""

    admission: Admission
    name: str
    name_latin: str
    sitting: Sitting | None
    answered: int


def rooms_in(organisations: Collection[UUID]) -> list[tuple[ExamRoom, int]]:
    """The rooms of organisations with the number of people in them, newest first."""
    people = select(func.count()).where(Admission.room_id == ExamRoom.id).scalar_subquery()
    query = select(ExamRoom, people).where(ExamRoom.organisation_id.in_(organisations))
    return [(room, count) for room, count in db.session.execute(query.order_by(ExamRoom.opened_at.desc()).limit(50))]


def room_or_404(room_id: UUID, organisations: Collection[UUID]) -> ExamRoom:
    """A room of one's organisations."""
    query = select(ExamRoom).where(ExamRoom.id == room_id, ExamRoom.organisation_id.in_(organisations))
    return db.session.scalar(query) or abort(404)


def admission_or_404(room: ExamRoom, admission_id: UUID) -> Admission:
    """Somebody in this room."""
    query = select(Admission).where(Admission.id == admission_id, Admission.room_id == room.id)
    return db.session.scalar(query.with_for_update()) or abort(404)


def seats(room: ExamRoom) -> list[Seat]:
    """Everybody in a room: who waits first, then by name; two queries, however many."""
    query = (
        select(Admission, Account.name, Account.name_latin, Sitting)
        .join(Enrolment, Enrolment.id == Admission.enrolment_id)
        .join(Account, Account.id == Enrolment.account_id)
        .outerjoin(Sitting, Sitting.id == Admission.sitting_id)
        .where(Admission.room_id == room.id)
        .order_by(Admission.admitted_at.is_not(None), Account.name)
    )
    rows = list(db.session.execute(query))
    mine = Draft.enrolment_id.in_([row[0].enrolment_id for row in rows])
    counted = select(Draft.sitting_key, func.count()).where(mine).group_by(Draft.sitting_key)
    answered: dict[str, int] = {key: count for key, count in db.session.execute(counted)}
    return [Seat(*row, answered.get(str(row[0].sitting_id), 0)) for row in rows]
