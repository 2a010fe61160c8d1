"""Skills and courses as bits, so that the pool is searched by whole numbers."""

import logging

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from curriculum_app.database import db
from curriculum_app.talent.models import TalentTerm

MOST = 62
log = logging.getLogger(__name__)


def bit(sort: str, name: str) -> int:
    """The mask of a skill or course, given now where it has none; 0 where there is no room for it."""
    known = select(TalentTerm.bit).where(TalentTerm.sort == sort, TalentTerm.name == name)
    found = db.session.scalar(known)
    if found is None:
        count = db.session.scalar(select(func.count()).where(TalentTerm.sort == sort)) or 0
        if count >= MOST:
            log.warning("no room for the %s %s in the masks of the pool: it can't be searched for", sort, name)
            return 0
        try:
            with db.session.begin_nested():
                db.session.add(TalentTerm(sort=sort, name=name, bit=count))
        except IntegrityError:  # somebody else's certificate named it at the same moment
            return bit(sort, name)
        found = count
    return 1 << found


def bits(sort: str) -> dict[str, int]:
    """The masks of all skills, or of all courses."""
    return {term.name: 1 << term.bit for term in db.session.scalars(select(TalentTerm).where(TalentTerm.sort == sort))}
