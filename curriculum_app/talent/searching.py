"""Searching the pool: plain filters, no ranking but the score, no names, and nobody shown where fewer than five would be.

Listed are people whose consent is in force now, by certificates that are neither revoked nor expired now.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from curriculum_app.accounts.models import Consent, Purpose
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db
from curriculum_app.talent.models import TalentRecord, TalentSkill

LEAST_SHOWN = 5
PAGE = 20


@dataclass(frozen=True)
class Wish:
    """What an employer looks for; None is any."""

    course_id: UUID | None = None
    skill: str | None = None
    language: str | None = None
    least: float = 0.0


@dataclass(frozen=True)
class Found:
    """One page of a search. `total` is None where fewer than five people match."""

    total: int | None
    page: int
    pages: int
    people: list[tuple[UUID, list[TalentSkill]]]


def find(wish: Wish, page: int, now: datetime) -> Found:
    """People of the pool who match, best score first; two queries, however many."""
    wanted = _in_the_pool(now).where(*_matching(wish)).subquery()
    best = func.max(wanted.c.score).label("best")
    grouped = select(wanted.c.record_id, best).group_by(wanted.c.record_id)
    total = db.session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    if total < LEAST_SHOWN:
        return Found(None, 1, 1, [])
    pages = -(-total // PAGE)
    page = min(max(page, 1), pages)
    ids = db.session.scalars(
        grouped.order_by(best.desc(), wanted.c.record_id).limit(PAGE).offset((page - 1) * PAGE)
    ).all()
    shown = _in_the_pool(now).where(TalentSkill.record_id.in_(ids)).order_by(TalentSkill.assessed_at, TalentSkill.skill)
    by_record: dict[UUID, list[TalentSkill]] = {record_id: [] for record_id in ids}
    for skill in db.session.scalars(shown):
        by_record[skill.record_id].append(skill)
    return Found(total, page, pages, list(by_record.items()))


def _in_the_pool(now: datetime) -> Select[TalentSkill]:
    """Every skill that may be found now."""
    agreed = (Consent.purpose == Purpose.TALENT_POOL) & Consent.withdrawn_at.is_(None)
    return (
        select(TalentSkill)
        .join(TalentRecord, TalentRecord.id == TalentSkill.record_id)
        .join(Consent, (Consent.account_id == TalentRecord.account_id) & agreed)
        .join(Credential, Credential.id == TalentSkill.credential_id)
        .where(Credential.revoked_at.is_(None), Credential.suspended_at.is_(None), Credential.valid_until > now)
    )


def _matching(wish: Wish) -> list[ColumnElement[bool]]:
    filters = [TalentSkill.score >= wish.least]
    if wish.course_id is not None:
        filters.append(TalentSkill.course_id == wish.course_id)
    if wish.skill is not None:
        filters.append(TalentSkill.skill == wish.skill)
    if wish.language is not None:
        filters.append(TalentSkill.language == wish.language)
    return filters


def listed(record_id: UUID, now: datetime) -> list[TalentSkill]:
    """The skills of one record that may be found now; none where its holder does not agree."""
    shown = _in_the_pool(now).where(TalentSkill.record_id == record_id)
    return list(db.session.scalars(shown.order_by(TalentSkill.assessed_at, TalentSkill.skill)))


def shows_anybody(now: datetime) -> bool:
    """Whether the pool has so many people that any may be shown."""
    people = _in_the_pool(now).with_only_columns(TalentSkill.record_id).distinct().limit(LEAST_SHOWN)
    return len(db.session.execute(people).all()) >= LEAST_SHOWN


def own(account_id: UUID) -> list[TalentSkill]:
    """Everything in one's own record, listed or not."""
    mine = select(TalentSkill).join(TalentRecord, TalentRecord.id == TalentSkill.record_id)
    return list(
        db.session.scalars(
            mine.where(TalentRecord.account_id == account_id).order_by(TalentSkill.assessed_at, TalentSkill.skill)
        )
    )
