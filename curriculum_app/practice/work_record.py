"""A person's own record of work: first practice answers as measurement wants them, and where what is missed can be practised."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from random import Random
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from curriculum_app.database import db
from curriculum_app.grading.strategy import Strategy
from curriculum_app.learning.catalogue import Catalogue, ItemEntry
from curriculum_app.learning.models import Enrolment
from curriculum_app.measurement.working import Worked
from curriculum_app.organisations.models import Organisation
from curriculum_app.practice.answering import gold_of
from curriculum_app.practice.models import TRIES, Answer, VerdictRow
from curriculum_app.practice.queries import task_of

SEOUL = "Asia/Seoul"
MARKED = ("hit", "partial", "missed", "alarm")


class Row(NamedTuple):
    """One first answer as exports show it: its item, and the record that measures."""

    item_id: UUID
    title: str
    kind: str
    language: str
    seconds: int | None
    hints: int
    record: Worked


def rows(account_id: UUID) -> list[Row]:
    """A person's first tries of practice, placement tests among them, that have a score, by time, each with its newest verdict."""
    query = (
        select(Answer, VerdictRow.score, VerdictRow.verdict, Organisation.time_zone)
        .join(VerdictRow, VerdictRow.answer_id == Answer.id)
        .outerjoin(Organisation, Organisation.id == Answer.organisation_id)
        .where(Answer.account_id == account_id, Answer.context.in_(TRIES), Answer.try_number == 1)
        .order_by(Answer.created_at, Answer.id, VerdictRow.created_at)
    )
    newest = {answer.id: (answer, score, verdict, zone) for answer, score, verdict, zone in db.session.execute(query)}
    return [
        _row(answer, score, verdict, zone) for answer, score, verdict, zone in newest.values() if score is not None
    ]


def _row(answer: Answer, score: float, verdict: dict[str, Any], zone: str | None) -> Row:
    task = task_of(answer.edition_id)
    listed = {field.name: field.taxonomy for field in task.fields if field.taxonomy}
    sorts: Counter[str] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    for outcome in verdict.get("outcomes", ()):
        if outcome["sort"] not in MARKED:
            continue
        sorts[outcome["sort"]] += 1
        for key in _entries((outcome.get("gold") or {}).get("values", {}), listed):
            (missed if outcome["sort"] == "missed" else found)[key] += 1
    pace = answer.seconds / (60 * task.minutes) if answer.seconds else None
    on: date = answer.created_at.astimezone(ZoneInfo(zone or SEOUL)).date()
    record = Worked(on, task.skills, score, answer.confidence, pace, sorts if listed else {}, found, missed)
    return Row(answer.item_id, task.title, task.kind, task.language, answer.seconds, answer.hints, record)


def _entries(values: dict[str, Any], listed: dict[str, str]) -> list[tuple[str, str]]:
    """The entries of closed lists a gold mark names; how severe an error is, is no type of error."""
    return [(listed[name], str(value)) for name, value in values.items() if listed.get(name, "severity") != "severity"]


@lru_cache(maxsize=2048)
def _holds(edition_id: UUID) -> frozenset[tuple[str, str]]:
    """The entries of closed lists that the gold of an edition marks. It is told to nobody, only used to choose what to practise."""
    task, gold = task_of(edition_id), gold_of(edition_id)
    nothing = task.guess(Strategy.MARK_NONE, Random(0))
    listed = {field.name: field.taxonomy for field in task.fields if field.taxonomy}
    outcomes = gold.assess(task, nothing).outcomes if nothing is not None and listed else ()
    return frozenset(key for outcome in outcomes if outcome.gold for key in _entries(outcome.gold.values, listed))


def _exercises_of(catalogue: Catalogue, account_id: UUID) -> Iterator[tuple[str, ItemEntry]]:
    """(course, exercise) of all the courses of a person, each in the language of the enrolment."""
    for enrolment in db.session.scalars(select(Enrolment).where(Enrolment.account_id == account_id)):
        if slug := catalogue.slugs.get(enrolment.course_id):
            bank = catalogue.courses[slug].practice_bank
            for step in catalogue.steps(slug, enrolment.language):
                if step.sort == "item":
                    yield slug, catalogue.item(bank, step.slug, enrolment.language)


def to_practise(catalogue: Catalogue, account_id: UUID, taxonomy: str, term: str, chance: Random) -> tuple[str, ItemEntry] | None:
    """(course, exercise) with which to practise what is missed: one not answered yet where there is one, drawn at random.

    One draw in four goes to an exercise of the same kinds without such a mark: being sent to an exercise must not say what
    is in it. None where the person's courses have nothing of the sort.
    """
    entries = list(_exercises_of(catalogue, account_id))
    with_it = [one for one in entries if (taxonomy, term) in _holds(one[1].edition)]
    kinds = {entry.kind for _, entry in with_it}
    others = [one for one in entries if one not in with_it and one[1].kind in kinds]
    drawn = others if others and chance.random() < 0.25 else with_it
    answered = set(db.session.scalars(select(Answer.item_id).where(Answer.account_id == account_id)))
    fresh = [one for one in drawn if one[1].id not in answered]
    return chance.choice(fresh or drawn) if drawn else None
