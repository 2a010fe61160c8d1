"""A certificate makes or widens its holder's record. It stays hidden until the holder lists it."""

from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from curriculum_app import jobs
from curriculum_app.credentials.issuing import issued
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.talent import keeping_current
from curriculum_app.talent.models import TalentRecord, TalentSkill


def init_app(app: Flask) -> None:
    """Begin to listen; a second application in the same process changes nothing."""
    issued.connect(_on_issued)


def _on_issued(credential_id: UUID, **_: Any) -> None:
    jobs.enqueue("talent.record", str(credential_id), credential_id=str(credential_id))


@jobs.task("talent.record")
def record(credential_id: str) -> None:
    """Write what a certificate shows into its holder's record, once; its figures are made anew."""
    credential = db.session.get_one(Credential, UUID(credential_id))
    if credential.account_id is None or db.session.scalar(_known(credential)) is not None:
        return
    mine = select(TalentRecord).where(TalentRecord.account_id == credential.account_id)
    found = db.session.scalar(mine)
    if found is None:
        found = TalentRecord(account_id=credential.account_id)
        db.session.add(found)
        db.session.flush()
    facts = credential.facts
    db.session.add_all(
        TalentSkill(
            record_id=found.id, credential_id=credential.id, course_id=credential.course_id, skill=skill["id"],
            level=facts.get("level"), language=facts["language"],
            score=skill["mean"], questions=skill["items"], exam_score=facts["score"], assessed_at=credential.issued_at,
        )
        for skill in facts["skills"]
    )  # fmt: skip
    db.session.flush()
    keeping_current.refresh(credential.account_id, utc_now())
    jobs.enqueue("talent.figures", str(credential.id), record_id=str(found.id))


def _known(credential: Credential) -> Any:
    return select(TalentSkill.id).where(TalentSkill.credential_id == credential.id).limit(1)
