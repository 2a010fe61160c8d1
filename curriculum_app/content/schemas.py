"""The shapes of the files that are not exercises: course, lesson, bank, skills, taxonomies."""

from typing import Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from curriculum_app.grading.kind import Language
from curriculum_app.grading.verdict import Frozen

LANGUAGES: tuple[Language, ...] = ("ko", "en")


class Both(Frozen):
    """One text in both languages."""

    ko: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __getitem__(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


class Module(Frozen):
    """A part of a course: lessons, then practice."""

    id: UUID
    title: Both
    lessons: tuple[str, ...] = Field(min_length=1)
    practice: tuple[str, ...] = ()


class BlueprintLine(Frozen):
    """How many items of one kind a form has."""

    kind: str
    items: int = Field(ge=1, le=50)


class Tries(Frozen):
    """How often an exam may be sat in a year, and the days to wait before the n-th try (the last one holds on)."""

    limit: int = Field(ge=1, le=20)
    waits_days: tuple[int, ...] = (0,)


class Exam(Frozen):
    """A course's exam."""

    bank: str
    minutes: int = Field(ge=1, le=300)
    pass_score: float = Field(gt=0, le=100)
    tries: Tries
    blueprint: tuple[BlueprintLine, ...] = Field(min_length=1)


class Completion(Frozen):
    """What a certificate asks for besides being enrolled; `practice_mean` in points of 100."""

    lessons: Literal["all"] = "all"
    practice_answered: Literal["all"] = "all"
    practice_mean: float = Field(0, ge=0, le=100)
    exam: Literal["pass"] = "pass"


class CertificateTerms(Frozen):
    """Which design a certificate has and how long it is valid."""

    design: str = "completion"
    valid_years: int = Field(2, ge=1, le=10)


class Course(Frozen):
    """course.yaml."""

    id: UUID
    title: Both
    summary: Both
    skills: tuple[str, ...] = Field(min_length=1)
    prerequisites: tuple[str, ...] = ()
    modules: tuple[Module, ...] = Field(min_length=1)
    practice_bank: str
    exam: Exam | None = None  # without one a course is for learning only and leads to no certificate
    completion: Completion = Completion()
    certificate: CertificateTerms = CertificateTerms()


class LessonHead(Frozen):
    """The front matter of a lesson."""

    id: UUID
    title: str = Field(min_length=1, max_length=120)
    objectives: tuple[str, ...] = Field(min_length=1)
    skills: tuple[str, ...] = Field(min_length=1)


class Bank(Frozen):
    """bank.yaml."""

    id: UUID
    title: Both
    use: Literal["practice", "exam"]
    demonstration: bool = False


class Skill(Frozen):
    """A skill exercises train and certificates name."""

    name: Both
    about: Both


class Term(Frozen):
    """An entry of a taxonomy."""

    name: Both
    definition: Both
    example: Both
    near_miss: Both


Skills = dict[str, Skill]
Taxonomies = dict[str, dict[str, Term]]

COURSE: TypeAdapter[Course] = TypeAdapter(Course)
LESSON: TypeAdapter[LessonHead] = TypeAdapter(LessonHead)
BANK: TypeAdapter[Bank] = TypeAdapter(Bank)
SKILLS: TypeAdapter[Skills] = TypeAdapter(Skills)
TAXONOMIES: TypeAdapter[Taxonomies] = TypeAdapter(Taxonomies)
