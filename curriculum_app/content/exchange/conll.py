"""CoNLL: a token a line, its tag in the last column, an empty line after a sentence (CoNLL-2003; IOB2, and the older IOB1).

A document between `-DOCSTART-` lines is one item, its sentences on lines; without them every sentence is one. The spaces
of the text are not in the format: tokens are joined by one.
"""

import re
from collections.abc import Iterator
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
from curriculum_app.content.exchange.offsets import Claim, Counting, Text
from curriculum_app.content.exchange.problems import ImportProblem, each
from curriculum_app.content.exchange.sources import MOST_ITEMS, Node, checked, read_text

DOCUMENT = "-DOCSTART-"
_TAG = re.compile(r"O|[BI]-\S+")
_SPACES = re.compile(r"[ \t]+")


@dataclass
class _Document:
    line: int
    sentences: list[list[tuple[int, list[str]]]] = field(default_factory=list)  # line and columns of every token


def read(file: Path, wanted: Wanted) -> Imported:
    """The drafted items of a file. Raises ImportProblem or ImportProblems."""
    imported = Imported()
    documents = list(_documents(file, imported))
    if len(documents) > MOST_ITEMS:
        raise ImportProblem(file, 0, "", "too_many", limit=MOST_ITEMS, what="documents or sentences")
    if not documents:
        raise ImportProblem(file, 0, "", "nothing")
    _check_scheme(file, documents)
    ids = Ids("label", 30, letter_first=True)
    for document in documents:
        for sentence in document.sentences:
            for _, columns in sentence:
                _ = ids.of(columns[-1][2:]) if columns[-1] != "O" else ""
    slugs = Slugs(file)
    pairs = list(enumerate(documents, start=1))
    drafts = each(pairs, lambda pair: _draft(*pair, file, ids, wanted, slugs, imported))
    imported.drafts = [draft for draft in drafts if draft]
    return imported


def _documents(file: Path, imported: Imported) -> Iterator[_Document]:
    """The documents, or the sentences where no document is marked."""
    text = read_text(file).replace("\r\n", "\n")
    marked = any(line.startswith(DOCUMENT) for line in text.split("\n"))
    document, sentence, width = _Document(1), list[tuple[int, list[str]]](), 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if not line.strip() or line.startswith(DOCUMENT):
            if sentence:
                document.sentences.append(sentence)
                sentence = []
            if document.sentences and (line.startswith(DOCUMENT) or not marked):
                yield document
                document = _Document(number)
            if line.startswith(DOCUMENT):
                document = _Document(number + 1)
        else:
            columns = _columns(file, number, line)
            if columns is None:
                imported.lose(f"line {number}", f"the comment {line.strip()}")
                continue
            width = width or len(columns)
            if len(columns) != width:
                raise ImportProblem(file, number, "", "columns", given=len(columns), wanted=width)
            if not sentence and not document.sentences:
                document.line = number
            sentence.append((number, columns))
    if document.sentences:
        yield document


def _columns(file: Path, number: int, line: str) -> list[str] | None:
    """The columns of a line; None for a comment."""
    checked(line, file, number, "")
    columns = line.rstrip().split("\t") if "\t" in line else _SPACES.split(line.strip())
    if line.startswith("#") and not (len(columns) > 1 and _TAG.fullmatch(columns[-1])):
        return None
    if len(columns) < 2 or not columns[0].strip():
        raise ImportProblem(file, number, "", "columns_few")
    if not _TAG.fullmatch(columns[-1]):
        raise ImportProblem(file, number, f"column {len(columns)}", "tag", tag=columns[-1][:40])
    return columns


def _check_scheme(file: Path, documents: list[_Document]) -> None:
    """In IOB2 every mark begins with B-, in IOB1 only one right after its like: a mixture of both is a mistake."""
    begins: list[tuple[int, str]] = []  # I- that continues nothing
    strict = False  # a B- where IOB1 has none
    for document in documents:
        for sentence in document.sentences:
            before = "O"
            for number, columns in sentence:
                tag = columns[-1]
                continues = before[2:] == tag[2:] and before != "O"
                strict |= tag[0] == "B" and not continues
                if tag[0] == "I" and not continues:
                    begins.append((number, tag))
                before = tag
    if strict and begins:
        raise ImportProblem(file, begins[0][0], "", "tag_continues_nothing", tag=begins[0][1][:40])


def _draft(
    number: int, document: _Document, file: Path, ids: Ids, wanted: Wanted, slugs: Slugs, imported: Imported
) -> Draft | None:
    where = f"line {document.line}"
    node = Node(file, "", None, (), document.line - 1)
    pieces: list[str] = []
    found: list[Found] = []
    at, width = 0, 0
    for sentence in document.sentences:
        opened: tuple[int, str] | None = None  # start and label
        end, before = at, "O"
        for _, columns in sentence:
            token, tag = " ".join(columns[0].split()), columns[-1]
            if opened and (tag[0] != "I" or tag[2:] != before[2:]):
                found.append(Found(Claim(node, opened[0], end), opened[1]))
                opened = None
            if tag != "O" and opened is None:
                opened = (at, tag[2:])
            end, before, width = at + len(token), tag, len(columns)
            pieces.append(token)
            at = end + 1
        if opened:
            found.append(Found(Claim(node, opened[0], end), opened[1]))
        pieces.append("\n")
    text = Text("".join(_joined(pieces)), node)
    imported.lose(where, "the spaces of the text: tokens are joined by one")
    if width > 2:
        imported.lose(where, f"columns 2 to {width - 1}" if width > 3 else "column 2")
    item = head("span_labels", title_of(text.kept), wanted)
    value = span_labels(item, labels_of(ids), text, found, ids, Counting.CODE_POINTS, where, imported)
    return None if value is None else Draft(slugs.numbered(number), value, file, document.line)


def _joined(pieces: list[str]) -> Iterator[str]:
    """Tokens with one space between them, a line's end in its place after a sentence."""
    for number, piece in enumerate(pieces[:-1]):
        if piece == "\n":
            yield piece
        else:
            yield piece if pieces[number + 1] == "\n" else f"{piece} "
