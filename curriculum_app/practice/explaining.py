"""A verdict in plain words, for terminals: the same sentences the result page says."""

from collections.abc import Iterator
from functools import cache

from flask_babel import gettext

from curriculum_app import shipped
from curriculum_app.content.library import Library
from curriculum_app.content.reading import read_taxonomies
from curriculum_app.grading.kind import Task
from curriculum_app.grading.verdict import Mark, Outcome, Verdict
from curriculum_app.practice import messages, presenting


def text(task: Task, verdict: Verdict) -> str:
    """The verdict: the sentence and the score first, then mark by mark with reasons, then what the score is made of."""
    return "\n".join(_lines(task, verdict))


@cache
def _closed_lists() -> Library:
    return read_taxonomies(shipped.root())


def _lines(task: Task, verdict: Verdict) -> Iterator[str]:
    score = "" if verdict.score is None else f"{100 * verdict.score:.0f}/100  "
    yield f"{score}{messages.say(verdict.headline)}"
    if verdict.remark:
        yield f"  {verdict.remark}"
    for number, outcome in enumerate(verdict.outcomes, 1):
        yield from _outcome(task, number, outcome)
    parts = [part for part in verdict.parts if part.value is not None]
    if parts:
        yield gettext("How the score is made")
        yield from (f"  {messages.PARTS.get(part.name, part.name)}: {part.value:.2f}" for part in parts)


def _outcome(task: Task, number: int, outcome: Outcome) -> Iterator[str]:
    about = outcome.about or next((mark.quote for mark in (outcome.gold, outcome.mine) if mark and mark.quote), "")
    yield f"{number}. {messages.SORTS[outcome.sort]} ({outcome.credit:.2f}): {about}"
    for name, mark in ((gettext("Yours"), outcome.mine), (gettext("Gold"), outcome.gold)):
        if mark is not None and (said := _mark(task, mark, about)):
            yield f"   {name}: {said}"
    if outcome.steps:
        steps = (f"{messages.STEPS[step.name]} {step.credit:.2f}" for step in outcome.steps if step.credit is not None)
        yield f"   {' · '.join(steps)}"
    yield from (f"   {messages.say(note)}" for note in outcome.notes)
    if outcome.reason:
        yield f"   → {outcome.reason}"


def _mark(task: Task, mark: Mark, about: str) -> str:
    quote = f"“{mark.quote}”" if mark.quote and mark.quote != about else ""
    values = presenting.values(mark, presenting.fields(task, _closed_lists(), task.language))
    return "  ".join(filter(None, (quote, *(f"{name}: {value}" for name, value in values))))
