"""Drafts: what is marked so far, kept on the server; of two tabs the later one is told that the other was there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from curriculum_app.database import db
from curriculum_app.learning.models import Enrolment
from curriculum_app.practice.models import Draft

LARGEST = 100_000  # characters of JSON


class Conflict(Exception):
    """Another tab or device saved in the meantime; `draft` is what it saved."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


def draft_of(enrolment_id: UUID, item_id: UUID, sitting_key: str = "") -> Draft | None:
    """The kept draft."""
    return db.session.get(Draft, (enrolment_id, item_id, sitting_key))


def save(
    enrolment: Enrolment, item_id: UUID, edition_id: UUID, version: int, answer: dict[str, Any], now: datetime
) -> Draft:
    """Keep a draft made on top of `version` (0: none yet). Raises Conflict."""
    draft = draft_of(enrolment.id, item_id)
    if draft is None:
        draft = Draft(
            enrolment_id=enrolment.id, item_id=item_id, sitting_key="", account_id=enrolment.account_id, version=0
        )
        db.session.add(draft)
    elif draft.version != version:
        raise Conflict(draft)
    draft.version, draft.edition_id, draft.answer, draft.saved_at = draft.version + 1, edition_id, answer, now
    return draft
