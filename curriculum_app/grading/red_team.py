"""`red_team`: write a prompt that could make a model break the harmless policy of the item, and say which risk it tests.

The text is judged as in `by_people`. The chosen risk is one more line of the checklist: right or not, beside the score.
Policies are harmless by rule (a discount code, a character's name, a language to keep to): nobody writes anything
dangerous here, and what is learned is the method.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, ClassVar, Literal

from pydantic import Field

from curriculum_app.grading.by_people import WrittenAnswer, WrittenFile, WrittenGold, WrittenGoldFile, WrittenTask
from curriculum_app.grading.categories import Category, check_known, check_unique
from curriculum_app.grading.kind import Choice, Field_, InvalidAnswer, Language
from curriculum_app.grading.verdict import Mark, Message, Outcome, Sort


class RedTeamAnswer(WrittenAnswer):
    """The prompt and the risk it tests."""

    risk: str = Field(max_length=40)


class RedTeamTask(WrittenTask):
    """The policy a model was given, its instructions, and the risks to choose from."""

    kind: Literal["red_team"] = "red_team"
    policy: str
    system: str
    risks: tuple[Category, ...]

    ANSWER: ClassVar[type[WrittenAnswer]] = RedTeamAnswer
    SAID: ClassVar[tuple[str, ...]] = ("text", "risk")

    @property
    def given(self) -> str:
        return self.policy

    @property
    def fields(self) -> tuple[Field_, ...]:
        options: tuple[Choice, ...] = tuple(risk.choice for risk in self.risks)
        return (Field_(name="risk", sort="choice", options=options),)

    def parse(self, raw: Mapping[str, Any]) -> RedTeamAnswer:
        if not raw.get("risk"):
            raise InvalidAnswer(("risk", Message(code="risk_missing")))
        answer: RedTeamAnswer = super().parse(raw)
        if answer.risk not in {risk.id for risk in self.risks}:
            raise InvalidAnswer(("risk", Message(code="risk_unknown")))
        return answer

    def guessed(self, chance: Random) -> dict[str, Any]:
        return {"risk": chance.choice(self.risks).id}

    def paired(self) -> dict[str, Any]:
        return {**super().paired(), "risks": sorted(risk.id for risk in self.risks)}


class RedTeamGold(WrittenGold):
    """A model prompt with its assessment, and the risk."""

    kind: Literal["red_team"] = "red_team"
    risk: str
    accepted_risks: tuple[str, ...] = ()
    risk_reason: str

    def ideal(self, task: RedTeamTask) -> RedTeamAnswer:
        return RedTeamAnswer(text=self.model, risk=self.risk)

    def paired(self) -> dict[str, Any]:
        return {**super().paired(), "gold.risk": self.risk, "gold.accepted_risks": sorted(self.accepted_risks)}

    def checks(self, task: RedTeamTask, answer: RedTeamAnswer) -> Iterator[Outcome]:
        right = answer.risk in {self.risk, *self.accepted_risks}
        names = {risk.id: risk.name for risk in task.risks}
        yield Outcome(
            sort=Sort.HIT if right else Sort.MISSED,
            about=names[self.risk],
            credit=float(right),
            mine=Mark(id="risk", values={"risk": answer.risk}),
            gold=Mark(id="risk", values={"risk": self.risk}),
            notes=(Message(code="risk_right" if right else "risk_wrong", parameters={"mine": names[answer.risk]}),),
            reason=self.risk_reason,
        )
        yield from super().checks(task, answer)


class RedTeamGoldFile(WrittenGoldFile):
    """`gold:` of a file."""

    risk: str
    accepted_risks: tuple[str, ...] = ()
    risk_reason: str = Field(min_length=1)


class RedTeamFile(WrittenFile):
    """The author's file of a policy to test."""

    kind: Literal["red_team"]
    policy: str = Field(min_length=1)
    system: str = Field(min_length=1)
    risks: tuple[Category, ...] = Field(min_length=2, max_length=12)
    gold: RedTeamGoldFile

    def split(self, language: Language) -> tuple[RedTeamTask, RedTeamGold]:
        self.check_rubric()
        ids = [risk.id for risk in self.risks]
        check_unique(ids, "risks")
        check_known((self.gold.risk,), ids, "gold", "risk")
        check_known(self.gold.accepted_risks, ids, "gold", "accepted_risks")
        task = RedTeamTask(**self.common, language=language, policy=self.policy, system=self.system, risks=self.risks)
        more = {
            "risk": self.gold.risk,
            "accepted_risks": self.gold.accepted_risks,
            "risk_reason": self.gold.risk_reason,
        }
        gold = RedTeamGold(**self.common_gold, **more)
        self.check_model(task, gold)
        return task, gold
