"""The shapes of the files that are not exercises: course, lesson, bank, skills, taxonomies."""

import re
from datetime import date
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import Field, TypeAdapter, field_validator, model_validator

from curriculum_app.grading.kind import Language
from curriculum_app.grading.verdict import Frozen

LANGUAGES: tuple[Language, ...] = ("ko", "en")
Kind = Literal["completion", "course", "level"]  # of a certificate: 수료증, 이수증, a level
Level = Literal["associate", "reviewer", "domain-expert"]
Orientation = Literal["portrait", "landscape"]


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
    project: Literal["", "done"] = ""  # the mock project, where the course has one; without it, it is offered


class RenewalTerms(Frozen):
    """The update test that renews a certificate: the exam's blueprint, brought down to so many questions."""

    questions: int = Field(ge=1, le=50)


class CertificateTerms(Frozen):
    """What a course gives, which design it is printed in, how long it is valid, and how it is renewed (by the whole exam, if nothing
    is said).

    A level is given only after a supervised exam; `domain-expert` asks for more (credentials/eligibility.py). Where something
    is missing, the certificate is one of completion.
    """

    kind: Kind = "completion"
    level: Level | None = None
    design: str = ""  # empty: the one called as the kind
    orientation: Orientation = "portrait"
    valid_years: int = Field(2, ge=1, le=10)
    renewal: RenewalTerms | None = None

    @property
    def design_name(self) -> str:
        """The folder of its design."""
        return self.design or self.kind


class Course(Frozen):
    """course.yaml."""

    id: UUID
    title: Both
    summary: Both
    skills: tuple[str, ...] = Field(min_length=1)
    prerequisites: tuple[str, ...] = ()
    modules: tuple[Module, ...] = Field(min_length=1)
    practice_bank: str
    check_bank: str = ""  # of the exercises inside its lessons
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
    # check: inside lessons; try: for visitors without an account; project: the work of a mock project, and nothing else
    use: Literal["practice", "exam", "check", "try", "project"]
    demonstration: bool = False
    guideline: str = ""  # the bank whose guideline its items are worked by, where it has none of its own
    retired: tuple[str, ...] = ()  # items of an exam bank that are never drawn again: work samples may show them


class Reviewer(Frozen):
    """Who looked: a person by name, or a program. A program's review is never called a person's."""

    kind: Literal["person", "automatic"]
    name: str = ""


class Difference(Frozen):
    """Where a reviewer's answer, or a doubt of theirs, differed from the gold, and what came of it."""

    item: str
    said: str = Field(min_length=1)
    outcome: Literal["gold_kept", "gold_changed", "alternative_accepted", "wording_made_clearer"]
    note: str = ""


class Review(Frozen):
    """One reviewer's round over a bank in one language. `mean_credit` is what the answers earned against the gold, 0..1."""

    reviewer: Reviewer
    on: date
    language: Language
    blind: bool  # whether the reviewer answered without having seen the gold
    items: int = Field(ge=1)
    mean_credit: float = Field(ge=0, le=1)
    covers: tuple[str, ...] = ()  # the items of a round that was not over the whole bank
    differences: tuple[Difference, ...] = ()


class Approver(Frozen):
    """A person who approved a bank, and what makes them an expert of its field."""

    name: str = Field(min_length=1)
    qualification: str = Field(min_length=1)


class Approval(Frozen):
    """That persons of a named organisation approved every item of a bank as it stood on a day."""

    organisation: Both
    persons: tuple[Approver, ...] = Field(min_length=1)
    on: date


class Reviews(Frozen):
    """reviews.yaml: who checked a bank, and how; and who approved it, where experts did."""

    reviews: tuple[Review, ...] = ()
    approval: Approval | None = None


class Annotation(Frozen):
    """One person's answer to an item in one language, as a program would hand it in; persons go by a name of their own choosing."""

    person: str = Field(pattern=r"^[a-z0-9_-]{1,40}$")
    item: str
    language: Language
    answer: dict[str, Any]


class Annotations(Frozen):
    """annotations.yaml: what persons answered, from which the human ceiling of a bank is measured."""

    annotations: tuple[Annotation, ...] = ()


class Alignment(Frozen):
    """The place of a skill in a public framework: a concept of ESCO, or a unit of Korea's NCS (국가직무능력표준)."""

    framework: Literal["ESCO", "NCS"]
    code: str
    name: Both
    url: str

    @model_validator(mode="after")
    def _is_of_its_framework(self) -> Self:
        code, url = FRAMEWORKS[self.framework]
        if not re.fullmatch(code, self.code):
            raise ValueError(f"'{self.code}' is no code of {self.framework}")
        if not re.fullmatch(url, self.url) or (self.framework == "ESCO" and not self.url.endswith(f"/{self.code}")):
            raise ValueError(f"'{self.url}' is no address of {self.framework} for this code")
        return self


# How the frameworks write their codes, and where these have their addresses.
FRAMEWORKS = {
    "ESCO": (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", r"http://data\.europa\.eu/esco/(skill|occupation)/[0-9a-f-]{36}"),
    "NCS": (r"\d{8}(\d{2})?(_\d{2}v\d{1,2})?", r"https://(www\.)?ncs\.go\.kr/\S+"),
}


class Skill(Frozen):
    """A skill exercises train and certificates name, with its places in public frameworks."""

    name: Both
    about: Both
    alignment: tuple[Alignment, ...] = ()

    @field_validator("alignment")
    @classmethod
    def _once_each(cls, alignment: tuple[Alignment, ...]) -> tuple[Alignment, ...]:
        if len({(one.framework, one.code) for one in alignment}) < len(alignment):
            raise ValueError("the same code is given twice")
        return alignment


class Term(Frozen):
    """An entry of a taxonomy."""

    name: Both
    definition: Both
    example: Both
    near_miss: Both


class GlossaryTerm(Frozen):
    """A word of the field and what it means here."""

    name: Both
    definition: Both


Skills = dict[str, Skill]
Glossary = dict[str, GlossaryTerm]
Taxonomies = dict[str, dict[str, Term]]

COURSE: TypeAdapter[Course] = TypeAdapter(Course)
LESSON: TypeAdapter[LessonHead] = TypeAdapter(LessonHead)
BANK: TypeAdapter[Bank] = TypeAdapter(Bank)
ANNOTATIONS: TypeAdapter[Annotations] = TypeAdapter(Annotations)
REVIEWS: TypeAdapter[Reviews] = TypeAdapter(Reviews)
SKILLS: TypeAdapter[Skills] = TypeAdapter(Skills)
TAXONOMIES: TypeAdapter[Taxonomies] = TypeAdapter(Taxonomies)
GLOSSARY: TypeAdapter[Glossary] = TypeAdapter(Glossary)
