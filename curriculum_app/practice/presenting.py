"""What templates need to show an exercise and its verdict; only tasks and final verdicts come through here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext

from curriculum_app.grading.kind import Task
from curriculum_app.grading.text import Span, occurrences
from curriculum_app.grading.verdict import Outcome, Verdict
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.practice.answer_forms import ROWS
from curriculum_app.practice.messages import FIELDS, OVERALL


@dataclass(frozen=True)
class ShownOption:
    """An option of a field with its name and definition in the reader's language."""

    id: str
    name: str
    definition: str


@dataclass(frozen=True)
class ShownField:
    """A field of a mark as the form shows it."""

    name: str
    label: str
    sort: str
    required: bool
    options: tuple[ShownOption, ...]


def fields(task: Task, catalogue: Catalogue, language: str) -> list[ShownField]:
    """The fields of a mark; names of closed lists come from the taxonomies, those of labels from the task."""
    return [
        ShownField(f.name, str(FIELDS[f.name]), f.sort, f.required,
                   tuple(_option(f.taxonomy, o.id, o.name, o.definition, catalogue, language) for o in f.options))
        for f in task.fields
    ]  # fmt: skip


def _option(taxonomy: str, option: str, name: str, definition: str, catalogue: Catalogue, language: str) -> ShownOption:
    term = catalogue.term(taxonomy, option) if taxonomy else None
    return ShownOption(
        option, term.name[language] if term else name or option, term.definition[language] if term else definition
    )


@dataclass
class Segment:
    """A stretch of text under the same marks. `numbers` end here and are printed after it."""

    text: str
    classes: set[str] = field(default_factory=set)
    numbers: list[int] = field(default_factory=list)


def paragraphs(text: str, outcomes: Sequence[Outcome]) -> list[list[Segment]]:
    """The text cut at every mark's ends and at line ends, each piece with what it is marked as."""
    marked = [
        (number, outcome, Span(mark.start, mark.end))
        for number, outcome in enumerate(outcomes, 1)
        for mark in (outcome.mine, outcome.gold)
        if mark and mark.start is not None and mark.end
    ]
    cuts = {0, len(text), *(end for _, _, span in marked for end in span)}
    cuts |= {at for n, c in enumerate(text) if c == "\n" for at in (n, n + 1)}
    ends: dict[int, int] = {number: max(s.end for n, _, s in marked if n == number) for number, _, _ in marked}
    lines: list[list[Segment]] = [[]]
    ordered = sorted(cuts)
    for start, end in zip(ordered, ordered[1:], strict=False):
        piece = text[start:end]
        if piece == "\n":
            lines.append([])
            continue
        classes = {
            name
            for _, outcome, span in marked
            if span.start <= start and end <= span.end
            for name in _classes(outcome, span)
        }
        lines[-1].append(Segment(piece, classes, [number for number, last in ends.items() if last == end]))
    return [line for line in lines if line]


def _classes(outcome: Outcome, span: Span) -> Iterable[str]:
    yield str(outcome.sort)
    for name in ("mine", "gold"):
        mark = getattr(outcome, name)
        if mark and mark.start == span.start and mark.end == span.end:
            yield name


def values(mark: Any, shown: Sequence[ShownField]) -> list[tuple[str, str]]:
    """What a mark says, as (field, words)."""
    names = {f.name: {o.id: o.name for o in f.options} for f in shown}
    rows = []
    for name, value in mark.values.items():
        if name == "verdict":
            rows.append((str(FIELDS[name]), str(OVERALL[value])))
        elif name in FIELDS and value not in ("", [], ()):
            said = (
                ", ".join(map(str, value)) if isinstance(value, list | tuple) else names.get(name, {}).get(value, value)
            )
            rows.append((str(FIELDS[name]), str(said)))
    return rows


def counts(verdict: Verdict) -> dict[str, int]:
    """How many outcomes of each sort."""
    return {sort: sum(o.sort == sort for o in verdict.outcomes) for sort in ("hit", "partial", "missed", "alarm")}


def nth(text: str, mark: Mapping[str, Any]) -> int:
    """Which occurrence of its quote a kept mark is, from 1."""
    starts = [span.start for span in occurrences(str(mark.get("quote", "")), text)]
    return starts.index(mark["start"]) + 1 if mark.get("start") in starts else 1


def marker_strings() -> dict[str, str]:
    """What the marking widget says."""
    return {
        "list": gettext("The text, word by word. Arrows move, Shift and arrows extend, Enter marks."),
        "mark": gettext("Mark"), "shorter": gettext("End one letter earlier"), "longer": gettext("End one letter later"),
        "later": gettext("Begin one letter later"), "earlier": gettext("Begin one letter earlier"), "let_go": gettext("Let go"),
        "remove": gettext("Remove this mark"), "selected": gettext("Selected: {quote}"),
        "nothing": gettext("Choose words in the text: drag, tap the first and the last, or use the arrow keys."),
        "marked": gettext("Marked: {quote}. Now say what it is."), "labelled": gettext("Marked: {quote}, {label}."),
        "removed": gettext("The mark is removed."), "full": gettext("There is no empty row left. Remove a mark first."),
    }  # fmt: skip


def form_context(task: Task, catalogue: Catalogue, kept: dict[str, Any]) -> dict[str, Any]:
    """What the form of a kind needs: the task, what is kept of an answer, and the words around it."""
    marks = [mark for mark in kept.get("marks") or () if isinstance(mark, dict)]
    return {
        "task": task, "kept": kept, "marks": marks, "rows": ROWS, "fields": fields(task, catalogue, task.language),
        "overall": OVERALL, "nth": nth, "marker_strings": marker_strings,
    }  # fmt: skip


def draft_strings() -> dict[str, str]:
    """What is said of the draft."""
    return {
        "saved": gettext("Kept at {time}."), "offline": gettext("Not kept yet: the network is away. It is tried again."),
        "conflict": gettext("This exercise was changed in another tab or on another device."), "load": gettext("Load that state"),
        "refused": gettext("This state could not be kept. Hand in, or reload the page."),
    }  # fmt: skip
