"""`hallucination_spans`: find what a model made up; say what kind it is, how grave, what is right, and what proves it.

Each found error climbs a ladder: detected, boundaries, type, severity, correction, evidence. The score is the soft F1
of these credits with floors on precision and recall; the whole text's character scores stand beside it (RAGTruth's
character F1, Mu-SHROOM's IoU, with nothing against nothing as 1).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import Field

from curriculum_app.grading.kind import AnswerBase, Choice, Field_, FileProblem, Gold, InvalidAnswer, ItemFile, Language
from curriculum_app.grading.korean import differ_by_particle
from curriculum_app.grading.ladder import climb
from curriculum_app.grading.marking import (
    LEAST_OVERLAP,
    MarkedTask,
    MarkFile,
    SpanAnswer,
    alarm,
    boundary_credit,
    character_f1,
    in_text_order,
    mark_of,
    pair,
    place_marks,
    total,
)
from curriculum_app.grading.similarity import chrf, plain
from curriculum_app.grading.taxonomy import HallucinationType, Severity, closeness
from curriculum_app.grading.text import Span, occurrences
from curriculum_app.grading.verdict import Floors, Frozen, Mark, Message, Outcome, Part, Sort, Verdict

WEIGHTS = {"detected": 0.3, "boundaries": 0.15, "type": 0.2, "severity": 0.1, "correction": 0.15, "evidence": 0.1}
# A correction this like an accepted one earns its chrF; below it says something else.
LEAST_CHRF = 0.5


class FoundError(SpanAnswer):
    """An error the trainee found."""

    type: HallucinationType
    severity: Severity
    correction: str = Field("", max_length=500)
    evidence: tuple[int, ...] = Field((), max_length=100)


class HallucinationSpansAnswer(AnswerBase):
    """All errors found; none where the text is clean."""

    marks: tuple[FoundError, ...] = Field((), max_length=200)


class HallucinationSpansTask(MarkedTask):
    """A question, a model's answer, and the sources to check it against."""

    kind: Literal["hallucination_spans"] = "hallucination_spans"
    prompt: str

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
        answer = HallucinationSpansAnswer.read({"marks": raw.get("marks", ())})
        self.check_spans("marks", answer.marks)
        for number, mark in enumerate(answer.marks):
            if any(not 1 <= sentence <= self.sentence_count for sentence in mark.evidence):
                raise InvalidAnswer((f"marks-{number}-evidence", Message(code="sentence_unknown")))
        return answer


def _choices(values: Iterable[Any]) -> tuple[Choice, ...]:
    return tuple(Choice(id=value) for value in values)


class GoldError(Frozen):
    """A gold error and every form of its correction and evidence that is accepted."""

    id: str
    start: int
    end: int
    quote: str
    type: HallucinationType
    severity: Severity
    evidentness: Literal["evident", "subtle"]
    correction: str
    accepted_corrections: tuple[str, ...] = ()
    accepted_spans: tuple[tuple[int, int], ...] = ()
    evidence: tuple[tuple[int, ...], ...] = ()  # each group proves it alone
    reason: str

    @property
    def spans(self) -> tuple[Span, ...]:
        """The places accepted as this error, the author's own first."""
        return (Span(self.start, self.end), *(Span(*place) for place in self.accepted_spans))


class HallucinationSpansGold(Gold):
    """The gold errors; for a clean text, why it is clean."""

    kind: Literal["hallucination_spans"] = "hallucination_spans"
    marks: tuple[GoldError, ...]
    clean_reason: str = ""
    floors: Floors = Floors()

    def grade(self, task: HallucinationSpansTask, answer: HallucinationSpansAnswer) -> Verdict:
        pairs, alarms, missed = pair(answer.marks, self.marks, lambda a, g: _ladder(a, g, task.text)[0])
        outcomes = in_text_order(
            [
                *(_paired(mine, gold, task.text) for mine, gold in pairs),
                *(alarm(mine, self.clean_reason) for mine in alarms),
                *(Outcome(sort=Sort.MISSED, credit=0, gold=_mark(gold), reason=gold.reason) for gold in missed),
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


def _nearest(mine: Span, gold: GoldError) -> Span:
    return max(gold.spans, key=lambda place: character_f1(mine, place))


def _ladder(mine: FoundError, gold: GoldError, text: str) -> tuple[float, tuple[Any, ...]]:
    place = _nearest(mine.span, gold)
    if character_f1(mine.span, place) < LEAST_OVERLAP:
        return 0.0, ()
    return climb(
        {
            "detected": 1.0,
            "boundaries": boundary_credit(mine.span, place, text),
            "type": float(mine.type == gold.type),
            "severity": closeness(mine.severity, gold.severity),
            "correction": correction_credit(mine.correction, (gold.correction, *gold.accepted_corrections))
            if gold.correction
            else None,
            "evidence": evidence_credit(mine.evidence, gold.evidence) if gold.evidence else None,
        },
        WEIGHTS,
    )


def correction_credit(mine: str, accepted: Iterable[str]) -> float:
    """1 for an accepted form; else the best chrF, or 0 where even that is under LEAST_CHRF. Digits must agree exactly."""
    best = 0.0
    for form in accepted:
        if plain(mine) == plain(form):
            return 1.0
        if _digits(mine) == _digits(form):
            best = max(best, chrf(mine, form))
    return best if best >= LEAST_CHRF else 0.0


def _digits(text: str) -> str:
    return "".join(character for character in plain(text) if character.isdigit())


def evidence_credit(mine: Iterable[int], groups: Iterable[tuple[int, ...]]) -> float:
    """The best F1 of the cited sentences against one complete group; citing everything costs precision."""
    cited = set(mine)
    return max((2 * len(cited & set(group)) / (len(cited) + len(group)) for group in groups), default=0.0)


def _mark(gold: GoldError) -> Mark:
    values = {
        "type": gold.type,
        "severity": gold.severity,
        "correction": gold.correction,
        "evidence": list(gold.evidence[0]) if gold.evidence else [],
    }
    return Mark(id=gold.id, start=gold.start, end=gold.end, quote=gold.quote, values=values)


def _paired(mine: FoundError, gold: GoldError, text: str) -> Outcome:
    credit, steps = _ladder(mine, gold, text)
    place = _nearest(mine.span, gold)
    notes = (Message(code="particle_included"),) if differ_by_particle(mine.span, place, text) else ()
    return Outcome(
        sort=Sort.HIT if credit >= 0.999 else Sort.PARTIAL,
        credit=credit,
        mine=mark_of(mine),
        gold=_mark(gold),
        steps=steps,
        notes=notes,
        reason=gold.reason,
    )


def character_scores(mine: Iterable[Span], gold: Iterable[Span]) -> tuple[Part, ...]:
    """Character F1 and IoU of all marked code points; nothing against nothing is 1."""
    a = {at for span in mine for at in range(*span)}
    b = {at for span in gold for at in range(*span)}
    f1 = 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0
    iou = len(a & b) / len(a | b) if a or b else 1.0
    return Part(name="character_f1", value=f1, counts=False), Part(name="iou", value=iou, counts=False)


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
        return task, HallucinationSpansGold(marks=marks, clean_reason=self.gold.clean_reason, floors=self.gold.floors)

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
