"""A record as employers see it without its holder's name, on pages and by API: everything that goes out is made here."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import BaseModel, Field

from curriculum_app.learning.catalogue import Catalogue, live
from curriculum_app.talent import visibility
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
    score: float
    questions: int = Field(description="On how many questions the score rests.")
    course: InBoth | None
    exam_score: float
    language: str = Field(description="The language of the work: ko or en.")
    assessed_in: str = Field(description="Year and month, as 2026-11.")


class PublicRecord(BaseModel):
    """What a person of the pool can do. The id stands for the person in place of a name."""

    id: UUID
    skills: list[SkillTold]


def public_record(record_id: UUID, viewer: Viewer, now: datetime) -> PublicRecord | None:
    """What this viewer may see of a record now; None where it is not shown to them (any more)."""
    seen = visibility.person(viewer.organisation_id, record_id, now) if viewer.organisation_id else None
    if seen is None:
        return None
    catalogue = live()
    return PublicRecord(id=record_id, skills=[_told(skill, catalogue) for skill in seen.skills])


def _told(row: TalentSkill, catalogue: Catalogue) -> SkillTold:
    course = catalogue.courses.get(catalogue.slugs.get(row.course_id, ""))
    return SkillTold(
        skill=row.skill, name=InBoth(ko=catalogue.skill_name(row.skill, "ko"), en=catalogue.skill_name(row.skill, "en")),
        score=round(row.score), questions=row.questions, course=InBoth(ko=course.title["ko"], en=course.title["en"]) if course else None,
        exam_score=row.exam_score, language=row.language, assessed_in=f"{row.assessed_at:%Y-%m}",
    )  # fmt: skip
