"""`span_labels`: mark typed spans in a text; they may nest and overlap.

A pair's credit is its boundary credit (1 exact, 0.9 but for its ends, 0.5 overlapping) times 1 for the right label
and 0.5 for another, unless the file declares other tolerances. The strict, exact, partial and type scores of SemEval-2013
task 9 (Segura-Bedmar et al.), as nervaluate reports them, stand beside the score and know no tolerance; pairs here are
the best ones, not the first ones.
"""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from operator import add
from typing import Any, Literal

from pydantic import Field

from curriculum_app.grading.kind import Choice, Field_, FileProblem, InvalidAnswer, ItemFile, Language
from curriculum_app.grading.marking import (
    MOST_MARKS,
    GoldMark,
    MarkedGold,
    MarkedTask,
    MarkFile,
    MarksAnswer,
    SpanAnswer,
    Tolerance,
    place_marks,
    stated_boundaries,
)
from curriculum_app.grading.matching import best_pairs
from curriculum_app.grading.pairing import BOUNDARY_NOTE, Group, alarm, in_text_order, pair, total, touching
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

    def paired(self) -> dict[str, Any]:
        return {"labels": sorted(label.id for label in self.labels)}

    def parse(self, raw: Mapping[str, Any]) -> "SpanLabelsAnswer":
        self.check_hash(raw)
        answer = SpanLabelsAnswer.read({"marks": raw.get("marks")})
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


class SpanLabelsAnswer(MarksAnswer):
    """All marked spans."""

    marks: tuple[LabelledSpan, ...] = Field((), max_length=MOST_MARKS)


SpanLabelsTask.ANSWER = SpanLabelsAnswer


class GoldLabel(GoldMark):
    """A gold span."""

    label: str

    @cached_property
    def reach(self) -> Span:
        return self.span

    @cached_property
    def mark(self) -> Mark:
        """The mark as an outcome shows it."""
        return Mark(self.id, self.start, self.end, self.quote, {"label": self.label})


# How a mark and a gold mark meet, worst first: by number, so that a tolerance's credits can be a table.
OVERLAPPING, NEAR, EXACT = range(3)


class SpanLabelsTolerance(Tolerance):
    """What a span may be off by."""

    overlap: float = Field(0.5, ge=0, le=1)  # boundary credit of spans that merely overlap
    other_label: float = Field(0.5, ge=0, le=1)  # what a pair with another label keeps of its boundary credit

    @cached_property
    def boundary(self) -> tuple[float, float, float]:
        """The boundary credit of each way to meet."""
        return self.overlap, max(self.overlap, 1 - self.boundary_note), 1.0

    @cached_property
    def credit(self) -> tuple[tuple[float, float], ...]:
        """The credit of each way to meet, with another label and with the right one."""
        return tuple((boundary * self.other_label, boundary) for boundary in self.boundary)


class SpanLabelsGold(MarkedGold):
    """The gold spans."""

    kind: Literal["span_labels"] = "span_labels"
    marks: tuple[GoldLabel, ...]
    floors: Floors = Floors()
    tolerance: SpanLabelsTolerance = SpanLabelsTolerance()

    def ideal(self, task: SpanLabelsTask) -> SpanLabelsAnswer:
        return SpanLabelsAnswer(
            marks=tuple(LabelledSpan(start=g.start, end=g.end, quote=g.quote, label=g.label) for g in self.marks)
        )

    def paired(self) -> dict[str, Any]:
        return {"gold.marks": sorted(mark.id for mark in self.marks)}

    def grade(self, task: SpanLabelsTask, answer: SpanLabelsAnswer) -> Verdict:
        text, tolerance, groups = task.text, self.tolerance, touching(answer.marks, self.marks)
        pairs, alarms, missed = pair(answer.marks, self.marks, lambda a, g: _credit(a, g, text, tolerance), groups)
        outcomes = in_text_order(
            [
                *(_paired(mine, gold, text, tolerance) for mine, gold in pairs),
                *(alarm(mine) for mine in alarms),
                *(Outcome(Sort.MISSED, 0, gold=gold.mark, reason=gold.reason) for gold in missed),
            ]
        )
        summed = total(outcomes, self.floors)
        schemes = scheme_credits(answer.marks, self.marks, groups)
        counts = len(answer.marks), len(self.marks)
        parts = tuple(Part(name, soft_scores(credit, *counts)[2], False) for name, credit in schemes.items())
        return Verdict(summed.score, summed.headline, summed.parts + parts, outcomes)


def _meeting(mine: LabelledSpan, gold: GoldLabel, text: str) -> int:
    """How two spans that overlap meet."""
    if mine.start == gold.start and mine.end == gold.end:
        return EXACT
    return NEAR if gold.is_near((mine.start, mine.end), text) else OVERLAPPING


def _credit(mine: LabelledSpan, gold: GoldLabel, text: str, tolerance: SpanLabelsTolerance) -> float:
    if mine.start >= gold.end or gold.start >= mine.end:
        return 0.0
    return tolerance.credit[_meeting(mine, gold, text)][mine.label == gold.label]


def _paired(mine: LabelledSpan, gold: GoldLabel, text: str, tolerance: SpanLabelsTolerance) -> Outcome:
    meeting, same = _meeting(mine, gold, text), mine.label == gold.label
    return Outcome(
        Sort.HIT if meeting != OVERLAPPING and same else Sort.PARTIAL, tolerance.credit[meeting][same], mine.mark, gold.mark,
        steps=_steps(tolerance.boundary[meeting], float(same)),
        notes=(BOUNDARY_NOTE,) if meeting == NEAR else (), reason=gold.reason,
    )  # fmt: skip


@cache
def _steps(boundary: float, label: float) -> tuple[Step, ...]:
    """The ladder of a pair: there are but a few."""
    return Step("boundaries", boundary), Step("label", label)


SCHEMES = ("strict", "exact", "partial", "type")


def _earns(a: LabelledSpan, g: GoldLabel) -> tuple[float, float, float, float]:
    """What a pair earns by each of the SCHEMES."""
    label = a.label == g.label
    if a.start == g.start and a.end == g.end:
        return (1.0, 1.0, 1.0, 1.0) if label else (0.0, 1.0, 1.0, 0.0)
    if a.start < g.end and g.start < a.end:
        return (0.0, 0.0, 0.5, 1.0) if label else (0.0, 0.0, 0.5, 0.0)
    return 0.0, 0.0, 0.0, 0.0


def scheme_credits(
    mine: Sequence[LabelledSpan], gold: Sequence[GoldLabel], groups: Sequence[Group] | None = None
) -> dict[str, float]:
    """What the best pairs earn by each of the four schemes: a pair 1, under `partial` half for overlap alone.

    Over the number of answered marks it is the scheme's precision, over the number of gold marks its recall.
    """
    sums = [0.0] * len(SCHEMES)
    for some, others in touching(mine, gold) if groups is None else groups:
        if len(some) == len(others) == 1:
            sums = list(map(add, sums, _earns(mine[some[0]], gold[others[0]])))
            continue
        table = [[_earns(mine[a], gold[g]) for g in others] for a in some]
        for number in range(len(SCHEMES)):
            credit = [[cell[number] for cell in row] for row in table]
            sums[number] += sum(credit[a][g] for a, g in best_pairs(credit))
    return dict(zip(SCHEMES, sums, strict=True))


class GoldLabelFile(MarkFile):
    """A gold mark in a file."""

    label: str


class SpanLabelsGoldFile(Frozen):
    """`gold:` of a file."""

    marks: dict[str, GoldLabelFile]
    floors: Floors = Floors()
    tolerance: SpanLabelsTolerance = SpanLabelsTolerance()


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
                boundaries=stated_boundaries(self.gold.marks[name], s, text, name),
            )
            for name, s in spans.items()
        )
        task = SpanLabelsTask(**self.described(), language=language, labels=self.labels, text=text)
        return task, SpanLabelsGold(marks=marks, floors=self.gold.floors, tolerance=self.gold.tolerance)
