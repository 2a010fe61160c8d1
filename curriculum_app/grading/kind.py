"""What every exercise kind has in common: the author's file, the task a trainee sees, the gold nobody sees, the answer."""

import re
from abc import abstractmethod
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from itertools import takewhile
from random import Random
from typing import Any, ClassVar, Literal, NamedTuple, Protocol, Self
from uuid import UUID

from pydantic import Field, ValidationError, field_validator

from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.text import normalise
from curriculum_app.grading.verdict import Frozen, Message, Part, Verdict

Language = Literal["ko", "en"]


class Source(Frozen):
    """A text the answer may be checked against; its sentences are numbered through the whole item, from 1."""

    title: str
    sentences: tuple[str, ...] = Field(min_length=1)


class Picture(NamedTuple):
    """A picture of a task, which lies beside its file."""

    path: tuple[str | int, ...]  # where the file names it
    file: str  # empty: a text stands in its place
    size: tuple[int, int] | None = None  # width and height in pixels, where the item depends on them


class Form(Protocol):
    """What a browser sends: names with one value or several."""

    def get(self, name: str, default: str, /) -> str: ...

    def getlist(self, name: str, /) -> list[str]: ...

    def __contains__(self, name: object, /) -> bool: ...


MOST_TOLD = 50  # problems of one answer: nobody reads more
MOST_HELD = 1000  # of anything in an answer: no kind takes nearly as many, and a check of each would take its time


class InvalidAnswer(Exception):
    """The answer has not the shape its kind asks for: (field, message) for each thing wrong, or the first of many."""

    def __init__(self, *problems: tuple[str, Message]) -> None:
        self.problems = problems[:MOST_TOLD]
        super().__init__(self.problems)


class FileProblem(ValueError):
    """The author's file is well-formed but does not hold together: where (a path into the file) and why."""

    def __init__(self, path: tuple[str | int, ...], code: str, **parameters: str | int) -> None:
        super().__init__(code, path, parameters)
        self.path = path
        self.message = Message(code=code, parameters=dict(parameters))


class Hint(Frozen):
    """A step of help the trainee may open; each one opened takes `cost` from the credit, as is said beforehand."""

    text: str = Field(min_length=1, max_length=500)
    cost: float = Field(0.1, ge=0, le=0.5)


class Described(Frozen):
    """What file and task share."""

    id: UUID
    title: str = Field(min_length=1, max_length=120)
    languages: tuple[Language, ...] = Field(min_length=1)
    skills: tuple[str, ...] = Field(min_length=1)
    difficulty: int = Field(ge=1, le=5)
    minutes: int = Field(ge=1, le=60)
    family: str = ""  # items that test the same thing: a form draws one of a family
    instructions: str = Field(min_length=1)
    sources: tuple[Source, ...] = ()
    guideline: tuple[str, ...] = ()  # ids of the clauses of the bank's guideline that apply
    hints: tuple[Hint, ...] = Field((), max_length=5)

    @property
    def sentence_count(self) -> int:
        """How many source sentences may be cited."""
        return sum(len(source.sentences) for source in self.sources)


class Choice(Frozen):
    """One option of a field."""

    id: str
    name: str = ""  # empty: the page names it from the taxonomy of the field
    definition: str = ""


class Field_(Frozen):
    """One thing a trainee says of a mark: a choice, a text, or numbers of source sentences."""

    name: str
    sort: Literal["choice", "text", "sentences"]
    options: tuple[Choice, ...] = ()
    taxonomy: str = ""
    required: bool = True


class Task(Described):
    """What a trainee may see. Subclasses add the fields of their kind and nothing that hints at gold.

    `suggested` is a raw answer by some model, right or wrong, from which the trainee starts.
    """

    kind: str
    language: Language
    suggested: dict[str, Any] = {}

    ANSWER: ClassVar[type["AnswerBase"]]  # the class of the kind's answers
    FIELDS: ClassVar[tuple[Field_, ...]] = ()
    WIDE: ClassVar[bool] = True  # whether its page has two columns
    GRADED_BY_PEOPLE: ClassVar[bool] = False  # such a kind can't be drawn into an exam

    @property
    def fields(self) -> tuple[Field_, ...]:
        """What is said of each mark, for kinds that mark."""
        return self.FIELDS

    @abstractmethod
    def read_form(self, form: Form) -> dict[str, Any]:
        """The raw answer in a form that works without JavaScript. Raises InvalidAnswer where it can't be read at all."""

    @abstractmethod
    def parse(self, raw: Mapping[str, Any]) -> Any:
        """The answer in `raw`, checked against this task. Raises InvalidAnswer."""

    def stored(self, answer: Mapping[str, Any] | str) -> Any:
        """An answer as it is stored, a JSON value or its text; it was checked against this task when it was handed in."""
        if isinstance(answer, str):
            return self.ANSWER.model_validate_json(answer)
        return self.ANSWER.model_validate(answer)

    @abstractmethod
    def guess(self, strategy: Strategy, chance: Random) -> Any:
        """The answer of somebody who follows the strategy without reading; None where it makes no sense for the kind."""

    def picture_files(self) -> tuple[Picture, ...]:
        """The pictures, in the order in which pages get their addresses."""
        return ()

    def suggestion(self, written: Mapping[str, Any]) -> dict[str, Any]:
        """The raw answer of one written by hand, as a suggestion in a file or an answer to try an item with."""
        return dict(written)

    def paired(self) -> dict[str, Any]:
        """What the two languages of an item share, by path into the file, besides what all kinds share."""
        return {}


class Gold(Frozen):
    """The gold standard of one task."""

    kind: str

    @abstractmethod
    def grade(self, task: Any, answer: Any) -> Verdict:
        """The verdict on an answer to `task`, by gold alone. Pure."""

    @property
    def best_score(self) -> float:
        """What the ideal answer earns: 1, or where gold is contested the share of its best label."""
        return 1.0

    @abstractmethod
    def ideal(self, task: Any) -> Any:
        """The answer that gold would give: it earns everything there is to earn."""

    def assess(self, task: Any, answer: Any) -> Verdict:
        """The whole verdict: the grade, and where a model had suggested something, what became of its suggestions. Pure."""
        verdict = self.grade(task, answer)
        if not task.suggested:
            return verdict
        return replace(verdict, parts=verdict.parts + self._suggestions(task, answer))

    def _suggestions(self, task: Any, answer: Any) -> tuple[Part, ...]:
        """The share of wrong suggestions that were accepted and of right ones that were rejected; None where there were none.

        Accepting all gives 1 and 0, rejecting all 0 and 1, whatever else the answer holds.
        """
        suggested, accepted, right = (frozenset(a.units()) for a in (task.parse(task.suggested), answer, self.ideal(task)))
        wrong = suggested - right

        def share(of: frozenset[Hashable], among: frozenset[Hashable]) -> float | None:
            return len(of) / len(among) if among else None

        return (
            Part(name="wrong_suggestions_accepted", value=share(wrong & accepted, wrong), counts=False),
            Part(name="right_suggestions_rejected", value=share((suggested & right) - accepted, suggested & right), counts=False),
        )

    def paired(self) -> dict[str, Any]:
        """What the gold of two languages shares, by path into the file."""
        return {}


class ItemFile(Described):
    """An author's file. `split` checks what a schema cannot and parts it into task and gold.

    `suggested` is a model's answer, as the kind's answers are written but with quotes in place of offsets.
    """

    kind: str
    state: Literal["drafted", "written"] = "written"  # a draft is only read to say what is still to be filled in
    suggested: dict[str, Any] = {}
    changed: dict[str, Any] = {}  # the keys that differ under the second version of a project's guideline

    @field_validator("instructions", "title")
    @classmethod
    def _normalised(cls, text: str) -> str:
        return normalise(text)

    @abstractmethod
    def split(self, language: Language) -> tuple[Task, Gold]:
        """The two halves of the file. Raises FileProblem."""

    def halves(self, language: Language) -> tuple[Task, Gold]:
        """The two halves, with the model's suggestion in place and gold that agrees with itself. Raises FileProblem."""
        task, gold = self.split(language)
        if self.suggested:
            task = task.model_copy(update={"suggested": task.suggestion(self.suggested)})
            try:
                task.parse(task.suggested)
            except InvalidAnswer as invalid:
                field, message = invalid.problems[0]
                raise FileProblem(("suggested",), "suggestion_unreadable", field=field, why=message.code) from None
        return task, gold

    def described(self) -> dict[str, Any]:
        """The common keys, for building the task."""
        return {name: getattr(self, name) for name in Described.model_fields}


class AnswerBase(Frozen):
    """A trainee's answer."""

    def units(self) -> Iterator[Hashable]:
        """The single decisions an answer is made of, comparable between answers."""
        for name, value in self.model_dump(mode="json").items():
            if isinstance(value, dict):
                yield from ((name, key, str(inner)) for key, inner in value.items())
            elif isinstance(value, list):
                yield from ((name, str(inner)) for inner in value)
            else:
                yield (name, str(value))

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """The answer, its shape checked. Raises InvalidAnswer naming each field."""
        if huge := [name for name, value in raw.items() if isinstance(value, list | dict) and len(value) > MOST_HELD]:
            raise InvalidAnswer(*((name, Message("answer_malformed", {"field": name})) for name in huge))
        try:
            return cls.model_validate(dict(raw))
        except ValidationError as invalid:
            raise InvalidAnswer(*(_problem(error) for error in invalid.errors(include_url=False))) from None


_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")


def _problem(error: Mapping[str, Any]) -> tuple[str, Message]:
    """Where something is wrong, and what. A name that somebody made up is no place: then it is what holds it."""
    parts = list(map(str, error["loc"]))
    place = list(takewhile(_NAME.fullmatch, parts[:-1] if error["type"] == "extra_forbidden" else parts)) or ["answer"]
    code = "answer_missing" if error["type"] == "missing" or error["input"] == "" else "answer_malformed"
    return "-".join(place), Message(code=code, parameters={"field": place[0]})
