"""`curriculum organisation add` and `curriculum organisation grant`, for whoever runs the site."""

import sys
from collections.abc import Callable

import click
from flask import Flask

from curriculum_app.database import db
from curriculum_app.organisations import staffing
from curriculum_app.organisations.models import OrganisationKind
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role

SENTENCES = {
    "organisation_exists": "There is already an organisation called %(name)s.",
    "organisation_unknown": "There is no organisation called %(name)s.",
    "account_unknown": "Nobody has signed up as %(email)s.",
}
MakeApp = Callable[[], Flask]
STAFF = (Role.INSTRUCTOR, Role.AUTHOR, Role.EMPLOYER)


@click.group()
def organisation() -> None:
    """Organisations and the roles of people in them."""


@organisation.command()
@click.argument("name_ko")
@click.argument("name_en")
@click.option("--kind", type=click.Choice([kind.value for kind in OrganisationKind]), default="school")
@click.pass_obj
def add(make_app: MakeApp, name_ko: str, name_en: str, kind: str) -> None:
    """Add an organisation by its Korean and its English name."""
    _in_app(make_app, lambda: staffing.found(name_ko, name_en, OrganisationKind(kind)))
    click.echo(f"Added {name_ko}.")


@organisation.command()
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in STAFF]))
@click.argument("name_ko")
@click.pass_obj
def grant(make_app: MakeApp, email: str, role: str, name_ko: str) -> None:
    """Give EMAIL a ROLE in the organisation called NAME_KO."""
    _in_app(make_app, lambda: staffing.grant(email, Role(role), name_ko))
    click.echo(f"{email} is now {role} of {name_ko}.")


@organisation.command()
@click.argument("email")
@click.pass_obj
def administrator(make_app: MakeApp, email: str) -> None:
    """Make EMAIL an administrator of the whole site."""
    _in_app(make_app, lambda: staffing.appoint_administrator(email))
    click.echo(f"{email} is now an administrator.")


def _in_app(make_app: MakeApp, do: Callable[[], object]) -> None:
    with make_app().app_context():
        try:
            do()
        except Refused as refused:
            click.echo(SENTENCES[refused.code] % refused.parameters, err=True)
            sys.exit(1)
        db.session.commit()
