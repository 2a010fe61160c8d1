"""Programs of the tests: people with a role somewhere, and what they ask with a key."""

from curriculum_app.accounts.models import Grant
from curriculum_app.database import db, utc_now
from curriculum_app.organisations import api_keys
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.web.access import Role


def organisation(name="학교", kind=OrganisationKind.SCHOOL):
    made = Organisation(name_ko=name, name_en=name, kind=kind)
    db.session.add(made)
    db.session.flush()
    return made


def granted(account, role, place=None):
    """A role of somebody's, in an organisation or nowhere in particular."""
    grant = Grant(account_id=account.id, role=role, organisation_id=place.id if place else None)
    db.session.add(grant)
    db.session.commit()
    return grant


def key(grant, *scopes, days=30):
    """The key and its secret."""
    made = api_keys.make(grant, "시험", scopes or api_keys.ALLOWED[Role(grant.role)], days, utc_now())
    db.session.commit()
    return made


def bearer(secret):
    return {"headers": {"Authorization": f"Bearer {secret}"}}
