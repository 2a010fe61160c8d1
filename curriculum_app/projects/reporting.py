"""The quality report of a run: its figures from answers, verdicts and golds. Gold is read here to grade, and only grades go out."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from curriculum_app.database import db
from curriculum_app.grading.changing import Followed, affected, brought, judged, overapplied
from curriculum_app.grading.choice import ChoiceGold, ChoiceTask
from curriculum_app.grading.kind import Gold, Task
from curriculum_app.grading.verdict import Mark, Verdict
from curriculum_app.learning.catalogue import ItemEntry
from curriculum_app.measurement.adaptation import Case, Drill, drill
from curriculum_app.measurement.production import (
    Agreement,
    Amount,
    Produced,
    SendBacks,
    agreement,
    amount,
    by,
    quality,
    send_backs,
)
from curriculum_app.measurement.working import Band, band
from curriculum_app.practice.answering import gold_of
from curriculum_app.practice.models import Answer, VerdictRow
from curriculum_app.practice.queries import task_of
from curriculum_app.projects.standing import CLOSING, Standing, Work

LABELS = ("label", "type", "category")  # what a mark of gold is called by
Naming = Callable[[Task, Mark], list[tuple[str, str]]]


class DayReport(NamedTuple):
    """One day's work."""

    day: int
    amount: Amount
    quality: Band
    send_backs: SendBacks


class Row(NamedTuple):
    """One first answer as exports show it. What the drill says of it is None before the last day is done."""

    day: int
    entry: ItemEntry
    version: int
    work: Work
    correction: Work | None
    affected: bool | None
    followed: Followed | None


@dataclass(frozen=True)
class Report:
    """Everything the report says; of days that are done."""

    rows: Sequence[Row]
    days: Sequence[DayReport]
    amount: Amount
    quality: Band | None
    skills: Mapping[str, Band]
    clauses: Mapping[str, Band]
    labels: Mapping[str, Band]
    send_backs: SendBacks
    agreement: Agreement | None
    drill: Drill | None  # after the last day


class _Judge:
    """What tasks, answers and golds say of the work; each read once."""

    def __init__(self, standing: Standing) -> None:
        self.works = {work.answer_id: work for work in standing.first.values()}
        rows = db.session.execute(select(Answer.id, Answer.answer).where(Answer.id.in_(self.works)))
        self.answers: dict[UUID, Any] = {
            answer_id: task_of(self.works[answer_id].edition_id).stored(stored) for answer_id, stored in rows
        }

    def golds(self, work: Work) -> tuple[Task, Gold, Gold]:
        """The task and its gold under both versions."""
        task: Task = task_of(work.edition_id)
        return task, gold_of(work.gold_edition_id, 1), gold_of(work.gold_edition_id, 2)

    def affected(self, work: Work) -> bool:
        """Whether the change decides the item anew."""
        return affected(*self.golds(work))

    def followed(self, work: Work) -> Followed | None:
        """Which version an answer to an affected item after the change follows."""
        if work.version == 1 or not self.affected(work):
            return None
        return judged(*self.golds(work), self.answers[work.answer_id]).followed

    def cases(self) -> Iterator[Case]:
        """The drill's cases."""
        decisions = frozenset[Any]().union(*(brought(*self.golds(work)) for work in self.works.values() if self.affected(work)))
        for work in self.works.values():
            task, _, gold = self.golds(work)
            after, touched = work.version == 2, self.affected(work)
            over = None
            if after and not touched and decisions & set(_possible(task)):
                over = overapplied(task, gold, self.answers[work.answer_id], decisions)
            yield Case(touched, after, work.credit, self.followed(work), over)


def _possible(task: Task) -> Iterator[tuple[str, str]]:
    """The decisions that items of one sort have in common: the options of a choice."""
    if isinstance(task, ChoiceTask):
        yield from (("chosen", option.id) for option in task.options)


def report(standing: Standing, naming: Naming) -> Report:
    """The report on the days that are done; `naming` gives the words of a mark."""
    judge, finished = _Judge(standing), standing.day == CLOSING
    done = [work for work in standing.first.values() if standing.queue_done(work.day)]
    work = {one.slug: _produced(one, standing.corrected.get(one.slug)) for one in done}
    produced, below = list(work.values()), standing.plan.project.send_backs.below
    by_day: dict[int, list[Produced]] = defaultdict(list)
    for one in produced:
        by_day[one.day].append(one)
    days = [
        DayReport(day, amount(some), band([one.credit for one in some]), send_backs(some, below)) for day, some in sorted(by_day.items())
    ]
    return Report(
        rows=[_row(standing, judge, one, finished) for one in done],
        days=days,
        amount=amount(produced),
        quality=quality(produced),
        skills=_by(work, lambda slug: task_of(standing.plan.items[slug].edition).skills),
        clauses=_by(work, lambda slug: task_of(standing.plan.items[slug].edition).guideline),
        labels=_labels(done, naming),
        send_backs=send_backs(produced, below),
        agreement=_agreement(judge, done),
        drill=drill(list(judge.cases())) if finished else None,
    )  # fmt: skip


def _produced(work: Work, correction: Work | None) -> Produced:
    corrected = correction.credit if correction else None
    return Produced(work.day, work.credit, work.seconds, work.sent_back, corrected, (work.slug,))


def _by(work: Mapping[str, Produced], names: Callable[[str], Sequence[str]]) -> Mapping[str, Band]:
    return by(work.values(), lambda one: [name for slug in one.groups for name in names(slug)])


def _row(standing: Standing, judge: _Judge, work: Work, finished: bool) -> Row:
    entry = standing.plan.items[work.slug]
    told = (judge.affected(work), judge.followed(work)) if finished else (None, None)
    return Row(work.day, entry, work.version, work, standing.corrected.get(work.slug), *told)


def _labels(done: Sequence[Work], naming: Naming) -> Mapping[str, Band]:
    """Credit by what gold calls a thing: the right option of a choice, the label of a mark. Only what occurs more than once."""
    query = select(VerdictRow.answer_id, VerdictRow.gold_edition_id, VerdictRow.verdict)
    rows = db.session.execute(query.where(VerdictRow.answer_id.in_([work.answer_id for work in done])))
    verdicts = {(answer_id, gold): verdict for answer_id, gold, verdict in rows}
    credits: dict[str, list[float]] = defaultdict(list)
    for work in done:
        task = task_of(work.edition_id)
        for outcome in Verdict.from_json(verdicts[work.answer_id, work.gold_edition_id]).outcomes:
            if outcome.gold and (name := _label(task, outcome.gold, naming)):
                credits[name].append(outcome.credit)
    bands = {name: band(given) for name, given in credits.items() if len(given) > 1}
    return dict(sorted(bands.items(), key=lambda pair: (pair[1].mean, pair[0])))


def _label(task: Task, gold: Mark, naming: Naming) -> str:
    if isinstance(task, ChoiceTask):
        return gold.quote
    words = {key: value for key, value in gold.values.items() if key in LABELS}
    named = naming(task, Mark(values=words)) if words else []
    return named[0][1] if named else ""


def _agreement(judge: _Judge, done: Sequence[Work]) -> Agreement | None:
    """Agreement with gold over the largest group of items with the same options, of which one is chosen."""
    groups: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for work in done:
        task, gold = task_of(work.edition_id), gold_of(work.gold_edition_id, work.version)
        if isinstance(task, ChoiceTask) and isinstance(gold, ChoiceGold) and not task.many and gold.answer:
            options = tuple(sorted(option.id for option in task.options))
            groups[options].append((judge.answers[work.answer_id].chosen[0], gold.answer[0]))
    pairs = max(groups.values(), key=len, default=[])
    return agreement([mine for mine, _ in pairs], [gold for _, gold in pairs])
