"""What is said of a change, to whom: schools read of their own certificates, employers of people who agreed to be found."""

from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.deliveries.models import Change, Kind
from curriculum_app.talent import visibility
from curriculum_app.talent.models import TalentRecord
from curriculum_app.web.access import KeyHolder, Role, Scope
from curriculum_app.web.addresses import public_url

PAGE = 100
LARGEST_PAGE = 500
ABOUT_CREDENTIALS = (Kind.ISSUED, Kind.REVOKED, Kind.EXPIRED)
EVENTS = {
    Role.INSTRUCTOR: frozenset(ABOUT_CREDENTIALS), Role.ADMINISTRATOR: frozenset(ABOUT_CREDENTIALS), Role.EMPLOYER: frozenset(Kind),
}  # fmt: skip


class ChangesAsked(BaseModel):
    """Where to go on."""

    after: UUID | None = Field(None, description="The `next` of the page before; none: from the beginning.")
    limit: int = Field(PAGE, ge=1, le=LARGEST_PAGE)


class CourseTold(BaseModel):
    """A course in both languages."""

    ko: str
    en: str


class CredentialTold(BaseModel):
    """A certificate, to the school that issued it."""

    id: UUID
    number: str
    course: CourseTold
    issued_at: AwareDatetime
    valid_until: AwareDatetime
    revoked_at: AwareDatetime | None
    revocation_reason: str | None
    verification: str = Field(description="Its verification page.")


class ChangeTold(BaseModel):
    """One change. Schools read `credential`; employers read `record`, whose contents they ask for with it."""

    id: UUID = Field(description="The same in every telling, so that a change told twice is known.")
    type: Kind
    at: AwareDatetime
    credential: CredentialTold | None
    record: UUID | None


class ChangesTold(BaseModel):
    """A page of changes. `next` goes on from here, now or later."""

    changes: list[ChangeTold]
    next: UUID | None
    more: bool


def readable(role: Role, organisation_id: UUID | None, scopes: frozenset[Scope] = frozenset(Scope)) -> Select[Change, Credential]:
    """The changes this reader may know of, by what is agreed to now: what was told before a withdrawal can't be read after it."""
    every = select(Change, Credential).outerjoin(Credential, Credential.id == Change.credential_id)
    return every.where(_may_know(role, organisation_id, scopes))


def _may_know(role: Role, organisation_id: UUID | None, scopes: frozenset[Scope]) -> ColumnElement[bool]:
    of_credentials = Change.kind.in_(ABOUT_CREDENTIALS)
    if role == Role.EMPLOYER and Scope.TALENT_READ in scopes and organisation_id is not None:
        seen = select(TalentRecord.id).where(*visibility.seen_by(organisation_id, utc_now()))
        return and_(Change.record_id.is_not(None), or_(Change.kind == Kind.WITHDRAWN, Change.record_id.in_(seen)))
    if role == Role.ADMINISTRATOR and Scope.CREDENTIALS_READ in scopes:
        return of_credentials
    if role == Role.INSTRUCTOR and Scope.CREDENTIALS_READ in scopes and organisation_id is not None:
        return and_(of_credentials, Credential.organisation_id == organisation_id)
    return false()


def tell(change: Change, credential: Credential | None, role: Role) -> ChangeTold:
    """A change as this reader is told of it."""
    blind = role == Role.EMPLOYER
    shown = None if blind or credential is None else _credential(credential)
    return ChangeTold(id=change.id, type=Kind(change.kind), at=change.at, credential=shown, record=change.record_id if blind else None)


def page(holder: KeyHolder, asked: ChangesAsked) -> ChangesTold | None:
    """The changes after a cursor; None where there is no such cursor."""
    wanted = readable(holder.role, holder.organisation_id, holder.scopes)
    if asked.after is not None:
        after = db.session.scalar(select(Change.sequence).where(Change.id == asked.after))
        if after is None:
            return None
        wanted = wanted.where(Change.sequence > after)
    rows = db.session.execute(wanted.order_by(Change.sequence).limit(asked.limit + 1)).all()
    told = [tell(change, credential, holder.role) for change, credential in rows[: asked.limit]]
    return ChangesTold(changes=told, next=told[-1].id if told else asked.after, more=len(rows) > asked.limit)


def _credential(credential: Credential) -> CredentialTold:
    facts = credential.facts
    return CredentialTold(
        id=credential.id, number=credential.serial, course=CourseTold(**facts["course"]), issued_at=credential.issued_at,
        valid_until=credential.valid_until, revoked_at=credential.revoked_at, revocation_reason=credential.revocation_reason or None,
        verification=public_url("verification.show", public_id=credential.id),
    )  # fmt: skip


def payload(told: ChangeTold) -> dict[str, Any]:
    """The body of a webhook, as Standard Webhooks lays it out."""
    said = told.model_dump(mode="json", exclude_none=True)
    return {"type": said.pop("type"), "timestamp": said.pop("at"), "data": said}
