"""Notices: telling people what was decided and what changed for them, on the site and, where they wish it, by mail."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from flask import current_app
from flask_babel import force_locale, gettext, lazy_gettext
from sqlalchemy import func, insert, select, update

from curriculum_app import mail
from curriculum_app.accounts.models import Account, Consent, Purpose
from curriculum_app.database import db
from curriculum_app.learning.models import Edition
from curriculum_app.practice.appeal_models import Appeal, AppealState, Notice, NoticeSort
from curriculum_app.practice.queries import task_of
from curriculum_app.web.addresses import public_url
from curriculum_app.web.language import spoken

_ = lazy_gettext

COUNTED = 99  # unread ones beyond this are "99+": nobody counts on
DECISIONS = {
    AppealState.ALTERNATIVE: _("Your appeal about “%(title)s” was upheld: your answer is now accepted beside the gold."),
    AppealState.CONTESTED: _("Your appeal about “%(title)s” was upheld: its gold is now marked as contested."),
    AppealState.CHANGED: _("Your appeal about “%(title)s” was upheld: the gold was wrong and has been corrected."),
    AppealState.DECLINED: _("Your appeal about “%(title)s” was declined. The author's reason stands with your result."),
}
CHANGED = _("The gold of “%(title)s” was corrected and your answer graded again: %(before)s → %(after)s points.")
RESCORED = _("Your exam in “%(title)s” was scored again after a correction of gold: %(before)s → %(after)s points.")


class Concerned(NamedTuple):
    """Somebody whose answer scores differently, 0..1; of several answers to one exercise the first."""

    account_id: UUID
    item_id: UUID
    answer_id: UUID
    before: float | None
    after: float | None


def tell_of_decision(appeal: Appeal, now: datetime) -> None:
    """Tell the appellant what was decided."""
    facts = {"title": task_of(appeal.gold_edition_id).title, "decision": appeal.state.value}
    notice = Notice(account_id=appeal.account_id, sort=NoticeSort.APPEAL_DECIDED, subject_id=appeal.id, answer_id=appeal.answer_id,
                    gold_edition_id=appeal.decided_edition_id, facts=facts, created_at=now)  # fmt: skip
    db.session.add(notice)
    _mail([(appeal.account_id, NoticeSort.APPEAL_DECIDED, facts)])


def tell_of_changes(edition_id: UUID, concerned: Sequence[Concerned], now: datetime) -> None:
    """Tell those whose result changed, each once an exercise and gold, however many of their answers it touches."""
    concerned = [one for one in concerned if _points(one.before) != _points(one.after)]
    if not concerned:
        return
    told = select(Notice.account_id).where(Notice.sort == NoticeSort.RESULT_CHANGED, Notice.gold_edition_id == edition_id)
    known = set(db.session.scalars(told))
    title = db.session.scalars(select(Edition.task).where(Edition.id == edition_id)).one()["title"]
    new = {(one.account_id, one.item_id): one for one in reversed(concerned) if one.account_id not in known}
    rows: list[dict[str, Any]] = [
        {"id": uuid4(), "account_id": one.account_id, "sort": NoticeSort.RESULT_CHANGED, "subject_id": one.item_id,
         "answer_id": one.answer_id, "gold_edition_id": edition_id, "created_at": now,
         "facts": {"title": title, "before": _points(one.before), "after": _points(one.after)}}
        for one in new.values()
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(Notice), rows)
        _mail((row["account_id"], NoticeSort.RESULT_CHANGED, row["facts"]) for row in rows)


def forget_changes_by(edition_id: UUID) -> None:
    """Where a gold comes to count once more, whoever was told of it before is told again; the old news stay."""
    told = (Notice.sort == NoticeSort.RESULT_CHANGED, Notice.gold_edition_id == edition_id)
    db.session.execute(update(Notice).where(*told).values(gold_edition_id=None))


def tell_of_exam(account_id: UUID, sitting_id: UUID, title: Mapping[str, str], before: float, after: float, now: datetime) -> None:
    """Tell somebody that an exam was scored again, in points of 100; `title` is the course's, by language."""
    facts = {"title": dict(title), "before": f"{before:.0f}", "after": f"{after:.0f}"}
    db.session.add(Notice(account_id=account_id, sort=NoticeSort.EXAM_RESCORED, subject_id=sitting_id, facts=facts, created_at=now))
    _mail([(account_id, NoticeSort.EXAM_RESCORED, facts)])


def said(sort: NoticeSort, facts: Mapping[str, Any]) -> str:
    """A notice as a sentence, in the reader's language."""
    title = facts["title"][spoken()] if isinstance(facts["title"], dict) else facts["title"]
    if sort == NoticeSort.APPEAL_DECIDED:
        return str(DECISIONS[AppealState(facts["decision"])] % {"title": title})
    return str((CHANGED if sort == NoticeSort.RESULT_CHANGED else RESCORED) % {**facts, "title": title})


def _points(score: float | None) -> str:
    return "–" if score is None else f"{100 * score:.0f}"


def _mail(told: Iterable[tuple[UUID, NoticeSort, Mapping[str, Any]]]) -> None:
    """Mail the same to those of them who wish it, each in the language they chose."""
    by_account = {account_id: (sort, facts) for account_id, sort, facts in told}
    wish = select(Account.id, Account.email, Account.name, Account.language).join(Consent, Consent.account_id == Account.id).where(
        Consent.purpose == Purpose.NOTICES_BY_MAIL, Consent.withdrawn_at.is_(None)
    )  # fmt: skip
    accounts = list(by_account)
    for start in range(0, len(accounts), 1000):
        for account_id, email, name, language in db.session.execute(wish.where(Account.id.in_(accounts[start : start + 1000]))):
            with force_locale(language):
                letter = current_app.jinja_env.get_template("practice/mail/notice.txt")
                body = letter.render(name=name, said=said(*by_account[account_id]), link=public_url("practice.notices"),
                                     profile=public_url("accounts.profile"))  # fmt: skip
                mail.send(email, gettext("News about your result"), body)


def unread(account_id: UUID) -> int:
    """How many notices a person has not read yet, up to one more than is counted."""
    few = select(Notice.id).where(Notice.account_id == account_id, Notice.read_at.is_(None)).limit(COUNTED + 1)
    return db.session.scalar(select(func.count()).select_from(few.subquery())) or 0


def read(account_id: UUID, now: datetime, notice_id: UUID | None = None) -> None:
    """Note that a person has read one notice, or all."""
    reading = update(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    db.session.execute((reading.where(Notice.id == notice_id) if notice_id else reading).values(read_at=now))
