"""`span_labels`: mark typed spans in a text; they may nest and overlap.

A pair's credit is its boundary credit (1 exact, 0.9 but for a particle, 0.5 overlapping) times 1 for the right label
and 0.5 for another. The strict, exact, partial and type scores of SemEval-2013 task 9 (Segura-Bedmar et al.), as
nervaluate reports them, stand beside the score; pairs here are the best ones, not the first ones.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from curriculum_app.grading.kind import AnswerBase, Choice, Field_, FileProblem, Gold, InvalidAnswer, ItemFile, Language
from curriculum_app.grading.korean import differ_by_particle
from curriculum_app.grading.marking import (
    MarkedTask,
    MarkFile,
    SpanAnswer,
    alarm,
    in_text_order,
    mark_of,
    pair,
    place_marks,
    total,
)
from curriculum_app.grading.text import Span
from curriculum_app.grading.verdict import (
    Floors,
    Frozen,
    Mark,
    Message,
    Outcome,
    Part,
    Sort,
    Step,
    Verdict,
    soft_scores,
)


class Label(Frozen):
    """A label of the guideline."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")
    name: str = Field(min_length=1)
    definition: str = Field(min_length=1)


class LabelledSpan(SpanAnswer):
    """A trainee's span and its label."""

    label: str


class SpanLabelsTask(MarkedTask):
    """A text and the labels to mark in it."""

    kind: Literal["span_labels"] = "span_labels"
    labels: tuple[Label, ...] = Field(min_length=1)

    @property
    def fields(self) -> tuple[Field_, ...]:
        options = tuple(Choice(id=label.id, name=label.name, definition=label.definition) for label in self.labels)
        return (Field_(name="label", sort="choice", options=options),)

    def parse(self, raw: Mapping[str, Any]) -> "SpanLabelsAnswer":
        self.check_hash(raw)
        answer = SpanLabelsAnswer.read({"marks": raw.get("marks", ())})
        self.check_spans("marks", answer.marks)
        known = {label.id for label in self.labels}
        if wrong := [number for number, mark in enumerate(answer.marks) if mark.label not in known]:
            raise InvalidAnswer(
                *(
                    (
                        f"marks-{n}-label",
                        Message(code="label_missing", parameters={"quote": answer.marks[n].quote[:60]}),
                    )
                    for n in wrong
                )
            )
        return answer


class SpanLabelsAnswer(AnswerBase):
    """All marked spans."""

    marks: tuple[LabelledSpan, ...] = Field((), max_length=200)


class GoldLabel(Frozen):
    """A gold span."""

    id: str
    start: int
    end: int
    quote: str
    label: str
    reason: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class SpanLabelsGold(Gold):
    """The gold spans."""

    kind: Literal["span_labels"] = "span_labels"
    marks: tuple[GoldLabel, ...]
    floors: Floors = Floors()

    def grade(self, task: SpanLabelsTask, answer: SpanLabelsAnswer) -> Verdict:
        text = task.text
        pairs, alarms, missed = pair(answer.marks, self.marks, lambda a, g: _credit(a, g, text))
        outcomes = in_text_order(
            [
                *(_paired(mine, gold, text) for mine, gold in pairs),
                *(alarm(mine) for mine in alarms),
                *(Outcome(sort=Sort.MISSED, credit=0, gold=_mark(gold), reason=gold.reason) for gold in missed),
            ]
        )
        summed = total(outcomes, self.floors)
        return Verdict(
            score=summed.score,
            headline=summed.headline,
            outcomes=outcomes,
            parts=summed.parts + scheme_scores(answer.marks, self.marks),
        )


def _credit(mine: LabelledSpan, gold: GoldLabel, text: str) -> float:
    return _boundary(mine.span, gold.span, text) * (1.0 if mine.label == gold.label else 0.5)


def _boundary(mine: Span, gold: Span, text: str) -> float:
    if mine == gold:
        return 1.0
    if differ_by_particle(mine, gold, text):
        return 0.9
    return 0.5 if mine.overlap(gold) else 0.0


def _mark(gold: GoldLabel) -> Mark:
    return Mark(id=gold.id, start=gold.start, end=gold.end, quote=gold.quote, values={"label": gold.label})


def _paired(mine: LabelledSpan, gold: GoldLabel, text: str) -> Outcome:
    boundary, label = _boundary(mine.span, gold.span, text), float(mine.label == gold.label)
    notes = () if boundary in {1.0, 0.5} else (Message(code="particle_included"),)
    credit = _credit(mine, gold, text)
    return Outcome(
        sort=Sort.HIT if credit == 1 else Sort.PARTIAL,
        credit=credit,
        mine=mark_of(mine),
        gold=_mark(gold),
        steps=(Step(name="boundaries", credit=boundary), Step(name="label", credit=label)),
        notes=notes,
        reason=gold.reason,
    )


def scheme_scores(mine: Sequence[LabelledSpan], gold: Sequence[GoldLabel]) -> tuple[Part, ...]:
    """F1 by the four schemes; nothing against nothing is 1. Overlap alone earns half under `partial`."""

    def same(a: LabelledSpan, g: GoldLabel) -> bool:
        return a.span == g.span

    schemes: dict[str, Callable[[LabelledSpan, GoldLabel], float]] = {
        "strict": lambda a, g: float(same(a, g) and a.label == g.label),
        "exact": lambda a, g: float(same(a, g)),
        "partial": lambda a, g: 1.0 if same(a, g) else (0.5 if a.span.overlap(g.span) else 0.0),
        "type": lambda a, g: float(a.span.overlap(g.span) > 0 and a.label == g.label),
    }
    parts = []
    for name, credit in schemes.items():
        pairs, _, _ = pair(mine, gold, credit)
        value = soft_scores(sum(credit(a, g) for a, g in pairs), len(mine), len(gold))[2]
        parts.append(Part(name=name, value=value, counts=False))
    return tuple(parts)


class GoldLabelFile(MarkFile):
    """A gold mark in a file."""

    label: str


class SpanLabelsGoldFile(Frozen):
    """`gold:` of a file."""

    marks: dict[str, GoldLabelFile]
    floors: Floors = Floors()


class SpanLabelsFile(ItemFile):
    """The author's file of a span_labels item."""

    kind: Literal["span_labels"]
    labels: tuple[Label, ...] = Field(min_length=1)
    text: str = Field(min_length=1)
    gold: SpanLabelsGoldFile

    def split(self, language: Language) -> tuple[SpanLabelsTask, SpanLabelsGold]:
        known = {label.id for label in self.labels}
        for name, mark in self.gold.marks.items():
            if mark.label not in known:
                raise FileProblem(("gold", "marks", name, "label"), "label_unknown", label=mark.label)
        text, spans = place_marks(self.text, self.gold.marks)
        marks = tuple(
            GoldLabel(
                id=name,
                start=s.start,
                end=s.end,
                quote=text[s.start : s.end],
                label=self.gold.marks[name].label,
                reason=self.gold.marks[name].reason,
            )
            for name, s in spans.items()
        )
        task = SpanLabelsTask(**self.described(), language=language, labels=self.labels, text=text)
        return task, SpanLabelsGold(marks=marks, floors=self.gold.floors)
