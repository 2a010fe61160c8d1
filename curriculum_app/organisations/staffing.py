"""Who holds which role where."""

from uuid import UUID

from sqlalchemy import select

from curriculum_app import audit
from curriculum_app.accounts import signing_in
from curriculum_app.accounts.models import Grant
from curriculum_app.database import db
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role


def found(name_ko: str, name_en: str, kind: OrganisationKind) -> Organisation:
    """A new organisation. Raises Refused("organisation_exists")."""
    if db.session.scalar(select(Organisation.id).where(Organisation.name_ko == name_ko)):
        raise Refused("organisation_exists", name=name_ko)
    organisation = Organisation(name_ko=name_ko, name_en=name_en, kind=kind)
    db.session.add(organisation)
    db.session.flush()
    return organisation


def grant(email: str, role: Role, organisation_name: str, by: UUID | None = None) -> None:
    """Give a person a role in an organisation, `by` whom (None: the command line); twice is once.

    Raises Refused: `account_unknown`, `organisation_unknown`.
    """
    account = signing_in.by_email(email)
    if account is None:
        raise Refused("account_unknown", email=email)
    organisation_id: UUID | None = db.session.scalar(
        select(Organisation.id).where(Organisation.name_ko == organisation_name)
    )
    if organisation_id is None:
        raise Refused("organisation_unknown", name=organisation_name)
    same = select(Grant.id).where(
        Grant.account_id == account.id, Grant.organisation_id == organisation_id, Grant.role == role
    )
    if db.session.scalar(same) is None:
        db.session.add(Grant(account_id=account.id, organisation_id=organisation_id, role=role))
        audit.note("role_granted", by, account.id, organisation_id, role=role)


def appoint_administrator(email: str) -> None:
    """Make a person an administrator everywhere; only the command line does. Raises Refused("account_unknown")."""
    account = signing_in.by_email(email)
    if account is None:
        raise Refused("account_unknown", email=email)
    everywhere = select(Grant.id).where(
        Grant.account_id == account.id, Grant.organisation_id.is_(None), Grant.role == Role.ADMINISTRATOR
    )
    if db.session.scalar(everywhere) is None:
        db.session.add(Grant(account_id=account.id, organisation_id=None, role=Role.ADMINISTRATOR))
        audit.note("role_granted", None, account.id, role=Role.ADMINISTRATOR)


def withdraw(grant: Grant, by: UUID) -> None:
    """Take a role back; it ends with the person's next request."""
    audit.note("role_withdrawn", by, grant.account_id, grant.organisation_id, role=grant.role)
    db.session.delete(grant)
