"""`short_answer`: one or several blanks, each a few words or a number with its unit.

Words: 1 for an accepted form, the author's credit for a form that is nearly right, else 0; compared after NFKC, case folding
and single spaces, and as declared without punctuation or any white space. Numbers: 1 where value and unit are right, after
conversion, within the larger of the absolute and the relative tolerance; `number_only` where the number stands as in gold
but its unit is missing or another; else the credit of a nearly right number, or 0. Score = mean over blanks by weight.
"""

from collections.abc import Mapping
from random import Random
from typing import Annotated, Any, ClassVar, Literal

import regex
from pydantic import Field

from curriculum_app.grading.categories import ID, check_unique
from curriculum_app.grading.folding import PlainText
from curriculum_app.grading.kind import AnswerBase, FileProblem, Form, Gold, InvalidAnswer, ItemFile, Language, Task
from curriculum_app.grading.ladder import climb
from curriculum_app.grading.quantities import QuantityError, read_quantity
from curriculum_app.grading.short_gold import BlankFile, GoldNumber, GoldText, Judged
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.verdict import Frozen, Mark, Message, Outcome, Part, Sort, Verdict

LONGEST_ANSWER = 200
BlankId = Annotated[str, Field(pattern=ID)]
Typed = Annotated[PlainText, Field(max_length=LONGEST_ANSWER)]
_NUMBER = regex.compile(r"\d+")


class Blank(Frozen):
    """One thing asked for; `example` shows how an answer looks."""

    id: str = Field(pattern=ID)
    ask: str = Field(min_length=1, max_length=300)
    sort: Literal["text", "number"]
    example: str = Field("", max_length=60)
    weight: float = Field(1.0, gt=0, le=100, allow_inf_nan=False)


class ShortAnswer(AnswerBase):
    """What was typed into each blank; an empty one is left out."""

    blanks: dict[BlankId, Typed] = Field(max_length=20)


class ShortAnswerTask(Task):
    """Questions with a blank each, about sources or a passage."""

    kind: Literal["short_answer"] = "short_answer"
    prompt: str = ""
    passage: str = ""
    blanks: tuple[Blank, ...]

    ANSWER: ClassVar[type[AnswerBase]] = ShortAnswer

    def read_form(self, form: Form) -> dict[str, Any]:
        return {"blanks": {blank.id: form.get(f"blanks-{blank.id}", "") for blank in self.blanks}}

    def parse(self, raw: Mapping[str, Any]) -> ShortAnswer:
        answer = ShortAnswer.read({"blanks": raw.get("blanks", {})})
        blanks = {blank.id: blank for blank in self.blanks}
        problems = [(name, "blank_not_here") for name in answer.blanks if name not in blanks]
        filled = {name: typed for name, typed in answer.blanks.items() if typed}
        if not filled and not problems:
            problems.append((self.blanks[0].id, "blanks_all_empty"))
        for name, typed in filled.items():
            if name in blanks and blanks[name].sort == "number" and (code := _unreadable(typed)):
                problems.append((name, code))
        if problems:
            raise InvalidAnswer(
                *(
                    (f"blanks-{name}", Message(code, {"ask": blanks[name].ask if name in blanks else name}))
                    for name, code in problems
                )
            )
        return ShortAnswer(blanks=filled)

    def guess(self, strategy: Strategy, chance: Random) -> ShortAnswer | None:
        """A number or a word out of what is there to read; or for blanks with words, all there is to read."""
        read = " ".join([self.passage, *(sentence for source in self.sources for sentence in source.sentences)])
        words = (read or self.instructions).split()
        numbers = [found for found in _NUMBER.findall(read) if len(found) < 10] or [str(chance.randint(0, 100))]
        if strategy not in {Strategy.RANDOM, Strategy.COPY_SOURCE}:
            return None
        copied = " ".join(words)[:LONGEST_ANSWER]
        return ShortAnswer(
            blanks={
                blank.id: chance.choice(numbers)
                if blank.sort == "number"
                else copied if strategy == Strategy.COPY_SOURCE else chance.choice(words)[:LONGEST_ANSWER]
                for blank in self.blanks
            }
        )  # fmt: skip

    def paired(self) -> dict[str, Any]:
        return {"blanks": {blank.id: (blank.sort, blank.weight) for blank in self.blanks}}


def _unreadable(typed: str) -> str:
    """Why a number can't be read; empty where it can."""
    try:
        read_quantity(typed)
    except QuantityError as error:
        return error.code
    return ""


class ShortAnswerGold(Gold):
    """The gold of every blank."""

    kind: Literal["short_answer"] = "short_answer"
    blanks: dict[str, GoldText | GoldNumber]

    def ideal(self, task: ShortAnswerTask) -> ShortAnswer:
        return ShortAnswer(blanks={name: gold.best for name, gold in self.blanks.items()})

    def grade(self, task: ShortAnswerTask, answer: ShortAnswer) -> Verdict:
        outcomes = tuple(self._outcome(blank, answer.blanks.get(blank.id, "")) for blank in task.blanks)
        credits = {blank.id: outcome.credit for blank, outcome in zip(task.blanks, outcomes, strict=True)}
        score, _ = climb(credits, {blank.id: blank.weight for blank in task.blanks})
        right = sum(outcome.sort == Sort.HIT for outcome in outcomes)
        nearly = sum(outcome.sort == Sort.PARTIAL for outcome in outcomes)
        return Verdict(
            score=score,
            headline=Message("blanks_filled", {"blanks": len(outcomes), "right": right, "nearly": nearly}),
            parts=(Part("blanks_credit", score), Part("blanks_right", right / len(outcomes), False)),
            outcomes=outcomes,
        )

    def _outcome(self, blank: Blank, typed: str) -> Outcome:
        gold = self.blanks[blank.id]
        judged = gold.judge(typed) if typed else Judged(0.0, "blank_left_empty")
        sort = Sort.HIT if judged.credit >= 1 else Sort.PARTIAL if judged.credit > 0 else Sort.MISSED
        return Outcome(
            sort=sort,
            credit=judged.credit,
            mine=Mark(id=blank.id, quote=typed) if typed else None,
            gold=Mark(id=blank.id, quote=gold.shown),
            steps=judged.steps,
            notes=(Message(judged.code),) if judged.code else (),
            reason="\n".join(said for said in (judged.reason, gold.reason) if said),
            about=blank.ask,
        )


class ShortAnswerFile(ItemFile):
    """The author's file of short answers: `gold` has an entry for every blank."""

    kind: Literal["short_answer"]
    prompt: str = ""
    passage: PlainText = ""
    blanks: tuple[Blank, ...] = Field(min_length=1, max_length=12)
    gold: dict[str, BlankFile]

    def split(self, language: Language) -> tuple[ShortAnswerTask, ShortAnswerGold]:
        check_unique([blank.id for blank in self.blanks], "blanks")
        sorts = {blank.id: blank.sort for blank in self.blanks}
        for name in self.gold:
            if name not in sorts:
                raise FileProblem(("gold", name), "gold_without_blank", blank=name)
        for name in sorts:
            if name not in self.gold:
                raise FileProblem(("gold",), "blank_without_gold", blank=name)
        task = ShortAnswerTask(
            **self.described(), language=language, prompt=self.prompt, passage=self.passage, blanks=self.blanks
        )
        return task, ShortAnswerGold(
            blanks={name: self.gold[name].gold(sort, "gold", name) for name, sort in sorts.items()}
        )
