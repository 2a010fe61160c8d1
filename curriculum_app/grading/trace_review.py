"""`trace_review`: the record of an agent's work, thought by thought and call by call. Which step first goes wrong, and did it succeed?

Score = weighted mean (weights in the file, .5 / .2 / .3 by default) of the first bad step, its category, both as in
`sequence`, and the judgement whether the user got what was asked for, which is right or not.
"""

from collections.abc import Mapping
from enum import StrEnum
from random import Random
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from curriculum_app.grading.categories import Category, check_unique
from curriculum_app.grading.kind import AnswerBase, Field_, Form, InvalidAnswer, ItemFile, Language
from curriculum_app.grading.ladder import climb
from curriculum_app.grading.sequence import (
    NONE,
    SequenceAnswer,
    SequenceGold,
    SequenceGoldFile,
    SequenceTask,
    SequenceWeights,
    need_first,
    shortened,
)
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.verdict import Frozen, Mark, Message, Outcome, Part, Sort, Verdict


class End(StrEnum):
    """Whether the user got what was asked for."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"


class Tool(Frozen):
    """A tool that the agent may call."""

    name: str = Field(min_length=1, max_length=60)
    about: str = Field(min_length=1)


class TraceStep(Frozen):
    """One step: a thought, then a call with its result or words to the user."""

    thought: str = ""
    tool: str = ""
    arguments: str = ""
    result: str = ""
    says: str = ""

    @model_validator(mode="after")
    def _does_something(self) -> "TraceStep":
        if bool(self.tool) == bool(self.says) or (self.says and (self.arguments or self.result)):
            raise ValueError("a step either calls a tool (arguments, result) or says something to the user")
        return self


class TraceWeights(SequenceWeights):
    """How much each part weighs."""

    outcome: float = Field(0.3, gt=0, le=1)


class TraceReviewAnswer(SequenceAnswer):
    """The judgement on the whole besides the first bad step."""

    outcome: End


class TraceReviewTask(SequenceTask):
    """What the user asked for, the tools there were, and the steps."""

    kind: Literal["trace_review"] = "trace_review"
    prompt: str
    tools: tuple[Tool, ...]
    steps: tuple[TraceStep, ...]
    categories: tuple[Category, ...]

    UNIT: ClassVar[str] = "step"
    ANSWER: ClassVar[type[AnswerBase]] = TraceReviewAnswer

    @property
    def suspects(self) -> tuple[int, ...]:
        return tuple(range(1, len(self.steps) + 1))

    @property
    def category_field(self) -> Field_:
        return Field_(name="category", sort="choice", options=tuple(category.choice for category in self.categories))

    def heading(self, number: int) -> str:
        step = self.steps[number - 1]
        return shortened(number, f"{step.tool}({step.arguments})" if step.tool else step.says)

    def read_form(self, form: Form) -> dict[str, Any]:
        return {**super().read_form(form), "outcome": form.get("outcome", "")}

    def parse(self, raw: Mapping[str, Any]) -> TraceReviewAnswer:
        need_first(raw)
        if not raw.get("outcome"):
            raise InvalidAnswer(("outcome", Message(code="outcome_missing")))
        names = ("first_bad", "category", "fix", "outcome")
        answer = TraceReviewAnswer.read({name: raw[name] for name in names if name in raw})
        if problems := self.check_first(answer):
            raise InvalidAnswer(*problems)
        return answer

    def guess(self, strategy: Strategy, chance: Random) -> TraceReviewAnswer | None:
        first = self.guessed_first(strategy, chance)
        if first is None:
            return None
        by_place = End.SUCCEEDED if first["first_bad"] == NONE else End.FAILED
        return self.parse({**first, "outcome": chance.choice(list(End)) if strategy == Strategy.RANDOM else by_place})

    def paired(self) -> dict[str, Any]:
        return {"steps": [step.tool for step in self.steps], "tools": [tool.name for tool in self.tools],
                "categories": sorted(category.id for category in self.categories)}  # fmt: skip


class TraceReviewGold(SequenceGold):
    """Whether it succeeded, and why, besides the first bad step."""

    kind: Literal["trace_review"] = "trace_review"
    outcome: End
    outcome_reason: str
    weights: TraceWeights = TraceWeights()

    def ideal(self, task: TraceReviewTask) -> TraceReviewAnswer:
        return TraceReviewAnswer(**self.first, outcome=self.outcome)

    def paired(self) -> dict[str, Any]:
        return {**super().paired(), "gold.outcome": self.outcome, "gold.weights": self.weights.model_dump()}

    def grade(self, task: TraceReviewTask, answer: TraceReviewAnswer) -> Verdict:
        credits = self.credits(task, answer)
        credits["outcome"] = float(answer.outcome == self.outcome)
        score, _ = climb(credits, self.weights.model_dump())
        return Verdict(
            score=score,
            headline=self.headline(task, answer),
            parts=tuple(
                Part(name=f"review_{name}", value=credits[name]) for name in ("first_bad", "category", "outcome")
            ),
            outcomes=(self.first_outcome(task, answer), self._judged(task, answer)),
        )

    def _judged(self, task: TraceReviewTask, answer: TraceReviewAnswer) -> Outcome:
        right = answer.outcome == self.outcome
        return Outcome(
            sort=Sort.HIT if right else Sort.MISSED,
            about=" ".join(task.prompt.split()),
            credit=float(right),
            mine=Mark(id="outcome", values={"outcome": answer.outcome.value}),
            gold=Mark(id="outcome", values={"outcome": self.outcome.value}),
            reason=self.outcome_reason,
        )


class TraceReviewGoldFile(SequenceGoldFile):
    """`gold:` of a file."""

    outcome: End
    outcome_reason: str = Field(min_length=1)
    weights: TraceWeights = TraceWeights()


class TraceReviewFile(ItemFile):
    """The author's file of an agent's record to review."""

    kind: Literal["trace_review"]
    prompt: str = Field(min_length=1)
    tools: tuple[Tool, ...] = Field((), max_length=30)
    steps: tuple[TraceStep, ...] = Field(min_length=2, max_length=60)
    categories: tuple[Category, ...] = Field(min_length=2, max_length=20)
    gold: TraceReviewGoldFile

    def split(self, language: Language) -> tuple[TraceReviewTask, TraceReviewGold]:
        check_unique([category.id for category in self.categories], "categories")
        task = TraceReviewTask(**self.described(), language=language, prompt=self.prompt, tools=self.tools, steps=self.steps,
                               categories=self.categories)  # fmt: skip
        gold = self.gold.check(task)
        more = {"outcome": self.gold.outcome, "outcome_reason": self.gold.outcome_reason, "weights": self.gold.weights}
        return task, TraceReviewGold(**gold.common, **more)
