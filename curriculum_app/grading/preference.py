"""`preference`: two responses to one prompt. Which is better, by how much, and why?

The ladder: the right side (weight .7 by default), then the strength on 1 slightly, 2 better, 3 much better: 1, .5, 0 by
distance (weight .3). Strength counts only where the side is right; a tie has none and is all or nothing. Where gold is
contested the credit is the share of the panel that prefers the same side, as reward models are trained on shares of
preferences (Bradley-Terry); strength is then asked for and not scored. The written reason is required, shown beside the
author's and left to people to judge.
"""

from collections.abc import Hashable, Iterator, Mapping
from random import Random
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, field_validator

from curriculum_app.grading.contested import Contested
from curriculum_app.grading.kind import AnswerBase, FileProblem, Form, Gold, InvalidAnswer, ItemFile, Language
from curriculum_app.grading.ladder import climb
from curriculum_app.grading.responses import AuthorText, ResponsesTask, WithResponses
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.text import normalise
from curriculum_app.grading.verdict import Frozen, Mark, Message, Outcome, Part, Sort, Verdict

Better = Literal["a", "b", "tie"]
STRONGEST, LEAST_REASON = 3, 5
NAMES = {"a": "A", "b": "B", "tie": "A = B"}


class Preference(Frozen):
    """Which is better and by how much, 1..3; 0 and only 0 for a tie."""

    better: Better
    strength: int = Field(0, strict=True, ge=0, le=STRONGEST)

    @property
    def option(self) -> str:
        """The preference as one option of a form: `a-3` … `a-1`, `tie`, `b-1` … `b-3`."""
        return "tie" if self.better == "tie" else f"{self.better}-{self.strength}"

    @property
    def whole(self) -> bool:
        """Whether the strength fits: none for a tie, one for a side."""
        return (self.better == "tie") == (self.strength == 0)


class PreferenceAnswer(AnswerBase, Preference):
    """A preference and why."""

    reason: str = Field(max_length=2000)

    @field_validator("reason")
    @classmethod
    def _normalised(cls, reason: str) -> str:
        return normalise(reason)

    def units(self) -> Iterator[Hashable]:
        yield ("better", self.better)


class PreferenceTask(ResponsesTask):
    """Two responses; `ties` says whether neither may be better."""

    kind: Literal["preference"] = "preference"
    ties: bool

    ANSWER: ClassVar[type[AnswerBase]] = PreferenceAnswer

    @property
    def options(self) -> tuple[str, ...]:
        """What may be chosen, from A much better to B much better."""
        middle = ("tie",) if self.ties else ()
        return ("a-3", "a-2", "a-1", *middle, "b-1", "b-2", "b-3")

    def read_form(self, form: Form) -> dict[str, Any]:
        chosen = form.get("preference", "")
        better, _, strength = chosen.partition("-")
        read = {"better": better, "strength": int(strength) if strength in {"1", "2", "3"} else 0}
        return {**(read if chosen else {}), "reason": form.get("reason", "")}

    def parse(self, raw: Mapping[str, Any]) -> PreferenceAnswer:
        if raw.get("better") in ("", None):
            raise InvalidAnswer(("preference", Message(code="preference_missing")))
        try:
            answer = PreferenceAnswer.read(
                {name: raw[name] for name in ("better", "strength", "reason") if name in raw}
            )
        except InvalidAnswer as invalid:  # the two are one control of the form
            raise InvalidAnswer(
                *(("preference" if field in {"better", "strength"} else field, why) for field, why in invalid.problems)
            ) from None
        problems = []
        if not answer.whole or answer.option not in self.options:
            problems.append(("preference", Message(code="preference_not_offered")))
        if len(answer.reason) < LEAST_REASON:
            problems.append(("reason", Message(code="preference_reason_missing")))
        if problems:
            raise InvalidAnswer(*problems)
        return answer

    def guess(self, strategy: Strategy, chance: Random) -> PreferenceAnswer | None:
        said = {
            Strategy.FIRST: "a-2",
            Strategy.MIDDLE: "tie" if self.ties else None,
            Strategy.LONGEST: f"{self.longest}-2",
            Strategy.RANDOM: chance.choice(self.options),
        }.get(strategy)
        if said is None:
            return None
        better, _, strength = said.partition("-")
        return self.parse({"better": better, "strength": int(strength or 0), "reason": "guessed"})

    def paired(self) -> dict[str, Any]:
        return {"ties": self.ties, "padded.response": self.padded and self.padded.response}


class PreferenceWeights(Frozen):
    """How much each step weighs; only their ratio matters."""

    better: float = Field(0.7, gt=0, le=1, allow_inf_nan=False)
    strength: float = Field(0.3, ge=0, le=1, allow_inf_nan=False)


class PreferenceGold(Gold):
    """A preference with its reason, or what a panel said."""

    kind: Literal["preference"] = "preference"
    preferred: Preference | None = None
    reason: str = ""
    contested: Contested | None = None
    weights: PreferenceWeights = PreferenceWeights()

    @property
    def best_score(self) -> float:
        return self.contested.best_share if self.contested else 1.0

    def ideal(self, task: PreferenceTask) -> PreferenceAnswer:
        best = self.preferred or _preference(self.contested.best if self.contested else "tie")
        return task.parse({"better": best.better, "strength": best.strength, "reason": self.reason or "panel's view"})

    def paired(self) -> dict[str, Any]:
        said = self.preferred.option if self.preferred else self.contested.shares if self.contested else None
        return {"gold": said, "gold.weights": self.weights.model_dump()}

    def grade(self, task: PreferenceTask, answer: PreferenceAnswer) -> Verdict:
        if self.contested:
            return self._by_panel(self.contested, answer)
        assert self.preferred is not None
        right = answer.better == self.preferred.better
        closeness = 1 - abs(answer.strength - self.preferred.strength) / (STRONGEST - 1)
        steps = {
            "better": float(right),
            "strength": None if self.preferred.better == "tie" else closeness if right else 0.0,
        }
        credit, shown = climb(steps, self.weights.model_dump())
        alike = answer.option == self.preferred.option
        outcome = Outcome(
            sort=Sort.HIT if alike else Sort.PARTIAL if right else Sort.MISSED,
            credit=credit,
            about="A / B",
            mine=_mine(answer),
            gold=Mark(id="preference", values={"preference": self.preferred.option}),
            steps=shown,
            notes=(Message(code="prose_by_people"),),
            reason=self.reason,
        )
        code = "preferred_alike" if alike else "preferred_other_strength" if right else "preferred_otherwise"
        parts = (
            Part(name="preference_better", value=float(right)),
            Part(name="preference_strength", value=steps["strength"]),
        )
        return Verdict(score=credit, headline=Message(code=code), parts=parts, outcomes=(outcome,))

    def _by_panel(self, panel: Contested, answer: PreferenceAnswer) -> Verdict:
        share = panel.credit(answer.better)
        outcome = Outcome(
            sort=panel.sort(answer.better),
            credit=share,
            about="A / B",
            mine=_mine(answer),
            gold=Mark(id="preference", values={"preference": panel.shown(NAMES)}),
            notes=(panel.note(NAMES), Message(code="prose_by_people")),
            reason=panel.reasons(NAMES),
        )
        return Verdict(
            score=share,
            headline=panel.headline(answer.better),
            parts=(Part(name="panel_share", value=share),),
            outcomes=(outcome,),
        )


def _mine(answer: PreferenceAnswer) -> Mark:
    return Mark(id="preference", values={"preference": answer.option, "preference_reason": answer.reason})


def _preference(better: str) -> Preference:
    return Preference.model_validate({"better": better, "strength": 0 if better == "tie" else 1})


class PreferenceGoldFile(Frozen):
    """`gold:` of a file: `better`, `strength` and `reason`, or `contested`."""

    better: Better | None = None
    strength: Annotated[int, Field(ge=1, le=STRONGEST)] | None = None
    reason: str = ""
    contested: Contested | None = None
    weights: PreferenceWeights = PreferenceWeights()


class PreferenceFile(WithResponses, ItemFile):
    """The author's file of a comparison."""

    kind: Literal["preference"]
    responses: tuple[AuthorText, ...] = Field(min_length=2, max_length=2)
    ties: bool = True
    gold: PreferenceGoldFile

    def split(self, language: Language) -> tuple[PreferenceTask, PreferenceGold]:
        task = PreferenceTask(
            **self.described(), language=language, prompt=self.prompt, responses=self.responses, ties=self.ties,
            padded=self.padded,
        )  # fmt: skip
        self.check_padded()
        gold, labels = self.gold, set(NAMES) if self.ties else {"a", "b"}
        if bool(gold.better) == bool(gold.contested):
            raise FileProblem(("gold",), "label_or_contested", label="better")
        if gold.contested:
            if gold.strength or gold.reason:
                raise FileProblem(("gold",), "label_or_contested", label="better")
            gold.contested.check(labels, "gold", "contested")
            return task, PreferenceGold(contested=gold.contested, weights=gold.weights)
        if gold.better not in labels:
            raise FileProblem(("gold", "better"), "ties_not_allowed")
        preferred = Preference.model_validate({"better": gold.better, "strength": gold.strength or 0})
        if not preferred.whole:
            raise FileProblem(("gold", "strength"), "strength_of_a_side")
        if len(gold.reason) < LEAST_REASON:
            raise FileProblem(("gold", "reason"), "preference_without_reason")
        return task, PreferenceGold(preferred=preferred, reason=gold.reason, weights=gold.weights)
