"""What the form and the widget of marked spans need: its rows, its fields, what a model suggested, and its words."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from flask_babel import gettext

from curriculum_app.grading.kind import Task
from curriculum_app.grading.marking import MarkedTask
from curriculum_app.grading.text import occurrences

SPARE = 3  # empty rows after those filled, for a form without JavaScript


class _Option(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


class _Field(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def sort(self) -> str: ...
    @property
    def required(self) -> bool: ...
    @property
    def options(self) -> Sequence[_Option]: ...


def rows(task: Task, marks: Sequence[object]) -> int:
    """How many rows the form has, these marks in them."""
    return max(task.ROWS, min(task.MOST, len(marks) + SPARE)) if isinstance(task, MarkedTask) else 0


def nth(text: str, mark: Mapping[str, Any]) -> int:
    """Which occurrence of its quote a kept mark is, from 1."""
    starts = [span.start for span in occurrences(str(mark.get("quote", "")), text)]
    return starts.index(mark["start"]) + 1 if mark.get("start") in starts else 1


def widget_fields(fields: Sequence[_Field]) -> list[dict[str, Any]]:
    """The fields of a mark as the widget reads them."""
    return [
        {"name": f.name, "label": f.label, "sort": f.sort, "required": f.required,
         "options": [{"id": option.id, "name": option.name} for option in f.options]}
        for f in fields
    ]  # fmt: skip


def suggestions(task: MarkedTask) -> list[dict[str, Any]]:
    """The marks a model suggested, by place and choices; words are not compared, as in grading."""
    choices = [field.name for field in task.fields if field.sort == "choice"]
    return [
        {"quote": mark["quote"], "nth": nth(task.text, mark), "values": {name: mark.get(name, "") for name in choices}}
        for mark in task.suggested.get("marks", ())
    ]


def is_suggested(task: MarkedTask, mark: Mapping[str, Any]) -> bool:
    """Whether a mark stands as a model suggested it."""
    same = ["start", "end", *(field.name for field in task.fields if field.sort == "choice")]
    given = task.suggested.get("marks", ())
    return any(all(other.get(name) == mark.get(name) for name in same) for other in given)


def strings() -> dict[str, str]:
    """What the widget says."""
    return {
        "list": gettext("The text, word by word. Arrows move, Shift and arrows extend, Enter marks."),
        "sentence": gettext("Sentence {number}"), "labels": gettext("Labels"), "tools": gettext("What is chosen"),
        "mark": gettext("Mark"), "start-less": gettext("Start −"), "start-more": gettext("Start +"),
        "end-less": gettext("End −"), "end-more": gettext("End +"),
        "less": gettext("one letter less"), "more": gettext("one letter more"), "let-go": gettext("Let go"),
        "edit": gettext("Edit"), "remove": gettext("Delete"), "accept": gettext("Accept"), "reject": gettext("Reject"),
        "of_mark": gettext("mark {number}"), "mark_number": gettext("Mark {number}"), "back": gettext("Back to the text"),
        "type": gettext("Type a phrase"), "none": gettext("Nothing is marked yet; nothing to mark is an answer too."),
        "selected": gettext("Selected: {quote}"), "tapped": gettext("Selected: {quote}. Tap the last word, or mark it."),
        "nothing": gettext("Choose words in the text: drag, tap the first and the last, or use the arrow keys."),
        "one_paragraph": gettext("A mark begins and ends in one paragraph."),
        "chosen": gettext("Mark {number}: {quote}"), "marked": gettext("Marked: {quote}. Now say what it is."),
        "labelled": gettext("Marked: {quote}, {label}."), "removed": gettext("Mark {number} is deleted: {quote}."),
        "full": gettext("There may be {count} marks and no more. Delete one first."),
        "no_label": gettext("There is no label {number}."), "no_marks": gettext("There is no mark."),
        "no_mark_here": gettext("There is no mark here."), "not_suggested": gettext("No model suggested this mark."),
        "suggested": gettext("suggested"), "accepted": gettext("accepted"), "accepted_now": gettext("Accepted: {quote}."),
        "all_judged": gettext("Every suggestion is judged."),
        "nowhere": gettext("This phrase is not in the text. Copy it exactly."),
        "several": gettext("It is {count} times in the text. Say which one you mean."),
        "no_phrase": gettext("The phrase is missing."), "lacks": gettext("Still missing: {fields}"),
    }  # fmt: skip
