"""What a course asks for before it gives a certificate, and how somebody stands."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from curriculum_app.content.schemas import CertificateTerms, Course, Kind, Level
from curriculum_app.exams.models import Sitting
from curriculum_app.learning.queries import Progress, is_done


class Requirement(NamedTuple):
    """One condition: its code, what is reached and what is needed, and whether it is met."""

    code: str  # lessons | practice | practice_mean | exam | project
    reached: float
    needed: float

    @property
    def met(self) -> bool:
        return self.reached >= self.needed


def requirements(course: Course, progress: Progress, passed: Sitting | None) -> list[Requirement]:
    """Every condition of the course; a course without an exam gives no certificate and has none."""
    if course.exam is None:
        return []
    done = {
        sort: sum(s.sort == sort and is_done(s, r) for s, r in progress.steps)
        for sort in ("lesson", "item")
    }
    asked = {sort: sum(s.sort == sort for s, _ in progress.steps) for sort in ("lesson", "item")}
    required = [
        Requirement("lessons", done["lesson"], asked["lesson"]),
        Requirement("practice", done["item"], asked["item"]),
        Requirement("practice_mean", round(progress.practice_mean or 0.0, 6), course.completion.practice_mean),
        Requirement("exam", float(passed is not None), 1.0),
    ]
    if course.completion.project:
        worked = sum(s.sort == "project" and r is not None and r.done for s, r in progress.steps)
        required.append(Requirement("project", float(worked), 1.0))
    return required


# What a person says of themselves counts for a level of experts only once somebody has seen the paper.
SEEN = frozenset({"document seen", "issuer confirmed"})
PAPERS = frozenset({"degree", "licence"})


class Shown(NamedTuple):
    """A fact a person has stated of themselves: its sort (degree, licence, …) and how it stands (self-declared, document seen, …)."""

    sort: str
    standing: str


class Given(NamedTuple):
    """What a certificate is: its kind, and the level it names."""

    kind: Kind
    level: Level | None


def may_be_expert(pedigree: str | None, shown: Collection[Shown]) -> bool:
    """Whether somebody may be called a domain expert: an expert has approved the bank, and a degree or licence was seen."""
    return pedigree == "expert-approved" and any(one.sort in PAPERS and one.standing in SEEN for one in shown)


def given(terms: CertificateTerms, facts: Mapping[str, Any], shown: Collection[Shown] = ()) -> Given:
    """What a passed exam gives under a course's terms. An unsupervised exam leads to a 수료증 and to nothing else.

    The level of domain experts needs `may_be_expert` besides; where that is missing it is a 수료증 too.
    """
    supervised = bool((facts.get("conditions") or {}).get("supervised"))
    if not supervised or (terms.level == "domain-expert" and not may_be_expert(facts.get("pedigree"), shown)):
        return Given("completion", None)
    return Given(terms.kind, terms.level if terms.kind == "level" else None)
