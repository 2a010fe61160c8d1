"""From a form to a raw answer, with the widget's JSON or with the plain rows that work without JavaScript."""

import json
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from curriculum_app.grading.kind import Field_, InvalidAnswer, Task
from curriculum_app.grading.marking import MarkedTask
from curriculum_app.grading.text import find, normalise
from curriculum_app.grading.verdict import Message

ROWS = 12


def read(task: Task, form: MultiDict[str, str]) -> dict[str, Any]:
    """The raw answer in a form. Raises InvalidAnswer where the widget's JSON can't be read."""
    raw: dict[str, Any] = {"chosen": form.getlist("chosen"), "verdict": form.get("verdict", "")}
    if isinstance(task, MarkedTask):
        raw |= {"text_hash": form.get("text_hash", ""), "marks": _marks(task, form)}
    return raw


def _marks(task: MarkedTask, form: MultiDict[str, str]) -> list[Any]:
    if "marks" not in form:
        return [row for number in range(ROWS) if (row := _row(task, form, number))]
    try:
        marks = json.loads(form["marks"] or "[]")
    except (ValueError, RecursionError):
        marks = None
    if not isinstance(marks, list):
        raise InvalidAnswer(("marks", Message(code="answer_malformed", parameters={"field": "marks"})))
    return marks


def _row(task: MarkedTask, form: Mapping[str, str], number: int) -> dict[str, Any] | None:
    """One row: the quoted phrase is found in the text; where it is not there the grader says so by the quote."""
    quote = normalise(form.get(f"quote-{number}", ""))
    if not quote:
        return None
    nth = form.get(f"nth-{number}", "1")
    span = find(quote, task.text, int(nth) if nth.isdecimal() and len(nth) < 4 else 1)
    place = {"start": span.start, "end": span.end} if span else {"start": 0, "end": len(quote)}
    return place | {"quote": quote} | {field.name: _value(field, form, number) for field in task.fields}


def _value(field: Field_, form: Mapping[str, str], number: int) -> Any:
    name = f"{field.name}-{number}"
    if field.sort != "sentences":
        return form.get(name, "")
    listed = form.getlist(name) if isinstance(form, MultiDict) else []
    return [int(value) for value in listed if value.isdecimal() and len(value) < 5]
