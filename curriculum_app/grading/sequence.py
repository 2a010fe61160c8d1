"""What the reviews of a sequence share: turns of a conversation, steps of an agent. Which is the first bad one, and why?

First bad one: exact 1, the neighbour among those that could be bad `near` (0.5), else 0; "none" against "none" is 1.
Category: 1 for gold's or an accepted one, and only where the place was found at least nearly, so that naming a frequent
category does not pay; on a clean sequence left clean it does not apply and its weight goes to the others. What to do
instead is prose: asked for, shown beside the author's, not scored.
"""

from abc import abstractmethod
from collections.abc import Hashable, Iterator, Mapping
from random import Random
from typing import Any, ClassVar, Self

from pydantic import Field, field_validator

from curriculum_app.grading.categories import check_known
from curriculum_app.grading.kind import AnswerBase, Choice, Field_, FileProblem, Form, Gold, InvalidAnswer, Task
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.text import normalise
from curriculum_app.grading.verdict import Frozen, Mark, Message, Outcome, Sort, Step

NONE = "none"
PLACE = r"^(none|[1-9][0-9]{0,2})$"
SHOWN = 70  # code points of a turn or step that head its outcome
LEAST_FIX = 2


class SequenceWeights(Frozen):
    """How much each part weighs; only their ratio matters."""

    first_bad: float = Field(0.5, gt=0, le=1)
    category: float = Field(0.2, gt=0, le=1)


class SequenceAnswer(AnswerBase):
    """The number of the first bad one or "none", and for a bad one its category and what should stand there."""

    first_bad: str = Field(pattern=PLACE)
    category: str = Field("", max_length=40)
    fix: str = Field("", max_length=2000)

    @field_validator("fix")
    @classmethod
    def _normalised(cls, fix: str) -> str:
        return normalise(fix)

    def units(self) -> Iterator[Hashable]:
        yield from (unit for unit in super().units() if not (isinstance(unit, tuple) and unit[0] == "fix"))


class SequenceTask(Task):
    """A numbered sequence of which some could be bad."""

    UNIT: ClassVar[str]  # turn | step: which sentences are said

    @property
    @abstractmethod
    def suspects(self) -> tuple[int, ...]:
        """The numbers of those that can be bad, in order."""

    @property
    @abstractmethod
    def category_field(self) -> Field_:
        """The closed list of what can be wrong."""

    @abstractmethod
    def heading(self, number: int) -> str:
        """A turn or step in short, with its number."""

    @property
    def fields(self) -> tuple[Field_, ...]:
        places = (*(Choice(id=str(number)) for number in self.suspects), Choice(id=NONE))
        return (
            Field_(name="first_bad", sort="choice", options=places),
            self.category_field,
            Field_(name="fix", sort="text"),
        )

    def read_form(self, form: Form) -> dict[str, Any]:
        return {name: form.get(name, "") for name in ("first_bad", "category", "fix")}

    def suggestion(self, written: Mapping[str, Any]) -> dict[str, Any]:
        return {**written, "first_bad": str(written.get("first_bad", ""))}  # authors write a number as a number

    def check_first(self, answer: SequenceAnswer) -> list[tuple[str, Message]]:
        """What is wrong with the first bad one and what is said of it."""
        if answer.first_bad == NONE:
            said = answer.category or answer.fix
            return [("first_bad", Message(code="none_with_category"))] if said else []
        problems = []
        if int(answer.first_bad) not in self.suspects:
            problems.append(
                ("first_bad", Message(code=f"{self.UNIT}_unknown", parameters={"number": int(answer.first_bad)}))
            )
        if not answer.category:
            problems.append(("category", Message(code="bad_category_missing")))
        elif answer.category not in {option.id for option in self.category_field.options}:
            problems.append(("category", Message(code="bad_category_unknown")))
        if len(answer.fix) < LEAST_FIX:
            problems.append(("fix", Message(code="bad_fix_missing")))
        return problems

    def guessed_first(self, strategy: Strategy, chance: Random) -> dict[str, Any] | None:
        """What a strategy says of the first bad one; None where it makes no sense here."""
        options = [option.id for option in self.category_field.options]
        places = {Strategy.FIRST: self.suspects[0], Strategy.MIDDLE: self.suspects[len(self.suspects) // 2]}
        if strategy == Strategy.MARK_NONE or (strategy == Strategy.RANDOM and chance.random() < 0.5):
            return {"first_bad": NONE}
        if strategy == Strategy.RANDOM:
            return {
                "first_bad": str(chance.choice(self.suspects)),
                "category": chance.choice(options),
                "fix": "guessed",
            }
        return (
            {"first_bad": str(places[strategy]), "category": options[0], "fix": "guessed"}
            if strategy in places
            else None
        )


def need_first(raw: Mapping[str, Any]) -> None:
    """Refuses an answer that does not say which is the first bad one."""
    if raw.get("first_bad") in ("", None):
        raise InvalidAnswer(("first_bad", Message(code="first_bad_missing")))


class SequenceGold(Gold):
    """The first bad one, what is wrong with it, and what should stand there."""

    first_bad: str = Field(pattern=PLACE)
    category: str = ""
    accepted_categories: tuple[str, ...] = ()
    fix: str = ""
    reason: str
    near: float = 0.5

    def paired(self) -> dict[str, Any]:
        return {
            "gold.first_bad": self.first_bad, "gold.category": self.category,
            "gold.accepted_categories": sorted(self.accepted_categories), "gold.near": self.near,
        }  # fmt: skip

    @property
    def first(self) -> dict[str, str]:
        """What an answer that agrees says of the first bad one."""
        return {"first_bad": self.first_bad, "category": self.category, "fix": self.fix}

    def credits(self, task: SequenceTask, answer: SequenceAnswer) -> dict[str, float | None]:
        """The credit of place and category; None for a category that nobody claims."""
        place = self._place_credit(task, answer.first_bad)
        if NONE == self.first_bad == answer.first_bad:
            return {"first_bad": place, "category": None}
        right = place > 0 and answer.category in {self.category, *self.accepted_categories}
        return {"first_bad": place, "category": float(right)}

    def _place_credit(self, task: SequenceTask, place: str) -> float:
        if place == self.first_bad:
            return 1.0
        return self.near if abs(self._off(task, place)) == 1 else 0.0

    def _off(self, task: SequenceTask, place: str) -> int:
        """How many turns or steps after gold's it lies; 0 where one of the two is none."""
        if NONE in (place, self.first_bad):
            return 0
        return task.suspects.index(int(place)) - task.suspects.index(int(self.first_bad))

    def headline(self, task: SequenceTask, answer: SequenceAnswer) -> Message:
        """How the search for the first bad one ended."""
        numbers: dict[str, str | int | float] = {"gold": self.first_bad, "mine": answer.first_bad}
        if self.first_bad == NONE:
            return Message(
                code=f"{task.UNIT}s_{'clean' if answer.first_bad == NONE else 'clean_alarm'}", parameters=numbers
            )
        if answer.first_bad == NONE:
            return Message(code=f"{task.UNIT}_overlooked", parameters=numbers)
        off = self._off(task, answer.first_bad)
        code = {0: "found", 1: "one_late", -1: "one_early"}.get(off, "elsewhere")
        return Message(code=f"{task.UNIT}_{code}", parameters=numbers)

    def first_outcome(self, task: SequenceTask, answer: SequenceAnswer) -> Outcome:
        """What became of the first bad one, both sides in full."""
        credits = self.credits(task, answer)
        applying = [credit for credit in credits.values() if credit is not None]
        least, place = min(applying), credits["first_bad"]
        lost = Sort.ALARM if self.first_bad == NONE else Sort.MISSED
        number = answer.first_bad if self.first_bad == NONE else self.first_bad
        mine = {"first_bad": answer.first_bad, "category": answer.category, "fix": answer.fix}
        return Outcome(
            sort=Sort.HIT if least == 1 else Sort.PARTIAL if place else lost,
            about=task.title if number == NONE else task.heading(int(number)),
            credit=sum(applying) / len(applying),
            mine=Mark(id="first_bad", values=dict(mine)),
            gold=Mark(id="first_bad", values=dict(self.first)),
            steps=tuple(Step(name=name, credit=credit) for name, credit in credits.items()),
            notes=(Message(code="prose_by_people"),) if answer.fix else (),
            reason=self.reason,
        )


class SequenceGoldFile(Frozen):
    """What the gold of such a file has in common."""

    first_bad: str = Field(pattern=PLACE)
    category: str = ""
    accepted_categories: tuple[str, ...] = ()
    fix: str = Field("", max_length=2000)
    reason: str = Field(min_length=1)
    near: float = Field(0.5, ge=0, lt=1)

    @field_validator("first_bad", mode="before")
    @classmethod
    def _number(cls, place: Any) -> Any:
        return str(place) if type(place) is int else place

    def check(self, task: SequenceTask) -> Self:
        """The gold holds together with its task. Raises FileProblem."""
        if self.first_bad == NONE:
            for name in ("category", "accepted_categories", "fix"):
                if getattr(self, name):
                    raise FileProblem(("gold", name), "none_has_nothing")
            return self
        if int(self.first_bad) not in task.suspects:
            raise FileProblem(("gold", "first_bad"), "bad_not_there", number=self.first_bad)
        for name, least in (("category", 1), ("fix", LEAST_FIX)):
            if len(getattr(self, name)) < least:
                raise FileProblem(("gold", name), "bad_needs", what=name)
        known = [option.id for option in task.category_field.options]
        check_known((self.category,), known, "gold", "category")
        for number, name in enumerate(self.accepted_categories):
            check_known((name,), known, "gold", "accepted_categories", number)
        return self

    @property
    def common(self) -> dict[str, Any]:
        """The common keys, for building the gold."""
        return {name: getattr(self, name) for name in SequenceGoldFile.model_fields}


def shortened(number: int | str, text: str) -> str:
    """The number and the beginning of a text, on one line."""
    line = " ".join(text.split())
    return f"{number}. {line[:SHOWN].rstrip()}…" if len(line) > SHOWN else f"{number}. {line}"
