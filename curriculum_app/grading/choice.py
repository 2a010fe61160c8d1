"""`choice`: pick the right option, or all the right ones, of a text or a picture.

One right option: all or nothing. Several: Jaccard index of the chosen and the right set, so that ticking everything
does not pay.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from curriculum_app.grading.kind import AnswerBase, FileProblem, Gold, InvalidAnswer, ItemFile, Language, Task
from curriculum_app.grading.verdict import Frozen, Mark, Message, Outcome, Part, Sort, Verdict


class Stimulus(Frozen):
    """What is judged: a text, or a picture with its words for those who can't see it."""

    text: str = ""
    picture: str = ""
    alt: str = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> "Stimulus":
        if bool(self.text) == bool(self.picture) or bool(self.picture) != bool(self.alt):
            raise ValueError("a stimulus is either a text, or a picture with its alt text")
        return self


class Option(Frozen):
    """One option."""

    id: str = Field(pattern=r"^[a-z0-9_-]{1,20}$")
    text: str = Field(min_length=1)


class ChoiceTask(Task):
    """A question with options."""

    kind: Literal["choice"] = "choice"
    question: str
    many: bool = False
    stimulus: tuple[Stimulus, ...] = ()
    options: tuple[Option, ...] = Field(min_length=2)

    def parse(self, raw: Mapping[str, Any]) -> "ChoiceAnswer":
        answer = ChoiceAnswer.read({"chosen": raw.get("chosen", ())})
        if not answer.chosen:
            raise InvalidAnswer(("chosen", Message(code="choose_one" if not self.many else "choose_some")))
        if len(answer.chosen) > 1 and not self.many:
            raise InvalidAnswer(("chosen", Message(code="choose_only_one")))
        if unknown := set(answer.chosen) - {option.id for option in self.options}:
            raise InvalidAnswer(("chosen", Message(code="unknown_option", parameters={"option": min(unknown)[:40]})))
        return answer


class ChoiceAnswer(AnswerBase):
    """The ids of the chosen options."""

    chosen: tuple[str, ...] = Field((), max_length=50)


class ChoiceGold(Gold):
    """The ids of the right options and the reason for every option."""

    kind: Literal["choice"] = "choice"
    answer: tuple[str, ...] = Field(min_length=1)
    reasons: dict[str, str]

    def grade(self, task: ChoiceTask, answer: ChoiceAnswer) -> Verdict:
        chosen, right = set(answer.chosen), set(self.answer)
        score = len(chosen & right) / len(chosen | right) if task.many else float(chosen == right)
        outcomes = tuple(self._outcome(option, chosen, right) for option in task.options)
        hits = len(chosen & right)
        headline = Message(
            code="choice_many" if task.many else ("choice_right" if score else "choice_wrong"),
            parameters={"hits": hits, "gold": len(right), "alarms": len(chosen - right)} if task.many else {},
        )
        return Verdict(
            score=score,
            headline=headline,
            parts=(Part(name="jaccard" if task.many else "exact", value=score),),
            outcomes=outcomes,
        )

    def _outcome(self, option: Option, chosen: set[str], right: set[str]) -> Outcome:
        is_chosen, is_right = option.id in chosen, option.id in right
        sort = {(True, True): Sort.HIT, (False, True): Sort.MISSED, (True, False): Sort.ALARM, (False, False): Sort.HIT}
        mark = Mark(id=option.id, quote=option.text)
        return Outcome(
            sort=sort[is_chosen, is_right],
            credit=float(is_chosen == is_right),
            mine=mark if is_chosen else None,
            gold=mark if is_right else None,
            reason=self.reasons[option.id],
        )


class ChoiceFile(ItemFile):
    """The author's file of a choice item."""

    kind: Literal["choice"]
    question: str = Field(min_length=1)
    many: bool = False
    stimulus: tuple[Stimulus, ...] = ()
    options: tuple[Option, ...] = Field(min_length=2)
    gold: "ChoiceGoldFile"

    def split(self, language: Language) -> tuple[ChoiceTask, ChoiceGold]:
        ids = [option.id for option in self.options]
        for number, name in enumerate(ids):
            if name in ids[:number]:
                raise FileProblem(("options", number, "id"), "option_twice", option=name)
        for number, name in enumerate(self.gold.answer):
            if name not in ids:
                raise FileProblem(("gold", "answer", number), "gold_option_unknown", option=name)
        if len(self.gold.answer) > 1 and not self.many:
            raise FileProblem(("gold", "answer"), "gold_one_only")
        for name in ids:
            if name not in self.gold.reasons:
                raise FileProblem(("gold", "reasons"), "reason_missing", option=name)
        for name in self.gold.reasons:
            if name not in ids:
                raise FileProblem(("gold", "reasons", name), "gold_option_unknown", option=name)
        task = ChoiceTask(
            **self.described(),
            language=language,
            question=self.question,
            many=self.many,
            stimulus=self.stimulus,
            options=self.options,
        )
        return task, ChoiceGold(answer=self.gold.answer, reasons=self.gold.reasons)


class ChoiceGoldFile(Frozen):
    """`gold:` of a choice file."""

    answer: tuple[str, ...] = Field(min_length=1)
    reasons: dict[str, str]


ChoiceFile.model_rebuild()
