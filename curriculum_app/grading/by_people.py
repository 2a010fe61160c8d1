"""What the kinds that people judge share: a text written by a rubric, a checklist, a model answer, a self-assessment.

The text gets no score by itself. A checklist says what a machine can see: length (code points of the normalised text,
white space included; words are runs without white space), forms that must or must not occur (compared in NFKC, case
folded, single spaces). Then the trainee sees the model answer with its reasons and assesses the own text by the rubric:
score = sum of the levels / sum of the highest levels. That score is called self-assessed and measures nothing: it is
never noted as first or best score.
"""

from abc import abstractmethod
from collections.abc import Hashable, Iterator, Mapping
from random import Random
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import Field, field_validator, model_validator

from curriculum_app.grading.categories import ID, check_unique
from curriculum_app.grading.kind import AnswerBase, FileProblem, Form, Gold, InvalidAnswer, ItemFile, Task
from curriculum_app.grading.similarity import plain
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.text import normalise, words
from curriculum_app.grading.verdict import Frozen, Mark, Message, Outcome, Part, Sort, Verdict

LONGEST = 20_000
Level = Annotated[int, Field(strict=True, ge=0, le=9)]
A = TypeVar("A", bound="WrittenAnswer")


class Criterion(Frozen):
    """One criterion of a rubric; `levels` are the anchors of 0, 1, 2 …"""

    id: str = Field(pattern=ID)
    name: str = Field(min_length=1, max_length=80)
    about: str = ""
    levels: tuple[str, ...] = Field(min_length=2, max_length=7)

    @property
    def best(self) -> int:
        """The highest level."""
        return len(self.levels) - 1


class Lengths(Frozen):
    """How long the text should be; shown beforehand. None: no such limit."""

    min_characters: int | None = Field(None, ge=1)
    max_characters: int | None = Field(None, ge=1, le=LONGEST)
    min_words: int | None = Field(None, ge=1)
    max_words: int | None = Field(None, ge=1)

    @model_validator(mode="after")
    def _ordered(self) -> "Lengths":
        for least, most in ((self.min_characters, self.max_characters), (self.min_words, self.max_words)):
            if least and most and least > most:
                raise ValueError("the least length is more than the greatest")
        return self


class Check(Frozen):
    """Forms of which one must occur, or none may; `message` says what for."""

    forms: tuple[str, ...] = Field(min_length=1)
    message: str = Field(min_length=1)

    def occurs(self, text: str) -> bool:
        """Whether any of the forms stands in the text."""
        return any(plain(form) in plain(text) for form in self.forms)


class Checklist(Frozen):
    """What a machine can see in the text. The forms are gold: they are told after handing in."""

    must_include: tuple[Check, ...] = ()
    must_not_include: tuple[Check, ...] = ()


class WrittenAnswer(AnswerBase):
    """A text, and once it is assessed a level for every criterion."""

    text: str = Field(max_length=LONGEST)
    assessment: dict[Annotated[str, Field(pattern=ID)], Level] = Field({}, max_length=20)

    @field_validator("text")
    @classmethod
    def _normalised(cls, text: str) -> str:
        return normalise(text)

    def units(self) -> Iterator[Hashable]:
        yield from ()  # prose is no decision that could agree with a suggestion


class WrittenTask(Task):
    """Something to write, with the rubric it is judged by."""

    rubric: tuple[Criterion, ...]
    lengths: Lengths = Lengths()

    GRADED_BY_PEOPLE: ClassVar[bool] = True
    ANSWER: ClassVar[type[WrittenAnswer]] = WrittenAnswer
    SAID: ClassVar[tuple[str, ...]] = ("text",)  # what the form asks for

    @property
    @abstractmethod
    def given(self) -> str:
        """The text that somebody would hand back who does not write: what the text to write is about."""

    def read_form(self, form: Form) -> dict[str, Any]:
        return {name: form.get(name, "") for name in self.SAID}

    def read_assessment(self, form: Form) -> dict[str, Any]:
        """The levels in the form of a self-assessment."""
        said = {criterion.id: form.get(f"assessment-{criterion.id}", "") for criterion in self.rubric}
        return {name: int(level) if level in set("0123456789") else level for name, level in said.items() if level}

    def parse(self, raw: Mapping[str, Any]) -> Any:
        answer = self.ANSWER.read({name: raw[name] for name in (*self.SAID, "assessment") if name in raw})
        if not answer.text:
            raise InvalidAnswer(("text", Message(code="text_missing")))
        if answer.assessment:
            self._check_levels(answer.assessment)
        return answer

    def assessed(self, answer: A, levels: Mapping[str, Any]) -> A:
        """The answer with its self-assessment, of which nothing may be missing. Raises InvalidAnswer."""
        whole: A = self.parse({**answer.model_dump(mode="json"), "assessment": dict(levels)})
        self._check_levels(whole.assessment)
        return whole

    def _check_levels(self, levels: Mapping[str, int]) -> None:
        best = {criterion.id: criterion.best for criterion in self.rubric}
        names = {criterion.id: criterion.name for criterion in self.rubric}
        problems = [(name, "level_missing") for name in best if name not in levels]
        problems += [(name, "criterion_not_here") for name in levels if name not in best]
        problems += [(name, "level_not_there") for name, level in levels.items() if level > best.get(name, level)]
        if problems:
            raise InvalidAnswer(
                *(
                    (f"assessment-{name}", Message(code=code, parameters={"criterion": names.get(name, name)}))
                    for name, code in problems
                )
            )

    def guess(self, strategy: Strategy, chance: Random) -> Any:
        if strategy not in {Strategy.COPY_SOURCE, Strategy.RANDOM}:
            return None
        pieces = self.given.split()
        if strategy == Strategy.RANDOM:
            chance.shuffle(pieces)
        return self.parse({"text": " ".join(pieces)[:LONGEST], **self.guessed(chance)})

    def guessed(self, chance: Random) -> dict[str, Any]:
        """What else a guess says."""
        return {}

    def paired(self) -> dict[str, Any]:
        return {"rubric": [criterion.id for criterion in self.rubric],
                "levels": [len(criterion.levels) for criterion in self.rubric]}  # fmt: skip


class Assessed(Frozen):
    """The level of the model answer by one criterion, and why."""

    level: int = Field(ge=0)
    reason: str = Field(min_length=1)


class WrittenGold(Gold):
    """The author's own answer, assessed by the rubric, and the checklist."""

    model: str
    assessed: dict[str, Assessed]
    checklist: Checklist = Checklist()

    def ideal(self, task: Any) -> Any:
        return task.ANSWER(text=self.model)

    def paired(self) -> dict[str, Any]:
        return {
            "gold.assessed": {name: assessed.level for name, assessed in self.assessed.items()},
            "gold.checklist.must_include": len(self.checklist.must_include),
            "gold.checklist.must_not_include": len(self.checklist.must_not_include),
        }

    def grade(self, task: WrittenTask, answer: WrittenAnswer) -> Verdict:
        checks = (*check_lengths(task.lengths, answer.text), *self.checks(task, answer))
        passed = sum(check.sort == Sort.HIT for check in checks) / len(checks) if checks else None
        best = sum(criterion.best for criterion in task.rubric)
        score = sum(answer.assessment.values()) / best if answer.assessment else None
        return Verdict(
            score=score,
            headline=Message(code="self_assessed" if answer.assessment else "written_now_compare"),
            parts=(Part(name="self_assessed", value=score), Part(name="checklist", value=passed, counts=False)),
            outcomes=(*checks, *(self._criterion(criterion, answer) for criterion in task.rubric)),
            model_answer=self.model,
        )

    def checks(self, task: Any, answer: Any) -> Iterator[Outcome]:
        """The outcomes of the checklist, besides the length's."""
        for check in self.checklist.must_include:
            yield _checked(check.occurs(answer.text), "form_there", "form_not_there", check)
        for check in self.checklist.must_not_include:
            yield _checked(not check.occurs(answer.text), "form_avoided", "form_not_avoided", check)

    def _criterion(self, criterion: Criterion, answer: WrittenAnswer) -> Outcome:
        gold, mine = self.assessed[criterion.id], answer.assessment.get(criterion.id)
        return Outcome(
            sort=Sort.OPEN if mine is None else Sort.SELF,
            about=criterion.name,
            credit=0.0 if mine is None else mine / criterion.best,
            mine=None if mine is None else _level(criterion, mine),
            gold=_level(criterion, gold.level),
            reason=gold.reason,
        )


def _level(criterion: Criterion, level: int) -> Mark:
    return Mark(id=criterion.id, quote=criterion.levels[level], values={"level": level})


def _checked(passed: bool, good: str, bad: str, check: Check) -> Outcome:
    return Outcome(
        sort=Sort.HIT if passed else Sort.MISSED,
        about=check.message,
        credit=float(passed),
        notes=(Message(code=good if passed else bad, parameters={"forms": " / ".join(check.forms)}),),
        gold=Mark(id="check"),
    )


def check_lengths(lengths: Lengths, text: str) -> Iterator[Outcome]:
    """An outcome for every limit that the author set."""
    given = {"characters": len(text), "words": sum(1 for _ in words(text))}
    for name, limit in lengths.model_dump().items():
        if limit is None:
            continue
        end, unit = name.split("_")
        passed = given[unit] >= limit if end == "min" else given[unit] <= limit
        message = Message(code=f"{unit}_{end}", parameters={"given": given[unit], "wanted": limit})
        sort = Sort.HIT if passed else Sort.MISSED
        yield Outcome(sort=sort, credit=float(passed), notes=(message,), gold=Mark(id=name))


class WrittenGoldFile(Frozen):
    """`gold:` of such a file: `model` is the model answer."""

    model: str = Field(min_length=1, max_length=LONGEST)
    assessed: dict[str, Assessed]
    must_include: tuple[Check, ...] = ()
    must_not_include: tuple[Check, ...] = ()

    @field_validator("model")
    @classmethod
    def _normalised(cls, model: str) -> str:
        return normalise(model)


class WrittenFile(ItemFile):
    """What such files have in common: the rubric, the lengths, the model answer that keeps to both."""

    rubric: tuple[Criterion, ...] = Field(min_length=1, max_length=12)
    lengths: Lengths = Lengths()
    gold: WrittenGoldFile

    @property
    def common(self) -> dict[str, Any]:
        """The common keys, for building the task."""
        return {**self.described(), "rubric": self.rubric, "lengths": self.lengths}

    @property
    def common_gold(self) -> dict[str, Any]:
        """The common keys, for building the gold."""
        checklist = Checklist(must_include=self.gold.must_include, must_not_include=self.gold.must_not_include)
        return {"model": self.gold.model, "assessed": self.gold.assessed, "checklist": checklist}

    def check_rubric(self) -> None:
        """Every criterion is assessed once, on a level it has. Raises FileProblem."""
        best = {criterion.id: criterion.best for criterion in self.rubric}
        check_unique([criterion.id for criterion in self.rubric], "rubric")
        for name in best:
            if name not in self.gold.assessed:
                raise FileProblem(("gold", "assessed"), "criterion_not_assessed", criterion=name)
        for name, assessed in self.gold.assessed.items():
            if name not in best:
                raise FileProblem(("gold", "assessed", name), "criterion_unknown", criterion=name)
            if assessed.level > best[name]:
                raise FileProblem(
                    ("gold", "assessed", name, "level"), "level_outside", level=assessed.level, best=best[name]
                )

    def check_model(self, task: WrittenTask, gold: WrittenGold) -> None:
        """The model answer passes the checklist that trainees' texts are held to. Raises FileProblem."""
        for outcome in gold.grade(task, gold.ideal(task)).outcomes:
            if outcome.sort == Sort.MISSED:
                failed = outcome.about or (outcome.gold.id if outcome.gold else "")
                raise FileProblem(("gold", "model"), "model_fails_checklist", check=failed)
