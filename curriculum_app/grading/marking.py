"""What the kinds that mark spans share: marks in files and answers, their credit by place, their pairing and totals."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import Field

from curriculum_app.grading.kind import AnswerBase, FileProblem, InvalidAnswer, Task
from curriculum_app.grading.korean import differ_by_particle
from curriculum_app.grading.matching import best_pairs
from curriculum_app.grading.text import MarkedTextError, Span, find, grapheme_bounds, normalise, read_marks, text_hash
from curriculum_app.grading.verdict import Floors, Frozen, Mark, Message, Outcome, Part, Sort, soft_scores

# Below this character F1 two spans are not about the same thing: marking a whole text finds nothing in it.
LEAST_OVERLAP = 0.2


class MarkFile(Frozen):
    """A gold mark in a file. Its place is written inline in the text, or by quote and occurrence where marks cross."""

    reason: str = Field(min_length=1)
    quote: str = ""
    occurrence: int = Field(1, ge=1)


class SpanAnswer(AnswerBase):
    """A marked place in an answer: code points, end exclusive, with the quoted text."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    quote: str = Field(min_length=1, max_length=20_000)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class MarkedTask(Task):
    """A task in which places of `text` are marked."""

    text: str

    @property
    def hash(self) -> str:
        """What an answer must carry to show that it is about this very text."""
        return text_hash(self.text)

    def check_hash(self, raw: Mapping[str, Any]) -> None:
        """Refuses an answer made on another state of the text."""
        if raw.get("text_hash") != self.hash:
            raise InvalidAnswer(("text_hash", Message(code="text_changed")))

    def check_spans(self, name: str, spans: Sequence[SpanAnswer]) -> None:
        """Every span lies in the text, on whole characters, and says what stands there; none is given twice."""
        bounds = grapheme_bounds(self.text)
        problems: list[tuple[str, Message]] = []
        seen: set[SpanAnswer] = set()
        for number, mark in enumerate(spans):
            code = ""
            if mark.end > len(self.text) or mark.start >= mark.end:
                code = "span_outside"
            elif self.text[mark.start : mark.end] != normalise_quote(mark.quote):
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


def normalise_quote(quote: str) -> str:
    """A quote in the form of the text it was taken from; its ends are kept."""
    return unicodedata.normalize("NFC", quote)


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


def character_f1(a: Span, b: Span) -> float:
    """F1 over code points of two spans."""
    return 2 * a.overlap(b) / (a.length + b.length)


def boundary_credit(mine: Span, gold: Span, text: str) -> float:
    """1 for the same ends, 0.9 where only a Korean particle (조사) more or less divides them, else the character F1."""
    if mine == gold:
        return 1.0
    return 0.9 if differ_by_particle(mine, gold, text) else character_f1(mine, gold)


M = TypeVar("M", bound=SpanAnswer)
G = TypeVar("G")


def pair(
    answers: Sequence[M], golds: Sequence[G], credit: Callable[[M, G], float]
) -> tuple[list[tuple[M, G]], list[M], list[G]]:
    """The best pairs, the answers left over (false alarms) and the golds left over (missed)."""
    pairs = best_pairs([[credit(answer, gold) for gold in golds] for answer in answers])
    mine, theirs = {a for a, _ in pairs}, {g for _, g in pairs}
    return (
        [(answers[a], golds[g]) for a, g in pairs],
        [answer for number, answer in enumerate(answers) if number not in mine],
        [gold for number, gold in enumerate(golds) if number not in theirs],
    )


def mark_of(answer: SpanAnswer) -> Mark:
    """A trainee's mark as an outcome shows it."""
    values = {name: value for name, value in answer.model_dump().items() if name not in {"start", "end", "quote"}}
    return Mark(start=answer.start, end=answer.end, quote=answer.quote, values=values)


def alarm(answer: SpanAnswer, clean_reason: str = "") -> Outcome:
    """A mark where gold has none."""
    return Outcome(sort=Sort.ALARM, credit=0, mine=mark_of(answer), reason=clean_reason)


def in_text_order(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Outcomes by where they stand in the text, gold's place first."""

    def place(outcome: Outcome) -> tuple[int, int]:
        mark = outcome.gold or outcome.mine
        return (mark.start or 0, mark.end or 0) if mark else (0, 0)

    return tuple(sorted(outcomes, key=place))


class Total(Frozen):
    """Sums over the outcomes of one answer."""

    score: float
    parts: tuple[Part, ...]
    headline: Message


def total(outcomes: Sequence[Outcome], floors: Floors) -> Total:
    """Soft precision, recall and F1 of the outcomes' credits, with the floors applied, and one plain sentence."""
    found = [outcome for outcome in outcomes if outcome.gold and outcome.mine]
    alarms = sum(outcome.gold is None for outcome in outcomes)
    golds = sum(outcome.gold is not None for outcome in outcomes)
    answered = len(found) + alarms
    precision, recall, f1 = soft_scores(sum(outcome.credit for outcome in found), answered, golds)
    parts = tuple(
        Part(name=name, value=value, counts=name == "f1")
        for name, value in (("precision", precision), ("recall", recall), ("f1", f1))
    )
    if not golds:
        headline = Message(code="marks_clean_alarms" if alarms else "marks_clean_left", parameters={"alarms": alarms})
    else:
        headline = Message(code="marks_found", parameters={"gold": golds, "hits": len(found), "alarms": alarms})
    return Total(score=min(1.0, floors.apply(precision, recall, f1)), parts=parts, headline=headline)
