"""May this employer see this record: one question with one answer, asked by every page that shows a record to others."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from curriculum_app.accounts.models import Account
from curriculum_app.database import db
from curriculum_app.talent import searching
from curriculum_app.web.access import Role


def visible(record_id: UUID, viewer: Account, now: datetime) -> bool:
    """Whether a record may be seen now: by employers, as searching lists it, in a pool of enough people to hide in."""
    if Role.EMPLOYER not in viewer.roles:
        return False
    pool = searching._in_the_pool(now).subquery()
    if not db.session.scalar(select(func.count()).where(pool.c.record_id == record_id)):
        return False
    return (db.session.scalar(select(func.count(pool.c.record_id.distinct()))) or 0) >= searching.LEAST_SHOWN
