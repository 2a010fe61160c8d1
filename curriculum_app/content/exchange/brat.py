"""brat's standoff: `.ann` beside `.txt`. Text-bound annotations become marks; what is said of them and between them is lost.

brat is a Python program that reads texts with universal line ends: offsets are code points, a line's end is one.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

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
from curriculum_app.content.exchange.problems import ImportProblem, each, shown
from curriculum_app.content.exchange.sources import MOST_ITEMS, Node, checked, read_text

_ID = re.compile(r"(?:[A-Za-z]+|#[A-Za-z]*)\d+\S*|\*")
_BOUND = re.compile(r"(\S+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)")
SORTS = {
    "R": "relation", "E": "event", "A": "attribute", "M": "attribute", "N": "normalisation", "#": "note", "*": "equivalence",
}  # fmt: skip


@dataclass
class _Document:
    file: Path
    text: Text
    found: list[Found] = field(default_factory=list)


def read(file: Path, wanted: Wanted) -> Imported:
    """The drafted items of an .ann file and its text, or of a folder of them. Raises ImportProblem or ImportProblems."""
    files = sorted(file.rglob("*.ann")) if file.is_dir() else [file.with_suffix(".ann")]
    if not files:
        raise ImportProblem(file, 0, "", "nothing")
    if len(files) > MOST_ITEMS:
        raise ImportProblem(file, 0, "", "too_many", limit=MOST_ITEMS, what="documents")
    imported, ids = Imported(), Ids("label", 30, letter_first=True)
    documents = each(files, lambda one: _document(one, imported))
    for document in documents:
        for mark in document.found:
            ids.of(mark.label)
    slugs = Slugs(file)
    for document in documents:
        if not document.found:
            what = "the whole text: nothing is marked, and whether anybody looked the file does not say"
            imported.lose(document.file.name, what)
    documents = [document for document in documents if document.found]
    drafts = each(documents, lambda document: _draft(document, ids, wanted, slugs, imported))
    imported.drafts = [draft for draft in drafts if draft]
    return imported


def _document(file: Path, imported: Imported) -> _Document:
    written = file.with_suffix(".txt")
    if not written.is_file():
        raise ImportProblem(file, 0, "", "no_text_file", name=written.name)
    raw = read_text(written).replace("\r\n", "\n").replace("\r", "\n")
    text = Text(checked(raw, written, 0, ""), Node(written, "", None))
    document, seen = _Document(file, text), set[str]()
    for number, line in enumerate(read_text(file).split("\n"), start=1):
        if line.strip():
            _annotation(number, checked(line.rstrip("\r"), file, number, ""), document, seen, imported)
    return document


def _annotation(number: int, line: str, document: _Document, seen: set[str], imported: Imported) -> None:
    name, _, rest = line.partition("\t")
    if not _ID.fullmatch(name) or not rest:
        raise ImportProblem(document.file, number, "", "annotation", why="an id and a tab are expected first")
    if name != "*" and name in seen:
        raise ImportProblem(document.file, number, name[:40], "id_twice", id=name[:40])
    seen.add(name)
    where = f"{document.file.name}, line {number}"
    if name[0] != "T":
        if name[0] not in SORTS:
            raise ImportProblem(document.file, number, name[:40], "annotation", why=f"the id begins with {name[0]}")
        imported.lose(where, f"the {SORTS[name[0]]} {name} {shown(' '.join(rest.split()))}")
        return
    bound, _, quote = rest.partition("\t")
    parts = _BOUND.fullmatch(bound)
    if parts is None:
        raise ImportProblem(
            document.file, number, name[:40], "annotation", why="a label, a start and an end are expected"
        )
    if ";" in parts.group(2):
        imported.lose(where, f"the mark {name} {parts.group(1)} '{shown(quote)}': it has several parts")
        return
    start, end = map(int, parts.group(2).split())
    node = Node(document.file, "", None, (name,), number - 1)
    document.found.append(Found(Claim(node, start, end, quote or None), parts.group(1)))


def _draft(document: _Document, ids: Ids, wanted: Wanted, slugs: Slugs, imported: Imported) -> Draft | None:
    claims = [mark.claim for mark in document.found]
    settle([(document.text, claims)], [wanted.offsets or Counting.CODE_POINTS], sure=True)
    item = head("span_labels", title_of(document.text.kept), wanted)
    value = span_labels(
        item, labels_of(ids), document.text, document.found, ids, wanted.offsets or Counting.CODE_POINTS,
        document.file.name, imported,
    )  # fmt: skip
    return None if value is None else Draft(slugs.of(document.file.stem), value, document.file)
