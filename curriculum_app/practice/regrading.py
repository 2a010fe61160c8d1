"""Regrading: where gold changed and the question did not, stored answers get a verdict by the new gold.

Old verdicts stay, the newest counts. An answer has one verdict by each edition's gold at most, so that regrading twice
changes nothing more; where gold goes back to what it was, that gold's verdict is made anew and counts again. It goes page
by page, a short transaction each, in constant memory.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from blinker import Signal
from sqlalchemy import ColumnElement, Text, cast, delete, exists, func, select, tuple_, update
from sqlalchemy.orm import aliased

from curriculum_app import jobs
from curriculum_app.database import JsonText, db, insert_many, utc_now
from curriculum_app.grading.kinds import TASKS
from curriculum_app.grading.verdict import Verdict
from curriculum_app.learning.models import Edition, StepResult
from curriculum_app.practice import hinting, noticing
from curriculum_app.practice.answering import gold_of
from curriculum_app.practice.models import SHOWN, TRIES, Answer, Context, VerdictRow
from curriculum_app.practice.review_models import Placement
from curriculum_app.refusal import Refused

PAGE = 5000  # answers a transaction: on SQLite others wait for about a second while a page is written

sittings_regraded = Signal("exam answers got new verdicts; sender is the gold's edition, with the ids of their sittings")


class Change(NamedTuple):
    """What a newer gold says of one stored answer: its score before and after, 0..1."""

    answer_id: UUID
    before: float | None
    after: float | None

    @property
    def differs(self) -> bool:
        return self.before != self.after


def gold_edition(edition_id: UUID) -> Edition:
    """The edition whose gold is to grade. Raises Refused("nothing_to_regrade") where there is none with gold."""
    edition = db.session.get(Edition, edition_id)
    if edition is None or edition.gold is None:
        raise Refused("nothing_to_regrade")
    return edition


def changes(edition_id: UUID) -> Iterator[Change]:
    """The dry run: what would change, answer by answer, without writing."""
    last = UUID(int=0)
    while page := [change for change, _ in _page(gold_edition(edition_id), last)]:
        yield from page
        last = page[-1].answer_id


def change_of(answer_id: UUID, edition_id: UUID) -> Change:
    """What this edition's gold says of one answer, beside the newest verdict by other gold. Raises as `gold_edition`."""
    edition, answer = gold_edition(edition_id), db.session.get_one(Answer, answer_id)
    other = select(VerdictRow.score).where(VerdictRow.answer_id == answer_id, VerdictRow.gold_edition_id != edition_id)
    before = db.session.scalar(other.order_by(VerdictRow.created_at.desc()).limit(1))
    task = TASKS.validate_python(edition.task)
    gold = gold_of(edition_id, answer.gold_version)
    return Change(answer_id, before, hinting.assess(gold, task, task.stored(answer.answer), answer.hints).score)


def start(edition_id: UUID) -> None:
    """Put down the regrading by this edition's gold as a job, unless it is under way. Raises Refused."""
    edition = gold_edition(edition_id)
    if not jobs.under_way("practice.regrade", f"{edition.id} "):
        noticing.forget_changes_by(edition.id)
        _put_down(str(edition.id), str(UUID(int=0)), utc_now().isoformat())


def _put_down(edition_id: str, after: str, begun: str) -> None:
    jobs.enqueue("practice.regrade", f"{edition_id} {begun} {after}", edition_id=edition_id, after=after, begun=begun)


@jobs.task("practice.regrade")
def regrade(edition_id: str, after: str, begun: str) -> None:
    """One page; the next one is a job of its own."""
    if (last := regrade_page(UUID(edition_id), UUID(after), utc_now())) is not None:
        _put_down(edition_id, str(last), begun)


def regrade_page(edition_id: UUID, after: UUID, now: datetime) -> UUID | None:
    """Grade the next page of answers with greater ids than `after`; the last one's id, or None where none was left."""
    rows, last, differing = [], None, []
    for change, verdict in _page(gold_edition(edition_id), after):
        # The verdict becomes text at once: a page of them alive would keep the garbage collector busy.
        rows.append({"answer_id": change.answer_id, "gold_edition_id": edition_id, "score": change.after,
                     "verdict": JsonText(verdict.to_json_text()), "created_at": now})  # fmt: skip
        last = change.answer_id
        if change.differs:
            differing.append(change)
    if rows:
        mine = (VerdictRow.gold_edition_id == edition_id, VerdictRow.answer_id > after, VerdictRow.answer_id <= last)
        db.session.execute(delete(VerdictRow).where(*mine, ~_counts()))  # made anew below
        insert_many(VerdictRow.metadata.tables["verdict"], rows)
        _tell(edition_id, differing, now)
    return last


def _tell(edition_id: UUID, differing: Sequence[Change], now: datetime) -> None:
    """Renew the results of practice steps; tell people of them, and the exams of the sittings, whose answers score differently."""
    steps, sittings, concerned = set(), set(), []
    changes = {change.answer_id: change for change in differing}
    owners = list(answers_of(list(changes)))
    secret = _in_placement({owner.enrolment_id for owner in owners if owner.context == Context.PLACEMENT})
    for answer in owners:
        if answer.sitting_id is not None:
            sittings.add(answer.sitting_id)
            continue
        if answer.context in TRIES:
            steps.add((answer.enrolment_id, answer.item_id))
        if answer.context in SHOWN and not (answer.context == Context.PLACEMENT and answer.enrolment_id in secret):
            concerned.append((answer.try_number, noticing.Concerned(answer.account_id, answer.item_id, *changes[answer.id])))
    _renew_results(steps)
    noticing.tell_of_changes(edition_id, [one for _, one in sorted(concerned, key=itemgetter(0))], now)
    if sittings:
        sittings_regraded.send(edition_id, sittings=sittings)


def _in_placement(enrolments: set[UUID]) -> set[UUID]:
    """Of these enrolments those in the middle of a placement test, whose scores nobody is told yet."""
    if not enrolments:
        return set()
    running = select(Placement.enrolment_id).where(Placement.enrolment_id.in_(enrolments), Placement.finished_at.is_(None))
    return set(db.session.scalars(running))


class Owner(NamedTuple):
    """Whose a stored answer is, and what it was given for."""

    id: UUID
    account_id: UUID
    enrolment_id: UUID
    item_id: UUID
    sitting_id: UUID | None
    context: Context
    try_number: int


def answers_of(ids: Sequence[UUID]) -> Iterator[Owner]:
    """Whose these answers are."""
    columns = (Answer.id, Answer.account_id, Answer.enrolment_id, Answer.item_id, Answer.sitting_id, Answer.context,
               Answer.try_number)  # fmt: skip
    for start in range(0, len(ids), PAGE):
        for row in db.session.execute(select(*columns).where(Answer.id.in_(ids[start : start + PAGE]))):
            yield Owner(*row)


def _page(edition: Edition, after: UUID) -> Iterator[tuple[Change, Verdict]]:
    """A page of answers to editions with the same question whose newest verdict is by other gold, by id, graded."""
    same = select(Edition.id).where(
        Edition.content_id == edition.content_id, Edition.language == edition.language, Edition.task_hash == edition.task_hash
    )
    ahead = VerdictRow.answer_id > after  # said twice: what is behind grows with each page and would be read for each
    graded = exists().where(VerdictRow.answer_id == Answer.id, VerdictRow.gold_edition_id == edition.id, ahead, _counts())
    ids = select(Answer.id).where(Answer.edition_id.in_(same), ~graded, Answer.id > after).order_by(Answer.id).limit(PAGE)
    page = ids.subquery()  # the ids by themselves: a database that sorts for them does not sort the answers too
    verdict = aliased(VerdictRow)
    newest = select(verdict.score).where(verdict.answer_id == Answer.id).order_by(verdict.created_at.desc()).limit(1)
    columns = (Answer.id, cast(Answer.answer, Text), Answer.hints, Answer.gold_version, newest.scalar_subquery())
    rows = select(*columns).join(page, page.c.id == Answer.id).order_by(Answer.id)
    task = TASKS.validate_python(edition.task)
    for answer_id, stored, hints, version, before in db.session.execute(rows):
        found = hinting.assess(gold_of(edition.id, version), task, task.stored(stored), hints)
        yield Change(answer_id, before, found.score), found


def _counts() -> ColumnElement[bool]:
    """Whether a verdict is its answer's newest. By a scalar: of a join, a database may read all verdicts for each page."""
    any_of = aliased(VerdictRow)
    newest = select(func.max(any_of.created_at)).where(any_of.answer_id == VerdictRow.answer_id)
    return VerdictRow.created_at == newest.scalar_subquery()


def _renew_results(steps: set[tuple[UUID, UUID]]) -> None:
    """First and best score of practice steps, by the verdicts that now count."""
    if not steps:
        return
    answers = (
        select(Answer.enrolment_id, Answer.item_id, Answer.try_number, VerdictRow.score)
        .join(VerdictRow, VerdictRow.answer_id == Answer.id)
        .where(tuple_(Answer.enrolment_id, Answer.item_id).in_(steps), Answer.context.in_(TRIES))
        .order_by(VerdictRow.created_at)
    )
    by_step: dict[tuple[UUID, UUID], dict[int, float | None]] = {}
    for enrolment_id, item_id, try_number, score in db.session.execute(answers):
        by_step.setdefault((enrolment_id, item_id), {})[try_number] = score  # the newest verdict comes last
    for (enrolment_id, item_id), tries in by_step.items():
        known = [score for _, score in sorted(tries.items()) if score is not None]
        if known:
            result = update(StepResult).where(StepResult.enrolment_id == enrolment_id, StepResult.step_id == item_id)
            db.session.execute(result.values(first_score=known[0], best_score=max(known)))
