"""`critique`: expert feedback on an answer: what is wrong where, of which category, how grave, how to mend it; and the verdict.

Structure is graded here: each found issue climbs located, category, severity. What is wrong and how to fix it, in the
trainee's words, is required, shown beside the author's, and left to people to judge.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from random import Random
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field

from curriculum_app.grading.hallucination_spans import check_sentences
from curriculum_app.grading.kind import (
    AnswerBase,
    Choice,
    Field_,
    FileProblem,
    Form,
    InvalidAnswer,
    ItemFile,
    Language,
)
from curriculum_app.grading.ladder import Weights, climb
from curriculum_app.grading.marking import (
    GoldMark,
    MarkedGold,
    MarkedTask,
    MarkFile,
    MarksAnswer,
    SpanAnswer,
    place_marks,
    stated_boundaries,
)
from curriculum_app.grading.pairing import BOUNDARY_NOTE, alarm, character_f1, in_text_order, pair, total
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.taxonomy import CritiqueCategory, Overall, Severity, closeness
from curriculum_app.grading.text import Span, normalise
from curriculum_app.grading.verdict import Floors, Frozen, Mark, Message, Outcome, Part, Sort, Step, Verdict


class IssueWeights(Weights):
    """What each step of an issue's ladder weighs."""

    located: float = Field(0.4, ge=0, le=1)
    category: float = Field(0.35, ge=0, le=1)
    severity: float = Field(0.25, ge=0, le=1)


class PartWeights(Weights):
    """What the issues and the overall verdict weigh in the score."""

    issues: float = Field(0.75, ge=0, le=1)
    overall: float = Field(0.25, ge=0, le=1)


class CritiqueTolerance(Frozen):
    """What a found issue and a verdict may be off by."""

    least_overlap: float = Field(0.2, gt=0, le=1)  # below this character F1 two spans are not about the same thing
    severity_one_off: float = Field(0.5, ge=0, le=1)
    verdict_one_off: float = Field(0.5, ge=0, le=1)


MOST_ISSUES = 100

Prose = Annotated[str, Field(max_length=2000), AfterValidator(normalise)]


class FoundIssue(SpanAnswer):
    """An issue the trainee found."""

    category: CritiqueCategory
    severity: Severity
    explanation: Annotated[Prose, Field(min_length=5)]
    fix: Annotated[Prose, Field(min_length=2)]


class CritiqueAnswer(MarksAnswer):
    """The overall verdict and the issues."""

    verdict: Overall
    marks: tuple[FoundIssue, ...] = Field((), max_length=MOST_ISSUES)

    def units(self) -> Iterator[Hashable]:
        yield ("verdict", self.verdict.value)
        yield from super().units()


class CritiqueTask(MarkedTask):
    """An answer in an expert domain, to be reviewed."""

    kind: Literal["critique"] = "critique"
    domain: str
    prompt: str

    ANSWER: ClassVar[type[AnswerBase]] = CritiqueAnswer
    MOST: ClassVar[int] = MOST_ISSUES

    FIELDS = (
        Field_(
            name="category",
            sort="choice",
            taxonomy="critique_category",
            options=tuple(Choice(id=c) for c in CritiqueCategory),
        ),
        Field_(name="severity", sort="choice", taxonomy="severity", options=tuple(Choice(id=s) for s in Severity)),
        Field_(name="explanation", sort="text"),
        Field_(name="fix", sort="text"),
    )

    def read_form(self, form: Form) -> dict[str, Any]:
        return {**super().read_form(form), "verdict": form.get("verdict", "")}

    def guess(self, strategy: Strategy, chance: Random) -> CritiqueAnswer | None:
        spans = self._guessed_spans(strategy, chance)
        if spans is None:
            return None
        verdict = chance.choice(list(Overall)) if strategy == Strategy.RANDOM else Overall.NEEDS_REVISION
        if strategy == Strategy.MARK_NONE:
            verdict = Overall.ACCEPTABLE
        return self.parse({"text_hash": self.hash, "verdict": verdict, "marks": self._guessed(spans, strategy, chance)})

    def parse(self, raw: Mapping[str, Any]) -> CritiqueAnswer:
        self.check_hash(raw)
        if not raw.get("verdict"):
            raise InvalidAnswer(("verdict", Message(code="verdict_missing")))
        answer = CritiqueAnswer.read({"verdict": raw["verdict"], "marks": raw.get("marks")})
        self.check_spans("marks", answer.marks)
        return answer


class GoldIssue(GoldMark):
    """A gold issue."""

    category: CritiqueCategory
    severity: Severity
    fix: str
    evidence: tuple[int, ...] = ()

    @cached_property
    def mark(self) -> Mark:
        """The mark as an outcome shows it."""
        values = {
            "category": self.category, "severity": self.severity, "explanation": self.reason, "fix": self.fix,
            "evidence": list(self.evidence),
        }  # fmt: skip
        return Mark(self.id, self.start, self.end, self.quote, values)


class CritiqueGold(MarkedGold):
    """The gold issues and the overall verdict."""

    kind: Literal["critique"] = "critique"
    verdict: Overall
    verdict_reason: str
    marks: tuple[GoldIssue, ...]
    floors: Floors = Floors()
    tolerance: CritiqueTolerance = CritiqueTolerance()
    weights: IssueWeights = IssueWeights()
    parts: PartWeights = PartWeights()

    def ideal(self, task: CritiqueTask) -> CritiqueAnswer:
        marks = (
            FoundIssue(start=g.start, end=g.end, quote=g.quote, category=g.category, severity=g.severity,
                       explanation=g.reason, fix=g.fix)
            for g in self.marks
        )  # fmt: skip
        return CritiqueAnswer(verdict=self.verdict, marks=tuple(marks))

    def paired(self) -> dict[str, Any]:
        return {"gold.marks": sorted(mark.id for mark in self.marks), "gold.verdict": self.verdict}

    def grade(self, task: CritiqueTask, answer: CritiqueAnswer) -> Verdict:
        pairs, alarms, missed = pair(answer.marks, self.marks, lambda a, g: self._ladder(a, g, task.text)[0])
        outcomes = in_text_order(
            [
                *(self._paired(mine, gold, task.text) for mine, gold in pairs),
                *(alarm(mine) for mine in alarms),
                *(Outcome(sort=Sort.MISSED, credit=0, gold=gold.mark, reason=gold.reason) for gold in missed),
            ]
        )
        summed = total(outcomes, self.floors)
        overall = closeness(answer.verdict, self.verdict, self.tolerance.verdict_one_off)
        score, _ = climb({"issues": summed.score, "overall": overall}, self.parts.by_name)
        if self.marks and not summed.score:
            score = 0.0  # a verdict on an answer none of whose issues was found is a guess
        parts = (
            Part(name="issues", value=summed.score),
            Part(name="overall", value=overall),
            *(replace(part, counts=False) for part in summed.parts),
        )
        verdict = Outcome(
            sort=Sort.HIT if overall == 1 else Sort.PARTIAL if overall else Sort.MISSED,
            credit=overall,
            reason=self.verdict_reason,
            mine=Mark(id="verdict", values={"verdict": answer.verdict}),
            gold=Mark(id="verdict", values={"verdict": self.verdict}),
        )
        return Verdict(score=score, headline=summed.headline, parts=parts, outcomes=(*outcomes, verdict))

    def _ladder(self, mine: FoundIssue, gold: GoldIssue, text: str) -> tuple[float, tuple[Step, ...]]:
        if character_f1(mine.span, gold.span) < self.tolerance.least_overlap and not gold.is_near(mine.span, text):
            return 0.0, ()
        steps = {
            "located": 1.0,
            "category": float(mine.category == gold.category),
            "severity": closeness(mine.severity, gold.severity, self.tolerance.severity_one_off),
        }
        return climb(steps, self.weights.by_name)

    def _paired(self, mine: FoundIssue, gold: GoldIssue, text: str) -> Outcome:
        credit, steps = self._ladder(mine, gold, text)
        prose = Message(code="prose_by_people")
        return Outcome(
            sort=Sort.HIT if credit >= 0.999 else Sort.PARTIAL,
            credit=credit,
            mine=mine.mark,
            gold=gold.mark,
            steps=steps,
            notes=(BOUNDARY_NOTE, prose) if gold.is_near(mine.span, text) else (prose,),
            reason=gold.reason,
        )


class GoldIssueFile(MarkFile):
    """A gold issue in a file."""

    category: CritiqueCategory
    severity: Severity
    fix: str = Field(min_length=1)
    evidence: tuple[int, ...] = ()


class CritiqueGoldFile(Frozen):
    """`gold:` of a file."""

    verdict: Overall
    verdict_reason: str = Field(min_length=1)
    marks: dict[str, GoldIssueFile] = {}
    floors: Floors = Floors()
    tolerance: CritiqueTolerance = CritiqueTolerance()
    weights: IssueWeights = IssueWeights()
    parts: PartWeights = PartWeights()


class CritiqueFile(ItemFile):
    """The author's file of a critique item."""

    kind: Literal["critique"]
    domain: str = Field(min_length=1)
    prompt: str = Field(min_length=1)
    text: str = Field(min_length=1)
    gold: CritiqueGoldFile

    def split(self, language: Language) -> tuple[CritiqueTask, CritiqueGold]:
        if self.gold.verdict == Overall.UNACCEPTABLE and not self.gold.marks:
            raise FileProblem(("gold", "verdict"), "verdict_without_issue")
        text, spans = place_marks(self.text, self.gold.marks)
        for name, mark in self.gold.marks.items():
            check_sentences((mark.evidence,), self.sentence_count, ("gold", "marks", name))
        marks = tuple(self._gold(name, place, text) for name, place in spans.items())
        task = CritiqueTask(**self.described(), language=language, domain=self.domain, prompt=self.prompt, text=text)
        declared = {name: getattr(self.gold, name) for name in type(self.gold).model_fields if name != "marks"}
        return task, CritiqueGold(marks=marks, **declared)

    def _gold(self, name: str, place: Span, text: str) -> GoldIssue:
        mark = self.gold.marks[name]
        return GoldIssue(
            id=name,
            start=place.start,
            end=place.end,
            quote=text[place.start : place.end],
            category=mark.category,
            severity=mark.severity,
            fix=mark.fix,
            evidence=mark.evidence,
            reason=mark.reason,
            boundaries=stated_boundaries(mark, place, text, name),
        )
