"""Declaring an edit cosmetic: the newer edition then counts as the same question as the earlier one."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from curriculum_app import audit
from curriculum_app.content.cosmetic import Change, changes
from curriculum_app.database import db
from curriculum_app.learning.models import Edition
from curriculum_app.refusal import Refused


def before(edition: Edition) -> Edition | None:
    """The edition that was there before this one, where this one asks another question by its hash."""
    earlier = db.session.scalar(
        select(Edition)
        .where(Edition.content_id == edition.content_id, Edition.language == edition.language,
               Edition.created_at < edition.created_at)
        .order_by(Edition.created_at.desc())
        .limit(1)
    )  # fmt: skip
    return earlier if earlier and earlier.task_hash != edition.task_hash else None


def compared(earlier: Edition, later: Edition) -> list[Change]:
    """In what two editions differ, and what of it is cosmetic."""
    return changes(_stored(earlier), _stored(later))


def _stored(edition: Edition) -> dict[str, Any]:
    return {"task": edition.task, "gold": edition.gold or {}}


def declare(edition: Edition, actor_id: UUID) -> None:
    """Count the edition as the same question as the one before. Raises Refused("edit_not_cosmetic", field=…) where it is not proven."""
    earlier = before(edition)
    if earlier is None:
        raise Refused("nothing_to_declare")
    real = [change for change in compared(earlier, edition) if not change.cosmetic]
    if real:
        raise Refused("edit_not_cosmetic", field=".".join(map(str, real[0].path)))
    edition.cosmetic_of, edition.task_hash = earlier.id, earlier.task_hash
    audit.note("edition.cosmetic", actor_id, edition.id, earlier=str(earlier.id))
