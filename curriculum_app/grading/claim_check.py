"""`claim_check`: check a model's answer claim by claim: do the sources support it, refute it, or not say enough?

A claim earns `weights.verdict` (0.6) for the right verdict and `weights.evidence` (0.4) times the best F1 of the cited
sentences against one complete evidence group; where gold is "not enough information" the verdict is all. At most
`most_cited` (5) sentences may be cited a claim, so that citing everything fails. The score is the mean over the claims.
Beside it stand what FEVER reports (Thorne et al. 2018, scorer v1.2): label accuracy, the strict score (right verdict and
one complete group among the cited), macro precision and recall of the evidence.
"""

from collections.abc import Hashable, Iterator, Mapping
from enum import StrEnum
from random import Random
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from curriculum_app.grading.categories import ID, check_unique
from curriculum_app.grading.fever import Instance, fever_scores
from curriculum_app.grading.hallucination_spans import check_sentences, evidence_credit
from curriculum_app.grading.kind import (
    AnswerBase,
    Choice,
    Field_,
    FileProblem,
    Form,
    Gold,
    InvalidAnswer,
    ItemFile,
    Language,
    Task,
)
from curriculum_app.grading.ladder import climb
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.verdict import Frozen, Mark, Message, Outcome, Part, Sort, Verdict


class ClaimVerdict(StrEnum):
    """What the sources say of a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    NOT_ENOUGH = "not_enough_information"


class Claim(Frozen):
    """One thing the answer says that can be checked by itself."""

    id: str = Field(pattern=ID)
    text: str = Field(min_length=1)


class Checked(AnswerBase):
    """What a trainee says of a claim."""

    verdict: ClaimVerdict
    evidence: tuple[Annotated[int, Field(strict=True)], ...] = Field((), max_length=200)


class ClaimCheckAnswer(AnswerBase):
    """Every claim by its id."""

    claims: dict[str, Checked] = Field(max_length=60)

    def units(self) -> Iterator[Hashable]:
        """A claim is one decision: its verdict with what it cites, in whatever order."""
        yield from ((name, said.verdict, tuple(sorted(said.evidence))) for name, said in self.claims.items())


class ClaimCheckTask(Task):
    """A question, a model's answer, its claims, and the sources."""

    kind: Literal["claim_check"] = "claim_check"
    prompt: str
    response: str
    claims: tuple[Claim, ...]
    most_cited: int

    ANSWER: ClassVar[type[AnswerBase]] = ClaimCheckAnswer
    FIELDS: ClassVar[tuple[Field_, ...]] = (
        Field_(name="claim_verdict", sort="choice", options=tuple(Choice(id=verdict) for verdict in ClaimVerdict)),
        Field_(name="evidence", sort="sentences", required=False),
    )

    def read_form(self, form: Form) -> dict[str, Any]:
        read = {}
        for claim in self.claims:
            cited = form.getlist(f"claims-{claim.id}-evidence")
            numbers = [int(number) for number in cited if number.isdecimal() and len(number) < 5]
            read[claim.id] = {"verdict": form.get(f"claims-{claim.id}-verdict", ""), "evidence": numbers}
        return {"claims": read}

    def parse(self, raw: Mapping[str, Any]) -> ClaimCheckAnswer:
        given = raw.get("claims", {})
        if isinstance(given, Mapping):
            unsaid = [claim.id for claim in self.claims if not _verdict(given.get(claim.id))]
            if unsaid:
                raise InvalidAnswer(*(self._problem(name, "verdict", "claim_verdict_missing") for name in unsaid))
        answer = ClaimCheckAnswer.read({"claims": given})
        known = {claim.id for claim in self.claims}
        if answer.claims.keys() - known:
            raise InvalidAnswer(("claims", Message("claim_unknown")))
        problems = [found for name in known for found in self._evidence_problems(name, answer.claims[name])]
        if problems:
            raise InvalidAnswer(*sorted(problems, key=lambda problem: problem[0]))
        return answer

    def _evidence_problems(self, name: str, said: Checked) -> Iterator[tuple[str, Message]]:
        if any(not 1 <= number <= self.sentence_count for number in said.evidence):
            yield self._problem(name, "evidence", "sentence_unknown")
        elif len(set(said.evidence)) < len(said.evidence):
            yield self._problem(name, "evidence", "claim_cited_twice")
        elif len(said.evidence) > self.most_cited:
            yield self._problem(name, "evidence", "claim_cited_too_much", most=self.most_cited)
        elif said.evidence and said.verdict == ClaimVerdict.NOT_ENOUGH:
            yield self._problem(name, "evidence", "claim_cited_without_need")

    def _problem(self, name: str, part: str, code: str, **more: int) -> tuple[str, Message]:
        number = next(number for number, claim in enumerate(self.claims, start=1) if claim.id == name)
        return f"claims-{name}-{part}", Message(code, {"number": number, **more})

    def guess(self, strategy: Strategy, chance: Random) -> ClaimCheckAnswer | None:
        """First is: everything is supported, and the first sentence says so. Everything cites as much as may be cited."""
        cited = {Strategy.FIRST: 1, Strategy.MARK_ALL: self.most_cited, Strategy.MARK_NONE: 0}
        if strategy not in cited and strategy != Strategy.RANDOM:
            return None

        def guessed() -> Checked:
            if strategy == Strategy.MARK_NONE:
                return Checked(verdict=ClaimVerdict.NOT_ENOUGH)
            verdict = chance.choice(list(ClaimVerdict)) if strategy == Strategy.RANDOM else ClaimVerdict.SUPPORTED
            if strategy != Strategy.RANDOM:
                return Checked(verdict=verdict, evidence=tuple(range(1, min(cited[strategy], self.sentence_count) + 1)))
            numbers = chance.sample(range(1, self.sentence_count + 1), min(self.sentence_count, chance.randint(1, 2)))
            return Checked(verdict=verdict, evidence=() if verdict == ClaimVerdict.NOT_ENOUGH else tuple(numbers))

        return ClaimCheckAnswer(claims={claim.id: guessed() for claim in self.claims})

    def paired(self) -> dict[str, Any]:
        return {"claims": sorted(claim.id for claim in self.claims), "most_cited": self.most_cited}


def _verdict(said: Any) -> Any:
    """What stands as the verdict of a claim; nothing where there is none."""
    return said.get("verdict") if isinstance(said, Mapping) else said


class GoldClaim(Frozen):
    """The gold verdict of a claim and the groups of sentences of which each is enough by itself."""

    verdict: ClaimVerdict
    evidence: tuple[tuple[int, ...], ...] = ()
    reason: str = Field(min_length=1)


class ClaimWeights(Frozen):
    """How much verdict and evidence weigh; only their ratio matters."""

    verdict: float = Field(0.6, gt=0, le=1)
    evidence: float = Field(0.4, ge=0, le=1)


class ClaimCheckGold(Gold):
    """The gold of every claim."""

    kind: Literal["claim_check"] = "claim_check"
    claims: dict[str, GoldClaim]
    weights: ClaimWeights = ClaimWeights()

    def ideal(self, task: ClaimCheckTask) -> ClaimCheckAnswer:
        return ClaimCheckAnswer(
            claims={
                name: Checked(verdict=gold.verdict, evidence=gold.evidence[0] if gold.evidence else ())
                for name, gold in self.claims.items()
            }
        )

    def paired(self) -> dict[str, Any]:
        return {
            "gold.claims": {name: gold.verdict.value for name, gold in sorted(self.claims.items())},
            "gold.evidence": {name: sorted(map(sorted, gold.evidence)) for name, gold in sorted(self.claims.items())},
        }

    def grade(self, task: ClaimCheckTask, answer: ClaimCheckAnswer) -> Verdict:
        outcomes = tuple(self._outcome(claim, answer.claims[claim.id]) for claim in task.claims)
        right = sum(answer.claims[name].verdict == gold.verdict for name, gold in self.claims.items())
        score = sum(outcome.credit for outcome in outcomes) / len(outcomes)
        return Verdict(
            score=min(1.0, score),
            headline=Message("claims_checked", {"right": right, "claims": len(outcomes)}),
            parts=(Part("claims", score), *self._figures(answer, task.most_cited)),
            outcomes=outcomes,
        )

    def _outcome(self, claim: Claim, said: Checked) -> Outcome:
        gold = self.claims[claim.id]
        evidence = evidence_credit(said.evidence, gold.evidence) if gold.evidence else None
        steps = {"claim_verdict": float(said.verdict == gold.verdict), "evidence": evidence}
        credit, shown = climb(steps, {"claim_verdict": self.weights.verdict, "evidence": self.weights.evidence})
        best = max(gold.evidence, key=lambda group: evidence_credit(said.evidence, [group]), default=())
        notes = [Message("claim_verdict_right" if steps["claim_verdict"] else "claim_verdict_wrong")]
        if len(gold.evidence) > 1:
            notes.append(
                Message("claim_other_evidence", {"groups": " / ".join(", ".join(map(str, g)) for g in gold.evidence)})
            )
        return Outcome(
            sort=Sort.HIT if credit >= 0.999 else (Sort.PARTIAL if credit > 0 else Sort.MISSED),
            credit=credit,
            about=claim.text,
            mine=_mark(claim.id, said.verdict, said.evidence),
            gold=_mark(claim.id, gold.verdict, best),
            steps=shown,
            notes=tuple(notes),
            reason=gold.reason,
        )

    def _figures(self, answer: ClaimCheckAnswer, most_cited: int) -> tuple[Part, ...]:
        """The figures of FEVER over the claims of this item; precision and recall only where there is evidence to cite."""
        instances = [
            Instance(gold.verdict, gold.evidence, answer.claims[name].verdict, answer.claims[name].evidence)
            for name, gold in self.claims.items()
        ]
        scores = fever_scores(instances, most_cited, not_enough=ClaimVerdict.NOT_ENOUGH)
        counted = any(gold.evidence for gold in self.claims.values())
        return (
            Part("claim_accuracy", scores.accuracy, False),
            Part("claim_strict", scores.strict, False),
            Part("evidence_precision", scores.precision if counted else None, False),
            Part("evidence_recall", scores.recall if counted else None, False),
        )


def _mark(name: str, verdict: ClaimVerdict, evidence: tuple[int, ...]) -> Mark:
    return Mark(id=name, values={"claim_verdict": verdict.value, "evidence": sorted(evidence)})


class ClaimCheckGoldFile(Frozen):
    """`gold:` of a file."""

    claims: dict[str, GoldClaim]
    weights: ClaimWeights = ClaimWeights()


class ClaimCheckFile(ItemFile):
    """The author's file of a claim_check item."""

    kind: Literal["claim_check"]
    prompt: str = Field(min_length=1)
    response: str = Field(min_length=1)
    claims: tuple[Claim, ...] = Field(min_length=1, max_length=20)
    most_cited: int = Field(5, ge=1, le=20)
    gold: ClaimCheckGoldFile

    def split(self, language: Language) -> tuple[ClaimCheckTask, ClaimCheckGold]:
        check_unique([claim.id for claim in self.claims], "claims")
        names = [claim.id for claim in self.claims]
        for number, name in enumerate(names):
            if name not in self.gold.claims:
                raise FileProblem(("claims", number), "claim_without_gold", claim=name)
        for name, gold in self.gold.claims.items():
            if name not in names:
                raise FileProblem(("gold", "claims", name), "gold_without_claim", claim=name)
            self._check_evidence(("gold", "claims", name), gold)
        task = ClaimCheckTask(**self.described(), language=language, prompt=self.prompt, response=self.response,
                              claims=self.claims, most_cited=self.most_cited)  # fmt: skip
        return task, ClaimCheckGold(**dict(self.gold))

    def _check_evidence(self, path: tuple[str | int, ...], gold: GoldClaim) -> None:
        """Evidence stands where there is any to have, in groups that can be cited whole."""
        if gold.verdict == ClaimVerdict.NOT_ENOUGH and gold.evidence:
            raise FileProblem((*path, "evidence"), "evidence_needless")
        if gold.verdict != ClaimVerdict.NOT_ENOUGH and not all(gold.evidence or [()]):
            raise FileProblem((*path, "evidence"), "evidence_missing")
        check_sentences(gold.evidence, self.sentence_count, path)
        for group in gold.evidence:
            if len(group) > self.most_cited:
                raise FileProblem(
                    (*path, "evidence"), "evidence_group_too_long", given=len(group), most=self.most_cited
                )
