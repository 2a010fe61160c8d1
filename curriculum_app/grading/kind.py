"""What every exercise kind has in common: the author's file, the task a trainee sees, the gold nobody sees, the answer."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, ValidationError, field_validator

from curriculum_app.grading.text import normalise
from curriculum_app.grading.verdict import Frozen, Message, Verdict

Language = Literal["ko", "en"]


class Source(Frozen):
    """A text the answer may be checked against; its sentences are numbered through the whole item, from 1."""

    title: str
    sentences: tuple[str, ...] = Field(min_length=1)


class InvalidAnswer(Exception):
    """The answer has not the shape its kind asks for: (field, message) for each thing wrong."""

    def __init__(self, *problems: tuple[str, Message]) -> None:
        super().__init__(problems)
        self.problems = problems


class FileProblem(ValueError):
    """The author's file is well-formed but does not hold together: where (a path into the file) and why."""

    def __init__(self, path: tuple[str | int, ...], code: str, **parameters: str | int) -> None:
        super().__init__(code, path, parameters)
        self.path = path
        self.message = Message(code=code, parameters=parameters)


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
    """What a trainee may see. Subclasses add the fields of their kind and nothing that hints at gold."""

    kind: str
    language: Language

    FIELDS: ClassVar[tuple[Field_, ...]] = ()

    @property
    def fields(self) -> tuple[Field_, ...]:
        """What is said of each mark, for kinds that mark."""
        return self.FIELDS

    @abstractmethod
    def parse(self, raw: Mapping[str, Any]) -> Any:
        """The answer in `raw`, checked against this task. Raises InvalidAnswer."""


class Gold(Frozen):
    """The gold standard of one task."""

    kind: str

    @abstractmethod
    def grade(self, task: Any, answer: Any) -> Verdict:
        """The verdict on an answer to `task`. Pure."""


class ItemFile(Described):
    """An author's file. `split` checks what a schema cannot and parts it into task and gold."""

    kind: str

    @field_validator("instructions", "title")
    @classmethod
    def _normalised(cls, text: str) -> str:
        return normalise(text)

    @abstractmethod
    def split(self, language: Language) -> tuple[Task, Gold]:
        """The two halves of the file. Raises FileProblem."""

    def described(self) -> dict[str, Any]:
        """The common keys, for building the task."""
        return {name: getattr(self, name) for name in Described.model_fields}


class AnswerBase(Frozen):
    """A trainee's answer."""

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """The answer, its shape checked. Raises InvalidAnswer naming each field."""
        try:
            return cls.model_validate(dict(raw))
        except ValidationError as invalid:
            raise InvalidAnswer(*(_problem(error) for error in invalid.errors(include_url=False))) from None


def _problem(error: Mapping[str, Any]) -> tuple[str, Message]:
    place: Sequence[str | int] = error["loc"]
    code = "answer_missing" if error["type"] == "missing" else "answer_malformed"
    return "-".join(str(part) for part in place), Message(
        code=code, parameters={"field": str(place[0]) if place else ""}
    )
