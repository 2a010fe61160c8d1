"""Places in text as other tools count them, and as they are after the text is brought into the form it is kept in.

Here a place is counted in code points of NFC text. Python tools count code points, browsers UTF-16 units, and doccano in
its grapheme mode grapheme clusters. `docs/exchange.md` says which tool does what, and where that is written.
"""

import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, NoReturn

import regex

from curriculum_app.content.exchange.sources import Node
from curriculum_app.grading.text import Span, normalise

_GRAPHEME = regex.compile(r"\X")


class Counting(StrEnum):
    """In what a tool counts."""

    CODE_POINTS = "code-points"
    UTF_16 = "utf-16"
    GRAPHEMES = "graphemes"

    @property
    def units(self) -> str:
        """What is counted, in words."""
        return {"code-points": "code points", "utf-16": "UTF-16 units", "graphemes": "grapheme clusters"}[self]


class Claim(NamedTuple):
    """A stretch as a file gives it, and what it says stands there, if it does."""

    node: Node
    start: int
    end: int
    quote: str | None = None


class Text:
    """A text as a tool has it (`raw`) and as it is kept (`kept`), with the way from places in one to places in the other."""

    def __init__(self, raw: str, node: Node | None = None) -> None:
        self.raw, self.kept = raw, normalise(raw)
        self._clusters = [match.span() for match in _GRAPHEME.finditer(raw)]
        self._starts, self._ends = self._follow(node)

    def _follow(self, node: Node | None) -> tuple[list[int], list[int]]:
        """For every place in `raw` the place in `kept`, as a start and as an end; inside a cluster it is widened."""
        composed = [_composed(self.raw[a:b]) for a, b in self._clusters]
        whole = "".join(composed)
        stays = _stays(whole)
        if "".join(c for c, stay in zip(whole, stays, strict=True) if stay) != self.kept:
            if node is not None:
                node.refuse("text_unmappable")
            raise ValueError("text_unmappable")
        kept = [0, *accumulate(stays)]
        starts, ends = [0] * (len(self.raw) + 1), [0] * (len(self.raw) + 1)
        at = 0
        for (a, b), cluster in zip(self._clusters, composed, strict=True):
            for place in range(a, b):
                starts[place] = kept[at]
            at += len(cluster)
            for place in range(a + 1, b + 1):
                ends[place] = kept[at]
        starts[len(self.raw)] = kept[-1]
        return starts, ends

    def place(self, span: Span) -> Span:
        """A stretch of `raw` (code points) in `kept`; empty where nothing of it is kept."""
        start, end = self._starts[span.start], self._ends[span.end]
        return Span(start, max(start, end))

    @cached_property
    def _bounds(self) -> frozenset[int]:
        return frozenset({0, *(b for _, b in self._clusters)})

    @cached_property
    def _tables(self) -> dict[Counting, Sequence[int]]:
        """For every counting the place in code points of every place it has; -1 inside a character."""
        units: list[int] = []
        for place, character in enumerate(self.raw):
            units += [place] if ord(character) < 0x10000 else [place, -1]
        return {
            Counting.CODE_POINTS: range(len(self.raw) + 1),
            Counting.UTF_16: [*units, len(self.raw)],
            Counting.GRAPHEMES: [0, *(b for _, b in self._clusters)],
        }

    def span(self, claim: Claim, counting: Counting) -> Span | None:
        """The claimed stretch in code points of `raw`; None where there is none, or something else stands there."""
        table = self._tables[counting]
        if not 0 <= claim.start < claim.end < len(table):
            return None
        span = Span(table[claim.start], table[claim.end])
        if min(span) < 0 or (claim.quote is not None and not self._says(span, claim.quote)):
            return None
        return span

    def _says(self, span: Span, quote: str) -> bool:
        """Whether the quote stands there; Label Studio writes a line's end as \\n in two characters, brat as a space."""
        there = self.raw[span.start : span.end]
        same = {there, there.replace("\r\n", "\n"), there.replace("\n", "\\n"), there.replace("\n", " ")}
        return quote in same or _flat(quote) in {_flat(text) for text in same}

    def whole_characters(self, span: Span) -> bool:
        """Whether both ends lie between grapheme clusters."""
        return span.start in self._bounds and span.end in self._bounds

    def refuse(self, claim: Claim, counting: Counting) -> NoReturn:
        """Raises ImportProblem: why `claim` is no stretch of this text."""
        length = len(self._tables[counting]) - 1
        if not 0 <= claim.start < claim.end <= length or self.span(claim._replace(quote=None), counting) is None:
            claim.node.refuse("span_outside", start=claim.start, end=claim.end, length=length, counting=counting.units)
        there = self.span(claim._replace(quote=None), counting) or Span(0, 0)
        claim.node.refuse(
            "quote_differs", quote=(claim.quote or "")[:40], start=claim.start, end=claim.end,
            there=self.raw[there.start : there.end][:40],
        )  # fmt: skip


def settle(texts: Sequence[tuple[Text, Sequence[Claim]]], may_be: Sequence[Counting], sure: bool) -> Counting:
    """The counting in which all claims hold: the first of `may_be`, or where that is not `sure`, the only one.

    Raises ImportProblem where none does, and where two do that mean different words and neither is sure.
    """
    fitting = [counting for counting in may_be if _hold(texts, counting, whole=True)]
    fitting = fitting or [counting for counting in may_be if _hold(texts, counting, whole=False)]  # some are widened
    if not fitting:
        for text, claims in texts:
            for claim in claims:
                if text.span(claim, may_be[0]) is None:
                    text.refuse(claim, may_be[0])
        raise AssertionError("some claim holds in no counting")
    for other in () if sure else fitting[1:]:
        for text, claims in texts:
            for claim in claims:
                first, second = text.span(claim, fitting[0]), text.span(claim, other)
                if first and second and first != second:
                    claim.node.refuse(
                        "offsets_ambiguous", countings=" or ".join(fitting),
                        first=text.raw[slice(*first)][:40], second=text.raw[slice(*second)][:40],
                    )  # fmt: skip
    return fitting[0]


def _hold(texts: Sequence[tuple[Text, Sequence[Claim]]], counting: Counting, whole: bool) -> bool:
    """Whether every claim is a stretch of its text, where `whole` also of whole characters."""
    for text, claims in texts:
        for claim in claims:
            span = text.span(claim, counting)
            if span is None or (whole and not text.whole_characters(span)):
                return False
    return True


def _composed(cluster: str) -> str:
    return "\n" if cluster in {"\r\n", "\r"} else unicodedata.normalize("NFC", cluster)


def _flat(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def _stays(text: str) -> list[bool]:
    """Which characters `normalise` leaves: not the blanks at the ends of lines and of the whole."""
    stays: list[bool] = []
    for line in text.split("\n"):
        stays += [True] * len(line.rstrip()) + [False] * (len(line) - len(line.rstrip())) + [True]
    stays.pop()
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return [stay and start <= place < end for place, stay in enumerate(stays)]
