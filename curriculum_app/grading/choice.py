"""`choice`: pick the right option, or all the right ones, of a text or a picture.

One right option: all or nothing. Several: Jaccard index of the chosen and the right set, so that ticking everything
does not pay. Where gold is contested (one option only): the share of the panel that chose the same.
"""

from collections.abc import Mapping
from hashlib import sha256
from random import Random
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from curriculum_app.grading.contested import Contested
from curriculum_app.grading.kind import (
    AnswerBase,
    FileProblem,
    Form,
    Gold,
    InvalidAnswer,
    ItemFile,
    Language,
    Picture,
    Task,
)
from curriculum_app.grading.strategy import Strategy
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
    shuffle: bool = True

    WIDE: ClassVar[bool] = False

    def shown(self, reader: str) -> tuple[Option, ...]:
        """The options in the reader's own order, the same at every look, so that no place is the right one more often."""
        if not self.shuffle:
            return self.options
        return tuple(sorted(self.options, key=lambda option: sha256(f"{reader}/{self.id}/{option.id}".encode()).digest()))

    def read_form(self, form: Form) -> dict[str, Any]:
        return {"chosen": form.getlist("chosen")}

    def guess(self, strategy: Strategy, chance: Random) -> "ChoiceAnswer | None":
        ids = [option.id for option in self.options]
        if strategy == Strategy.RANDOM:
            some = [name for name in ids if chance.random() < 0.5] if self.many else []
            return ChoiceAnswer(chosen=tuple(some or [chance.choice(ids)]))
        if strategy == Strategy.MARK_ALL and self.many:
            return ChoiceAnswer(chosen=tuple(ids))
        if strategy == Strategy.LONGEST:
            return ChoiceAnswer(chosen=(max(self.options, key=lambda option: len(option.text)).id,))
        if strategy in {Strategy.FIRST, Strategy.MIDDLE}:
            place = 0 if strategy == Strategy.FIRST else len(ids) // 2
            return ChoiceAnswer(chosen=(chance.choice(ids) if self.shuffle else ids[place],))
        return None

    def picture_files(self) -> tuple[Picture, ...]:
        return tuple(Picture(("stimulus", number, "picture"), one.picture) for number, one in enumerate(self.stimulus))

    def paired(self) -> dict[str, Any]:
        return {"options": sorted(option.id for option in self.options)}

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

    chosen: tuple[Annotated[str, Field(max_length=20)], ...] = Field((), max_length=50)


ChoiceTask.ANSWER = ChoiceAnswer


class ChoiceGold(Gold):
    """The ids of the right options, or what a panel said; and the reason for every option."""

    kind: Literal["choice"] = "choice"
    answer: tuple[str, ...] = ()
    reasons: dict[str, str]
    contested: Contested | None = None

    @property
    def best_score(self) -> float:
        return self.contested.best_share if self.contested else 1.0

    def ideal(self, task: ChoiceTask) -> ChoiceAnswer:
        return ChoiceAnswer(chosen=(self.contested.best,) if self.contested else self.answer)

    def paired(self) -> dict[str, Any]:
        return {"gold.answer": self.contested.shares if self.contested else sorted(self.answer)}

    def grade(self, task: ChoiceTask, answer: ChoiceAnswer) -> Verdict:
        if self.contested:
            return self._by_panel(self.contested, task, answer.chosen[0])
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

    def _by_panel(self, panel: Contested, task: ChoiceTask, chosen: str) -> Verdict:
        """The share of the panel that chose the same, with both rationales; options nobody chose are judged as ever."""
        names = {option.id: option.text for option in task.options}
        share = panel.credit(chosen)
        mine = Mark(id=chosen, quote=names[chosen])
        outcome = Outcome(
            sort=panel.sort(chosen), credit=share, about=names[chosen], mine=mine, gold=Mark(id=panel.best, quote=names[panel.best]),
            notes=(panel.note(names),), reason=panel.reasons(names),
        )  # fmt: skip
        others = (self._outcome(option, {chosen}, set()) for option in task.options if option.id not in panel.shares)
        return Verdict(
            score=share,
            headline=panel.headline(chosen),
            parts=(Part(name="panel_share", value=share),),
            outcomes=(outcome, *others),
        )

    def _outcome(self, option: Option, chosen: set[str], right: set[str]) -> Outcome:
        is_chosen, is_right = option.id in chosen, option.id in right
        sort = {(True, True): Sort.HIT, (False, True): Sort.MISSED, (True, False): Sort.ALARM, (False, False): Sort.HIT}
        mark = Mark(id=option.id, quote=option.text)
        note = {
            (True, True): "chosen_rightly", (False, True): "not_chosen",
            (True, False): "chosen_wrongly", (False, False): "rightly_left",
        }  # fmt: skip
        return Outcome(
            sort=sort[is_chosen, is_right],
            about=option.text,
            credit=float(is_chosen == is_right),
            notes=(Message(code=note[is_chosen, is_right]),),
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
    shuffle: bool = True  # false where the options have an order of their own
    gold: "ChoiceGoldFile"

    def split(self, language: Language) -> tuple[ChoiceTask, ChoiceGold]:
        ids = [option.id for option in self.options]
        for number, name in enumerate(ids):
            if name in ids[:number]:
                raise FileProblem(("options", number, "id"), "option_twice", option=name)
        if bool(self.gold.answer) == bool(self.gold.contested):
            raise FileProblem(("gold",), "label_or_contested", label="answer")
        if self.gold.contested:
            return self._task(language), self._contested(self.gold.contested, ids)
        for number, name in enumerate(self.gold.answer):
            if name not in ids:
                raise FileProblem(("gold", "answer", number), "gold_option_unknown", option=name)
        if len(self.gold.answer) > 1 and not self.many:
            raise FileProblem(("gold", "answer"), "gold_one_only")
        self._check_reasons(ids)
        return self._task(language), ChoiceGold(answer=self.gold.answer, reasons=self.gold.reasons)

    def _task(self, language: Language) -> ChoiceTask:
        return ChoiceTask(
            **self.described(),
            language=language,
            question=self.question,
            many=self.many,
            stimulus=self.stimulus,
            options=self.options,
            shuffle=self.shuffle,
        )

    def _contested(self, panel: Contested, ids: list[str]) -> ChoiceGold:
        """What a panel said; its rationales are the reasons of the options it chose."""
        if self.many:
            raise FileProblem(("gold", "contested"), "contested_one_only")
        panel.check(ids, "gold", "contested")
        self._check_reasons([name for name in ids if name not in panel.shares])
        return ChoiceGold(reasons=panel.rationales | self.gold.reasons, contested=panel)

    def _check_reasons(self, ids: list[str]) -> None:
        for name in ids:
            if name not in self.gold.reasons:
                raise FileProblem(("gold", "reasons"), "reason_missing", option=name)
        for name in self.gold.reasons:
            if name not in ids:
                raise FileProblem(("gold", "reasons", name), "gold_option_unknown", option=name)


class ChoiceGoldFile(Frozen):
    """`gold:` of a choice file."""

    answer: tuple[str, ...] = ()  # either this or contested
    reasons: dict[str, str] = {}
    contested: Contested | None = None


ChoiceFile.model_rebuild()
