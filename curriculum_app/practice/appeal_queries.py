"""Reads of appeals and notices. Whose they are, and which an author may see, is part of every query."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from flask import abort
from sqlalchemy import ColumnElement, and_, false, func, or_, select, true

from curriculum_app.accounts.models import Account
from curriculum_app.database import db
from curriculum_app.practice.appeal_models import UPHELD, Appeal, AppealState, Notice
from curriculum_app.practice.models import Answer, VerdictRow
from curriculum_app.web.access import Role

PAGE = 50


class OfResult(NamedTuple):
    """What a result page says of appeals: one's own on this answer, newest first, and who is thanked for the exercise."""

    mine: list[Appeal]
    thanked: list[str]


def of_result(answer: Answer, language: str) -> OfResult:
    """One query for both."""
    own = and_(Appeal.answer_id == answer.id, Appeal.account_id == answer.account_id)
    thanked = and_(Appeal.state.in_(UPHELD), Appeal.wants_credit)
    rows = db.session.execute(
        select(Appeal, Account.name)
        .join(Account, Account.id == Appeal.account_id)
        .where(Appeal.item_id == answer.item_id, Appeal.language == language, or_(own, thanked))
        .order_by(Appeal.created_at.desc())
    ).all()
    mine = [appeal for appeal, _ in rows if appeal.answer_id == answer.id]
    names = [name for appeal, name in rows if appeal.wants_credit and appeal.state in UPHELD]
    return OfResult(mine, list(dict.fromkeys(reversed(names))))


def mine(account_id: UUID) -> Sequence[Appeal]:
    """All of a person's appeals, newest first."""
    return db.session.scalars(
        select(Appeal).where(Appeal.account_id == account_id).order_by(Appeal.created_at.desc())
    ).all()


def own_or_404(account_id: UUID, appeal_id: UUID) -> Appeal:
    """One's own appeal; else 404."""
    found = select(Appeal).where(Appeal.id == appeal_id, Appeal.account_id == account_id)
    return db.session.scalar(found) or abort(404)


class Thanks(NamedTuple):
    """Who was right, about which edition."""

    name: str
    edition_id: UUID


def thanks() -> list[Thanks]:
    """Everybody whose appeal was upheld and who wishes to be named, the latest first; once an exercise."""
    rows = db.session.execute(
        select(Account.id, Account.name, Appeal.gold_edition_id, Appeal.item_id)
        .join(Account, Account.id == Appeal.account_id)
        .where(Appeal.state.in_(UPHELD), Appeal.wants_credit)
        .order_by(Appeal.decided_at.desc())
    )
    return list({(row[0], row[3]): Thanks(row[1], row[2]) for row in rows}.values())


def visible(account: Account) -> ColumnElement[bool]:
    """Which appeals somebody may decide on: administrators all, authors those of their organisations' trainees and of trainees
    who belong to none."""
    if any(grant.role == Role.ADMINISTRATOR and grant.organisation_id is None for grant in account.grants):
        return true()
    if Role.AUTHOR not in account.roles:
        return false()
    return or_(Appeal.organisation_id.is_(None), Appeal.organisation_id.in_(account.organisations_as(Role.AUTHOR)))


def queue(account: Account, is_open: bool, page: int) -> Sequence[Appeal]:
    """A page of the appeals an author may see and one more: the open ones, oldest first, or those decided, newest first."""
    found = select(Appeal).where(visible(account))
    if is_open:
        found = found.where(Appeal.state == AppealState.OPEN).order_by(Appeal.created_at)
    else:
        found = found.where(Appeal.decided_at.is_not(None)).order_by(Appeal.decided_at.desc())
    return db.session.scalars(found.offset(PAGE * (max(1, page) - 1)).limit(PAGE + 1)).all()


def open_count(account: Account) -> int:
    """How many wait for an author."""
    waiting = select(func.count()).select_from(Appeal).where(visible(account), Appeal.state == AppealState.OPEN)
    return db.session.scalar(waiting) or 0


def case_or_404(account: Account, appeal_id: UUID) -> Appeal:
    """An appeal that an author may decide on; else 404."""
    return db.session.scalar(select(Appeal).where(Appeal.id == appeal_id, visible(account))) or abort(404)


def about_same(account: Account, appeal: Appeal) -> Sequence[Appeal]:
    """The other appeals about the same exercise in the same language, newest first."""
    same = and_(Appeal.item_id == appeal.item_id, Appeal.language == appeal.language, Appeal.id != appeal.id)
    return db.session.scalars(select(Appeal).where(visible(account), same).order_by(Appeal.created_at.desc()).limit(PAGE)).all()


def answer_and_verdict(appeal: Appeal) -> tuple[Answer, VerdictRow]:
    """The answer with the verdict that is appealed against."""
    row = db.session.execute(
        select(Answer, VerdictRow)
        .join(VerdictRow, VerdictRow.answer_id == Answer.id)
        .where(Answer.id == appeal.answer_id, VerdictRow.gold_edition_id == appeal.gold_edition_id)
    ).one()
    return row[0], row[1]


class Regraded(NamedTuple):
    """The scores of an answer before and after the regrading that an appeal led to, 0..1; `done` is False while it runs."""

    done: bool
    before: float | None
    after: float | None


def regraded(appeals: Sequence[Appeal]) -> dict[UUID, Regraded]:
    """By appeal, for those that were upheld; one query."""
    upheld = [appeal for appeal in appeals if appeal.decided_edition_id]
    if not upheld:
        return {}
    rows = select(VerdictRow.answer_id, VerdictRow.gold_edition_id, VerdictRow.score)
    found = {
        (row[0], row[1]): row[2]
        for row in db.session.execute(rows.where(VerdictRow.answer_id.in_([appeal.answer_id for appeal in upheld])))
    }
    return {
        appeal.id: Regraded(
            (appeal.answer_id, edition_id) in found, found.get((appeal.answer_id, appeal.gold_edition_id)),
            found.get((appeal.answer_id, edition_id)),
        )
        for appeal in upheld
        if (edition_id := appeal.decided_edition_id)
    }  # fmt: skip


def notices(account_id: UUID, page: int) -> Sequence[Notice]:
    """A page of a person's notices and one more, newest first."""
    found = select(Notice).where(Notice.account_id == account_id).order_by(Notice.created_at.desc(), Notice.id)
    return db.session.scalars(found.offset(PAGE * (max(1, page) - 1)).limit(PAGE + 1)).all()


def notice_or_404(account_id: UUID, notice_id: UUID) -> Notice:
    """One's own notice; else 404."""
    found = select(Notice).where(Notice.id == notice_id, Notice.account_id == account_id)
    return db.session.scalar(found) or abort(404)
