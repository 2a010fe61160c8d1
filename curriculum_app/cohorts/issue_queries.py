"""Reads of issues: how far one is, and what became of whom."""

from typing import NamedTuple
from uuid import UUID

from flask import abort
from sqlalchemy import case, func, select

from curriculum_app.accounts.models import Account
from curriculum_app.cohorts.issue_models import CohortIssue, CohortIssuePlace, PlaceState
from curriculum_app.credentials.models import Credential, CredentialPrint
from curriculum_app.database import db
from curriculum_app.learning.models import Enrolment


class Standing(NamedTuple):
    """An issue in four numbers."""

    total: int
    issued: int
    lacking: int
    printed: int

    @property
    def done(self) -> bool:
        """Nobody is to come, and everything is signed and printed."""
        return self.issued + self.lacking == self.total and self.printed == self.issued


def issue_or_404(cohort_id: UUID, issue_id: UUID) -> CohortIssue:
    """An issue of a cohort that one may see."""
    query = select(CohortIssue).where(CohortIssue.id == issue_id, CohortIssue.cohort_id == cohort_id)
    return db.session.scalar(query) or abort(404)


def issues_of(cohort_id: UUID) -> list[tuple[CohortIssue, int]]:
    """The issues of a cohort with how many people they were for, newest first."""
    people = select(func.count()).where(CohortIssuePlace.issue_id == CohortIssue.id).scalar_subquery()
    query = select(CohortIssue, people).where(CohortIssue.cohort_id == cohort_id).order_by(CohortIssue.created_at.desc())
    return [(issue, count) for issue, count in db.session.execute(query)]


def standing(issue_id: UUID) -> Standing:
    """How far an issue is; one query."""
    state = CohortIssuePlace.state
    query = (
        select(func.count(), func.count(case((state == PlaceState.ISSUED, 1))), func.count(case((state == PlaceState.LACKING, 1))),
               func.count(CredentialPrint.credential_id))
        .select_from(CohortIssuePlace)
        .outerjoin(CredentialPrint, CredentialPrint.credential_id == CohortIssuePlace.credential_id)
        .where(CohortIssuePlace.issue_id == issue_id)
    )  # fmt: skip
    return Standing(*db.session.execute(query).one())


def people(issue_id: UUID, page: int, size: int) -> list[tuple[str, str, PlaceState, Credential | None]]:
    """Who is in an issue, by name: name, e-mail, state, certificate; a page of so many, and one more where there is a next page."""
    query = (
        select(Account.name, Account.email, CohortIssuePlace.state, Credential)
        .select_from(CohortIssuePlace)
        .join(Enrolment, Enrolment.id == CohortIssuePlace.enrolment_id)
        .join(Account, Account.id == Enrolment.account_id)
        .outerjoin(Credential, Credential.id == CohortIssuePlace.credential_id)
        .where(CohortIssuePlace.issue_id == issue_id)
        .order_by(Account.name, Account.email)
    )
    rows = db.session.execute(query.limit(size + 1).offset((page - 1) * size))
    return [(name, email, state, credential) for name, email, state, credential in rows]
