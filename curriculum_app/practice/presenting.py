"""What templates need to show an exercise and its verdict; only tasks and final verdicts come through here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask_login import current_user

from curriculum_app.content.schemas import Term
from curriculum_app.grading.kind import Task
from curriculum_app.grading.text import Span
from curriculum_app.grading.verdict import Outcome, Verdict
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.practice import marking, writing_strings
from curriculum_app.practice.messages import FIELDS, OVERALL, VALUES

# The bundled widgets each kind's form uses beside app.js; a kind that is not named needs none.
WIDGETS: Mapping[str, tuple[str, ...]] = {
    "span_labels": ("marker.js", "sources.js"),
    "hallucination_spans": ("marker.js", "sources.js"),
    "critique": ("marker.js", "sources.js"),
    "boxes": ("boxes.js",),
    "transcription": ("player.js",),
    "rewrite": ("rewrite.js", "sources.js"),
    "short_answer": ("quantity.js", "sources.js"),
    "dialogue_review": ("review.js", "sources.js"),
    "trace_review": ("review.js", "sources.js"),
    "rubric_writing": ("writing.js", "sources.js"),
    "red_team": ("writing.js", "sources.js"),
    "demonstration": ("writing.js", "sources.js"),
    "choice": ("digits.js", "sources.js"),
    "rating_scale": ("digits.js", "sources.js"),
    "preference": ("digits.js", "sources.js"),
    "ranking": ("ranking.js", "sources.js"),
    "claim_check": ("digits.js", "claims.js", "sources.js"),
    "relations": ("relations.js", "sources.js"),
}


class Terms(Protocol):
    """Who knows the closed lists: the live catalogue, or the files."""

    def term(self, taxonomy: str, term: str, /) -> Term | None: ...


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


def fields(task: Task, terms: Terms, language: str) -> list[ShownField]:
    """The fields of a mark; names of closed lists come from the taxonomies, those of labels from the task."""
    return [
        ShownField(f.name, str(FIELDS[f.name]), f.sort, f.required,
                   tuple(_option(f.taxonomy, o.id, o.name, o.definition, terms, language) for o in f.options))
        for f in task.fields
    ]  # fmt: skip


def _option(taxonomy: str, option: str, name: str, definition: str, terms: Terms, language: str) -> ShownOption:
    term = terms.term(taxonomy, option) if taxonomy else None
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
    names: dict[str, dict[str, Any]] = {f.name: {o.id: o.name for o in f.options} for f in shown}
    for name, words in VALUES.items():
        names[name] = names.get(name, {}) | words
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


def form_context(task: Task, catalogue: Catalogue, kept: dict[str, Any]) -> dict[str, Any]:
    """What the form of a kind needs: the task, what is kept of an answer, and the words around it."""
    marks = [mark for mark in kept.get("marks") or () if isinstance(mark, dict)]
    return {
        "task": task, "widgets": WIDGETS.get(task.kind, ()),
        "reader": str(current_user.id) if current_user.is_authenticated else "", "kept": kept, "marks": marks,
        "rows": marking.rows(task, marks) or getattr(task, "ROWS", 0),
        "fields": fields(task, catalogue, task.language),
        "sentence_numbers": range(1, task.sentence_count + 1), "overall": OVERALL, "closed": VALUES,
        "marking": marking,
        "writing_strings": writing_strings,
    }  # fmt: skip
