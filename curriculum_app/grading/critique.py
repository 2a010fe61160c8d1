"""`critique`: expert feedback on an answer: what is wrong where, of which category, how grave, how to mend it; and the verdict.

Structure is graded here: each found issue climbs located, category, severity. What is wrong and how to fix it, in the
trainee's words, is required, shown beside the author's, and left to people to judge.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from curriculum_app.grading.hallucination_spans import check_sentences
from curriculum_app.grading.kind import AnswerBase, Choice, Field_, FileProblem, Gold, InvalidAnswer, ItemFile, Language
from curriculum_app.grading.ladder import climb
from curriculum_app.grading.marking import (
    LEAST_OVERLAP,
    MarkedTask,
    MarkFile,
    SpanAnswer,
    alarm,
    character_f1,
    in_text_order,
    mark_of,
    pair,
    place_marks,
    total,
)
from curriculum_app.grading.taxonomy import CritiqueCategory, Overall, Severity, closeness
from curriculum_app.grading.text import Span
from curriculum_app.grading.verdict import Floors, Frozen, Mark, Message, Outcome, Part, Sort, Verdict

WEIGHTS = {"located": 0.4, "category": 0.35, "severity": 0.25}
ISSUES_WEIGHT, OVERALL_WEIGHT = 0.75, 0.25


class FoundIssue(SpanAnswer):
    """An issue the trainee found."""

    category: CritiqueCategory
    severity: Severity
    explanation: str = Field(min_length=5, max_length=2000)
    fix: str = Field(min_length=2, max_length=2000)


class CritiqueAnswer(AnswerBase):
    """The overall verdict and the issues."""

    verdict: Overall
    marks: tuple[FoundIssue, ...] = Field((), max_length=100)


class CritiqueTask(MarkedTask):
    """An answer in an expert domain, to be reviewed."""

    kind: Literal["critique"] = "critique"
    domain: str
    prompt: str

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

    def parse(self, raw: Mapping[str, Any]) -> CritiqueAnswer:
        self.check_hash(raw)
        if not raw.get("verdict"):
            raise InvalidAnswer(("verdict", Message(code="verdict_missing")))
        answer = CritiqueAnswer.read({"verdict": raw["verdict"], "marks": raw.get("marks", ())})
        self.check_spans("marks", answer.marks)
        return answer


class GoldIssue(Frozen):
    """A gold issue."""

    id: str
    start: int
    end: int
    quote: str
    category: CritiqueCategory
    severity: Severity
    fix: str
    evidence: tuple[int, ...] = ()
    reason: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class CritiqueGold(Gold):
    """The gold issues and the overall verdict."""

    kind: Literal["critique"] = "critique"
    verdict: Overall
    verdict_reason: str
    marks: tuple[GoldIssue, ...]
    floors: Floors = Floors()

    def grade(self, task: CritiqueTask, answer: CritiqueAnswer) -> Verdict:
        pairs, alarms, missed = pair(answer.marks, self.marks, lambda a, g: _ladder(a, g)[0])
        outcomes = in_text_order(
            [
                *(_paired(mine, gold) for mine, gold in pairs),
                *(alarm(mine) for mine in alarms),
                *(Outcome(sort=Sort.MISSED, credit=0, gold=_mark(gold), reason=gold.reason) for gold in missed),
            ]
        )
        summed = total(outcomes, self.floors)
        overall = closeness(answer.verdict, self.verdict)
        score = ISSUES_WEIGHT * summed.score + OVERALL_WEIGHT * overall
        parts = (
            Part(name="issues", value=summed.score),
            Part(name="overall", value=overall),
            *(part.model_copy(update={"counts": False}) for part in summed.parts),
        )
        verdict = Outcome(
            sort={1.0: Sort.HIT, 0.5: Sort.PARTIAL}.get(overall, Sort.MISSED),
            credit=overall,
            reason=self.verdict_reason,
            mine=Mark(id="verdict", values={"verdict": answer.verdict}),
            gold=Mark(id="verdict", values={"verdict": self.verdict}),
        )
        return Verdict(score=score, headline=summed.headline, parts=parts, outcomes=(*outcomes, verdict))


def _ladder(mine: FoundIssue, gold: GoldIssue) -> tuple[float, tuple[Any, ...]]:
    if character_f1(mine.span, gold.span) < LEAST_OVERLAP:
        return 0.0, ()
    steps = {
        "located": 1.0,
        "category": float(mine.category == gold.category),
        "severity": closeness(mine.severity, gold.severity),
    }
    return climb(steps, WEIGHTS)


def _mark(gold: GoldIssue) -> Mark:
    values = {
        "category": gold.category,
        "severity": gold.severity,
        "explanation": gold.reason,
        "fix": gold.fix,
        "evidence": list(gold.evidence),
    }
    return Mark(id=gold.id, start=gold.start, end=gold.end, quote=gold.quote, values=values)


def _paired(mine: FoundIssue, gold: GoldIssue) -> Outcome:
    credit, steps = _ladder(mine, gold)
    return Outcome(
        sort=Sort.HIT if credit >= 0.999 else Sort.PARTIAL,
        credit=credit,
        mine=mark_of(mine),
        gold=_mark(gold),
        steps=steps,
        notes=(Message(code="prose_by_people"),),
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
        gold = CritiqueGold(
            verdict=self.gold.verdict, verdict_reason=self.gold.verdict_reason, marks=marks, floors=self.gold.floors
        )
        return task, gold

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
        )
