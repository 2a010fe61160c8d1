"""What the kinds that mark spans share: marks in files, in gold and in answers, and how forms are read."""

import json
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import takewhile
from random import Random
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field

from curriculum_app.grading.boundaries import near, near_by_rule
from curriculum_app.grading.kind import AnswerBase, Field_, FileProblem, Form, Gold, InvalidAnswer, Task
from curriculum_app.grading.korean import Morpheme
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.text import (
    MarkedTextError,
    Span,
    find,
    grapheme_bounds,
    normalise,
    occurrences,
    read_marks,
    sentences,
    text_hash,
    words,
)
from curriculum_app.grading.verdict import Frozen, Mark, Message

MOST_MARKS = 200  # of one answer


def normalise_quote(quote: str) -> str:
    """A quote in the form of the text it was taken from; its ends are kept."""
    return unicodedata.normalize("NFC", quote)


class MarkFile(Frozen):
    """A gold mark in a file. Its place is written inline in the text, or by quote and occurrence where marks cross.

    `boundaries` says which other places are accepted as this one: what `content load` finds, none, or those quoted.
    """

    reason: str = Field(min_length=1)
    quote: str = ""
    occurrence: int = Field(1, ge=1)
    boundaries: Literal["auto", "exact"] | tuple[str, ...] = "auto"


class GoldMark(Frozen):
    """A place of gold and the places accepted as it with a note; None: none were computed, and rules decide."""

    id: str
    start: int
    end: int
    quote: str
    reason: str
    boundaries: tuple[tuple[int, int], ...] | None = None

    @cached_property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The places that are right without a note, the author's own first."""
        return (self.span,)

    @cached_property
    def reach(self) -> Span:
        """From the first to the last character of those places; what is accepted with a note overlaps them."""
        return Span(min(start for start, _ in self.spans), max(end for _, end in self.spans))

    @cached_property
    def _stored(self) -> frozenset[tuple[int, int]] | None:
        return None if self.boundaries is None else frozenset(self.boundaries)

    def is_near(self, place: tuple[int, int], text: str) -> bool:
        """Whether a place that is not gold's own differs from it by what the boundary note is about."""
        stored = self._stored
        return place in (near_by_rule(self.spans, text) if stored is None else stored)

    def settled(self, text: str, morphemes: Sequence[Morpheme]) -> Self:
        """The mark with its accepted boundaries computed, unless the file gave them."""
        if self.boundaries is not None:
            return self
        return self.model_copy(update={"boundaries": near(self.spans, text, morphemes)})


class MarkedGold(Gold):
    """Gold that is, or has in it, places of the task's text."""

    marks: tuple[GoldMark, ...]

    @property
    def unsettled(self) -> bool:
        """Whether boundaries are still to be computed."""
        return any(mark.boundaries is None for mark in self.marks)

    def settled(self, text: str, morphemes: Sequence[Morpheme]) -> Self:
        """The gold with the accepted boundaries of every mark."""
        return self.model_copy(update={"marks": tuple(mark.settled(text, morphemes) for mark in self.marks)})


class Tolerance(Frozen):
    """What a mark may be off by, as its file declares it."""

    boundary_note: float = Field(0.1, ge=0, le=1)  # what a place that only gets the boundary note loses of its boundary credit


class SpanAnswer(AnswerBase):
    """A marked place in an answer: code points, end exclusive, with the quoted text."""

    start: int = Field(strict=True, ge=0)
    end: int = Field(strict=True, gt=0)
    quote: Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(normalise_quote)]

    VALUES: ClassVar[tuple[str, ...]] = ()  # what is said of the place: filled for each subclass

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        cls.VALUES = tuple(name for name in cls.model_fields if name not in {"start", "end", "quote"})

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def mark(self) -> Mark:
        """The mark as an outcome shows it."""
        return Mark("", self.start, self.end, self.quote, {name: getattr(self, name) for name in self.VALUES})


class MarksAnswer(AnswerBase):
    """An answer that is, or has in it, a list of marks. A mark is one decision: its place and what was chosen of it."""

    marks: tuple[SpanAnswer, ...] = ()

    def units(self) -> Iterator[Hashable]:
        for mark in self.marks:
            said = mark.model_dump(mode="json", exclude={"quote", "explanation", "fix", "correction", "evidence"})
            yield tuple(sorted((name, str(value)) for name, value in said.items()))


class MarkedTask(Task):
    """A task in which places of `text` are marked."""

    text: str

    ROWS: ClassVar[int] = 12  # of an empty form; with JavaScript it grows up to MOST
    MOST: ClassVar[int] = MOST_MARKS

    @property
    def hash(self) -> str:
        """What an answer must carry to show that it is about this very text."""
        return text_hash(self.text)

    def check_hash(self, raw: Mapping[str, Any]) -> None:
        """Refuses an answer made on another state of the text."""
        if raw.get("text_hash") != self.hash:
            raise InvalidAnswer(("text_hash", Message(code="text_changed")))

    def read_form(self, form: Form) -> dict[str, Any]:
        raw = {"text_hash": form.get("text_hash", ""), "marks": self._read_marks(form)}
        # Which suggestions the trainee has said to keep is no part of the answer, but of its draft.
        return {**raw, "reviewed": form.get("reviewed", "")[: 4 * self.MOST]} if self.suggested else raw

    def _read_marks(self, form: Form) -> list[Any]:
        """The marks as the widget's JSON, or as the plain rows that work without JavaScript."""
        if "marks" not in form:
            return [row for number in self._row_numbers(form) if (row := self._read_row(form, number))]
        try:
            marks = json.loads(form.get("marks", "") or "[]")
            json.dumps(marks, ensure_ascii=False).encode()  # half a surrogate pair is no text, and only JSON can hold it
        except (ValueError, RecursionError):
            marks = None
        if not isinstance(marks, list):
            raise InvalidAnswer(("marks", Message(code="answer_malformed", parameters={"field": "marks"})))
        return marks

    def _row_numbers(self, form: Form) -> Iterator[int]:
        """The rows that every form has, and those it has grown."""
        yield from range(self.ROWS)
        yield from takewhile(lambda number: f"quote-{number}" in form, range(self.ROWS, self.MOST))

    def _read_row(self, form: Form, number: int) -> dict[str, Any] | None:
        """One row, if anything is in it: the phrase is found in the text; where it is not there the check says so by the quote."""
        if form.get(f"remove-{number}", ""):
            return None
        quote = normalise(form.get(f"quote-{number}", ""))
        said = {field.name: _field_value(field, form, number) for field in self.fields}
        if not quote and not any(said.values()):
            return None
        nth = form.get(f"nth-{number}", "1")
        place = self.place(quote, int(nth) if nth.isdecimal() and len(nth) < 6 else 1)
        return place | said

    def place(self, quote: str, occurrence: int = 1) -> dict[str, Any]:
        """Start, end and quote of a phrase in the text; offsets that can't match where it is not there."""
        span = find(quote, self.text, occurrence)
        return {"start": span.start if span else 0, "end": span.end if span else max(1, len(quote)), "quote": quote}

    def suggestion(self, written: Mapping[str, Any]) -> dict[str, Any]:
        marks = written.get("marks")
        if isinstance(marks, list):
            marks = [self._placed(mark) if isinstance(mark, dict) else mark for mark in marks]
        return {"text_hash": self.hash, **written, "marks": marks}

    def _placed(self, mark: Mapping[str, Any]) -> dict[str, Any]:
        """A mark with its offsets, found by quote and occurrence where they are not given."""
        quote, occurrence = normalise_quote(str(mark.get("quote", ""))), mark.get("occurrence", 1)
        place = {} if "start" in mark else self.place(quote, occurrence if isinstance(occurrence, int) else 1)
        return place | {name: value for name, value in mark.items() if name != "occurrence"} | {"quote": quote}

    def guess(self, strategy: Strategy, chance: Random) -> Any:
        spans = self._guessed_spans(strategy, chance)
        return None if spans is None else self.parse({"text_hash": self.hash, "marks": self._guessed(spans, strategy, chance)})

    def _guessed_spans(self, strategy: Strategy, chance: Random) -> list[Span] | None:
        """Where a strategy marks. At random is: half the time nothing, else one to four runs of one to five words."""
        if strategy == Strategy.MARK_ALL:
            return [Span(0, len(self.text))]
        if strategy == Strategy.MARK_SENTENCES:
            return list(sentences(self.text))
        if strategy == Strategy.MARK_NONE:
            return []
        if strategy != Strategy.RANDOM:
            return None
        spans, all_words = set(), list(words(self.text))
        for _ in range(chance.randint(1, 4) if chance.random() < 0.5 else 0):
            first = chance.randrange(len(all_words))
            last = min(len(all_words) - 1, first + chance.randrange(5))
            spans.add(Span(all_words[first].start, all_words[last].end))
        return sorted(spans)

    def _guessed(self, spans: Iterable[Span], strategy: Strategy, chance: Random) -> list[dict[str, Any]]:
        def value(field: Field_) -> Any:
            if field.sort == "choice":
                return (chance.choice(field.options) if strategy == Strategy.RANDOM else field.options[0]).id
            return [] if field.sort == "sentences" else "guessed"

        return [
            {"start": span.start, "end": span.end, "quote": self.text[span.start : span.end]}
            | {field.name: value(field) for field in self.fields}
            for span in spans
        ]

    def check_spans(self, name: str, spans: Sequence[SpanAnswer]) -> None:
        """Every span lies in the text, on whole characters, and says what stands there; none is given twice."""
        bounds = grapheme_bounds(self.text)
        problems: list[tuple[str, Message]] = []
        seen: set[SpanAnswer] = set()
        for number, mark in enumerate(spans):
            code = ""
            if mark.end > len(self.text) or mark.start >= mark.end:
                code = "span_outside"
            elif self.text[mark.start : mark.end] != mark.quote:
                code = "quote_differs"
            elif mark.start not in bounds or mark.end not in bounds:
                code = "span_splits_character"
            elif mark in seen:
                code = "span_twice"
            seen.add(mark)
            if code:
                problems.append((f"{name}-{number}", Message(code=code, parameters={"quote": mark.quote[:60]})))
        if problems:
            raise InvalidAnswer(*problems)


def _field_value(field: Field_, form: Form, number: int) -> Any:
    name = f"{field.name}-{number}"
    if field.sort != "sentences":
        return form.get(name, "")
    return [int(value) for value in form.getlist(name) if value.isdecimal() and len(value) < 5]


def place_marks(source: str, marks: Mapping[str, MarkFile]) -> tuple[str, dict[str, Span]]:
    """The plain text of a file and the place of each gold mark. Raises FileProblem where they do not agree."""
    try:
        text, spans = read_marks(normalise(source))
    except MarkedTextError as error:
        raise FileProblem(("text",), error.code, near=error.detail) from None
    for name in spans:
        if name not in marks:
            raise FileProblem(("text",), "mark_without_gold", mark=name)
    for name, mark in marks.items():
        if mark.quote and name in spans:
            raise FileProblem(("gold", "marks", name, "quote"), "mark_placed_twice", mark=name)
        if mark.quote:
            found = find(normalise_quote(mark.quote), text, mark.occurrence)
            if found is None:
                raise FileProblem(("gold", "marks", name, "quote"), "quote_not_in_text", quote=mark.quote)
            spans[name] = found
        elif name not in spans:
            raise FileProblem(("gold", "marks", name), "gold_not_in_text", mark=name)
    return text, {name: spans[name] for name in marks}


def stated_boundaries(mark: MarkFile, place: Span, text: str, name: str) -> tuple[tuple[int, int], ...] | None:
    """What the file says of a mark's boundaries; None leaves them to be computed. Raises FileProblem."""
    if isinstance(mark.boundaries, str):
        return None if mark.boundaries == "auto" else ()
    found = []
    for number, quote in enumerate(mark.boundaries):
        touching_gold = (span for span in occurrences(normalise_quote(quote), text) if span.overlap(place))
        if (span := next(touching_gold, None)) is None:
            raise FileProblem(("gold", "marks", name, "boundaries", number), "quote_not_in_text", quote=quote)
        found.append((span.start, span.end))
    return tuple(span for span in found if span != place)
