"""`hallucination_spans`: find what a model made up; say what kind it is, how grave, what is right, and what proves it.

Each found error climbs a ladder: detected, boundaries, type, severity, correction, evidence. The score is the soft F1
of these credits with floors on precision and recall; the whole text's character scores stand beside it (RAGTruth's
character F1, Mu-SHROOM's IoU, with nothing against nothing as 1).
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field

from curriculum_app.grading.kind import AnswerBase, Choice, Field_, FileProblem, InvalidAnswer, ItemFile, Language
from curriculum_app.grading.ladder import Weights, climb
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
from curriculum_app.grading.pairing import BOUNDARY_NOTE, alarm, character_f1, in_text_order, pair, total
from curriculum_app.grading.similarity import chrf, plain
from curriculum_app.grading.taxonomy import HallucinationType, Severity, closeness
from curriculum_app.grading.text import Span, normalise, occurrences
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


class HallucinationWeights(Weights):
    """What each step of the ladder weighs."""

    detected: float = Field(0.3, ge=0, le=1)
    boundaries: float = Field(0.15, ge=0, le=1)
    type: float = Field(0.2, ge=0, le=1)
    severity: float = Field(0.1, ge=0, le=1)
    correction: float = Field(0.15, ge=0, le=1)
    evidence: float = Field(0.1, ge=0, le=1)


class HallucinationTolerance(Tolerance):
    """What a found error may be off by."""

    # Below this character F1 two spans are not about the same thing: marking a whole text finds nothing in it.
    least_overlap: float = Field(0.2, gt=0, le=1)
    least_chrf: float = Field(0.5, ge=0, le=1)  # a correction this like an accepted one earns its chrF
    severity_one_off: float = Field(0.5, ge=0, le=1)


class FoundError(SpanAnswer):
    """An error the trainee found."""

    type: HallucinationType
    severity: Severity
    correction: Annotated[str, Field(max_length=500), AfterValidator(normalise)] = ""
    evidence: tuple[Annotated[int, Field(strict=True)], ...] = Field((), max_length=100)


class HallucinationSpansAnswer(MarksAnswer):
    """All errors found; none where the text is clean."""

    marks: tuple[FoundError, ...] = Field((), max_length=MOST_MARKS)


class HallucinationSpansTask(MarkedTask):
    """A question, a model's answer, and the sources to check it against."""

    kind: Literal["hallucination_spans"] = "hallucination_spans"
    prompt: str

    ANSWER: ClassVar[type[AnswerBase]] = HallucinationSpansAnswer

    @property
    def fields(self) -> tuple[Field_, ...]:
        evidence = Field_(name="evidence", sort="sentences", required=False)
        return (
            Field_(name="type", sort="choice", taxonomy="hallucination_type", options=_choices(HallucinationType)),
            Field_(name="severity", sort="choice", taxonomy="severity", options=_choices(Severity)),
            Field_(name="correction", sort="text", required=False),
            *((evidence,) if self.sentence_count else ()),
        )

    def parse(self, raw: Mapping[str, Any]) -> HallucinationSpansAnswer:
        self.check_hash(raw)
        answer = HallucinationSpansAnswer.read({"marks": raw.get("marks")})
        self.check_spans("marks", answer.marks)
        for number, mark in enumerate(answer.marks):
            if any(not 1 <= sentence <= self.sentence_count for sentence in mark.evidence):
                raise InvalidAnswer((f"marks-{number}-evidence", Message(code="sentence_unknown")))
        return answer


def _choices(values: Iterable[Any]) -> tuple[Choice, ...]:
    return tuple(Choice(id=value) for value in values)


class GoldError(GoldMark):
    """A gold error and every form of its correction and evidence that is accepted."""

    type: HallucinationType
    severity: Severity
    evidentness: Literal["evident", "subtle"]
    correction: str
    accepted_corrections: tuple[str, ...] = ()
    accepted_spans: tuple[tuple[int, int], ...] = ()
    evidence: tuple[tuple[int, ...], ...] = ()  # each group proves it alone

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The places accepted as this error, the author's own first."""
        return (Span(self.start, self.end), *(Span(*place) for place in self.accepted_spans))

    @cached_property
    def mark(self) -> Mark:
        """The mark as an outcome shows it."""
        evidence = list(self.evidence[0]) if self.evidence else []
        values = {"type": self.type, "severity": self.severity, "correction": self.correction, "evidence": evidence}
        return Mark(self.id, self.start, self.end, self.quote, values)


class HallucinationSpansGold(MarkedGold):
    """The gold errors; for a clean text, why it is clean."""

    kind: Literal["hallucination_spans"] = "hallucination_spans"
    marks: tuple[GoldError, ...]
    clean_reason: str = ""
    floors: Floors = Floors()
    tolerance: HallucinationTolerance = HallucinationTolerance()
    weights: HallucinationWeights = HallucinationWeights()

    def ideal(self, task: HallucinationSpansTask) -> HallucinationSpansAnswer:
        return HallucinationSpansAnswer(marks=tuple(
            FoundError(start=g.start, end=g.end, quote=g.quote, type=g.type, severity=g.severity, correction=g.correction,
                       evidence=g.evidence[0] if g.evidence else ())
            for g in self.marks
        ))  # fmt: skip

    def paired(self) -> dict[str, Any]:
        return {"gold.marks": sorted(mark.id for mark in self.marks)}

    def grade(self, task: HallucinationSpansTask, answer: HallucinationSpansAnswer) -> Verdict:
        pairs, alarms, missed = pair(answer.marks, self.marks, lambda a, g: self._ladder(a, g, task.text)[0])
        outcomes = in_text_order(
            [
                *(self._paired(mine, gold, task.text) for mine, gold in pairs),
                *(alarm(mine, self.clean_reason) for mine in alarms),
                *(Outcome(sort=Sort.MISSED, credit=0, gold=gold.mark, reason=gold.reason) for gold in missed),
            ]
        )
        summed = total(outcomes, self.floors)
        whole = character_scores([a.span for a in answer.marks], [g.spans[0] for g in self.marks])
        return Verdict(
            score=summed.score,
            headline=summed.headline,
            outcomes=outcomes,
            parts=summed.parts + whole,
            remark=self.clean_reason,
        )

    def _ladder(self, mine: FoundError, gold: GoldError, text: str) -> tuple[float, tuple[Step, ...]]:
        allowed, (overlap, is_near) = self.tolerance, _meeting(mine.span, gold, text)
        if overlap < allowed.least_overlap and not is_near:
            return 0.0, ()
        accepted = (gold.correction, *gold.accepted_corrections)
        return climb(
            {
                "detected": 1.0,
                "boundaries": max(overlap, 1 - allowed.boundary_note) if is_near else overlap,
                "type": float(mine.type == gold.type),
                "severity": closeness(mine.severity, gold.severity, allowed.severity_one_off),
                "correction": correction_credit(mine.correction, accepted, allowed.least_chrf) if gold.correction else None,
                "evidence": evidence_credit(mine.evidence, gold.evidence) if gold.evidence else None,
            },
            self.weights.by_name,
        )

    def _paired(self, mine: FoundError, gold: GoldError, text: str) -> Outcome:
        credit, steps = self._ladder(mine, gold, text)
        is_near = _meeting(mine.span, gold, text)[1]
        lost = {step.name for step in steps if step.credit is not None and step.credit < 0.999}
        return Outcome(
            sort=Sort.HIT if not lost or (is_near and lost == {"boundaries"}) else Sort.PARTIAL,
            credit=credit,
            mine=mine.mark,
            gold=gold.mark,
            steps=steps,
            notes=(BOUNDARY_NOTE,) if is_near else (),
            reason=gold.reason,
        )


def _meeting(mine: Span, gold: GoldError, text: str) -> tuple[float, bool]:
    """The character F1 with the nearest place that is right, and whether only the ends differ from one."""
    overlap = max(character_f1(mine, place) for place in gold.spans)
    return overlap, overlap < 1 and gold.is_near(mine, text)


def correction_credit(mine: str, accepted: Iterable[str], least: float = 0.5) -> float:
    """1 for an accepted form; else the best chrF, or 0 where even that is under `least`. Digits must agree exactly."""
    best = 0.0
    for form in accepted:
        if plain(mine) == plain(form):
            return 1.0
        if _digits(mine) == _digits(form):
            best = max(best, chrf(mine, form))
    return best if best >= least else 0.0


def _digits(text: str) -> str:
    return "".join(character for character in plain(text) if character.isdigit())


def evidence_credit(mine: Iterable[int], groups: Iterable[tuple[int, ...]]) -> float:
    """The best F1 of the cited sentences against one complete group; citing everything costs precision."""
    cited = set(mine)
    return max((2 * len(cited & set(group)) / (len(cited) + len(group)) for group in groups), default=0.0)


def character_scores(mine: Iterable[Span], gold: Iterable[Span]) -> tuple[Part, ...]:
    """Precision, recall, F1 and IoU of all marked code points; nothing against nothing is 1."""
    a = {at for span in mine for at in range(*span)}
    b = {at for span in gold for at in range(*span)}
    precision, recall, f1 = soft_scores(len(a & b), len(a), len(b))
    iou = len(a & b) / len(a | b) if a or b else 1.0
    return (
        Part("character_precision", precision, False), Part("character_recall", recall, False),
        Part("character_f1", f1, False), Part("iou", iou, False),
    )  # fmt: skip


class GoldErrorFile(MarkFile):
    """A gold error in a file."""

    type: HallucinationType
    severity: Severity
    evidentness: Literal["evident", "subtle"]
    correction: str = ""
    accepted_corrections: tuple[str, ...] = ()
    accepted_spans: tuple[str, ...] = ()
    evidence: tuple[int, ...] = ()
    other_evidence: tuple[tuple[int, ...], ...] = ()


class HallucinationSpansGoldFile(Frozen):
    """`gold:` of a file."""

    marks: dict[str, GoldErrorFile] = {}
    clean_reason: str = ""
    floors: Floors = Floors()
    tolerance: HallucinationTolerance = HallucinationTolerance()
    weights: HallucinationWeights = HallucinationWeights()


class HallucinationSpansFile(ItemFile):
    """The author's file of a hallucination_spans item."""

    kind: Literal["hallucination_spans"]
    prompt: str = Field(min_length=1)
    text: str = Field(min_length=1)
    gold: HallucinationSpansGoldFile

    def split(self, language: Language) -> tuple[HallucinationSpansTask, HallucinationSpansGold]:
        if bool(self.gold.marks) == bool(self.gold.clean_reason):
            raise FileProblem(("gold", "clean_reason"), "clean_reason_only_when_clean")
        text, spans = place_marks(self.text, self.gold.marks)
        marks = tuple(self._gold(name, place, text) for name, place in spans.items())
        task = HallucinationSpansTask(**self.described(), language=language, prompt=self.prompt, text=text)
        declared = {name: getattr(self.gold, name) for name in ("clean_reason", "floors", "tolerance", "weights")}
        return task, HallucinationSpansGold(marks=marks, **declared)

    def _gold(self, name: str, place: Span, text: str) -> GoldError:
        mark, path = self.gold.marks[name], ("gold", "marks", name)
        groups = tuple(group for group in (mark.evidence, *mark.other_evidence) if group)
        check_sentences(groups, self.sentence_count, path)
        spans = [_accepted_place(quote, place, text) for quote in mark.accepted_spans]
        for number, found in enumerate(spans):
            if found is None:
                raise FileProblem(
                    (*path, "accepted_spans", number), "quote_not_in_text", quote=mark.accepted_spans[number]
                )
        return GoldError(
            id=name,
            start=place.start,
            end=place.end,
            quote=text[place.start : place.end],
            type=mark.type,
            severity=mark.severity,
            evidentness=mark.evidentness,
            correction=mark.correction,
            accepted_corrections=mark.accepted_corrections,
            accepted_spans=tuple((s.start, s.end) for s in spans if s),
            evidence=groups,
            reason=mark.reason,
            boundaries=stated_boundaries(mark, place, text, name),
        )


def _accepted_place(quote: str, gold: Span, text: str) -> Span | None:
    """The place of an accepted quote that touches the gold mark."""
    return next((span for span in occurrences(quote, text) if span.overlap(gold)), None)


def check_sentences(groups: Iterable[tuple[int, ...]], count: int, path: tuple[str | int, ...]) -> None:
    """Every cited sentence exists. Raises FileProblem."""
    for group in groups:
        for number in group:
            if not 1 <= number <= count:
                raise FileProblem((*path, "evidence"), "sentence_not_in_sources", sentence=number, count=count)
