"""`curriculum prepare`: what script/server runs before it serves."""

import logging
import sys
from collections.abc import Callable

import click
from flask import Flask

from curriculum_app import alembic
from curriculum_app.credentials import keys
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import load_files
from curriculum_app.operations import demonstration


@click.command()
@click.pass_obj
def prepare(make_app: Callable[[], Flask]) -> None:
    """Migrate the database, load the curriculum, make the signing key, and, in development, lay out the demonstration accounts."""
    app = make_app()
    logging.getLogger("alembic").setLevel(logging.WARNING)  # Flask-Alembic tells every step
    with app.app_context():
        alembic.upgrade()  # in a context of its own: its connection, and on SQLite its lock, end with it
    with app.app_context():
        if problems := load_files():
            for problem in problems:
                click.echo(problem, err=True)
            sys.exit(1)
        keys.ensure(utc_now())
        db.session.commit()
        if app.config["ENVIRONMENT"] == "development":
            for email in demonstration.lay_out():
                click.echo(f"  sign in as {email} with the password {demonstration.PASSWORD}")
            if address := demonstration.verification_address():
                click.echo(f"  verify a certificate at {address}")
