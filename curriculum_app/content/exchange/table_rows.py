"""One item as a row of a table: its columns, and what stands in their cells."""

from collections.abc import Iterable
from typing import Any

from curriculum_app.content.exchange.drafting import by_quote, inline
from curriculum_app.content.library import Item
from curriculum_app.grading.text import Span

KINDS = ("choice", "span_labels", "boxes")
COLUMNS = (
    "slug", "kind", "title", "skills", "difficulty", "minutes", "family", "instructions", "sources",
    "question", "many", "shuffle", "stimulus", "options", "answer",
    "text", "labels", "marks",
    "picture", "alt", "description", "width", "height", "boxes", "clean_reason",
)  # fmt: skip


def row_of(item: Item) -> dict[str, str]:
    """The cells of an item that are not empty."""
    task: Any = item.task
    row = {"slug": item.slug, "kind": task.kind, "title": task.title, "skills": ", ".join(task.skills)}
    row |= {"difficulty": str(task.difficulty), "minutes": str(task.minutes), "family": task.family}
    row["instructions"] = task.instructions
    row["sources"] = _lines((source.title, sentence) for source in task.sources for sentence in source.sentences)
    own = {"choice": _choice, "span_labels": _spans, "boxes": _boxes}[task.kind](task, item.gold)
    return {name: cell for name, cell in (row | own).items() if cell}


def _choice(task: Any, gold: Any) -> dict[str, str]:
    stimulus = [("text", one.text) if one.text else ("picture", one.picture, one.alt) for one in task.stimulus]
    return {
        "question": task.question,
        "many": "true" if task.many else "",
        "shuffle": "" if task.shuffle else "false",
        "stimulus": _lines(stimulus),
        "options": _lines((one.id, one.text, gold.reasons.get(one.id, "")) for one in task.options),
        "answer": ", ".join(gold.answer),
    }


def _spans(task: Any, gold: Any) -> dict[str, str]:
    spans = {mark.id: Span(mark.start, mark.end) for mark in gold.marks}
    text, quoted = inline(task.text, spans)
    placed = {name: by_quote(task.text, spans[name]) for name in quoted}
    marks = [
        (mark.id, mark.label, mark.reason, *map(str, placed.get(mark.id, {}).values())) for mark in gold.marks
    ]  # fmt: skip
    return {"text": text, "labels": _labels(task), "marks": _lines(marks)}


def _boxes(task: Any, gold: Any) -> dict[str, str]:
    row = {"picture": task.picture, "alt": task.alt, "description": task.description}
    row |= {"width": str(task.width), "height": str(task.height), "labels": _labels(task)}
    row["boxes"] = _lines((box.id, box.label, *(f"{side:.12g}" for side in box.box), box.reason) for box in gold.boxes)
    return row | {"clean_reason": gold.clean_reason}


def _labels(task: Any) -> str:
    return _lines((label.id, label.name, label.definition) for label in task.labels)


def _lines(lines: Iterable[Iterable[str]]) -> str:
    """Things one a line, their parts between bars."""
    return "\n".join(" | ".join(_escaped(part) for part in parts) for parts in lines)


def _escaped(part: str) -> str:
    return part.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")
