"""Reads of exams: one's own sittings only."""

from typing import Any
from uuid import UUID

from flask import abort
from sqlalchemy import select

from curriculum_app.database import db
from curriculum_app.exams.models import Sitting
from curriculum_app.practice.models import Draft


def sitting_of(account_id: UUID, sitting_id: UUID) -> Sitting:
    """One's own sitting; another's is as unknown as an unknown one."""
    return db.session.scalar(
        select(Sitting).where(Sitting.id == sitting_id, Sitting.account_id == account_id)
    ) or abort(404)


def sittings_of(enrolment_id: UUID) -> list[Sitting]:
    """The sittings of an enrolment, newest first."""
    return list(
        db.session.scalars(
            select(Sitting).where(Sitting.enrolment_id == enrolment_id).order_by(Sitting.started_at.desc())
        )
    )


def kept(sitting: Sitting) -> dict[UUID, Draft]:
    """What is kept of an open sitting, by item."""
    return {
        draft.item_id: draft for draft in db.session.scalars(select(Draft).where(Draft.sitting_key == str(sitting.id)))
    }


def conditions_of(sitting: Sitting) -> dict[str, Any]:
    """Under which conditions a sitting was worked: watched or not, by whom, and whether papers were seen."""
    return {"supervised": False, "by": "", "identity_seen": False}
