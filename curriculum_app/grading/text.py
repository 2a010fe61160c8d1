"""Positions in text, by one convention: NFC, Unicode code points, end exclusive, snapped to grapheme clusters.

Browsers count UTF-16 units; they convert before they send. An answer carries the quoted text and the text's hash,
so that a span which no longer means what its maker saw is refused instead of misread.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import regex

_GRAPHEME = regex.compile(r"\X")


class Span(NamedTuple):
    """Code points [start, end) of one text."""

    start: int
    end: int

    def overlap(self, other: "Span") -> int:
        """How many code points both cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    @property
    def length(self) -> int:
        return self.end - self.start


class MarkedTextError(ValueError):
    """The author's marked text can't be read; `code` and `detail` say why."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


def normalise(text: str) -> str:
    """NFC with line feeds only, without blank space at the end: the form every text is kept and hashed in."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def text_hash(text: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def grapheme_bounds(text: str) -> frozenset[int]:
    """Every position at which a grapheme cluster (`\\X`) begins or ends, 0 and the length included."""
    return frozenset({0, *(match.end() for match in _GRAPHEME.finditer(text))})


def snap(span: Span, text: str) -> Span:
    """The smallest span of whole grapheme clusters that covers `span`."""
    bounds = grapheme_bounds(text)
    start, end = span
    while start not in bounds:
        start -= 1
    while end not in bounds:
        end += 1
    return Span(start, end)


def trim(span: Span, text: str) -> Span:
    """The span without white space at its ends; unchanged where it is nothing else."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else span


_WORD = regex.compile(r"\S+")
_SENTENCE = regex.compile(r"\S(?:.*?[.!?。…][\"'”’)\]]*(?=\s|$)|.*$)", regex.MULTILINE)


def words(text: str) -> Iterator[Span]:
    """Every run without white space: words, and eojeol in Korean."""
    return (Span(*match.span()) for match in _WORD.finditer(text))


def sentences(text: str) -> Iterator[Span]:
    """Every sentence, roughly: up to a full stop, question or exclamation mark before white space, or to the line's end."""
    return (Span(*match.span()) for match in _SENTENCE.finditer(text))


def occurrences(quote: str, text: str) -> Iterator[Span]:
    """Every place at which `quote` stands in `text`, overlapping ones too."""
    at = text.find(quote)
    while quote and at >= 0:
        yield Span(at, at + len(quote))
        at = text.find(quote, at + 1)


def find(quote: str, text: str, occurrence: int = 1) -> Span | None:
    """The `occurrence`-th place (from 1) of `quote` in `text`, or None."""
    for number, span in enumerate(occurrences(quote, text), start=1):
        if number == occurrence:
            return span
    return None


_CLOSING = regex.compile(r"\]\{#([A-Za-z][\w-]*)\}")


def read_marks(source: str) -> tuple[str, dict[str, Span]]:
    """The plain text and the spans of text marked as Pandoc bracketed spans: `[1453년]{#e1}`, nested where they nest.

    A literal bracket or backslash is written with a backslash before it. Raises MarkedTextError: `mark_unclosed`,
    `mark_unopened`, `mark_twice`, `mark_empty`, `mark_crosses_paragraph`.
    """
    plain: list[str] = []
    opened: list[int] = []
    marks: dict[str, Span] = {}
    at = 0
    while at < len(source):
        character = source[at]
        if character == "\\" and source[at + 1 : at + 2] in {"[", "]", "\\"}:
            plain.append(source[at + 1])
            at += 2
        elif character == "[":
            opened.append(len(plain))
            at += 1
        elif character == "]":
            at = _close_mark(source, at, plain, opened, marks)
        else:
            plain.append(character)
            at += 1
    if opened:
        raise MarkedTextError("mark_unclosed", "".join(plain[opened[-1] :])[:40])
    return "".join(plain), marks


def _close_mark(source: str, at: int, plain: list[str], opened: list[int], marks: dict[str, Span]) -> int:
    closing = _CLOSING.match(source, at)
    near = source[max(0, at - 20) : at + 20]
    if closing is None or not opened:
        raise MarkedTextError("mark_unopened" if not opened else "mark_unclosed", near)
    name, start = closing.group(1), opened.pop()
    if name in marks:
        raise MarkedTextError("mark_twice", name)
    if start == len(plain):
        raise MarkedTextError("mark_empty", name)
    if "\n" in plain[start:]:
        raise MarkedTextError("mark_crosses_paragraph", name)
    marks[name] = Span(start, len(plain))
    return int(closing.end())
