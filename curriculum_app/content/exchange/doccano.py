"""doccano's JSONL (or JSON) of texts with spans, or with the labels of whole texts.

Offsets: doccano's annotator counts UTF-16 units, in its grapheme mode grapheme clusters, and files that programs made for
it code points. The file does not say which, so where they mean different words one has to be named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curriculum_app.content.exchange.drafting import (
    Draft,
    Found,
    Ids,
    Imported,
    Slugs,
    Wanted,
    head,
    labels_of,
    span_labels,
    title_of,
)
from curriculum_app.content.exchange.offsets import Claim, Counting, Text, settle
from curriculum_app.content.exchange.problems import ImportProblem, each
from curriculum_app.content.exchange.sources import MOST_ITEMS, Node, read_json, read_text

TEXTS = ("text", "data")  # newer exports say data
LABELS = ("label", "labels", "entities", "annotations", "cats")


@dataclass
class _Record:
    node: Node
    where: str
    text: Text
    found: list[Found]  # of a text with spans
    classes: list[str] | None  # of a text with labels of the whole


def read(file: Path, wanted: Wanted) -> Imported:
    """The drafted items of an export. Raises ImportProblem or ImportProblems."""
    imported = Imported()
    records = [record for record in each(_lines(file), lambda node: _record(node, imported)) if record]
    ids, options = Ids("label", 30, letter_first=True), Ids("c")
    for record in records:
        for mark in record.found:
            ids.of(mark.label)
        for name in record.classes or ():
            options.of(name)
    may_be = [wanted.offsets] if wanted.offsets else [Counting.UTF_16, Counting.CODE_POINTS, Counting.GRAPHEMES]
    spans = [(record.text, [mark.claim for mark in record.found]) for record in records if record.classes is None]
    counting = settle(spans, may_be, sure=False)
    many = any(len(record.classes or ()) > 1 for record in records)
    slugs = Slugs(file)
    for number, record in enumerate(records, start=1):
        value: dict[str, Any] | None
        if record.classes is None:
            item = head("span_labels", title_of(record.text.kept), wanted)
            labels = labels_of(ids)
            value = span_labels(item, labels, record.text, record.found, ids, counting, record.where, imported)
        else:
            value = _choice(record, options, many, wanted)
        if value is not None:
            imported.drafts.append(Draft(slugs.numbered(number), value, file, record.node.line, record.node.field))
    return imported


def _lines(file: Path) -> Iterator[Node]:
    """The records: one a line, or the entries of one list."""
    text = read_text(file)
    if text.lstrip().startswith("["):
        root = read_json(file, text)
        nodes = list(root)
    else:
        lines = [(number, line) for number, line in enumerate(text.split("\n")) if line.strip()]
        if len(lines) > MOST_ITEMS:
            raise ImportProblem(file, 0, "", "too_many", limit=MOST_ITEMS, what="texts")
        nodes = each(lines, lambda pair: read_json(file, pair[1], before=pair[0]))
    if len(nodes) > MOST_ITEMS:
        raise ImportProblem(file, 0, "", "too_many", limit=MOST_ITEMS, what="texts")
    return iter(nodes)


def _record(node: Node, imported: Imported) -> _Record | None:
    key = next((key for key in TEXTS if key in node), "")
    if not key:
        node.refuse("not_this_format", format="doccano's JSONL", why="a line has neither text nor data")
    where = f"text {node['id'].name}" if "id" in node else f"line {node.line}"
    carried = next((name for name in LABELS if isinstance(node[name].value, list)), "")
    imported.losses += node.losses(where, {"id", key, carried})
    entries = list(node[carried]) if carried else []
    if not entries:
        imported.lose(where, "the whole text: it has no labels, and whether anybody looked the file does not say")
        return None
    if entries and all(isinstance(entry.value, str) for entry in entries):
        return _Record(node, where, Text(node[key].text, node[key]), [], list(dict.fromkeys(e.name for e in entries)))
    return _Record(node, where, Text(node[key].text, node[key]), [_mark(e, where, imported) for e in entries], None)


def _mark(entry: Node, where: str, imported: Imported) -> Found:
    """A span as [start, end, label], or as an object with start_offset, end_offset and label."""
    if isinstance(entry.value, list):
        if len(entry.value) != 3:
            entry.wanted("[start, end, label]")
        return Found(Claim(entry, entry[0].whole, entry[1].whole), entry[2].name)
    imported.losses += entry.losses(f"{where}, {entry.field}", ("id", "start_offset", "end_offset", "label"))
    claim = Claim(entry, entry["start_offset"].whole, entry["end_offset"].whole)
    return Found(claim, entry["label"].name)


def _choice(record: _Record, ids: Ids, many: bool, wanted: Wanted) -> dict[str, Any]:
    text = record.text.kept
    options = [{"id": known, "text": name} for known, name in ids.names.items()]
    options += [{"id": "other" if "other" not in ids.names else "other_2", "text": ""}] if len(options) < 2 else []
    item = head("choice", title_of(text), wanted) | {"question": ""} | ({"many": True} if many else {})
    answer = [ids.of(name) for name in record.classes or ()]
    gold = {"answer": answer, "reasons": {str(one["id"]): "" for one in options}}
    return item | {"stimulus": [{"text": text}], "options": options, "gold": gold}
