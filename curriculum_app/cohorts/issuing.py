"""Certificates for a whole cohort: who has earned one, who lacks what, and issuing them part by part.

Each part is a job with a lease, and each person's certificate is made or found, so that an issue goes on after any crash.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import insert, select

from curriculum_app import audit, jobs
from curriculum_app.accounts.models import Account
from curriculum_app.cohorts.issue_models import CohortIssue, CohortIssuePlace, PlaceState
from curriculum_app.cohorts.models import Cohort, CohortMember
from curriculum_app.credentials import issuing
from curriculum_app.credentials.eligibility import Requirement, requirements
from curriculum_app.credentials.models import Credential
from curriculum_app.credentials.queries import best_passed
from curriculum_app.database import db
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.learning.models import Enrolment
from curriculum_app.refusal import Refused

MOST = 5000
PART = 20  # certificates in one transaction: the number's row is locked for that long


class Standing(NamedTuple):
    """How one member stands: has a certificate, has earned one, or lacks something."""

    enrolment_id: UUID
    name: str
    email: str
    serial: str  # of the certificate, or ""
    lacking: list[Requirement]

    @property
    def ready(self) -> bool:
        """Earned, and not issued yet."""
        return not self.serial and not self.lacking


def standings(cohort: Cohort, catalogue: Catalogue) -> list[Standing]:
    """Everybody in the cohort, by name. Raises Refused("course_without_certificate")."""
    slug = catalogue.slugs.get(cohort.course_id)
    course = catalogue.courses[slug] if slug else None
    if course is None or course.exam is None:
        raise Refused("course_without_certificate")
    members = (
        select(Enrolment, Account.name, Account.email)
        .join(CohortMember, CohortMember.enrolment_id == Enrolment.id)
        .join(Account, Account.id == Enrolment.account_id)
        .where(CohortMember.cohort_id == cohort.id)
        .order_by(Account.name, Account.email)
    )
    rows = db.session.execute(members).all()
    ids = [row[0].id for row in rows]
    passed, current = best_passed(ids), _current(cohort)
    progress = {one.enrolment.id: one for one in learning.progress_of_many(catalogue, [row[0] for row in rows])}
    return [
        Standing(enrolment.id, name, email, current.get(enrolment.id, ""),
                 [asked for asked in requirements(course, progress[enrolment.id], passed.get(enrolment.id)) if not asked.met])
        for enrolment, name, email in rows
    ]  # fmt: skip


def _current(cohort: Cohort) -> dict[UUID, str]:
    """The numbers of the members' certificates, by enrolment."""
    made = (
        select(Credential)
        .join(CohortMember, CohortMember.enrolment_id == Credential.enrolment_id)
        .where(CohortMember.cohort_id == cohort.id, Credential.superseded_at.is_(None))
    )
    columns = made.with_only_columns(CohortMember.enrolment_id, Credential.year, Credential.number)
    return {enrolment_id: f"{year}-{number:04d}" for enrolment_id, year, number in db.session.execute(columns)}


def start(cohort: Cohort, by: UUID, catalogue: Catalogue, now: datetime) -> CohortIssue:
    """Put an issue down for everybody who has earned a certificate and has none.

    Raises Refused: `nobody_to_issue`, `too_many_to_issue`, `issue_under_way`, `course_without_certificate`.
    """
    db.session.execute(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update())
    if under_way(cohort.id) is not None:
        raise Refused("issue_under_way")
    ready = [one.enrolment_id for one in standings(cohort, catalogue) if one.ready]
    if not ready:
        raise Refused("nobody_to_issue")
    if len(ready) > MOST:
        raise Refused("too_many_to_issue", most=MOST)
    issue = CohortIssue(cohort_id=cohort.id, started_by=by, created_at=now)
    db.session.add(issue)
    db.session.flush()
    places = [{"issue_id": issue.id, "enrolment_id": id, "part": at // PART, "position": at} for at, id in enumerate(ready)]
    db.session.execute(insert(CohortIssuePlace), places)
    audit.note("cohort_issue_started", by, cohort.id, cohort.organisation_id, people=len(ready))
    jobs.enqueue("cohorts.issue", str(issue.id), issue_id=str(issue.id))
    return issue


def under_way(cohort_id: UUID) -> UUID | None:
    """The issue of a cohort that still has somebody to come."""
    waiting = select(CohortIssue.id).join(CohortIssuePlace, CohortIssuePlace.issue_id == CohortIssue.id)
    return db.session.scalar(
        waiting.where(CohortIssue.cohort_id == cohort_id, CohortIssuePlace.state == PlaceState.WAITING).limit(1)
    )


def put_down_parts(issue_id: UUID) -> None:
    """Put down each part of an issue as a job of its own, for whichever worker is free."""
    waiting = (CohortIssuePlace.issue_id == issue_id, CohortIssuePlace.state == PlaceState.WAITING)
    for part in db.session.scalars(select(CohortIssuePlace.part).where(*waiting).distinct().order_by(CohortIssuePlace.part)):
        jobs.enqueue("cohorts.issue_part", f"{issue_id} {part}", issue_id=str(issue_id), part=part)


def issue_part(issue_id: UUID, part: int, catalogue: Catalogue, now: datetime) -> None:
    """Make, or find, the certificates of one part."""
    mine = (CohortIssuePlace.issue_id == issue_id, CohortIssuePlace.part == part, CohortIssuePlace.state == PlaceState.WAITING)
    waiting = select(CohortIssuePlace, Enrolment).join(Enrolment, Enrolment.id == CohortIssuePlace.enrolment_id)
    # All are locked before the first takes a number: with a person who claims theirs just now, nobody waits in a ring.
    rows = db.session.execute(waiting.where(*mine).order_by(Enrolment.id).with_for_update(of=Enrolment)).all()
    for place, enrolment in sorted(rows, key=lambda row: row[0].position):
        try:
            place.credential_id = issuing.issue(enrolment, catalogue, now).id
            place.state = PlaceState.ISSUED
        except Refused as refused:
            if refused.code != "not_yet_earned":
                raise
            place.state = PlaceState.LACKING
