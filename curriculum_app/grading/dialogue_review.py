"""`dialogue_review`: several turns between a user and a model. How good is each model turn, and where does it first go wrong?

Score = weighted mean of three parts (weights in the file, .5 / .3 / .2 by default): the first bad turn and its category
as in `sequence`, and the ratings: per turn 1 - (d / (n - 1))² for a distance d on a scale of n levels, the weights of
quadratic weighted kappa, and their mean. Kappa itself is not defined for one conversation and is not reported.
"""

from collections.abc import Mapping
from random import Random
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from curriculum_app.grading.categories import Category, check_unique
from curriculum_app.grading.kind import AnswerBase, Choice, Field_, FileProblem, Form, InvalidAnswer, ItemFile, Language
from curriculum_app.grading.ladder import climb
from curriculum_app.grading.sequence import (
    SequenceAnswer,
    SequenceGold,
    SequenceGoldFile,
    SequenceTask,
    SequenceWeights,
    need_first,
    shortened,
)
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.taxonomy import CritiqueCategory
from curriculum_app.grading.verdict import Frozen, Mark, Message, Outcome, Part, Sort, Step, Verdict

Level = Annotated[int, Field(strict=True, ge=1, le=7)]
TurnNumber = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2}$")]


class Turn(Frozen):
    """One turn of a conversation."""

    who: Literal["user", "model"]
    text: str = Field(min_length=1)


class DialogueWeights(SequenceWeights):
    """How much each part weighs."""

    ratings: float = Field(0.3, gt=0, le=1)


class DialogueReviewAnswer(SequenceAnswer):
    """A level for every model turn, by the turn's number."""

    ratings: dict[TurnNumber, Level] = Field(max_length=100)


class DialogueReviewTask(SequenceTask):
    """A conversation, a scale from its worst to its best level, and what can be wrong with a turn."""

    kind: Literal["dialogue_review"] = "dialogue_review"
    turns: tuple[Turn, ...]
    scale: tuple[str, ...]
    categories: tuple[Category, ...] = ()  # none: the critique categories of the taxonomy

    UNIT: ClassVar[str] = "turn"
    ANSWER: ClassVar[type[AnswerBase]] = DialogueReviewAnswer

    @property
    def suspects(self) -> tuple[int, ...]:
        return tuple(number for number, turn in enumerate(self.turns, 1) if turn.who == "model")

    @property
    def category_field(self) -> Field_:
        if self.categories:
            return Field_(
                name="category", sort="choice", options=tuple(category.choice for category in self.categories)
            )
        options = tuple(Choice(id=category) for category in CritiqueCategory)
        return Field_(name="category", sort="choice", taxonomy="critique_category", options=options)

    @property
    def fields(self) -> tuple[Field_, ...]:
        levels = (Choice(id=str(level), name=f"{level}. {anchor}") for level, anchor in enumerate(self.scale, 1))
        return (*super().fields, Field_(name="rating", sort="choice", options=tuple(levels)))

    def heading(self, number: int) -> str:
        return shortened(number, self.turns[number - 1].text)

    def read_form(self, form: Form) -> dict[str, Any]:
        said = {str(number): form.get(f"ratings-{number}", "") for number in self.suspects}
        ratings = {number: int(level) if level in set("1234567") else level for number, level in said.items() if level}
        return {**super().read_form(form), "ratings": ratings}

    def suggestion(self, written: Mapping[str, Any]) -> dict[str, Any]:
        ratings = written.get("ratings")
        read = {str(number): level for number, level in ratings.items()} if isinstance(ratings, dict) else ratings
        return {**super().suggestion(written), "ratings": read}

    def parse(self, raw: Mapping[str, Any]) -> DialogueReviewAnswer:
        need_first(raw)
        names = ("first_bad", "category", "fix", "ratings")
        answer = DialogueReviewAnswer.read({name: raw[name] for name in names if name in raw})
        problems = [*self._check_ratings(answer.ratings), *self.check_first(answer)]
        if problems:
            raise InvalidAnswer(*problems)
        return answer

    def _check_ratings(self, ratings: Mapping[str, int]) -> list[tuple[str, Message]]:
        rated = {str(number) for number in self.suspects}
        unknown = [(f"ratings-{number}", "turn_unknown") for number in ratings if number not in rated]
        missing = [(f"ratings-{number}", "rating_missing") for number in self.suspects if str(number) not in ratings]
        outside = [
            (f"ratings-{number}", "rating_outside") for number, level in ratings.items() if level > len(self.scale)
        ]
        return [
            (place, Message(code=code, parameters={"number": int(place.removeprefix("ratings-"))}))
            for place, code in (*unknown, *missing, *outside)
        ]

    def guess(self, strategy: Strategy, chance: Random) -> DialogueReviewAnswer | None:
        first, best = self.guessed_first(strategy, chance), len(self.scale)
        if first is None:
            return None
        same = {Strategy.FIRST: 1, Strategy.MIDDLE: (best + 1) // 2, Strategy.MARK_NONE: best}.get(strategy)
        ratings = {str(number): same or chance.randint(1, best) for number in self.suspects}
        return self.parse({**first, "ratings": ratings})

    def paired(self) -> dict[str, Any]:
        return {"turns": [turn.who for turn in self.turns], "scale": len(self.scale),
                "categories": sorted(category.id for category in self.categories)}  # fmt: skip


class Rating(Frozen):
    """What a turn deserves, and why."""

    level: int = Field(ge=1)
    reason: str = Field(min_length=1)


class DialogueReviewGold(SequenceGold):
    """A rating for every model turn besides the first bad one."""

    kind: Literal["dialogue_review"] = "dialogue_review"
    ratings: dict[str, Rating]
    weights: DialogueWeights = DialogueWeights()

    def ideal(self, task: DialogueReviewTask) -> DialogueReviewAnswer:
        return DialogueReviewAnswer(**self.first, ratings={number: r.level for number, r in self.ratings.items()})

    def paired(self) -> dict[str, Any]:
        levels = {number: rating.level for number, rating in self.ratings.items()}
        return {**super().paired(), "gold.ratings": levels, "gold.weights": self.weights.model_dump()}

    def grade(self, task: DialogueReviewTask, answer: DialogueReviewAnswer) -> Verdict:
        rated = [self._rated(task, number, answer.ratings[number]) for number in self.ratings]
        credits = self.credits(task, answer)
        credits["ratings"] = sum(outcome.credit for outcome in rated) / len(rated)
        score, _ = climb(credits, self.weights.model_dump())
        return Verdict(
            score=score,
            headline=self.headline(task, answer),
            parts=tuple(
                Part(name=f"review_{name}", value=credits[name]) for name in ("first_bad", "ratings", "category")
            ),
            outcomes=(self.first_outcome(task, answer), *rated),
        )

    def _rated(self, task: DialogueReviewTask, number: str, mine: int) -> Outcome:
        gold = self.ratings[number]
        off = mine - gold.level
        credit = 1 - (off / (len(task.scale) - 1)) ** 2
        code = "rated_alike" if not off else "rated_higher" if off > 0 else "rated_lower"
        return Outcome(
            sort=Sort.HIT if not off else Sort.PARTIAL if credit > 0 else Sort.MISSED,
            about=task.heading(int(number)),
            credit=credit,
            mine=Mark(id=number, values={"rating": str(mine)}),
            gold=Mark(id=number, values={"rating": str(gold.level)}),
            steps=(Step(name="rating", credit=credit),),
            notes=(Message(code=code, parameters={"off": abs(off)}),),
            reason=gold.reason,
        )


class DialogueReviewGoldFile(SequenceGoldFile):
    """`gold:` of a file; ratings by the number of the turn."""

    ratings: dict[int, Rating] = Field(min_length=1)
    weights: DialogueWeights = DialogueWeights()


class DialogueReviewFile(ItemFile):
    """The author's file of a conversation to review."""

    kind: Literal["dialogue_review"]
    turns: tuple[Turn, ...] = Field(min_length=2, max_length=60)
    scale: tuple[str, ...] = Field(min_length=2, max_length=7)
    categories: tuple[Category, ...] = Field((), max_length=20)
    gold: DialogueReviewGoldFile

    def split(self, language: Language) -> tuple[DialogueReviewTask, DialogueReviewGold]:
        check_unique([category.id for category in self.categories], "categories")
        task = DialogueReviewTask(**self.described(), language=language, turns=self.turns, scale=self.scale,
                                  categories=self.categories)  # fmt: skip
        if not task.suspects:
            raise FileProblem(("turns",), "no_model_turn")
        self._check_ratings(task)
        gold = self.gold.check(task)
        ratings = {str(number): self.gold.ratings[number] for number in task.suspects}
        return task, DialogueReviewGold(**gold.common, ratings=ratings, weights=self.gold.weights)

    def _check_ratings(self, task: DialogueReviewTask) -> None:
        for number in task.suspects:
            if number not in self.gold.ratings:
                raise FileProblem(("gold", "ratings"), "turn_unrated", number=number)
        for number, rating in self.gold.ratings.items():
            if number not in task.suspects:
                raise FileProblem(("gold", "ratings", number), "bad_not_there", number=number)
            if rating.level > len(self.scale):
                raise FileProblem(
                    ("gold", "ratings", number, "level"), "level_outside", level=rating.level, best=len(self.scale)
                )
