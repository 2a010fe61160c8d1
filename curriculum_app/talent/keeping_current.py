"""Keeps a record's row in step with consent and certificates, in the very transaction that changes either.

Whoever writes a Consent or a Credential knows nothing of the pool; the session tells. Before it commits, the records of those
concerned are made anew, so that a withdrawal or a revocation holds for the next request in search, counts and facets alike.
Of more than a few at once the rows are only closed there and then; the minute's round opens those that may be shown again.
"""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, event, or_, select, true, update
from sqlalchemy.orm import ORMExecuteState, Session

from curriculum_app import jobs
from curriculum_app.accounts.consents import holding
from curriculum_app.accounts.models import Consent, Purpose
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, reading_only, utc_now
from curriculum_app.talent import terms
from curriculum_app.talent.models import TalentRecord, TalentSkill

LEVELS = ("associate", "reviewer", "domain-expert")
LANGUAGES = ("ko", "en")
CONCERNED = "talent records to refresh"
AT_ONCE = 100


@event.listens_for(Session, "after_flush")
def _notice(session: Session, *_: object) -> None:
    rows = [*session.new, *session.dirty, *session.deleted]
    concerned = {row.account_id for row in rows if isinstance(row, Consent | Credential) and row.account_id is not None}
    if concerned:
        session.info.setdefault(CONCERNED, set()).update(concerned)


@event.listens_for(Session, "before_commit")
def _keep_up(session: Session) -> None:
    if reading_only():
        return
    if session.new or session.dirty or session.deleted:
        session.flush()
    concerned = sorted(session.info.pop(CONCERNED, ()))
    if len(concerned) > AT_ONCE:
        for start in range(0, len(concerned), 1000):
            theirs = TalentRecord.account_id.in_(concerned[start : start + 1000])
            session.execute(update(TalentRecord).where(theirs).values(shown_until=None, stale=True))
        return
    for account_id in concerned:
        refresh(account_id, utc_now())


@event.listens_for(Session, "do_orm_execute")
def _notice_statement(state: ORMExecuteState) -> None:
    """An UPDATE or DELETE of many rows loads none of them: whom it concerns is asked before."""
    if not (state.is_update or state.is_delete) or state.bind_mapper is None:
        return
    changed = state.bind_mapper.class_
    if changed in (Consent, Credential):
        where = state.statement.whereclause  # type: ignore[attr-defined]
        where = true() if where is None else where
        found = state.session.scalars(select(changed.account_id).where(where, changed.account_id.is_not(None)).distinct())
        state.session.info.setdefault(CONCERNED, set()).update(found)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(CONCERNED, None)


def refresh(account_id: UUID, now: datetime) -> None:
    """Make the row of a person's record anew, where there is one."""
    mine = select(TalentRecord).where(TalentRecord.account_id == account_id).with_for_update()
    if (record := db.session.scalar(mine)) is not None:
        _fill(record, now)
        db.session.flush()


def _fill(record: TalentRecord, now: datetime) -> None:
    skills = db.session.execute(
        select(TalentSkill, Credential.valid_until)
        .join(Credential, Credential.id == TalentSkill.credential_id)
        .where(TalentSkill.record_id == record.id, *in_force(now))
    ).all()
    pool = select(Consent.expires_at).where(
        Consent.account_id == record.account_id, Consent.purpose == Purpose.TALENT_POOL, holding(now)
    )
    agreed = db.session.execute(pool).first()
    masks: defaultdict[int, int] = defaultdict(int)
    courses = languages = 0
    for skill, _ in skills:
        bit, reached = terms.bit("skill", skill.skill), rank(skill.level)
        for level in range(reached + 1):
            masks[level] |= bit
        courses |= terms.bit("course", str(skill.course_id))
        languages |= 1 << LANGUAGES.index(skill.language) if skill.language in LANGUAGES else 0
    record.skills, record.skills_associate, record.skills_reviewer, record.skills_expert = (masks[level] for level in range(4))
    record.courses, record.languages = courses, languages
    record.level = max((rank(skill.level) for skill, _ in skills), default=0)
    record.score = max((int(skill.exam_score) for skill, _ in skills), default=0)
    newest = max((skill.assessed_at for skill, _ in skills), default=None)
    ends = [until for _, until in skills] + ([agreed[0]] if agreed and agreed[0] else [])
    until = min(ends) if skills and agreed and not record.shut_out else None
    if until is not None and (record.shown_until is None or newest != record.assessed_at):
        record.listed_at = now
    record.assessed_at, record.shown_until, record.stale = newest, until, False


def in_force(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What makes a certificate count in the pool at a moment; the one place that says so."""
    standing = (Credential.revoked_at.is_(None), Credential.suspended_at.is_(None), Credential.valid_until > now)
    return *standing, Credential.superseded_at.is_(None)  # a renewal takes the place of what it renews


def rank(level: str | None) -> int:
    """0 for a certificate without a level, then 1 associate, 2 reviewer, 3 domain expert."""
    return LEVELS.index(level) + 1 if level in LEVELS else 0


@jobs.every_minute
def look_at_the_clock() -> None:
    """Put down that records are due, where one is: marked stale, or past its end."""
    if db.session.scalar(_due(utc_now()).limit(1)) is not None and not jobs.under_way("talent.refresh", ""):
        jobs.enqueue("talent.refresh", utc_now().isoformat())


@jobs.task("talent.refresh")
def refresh_what_is_due() -> None:
    """Make anew what is due, a thousand at a time."""
    now = utc_now()
    for account_id in list(db.session.scalars(_due(now).limit(1000))):
        refresh(account_id, now)


def _due(now: datetime) -> Select[UUID]:
    return select(TalentRecord.account_id).where(or_(TalentRecord.stale, TalentRecord.shown_until <= now))
