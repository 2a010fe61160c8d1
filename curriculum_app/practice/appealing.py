"""Appeals against gold: who may appeal, how often, what an author may decide, and what follows from a decision.

Gold lives in files. An appeal is upheld when an edition with the same question and other gold is live: then the answers
are graded by it. Two people are needed for it: nobody decides on an appeal of their own.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from curriculum_app import audit
from curriculum_app.accounts.models import Account
from curriculum_app.database import db
from curriculum_app.grading.text import normalise
from curriculum_app.learning.catalogue import Catalogue, ItemEntry
from curriculum_app.learning.models import Edition
from curriculum_app.practice import noticing, regrading
from curriculum_app.practice.answering import gold_of
from curriculum_app.practice.appeal_models import DECIDED, UPHELD, Appeal, AppealState
from curriculum_app.practice.queries import Graded, task_of
from curriculum_app.refusal import Refused

SHORTEST, LONGEST = 10, 2000  # characters of a reason
A_DAY, AT_ONCE = 5, 10  # appeals one person may make in 24 hours, and have open


def appeal(graded: Graded, outcome: int, reason: str, wants_credit: bool, now: datetime) -> Appeal:
    """Open an appeal against the verdict on one's own answer; `outcome` is 0 for the whole of it.

    Raises Refused: `appeal_outcome`, `appeal_reason`, `appeal_open`, `appeal_decided`, `appeals_too_many`.
    """
    answer, reason = graded.answer, normalise(reason).strip()
    if not 0 <= outcome <= len(graded.verdict.outcomes):
        raise Refused("appeal_outcome")
    if not SHORTEST <= len(reason) <= LONGEST:
        raise Refused("appeal_reason", least=SHORTEST, most=LONGEST)
    # One person's appeals stand in line, so that parallel ones can't pass the limits together.
    db.session.execute(select(Account.id).where(Account.id == answer.account_id).with_for_update())
    _check_answer(graded, outcome)
    _check_limits(answer.account_id, now)
    made = Appeal(
        answer_id=answer.id, account_id=answer.account_id, organisation_id=answer.organisation_id, item_id=answer.item_id,
        language=task_of(answer.edition_id).language, gold_edition_id=graded.gold_edition_id, outcome=outcome, reason=reason,
        wants_credit=wants_credit, created_at=now,
    )  # fmt: skip
    db.session.add(made)
    return made


def _check_answer(graded: Graded, outcome: int) -> None:
    """One appeal of an answer is open at a time, and what was decided is not asked again while the gold is the same."""
    for made in db.session.scalars(select(Appeal).where(Appeal.answer_id == graded.answer.id)):
        if made.state == AppealState.OPEN:
            raise Refused("appeal_open")
        if made.state in DECIDED and (made.gold_edition_id, made.outcome) == (graded.gold_edition_id, outcome):
            raise Refused("appeal_decided")


def _check_limits(account_id: UUID, now: datetime) -> None:
    mine = select(func.count()).select_from(Appeal).where(Appeal.account_id == account_id)
    today = db.session.scalar(mine.where(Appeal.created_at > now - timedelta(days=1))) or 0
    waiting = db.session.scalar(mine.where(Appeal.state == AppealState.OPEN)) or 0
    if today >= A_DAY or waiting >= AT_ONCE:
        raise Refused("appeals_too_many", a_day=A_DAY, at_once=AT_ONCE)


def withdraw(appeal: Appeal) -> None:
    """Take one's own appeal back. Raises Refused("appeal_not_open")."""
    _lock(appeal)
    appeal.state = AppealState.WITHDRAWN


class LiveGold(NamedTuple):
    """What is live of the exercise an appeal is about. `edition_id` can grade its answers again, None where nothing can."""

    state: str  # newer | same | question | gone
    edition_id: UUID | None = None
    changed: tuple[str, ...] = ()  # what of the question differs, where it does


def entry_of(appeal: Appeal, catalogue: Catalogue) -> ItemEntry | None:
    """The live exercise an appeal is about."""
    return next((e for e in catalogue.items.values() if (e.id, e.language) == (appeal.item_id, appeal.language)), None)


def live_gold(appeal: Appeal, catalogue: Catalogue) -> LiveGold:
    """Whether other gold for the same question has become live since the verdict that is appealed against."""
    entry = entry_of(appeal, catalogue)
    if entry is None:
        return LiveGold("gone")
    editions = (appeal.gold_edition_id, entry.edition)
    if len(set(db.session.scalars(select(Edition.task_hash).where(Edition.id.in_(editions))))) > 1:
        asked, asks = (task_of(edition).model_dump(mode="json") for edition in editions)
        return LiveGold("question", None, tuple(sorted(key for key in asks if asked.get(key) != asks[key])))
    if gold_of(entry.edition) == gold_of(appeal.gold_edition_id):
        return LiveGold("same")
    return LiveGold("newer", entry.edition)


class Preview(NamedTuple):
    """A dry run without names: how many answers new gold would grade, how many would gain or lose, and this one's score.

    `graded` is at most `SAMPLE`: ids are random, so the first ones are a sample like any other; `whole` says if it was all.
    """

    graded: int
    whole: bool
    gain: int
    lose: int
    in_exams: int  # of those that would gain or lose
    before: float | None
    after: float | None


SAMPLE = 20_000  # answers a page may grade while somebody waits for it


def preview(appeal: Appeal, edition_id: UUID) -> Preview:
    """What regrading by this edition's gold would do. Raises Refused("nothing_to_regrade")."""
    graded = gain = lose = 0
    whole, differing = True, []
    for change in regrading.changes(edition_id):
        if graded == SAMPLE:
            whole = False
            break
        graded += 1
        if change.differs:
            gain += (change.after or 0.0) > (change.before or 0.0)
            lose += (change.after or 0.0) < (change.before or 0.0)
            differing.append(change.answer_id)
    in_exams = sum(owner.sitting_id is not None for owner in regrading.answers_of(differing))
    this = regrading.change_of(appeal.answer_id, edition_id)
    return Preview(graded, whole, gain, lose, in_exams, this.before, this.after)


def decline(appeal: Appeal, author_id: UUID, note: str, now: datetime) -> None:
    """Decide that the gold stands. Raises Refused: `own_appeal`, `appeal_not_open`, `appeal_reason`."""
    _close(appeal, AppealState.DECLINED, author_id, _noted(note), now, None)


def uphold(
    appeal: Appeal, also: Collection[Appeal], decision: AppealState, edition_id: UUID, author_id: UUID, note: str,
    catalogue: Catalogue, now: datetime,
) -> None:  # fmt: skip
    """Decide for the appeal, and for others about the same exercise, and have the answers graded by the gold now live.

    `edition_id` is the edition whose dry run the author has seen. Raises Refused: `decision_unknown`, `gold_moved_on` and
    as `decline`.
    """
    if decision not in UPHELD:
        raise Refused("decision_unknown")
    note = _noted(note)
    for one in (appeal, *also):
        if live_gold(one, catalogue).edition_id != edition_id:
            raise Refused("gold_moved_on")
        _close(one, decision, author_id, note, now, edition_id)
    regrading.start(edition_id)
    audit.note("regrade", author_id, edition_id)


def _noted(note: str) -> str:
    note = normalise(note).strip()
    if not SHORTEST <= len(note) <= LONGEST:
        raise Refused("appeal_reason", least=SHORTEST, most=LONGEST)
    return note


def _lock(appeal: Appeal) -> None:
    """Of two who decide at once one is too late."""
    db.session.refresh(appeal, with_for_update=True)
    if appeal.state != AppealState.OPEN:
        raise Refused("appeal_not_open")


def _close(
    appeal: Appeal, state: AppealState, author_id: UUID, note: str, now: datetime, edition_id: UUID | None
) -> None:
    if appeal.account_id == author_id:
        raise Refused("own_appeal")
    _lock(appeal)
    appeal.state, appeal.note, appeal.decided_by, appeal.decided_at = state, note, author_id, now
    appeal.decided_edition_id = edition_id
    audit.note("appeal_decided", author_id, appeal.id, appeal.organisation_id, decision=state.value,
               edition=str(edition_id) if edition_id else None)  # fmt: skip
    noticing.tell_of_decision(appeal, now)


def others(appeal: Appeal, appeals: Sequence[Appeal]) -> list[Appeal]:
    """Of appeals about the same exercise those that are open, besides this one."""
    return [other for other in appeals if other.id != appeal.id and other.state == AppealState.OPEN]
