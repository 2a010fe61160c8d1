"""A record as employers see it without its holder's name, on pages and by API: everything that goes out is made here."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel, Field

from curriculum_app.accounts.facts import PersonFact
from curriculum_app.learning.catalogue import Catalogue, live
from curriculum_app.measurement.record import LEAST
from curriculum_app.talent import contents, visibility
from curriculum_app.talent.contents import SIGNS, SkillRow
from curriculum_app.talent.models import TalentSkill


class Viewer(NamedTuple):
    """Who looks: a person, for an organisation or for themselves."""

    account_id: UUID
    organisation_id: UUID | None


class InBoth(BaseModel):
    """A name in both languages."""

    ko: str
    en: str


class SkillTold(BaseModel):
    """One skill as one certificate shows it; points of 100."""

    skill: str
    name: InBoth
    score: float | None = Field(description=f"Null where it would rest on fewer than {LEAST} questions.")
    questions: int = Field(description="On how many questions the score rests.")
    course: InBoth | None
    exam_score: float
    language: str = Field(description="The language of the work: ko or en.")
    assessed_in: str = Field(description="Year and month, as 2026-11.")


class Agreement(BaseModel):
    """Mean credit of first answers, 0 to 1, with about 95 % around it."""

    value: float
    low: float
    high: float
    items: int


class BeyondChance(BaseModel):
    """Agreement beyond chance on one closed scale, with about 95 % around it."""

    measure: str = Field(description="kappa or alpha.")
    scale: str
    value: float
    low: float
    high: float
    judgements: int


class ErrorsFound(BaseModel):
    """Planted errors found; low and high are about 95 % around the share."""

    found: int
    planted: int
    low: float
    high: float


class FalseAlarms(BaseModel):
    """What was marked in texts without errors."""

    false_alarms: int
    clean_texts: int


class MedianTime(BaseModel):
    """The median time of an answer."""

    seconds: int
    items: int


class FiguresTold(BaseModel):
    """What all first answers in one language show of a skill. Null: too few cases to say, or nothing of the sort was asked."""

    skill: str
    name: InBoth
    language: str = Field(description="The language of the work: ko or en.")
    level: str | None = Field(description="associate, reviewer or domain-expert, where a certificate in force names one.")
    agreement: Agreement | None
    beyond_chance: BeyondChance | None
    errors: ErrorsFound | None
    clean: FalseAlarms | None
    time: MedianTime | None
    last_answer_in: str | None = Field(description="Year and month of the newest answer.")
    supervised: bool | None = Field(description="Of the newest certificate that shows the skill; null where it does not say.")
    identity_seen: bool | None


class FactTold(BaseModel):
    """What the person says of themselves, and how far somebody has seen it proven."""

    sort: str = Field(description="language, degree, licence or hours.")
    name: str = Field(description="A language's code, a field of study, a licence or a kind of work.")
    grade: str | None = Field(description="A level of the CEFR, native, or a degree.")
    hours: int | None
    proof: str = Field(description="self_declared, document_seen or issuer_confirmed.")
    document: str | None = Field(description="Which kind of document was seen; it is never stored.")
    proven_in: str | None = Field(description="Year and month.")


class PublicRecord(BaseModel):
    """What a person of the pool can do. The id stands for the person in place of a name."""

    id: UUID
    skills: list[SkillTold] = Field(description="What certificates in force say.")
    figures: list[FiguresTold]
    figures_made_on: date | None
    facts: list[FactTold]


def public_record(record_id: UUID, viewer: Viewer, now: datetime) -> PublicRecord | None:
    """What this viewer may see of a record now; None where it is not shown to them (any more)."""
    seen = visibility.person(viewer.organisation_id, record_id, now) if viewer.organisation_id else None
    if seen is None:
        return None
    catalogue = live()
    record = contents.of_record(record_id, catalogue, now)
    return PublicRecord(
        id=record_id, skills=[_told(skill, catalogue) for skill in seen.skills],
        figures=[_figures(row, catalogue) for row in record.skills],
        figures_made_on=record.computed_at.date() if record.computed_at else None, facts=[_fact(fact) for fact in record.facts],
    )  # fmt: skip


def _told(row: TalentSkill, catalogue: Catalogue) -> SkillTold:
    course = catalogue.courses.get(catalogue.slugs.get(row.course_id, ""))
    return SkillTold(
        skill=row.skill, name=_name(row.skill, catalogue), score=round(row.score) if row.questions >= LEAST else None,
        questions=row.questions, course=InBoth(ko=course.title["ko"], en=course.title["en"]) if course else None,
        exam_score=row.exam_score, language=row.language, assessed_in=f"{row.assessed_at:%Y-%m}",
    )  # fmt: skip


def _name(skill: str, catalogue: Catalogue) -> InBoth:
    return InBoth(ko=catalogue.skill_name(skill, "ko"), en=catalogue.skill_name(skill, "en"))


def _figures(row: SkillRow, catalogue: Catalogue) -> FiguresTold:
    """Only what there is enough of, as on the page."""
    made, last = row.enough, row.figures.get("last_on")
    agreement, beyond, errors, clean, time = (made.get(name) for name in SIGNS)
    conditions = (row.held.conditions if row.held else None) or {}
    return FiguresTold(
        skill=row.skill, name=_name(row.skill, catalogue), language=row.language, level=row.level or None,
        agreement=Agreement(**_of(agreement, "value", "low", "high"), items=agreement["n"]) if agreement else None,
        beyond_chance=BeyondChance(**_of(beyond, "measure", "scale", "value", "low", "high"), judgements=beyond["n"]) if beyond else None,
        errors=ErrorsFound(**_of(errors, "found", "low", "high"), planted=errors["n"]) if errors else None,
        clean=FalseAlarms(false_alarms=clean["false_alarms"], clean_texts=clean["n"]) if clean else None,
        time=MedianTime(seconds=time["median"], items=time["n"]) if time else None,
        last_answer_in=last[:7] if last else None, supervised=conditions.get("supervised"), identity_seen=conditions.get("identity_seen"),
    )  # fmt: skip


def _of(figure: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: figure[name] for name in names}


def _fact(fact: PersonFact) -> FactTold:
    return FactTold(
        sort=fact.sort, name=fact.name, grade=fact.grade or None, hours=fact.hours, proof=fact.proof, document=fact.document,
        proven_in=f"{fact.proven_at:%Y-%m}" if fact.proven_at else None,
    )  # fmt: skip
