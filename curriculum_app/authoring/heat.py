"""Where trainees go wrong: their first answers to an item laid over each other. Nobody is named, and few are not shown."""

from collections import Counter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from curriculum_app.database import db
from curriculum_app.learning.models import Edition
from curriculum_app.practice.models import Answer, Context, VerdictRow

LEAST = 10  # answers before anything is shown
MOST_ALARMS = 20
STEPS = 5  # shades


class Stretch(NamedTuple):
    """A stretch of text with the share of trainees who marked it, 0..1, its shade 0..5, and whether gold marks it."""

    text: str
    share: float
    shade: int
    gold: bool


class Row(NamedTuple):
    """What became of one thing gold says, over all answers."""

    about: str
    counts: dict[str, int]


class Heat(NamedTuple):
    """The map: how many answers, the text by lines (of kinds that mark), what gold says, and what was marked wrongly most."""

    n: int
    lines: list[list[Stretch]]
    rows: list[Row]
    alarms: list[tuple[str, int]]


def of_item(edition: Edition) -> Heat:
    """The map of all first practice answers to editions of the same question; empty below ten answers."""
    verdicts = list(_verdicts(edition).values())
    if len(verdicts) < LEAST:
        return Heat(len(verdicts), [], [], [])
    outcomes = [outcome for verdict in verdicts for outcome in verdict.get("outcomes", ())]
    rows: dict[str, Row] = {}
    alarms: Counter[str] = Counter()
    for outcome in outcomes:
        about = _about(outcome)
        if outcome["sort"] == "alarm":
            alarms[about] += 1
        else:
            rows.setdefault(_key(outcome), Row(about, Counter())).counts[outcome["sort"]] += 1
    text = edition.task.get("text", "")
    return Heat(len(verdicts), _lines(text, outcomes, len(verdicts)) if text else [], list(rows.values()), alarms.most_common(MOST_ALARMS))


def _verdicts(edition: Edition) -> dict[UUID, dict[str, Any]]:
    """The newest verdict on each first answer."""
    same = select(Edition.id).where(
        Edition.content_id == edition.content_id, Edition.language == edition.language, Edition.task_hash == edition.task_hash
    )
    query = (
        select(Answer.id, VerdictRow.verdict)
        .join(VerdictRow, VerdictRow.answer_id == Answer.id)
        .where(Answer.edition_id.in_(same), Answer.context == Context.PRACTICE, Answer.try_number == 1)
        .order_by(VerdictRow.created_at)
    )
    return {answer_id: verdict for answer_id, verdict in db.session.execute(query)}


def _about(outcome: dict[str, Any]) -> str:
    mark = outcome.get("gold") or outcome.get("mine") or {}
    return str(outcome.get("about") or mark.get("quote") or mark.get("id") or "–")


def _key(outcome: dict[str, Any]) -> str:
    gold = outcome.get("gold") or {}
    return str(gold.get("id") or _about(outcome))


def _lines(text: str, outcomes: list[dict[str, Any]], answers: int) -> list[list[Stretch]]:
    """The text cut wherever the share of those who marked changes."""
    marked, golden = [0] * (len(text) + 1), [False] * (len(text) + 1)
    for outcome in outcomes:
        for at in _places(outcome.get("mine")):
            marked[at] += 1
        for at in _places(outcome.get("gold")):
            golden[at] = True
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append(_stretches(text, start, start + len(line), marked, golden, answers))
        start += len(line) + 1
    return [line for line in lines if line]


def _places(mark: dict[str, Any] | None) -> range:
    return range((mark or {}).get("start") or 0, (mark or {}).get("end") or 0)


def _stretches(text: str, start: int, end: int, marked: list[int], golden: list[bool], answers: int) -> list[Stretch]:
    found: list[Stretch] = []
    at = start
    while at < end:
        to = at
        while to < end and (marked[to], golden[to]) == (marked[at], golden[at]):
            to += 1
        share = min(1.0, marked[at] / answers)
        found.append(Stretch(text[at:to], share, -(-round(share * 100) * STEPS // 100), golden[at]))
        at = to
    return found
