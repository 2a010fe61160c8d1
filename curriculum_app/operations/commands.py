"""`curriculum prepare`, what script/server runs before it serves; `curriculum regrade`; `curriculum erasures replay`."""

import logging
import sys
from collections.abc import Callable
from typing import TextIO

import click
from flask import Flask

from curriculum_app import alembic
from curriculum_app.credentials import certification, keys
from curriculum_app.database import db, utc_now
from curriculum_app.deliveries import vault
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.loading import load_files
from curriculum_app.operations import demonstration, erasing, regrading
from curriculum_app.refusal import Refused


@click.command()
@click.pass_obj
def prepare(make_app: Callable[[], Flask]) -> None:
    """Migrate the database, load the curriculum, make keys and seal, and, in development, lay out the demonstration accounts."""
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
        certification.ensure(utc_now())
        vault.ensure()
        db.session.commit()
        if app.config["ENVIRONMENT"] == "development":
            for email in demonstration.lay_out():
                click.echo(f"  sign in as {email} with the password {demonstration.PASSWORD}")
            if address := demonstration.verification_address():
                click.echo(f"  verify a certificate at {address}")


@click.group()
def erasures() -> None:
    """People whose data are erased."""


@erasures.command()
@click.argument("file", type=click.File("r"))
@click.pass_obj
def replay(make_app: Callable[[], Flask], file: TextIO) -> None:
    """Erase again whoever stands in FILE (erased.txt of the data folder), after an older back-up was restored."""
    try:
        ids = erasing.read(file.read())
    except ValueError:
        sys.exit("This is no file of erasures: each of its lines begins with the id of an account.")
    with make_app().app_context():
        done = 0
        for account_id in dict.fromkeys(ids):
            done += erasing.erase(account_id, utc_now())
            db.session.commit()
    click.echo(f"{done} of {len(set(ids))} accounts erased; the others are not in this database.")


@click.command()
@click.argument("item")
@click.option("--language", type=click.Choice(["ko", "en"]), default="ko", show_default=True)
@click.option("--dry-run", is_flag=True, help="Only say what would change, for whom, and what it means for certificates.")
@click.pass_obj
def regrade(make_app: Callable[[], Flask], item: str, language: str, dry_run: bool) -> None:
    """Grade the stored answers to ITEM (bank/slug) by its live gold. The worker does it; answers to another question are left alone."""
    bank, _, slug = item.partition("/")
    with make_app().app_context():
        entry = live().items.get((bank, slug, language))
        if entry is None:
            sys.exit(f"There is no live exercise {item} in {language}.")
        try:
            if dry_run:
                _say(regrading.dry_run(entry.edition))
            else:
                regrading.start(entry.edition, None)
                db.session.commit()
                click.echo("Put down for the worker.")
        except Refused:
            sys.exit(f"{item} has no gold to grade by.")


def _say(effect: regrading.Effect) -> None:
    """The dry run in words: sums first, then who, then the certificates."""
    click.echo(f"{effect.graded} answers would be graded anew; {len(effect.changes)} would score differently.")
    for change in effect.changes:
        click.echo(f"  {change.email}: {_points(change.before)} → {_points(change.after)} ({change.context})")
    for sitting in effect.sittings:
        passing = {(True, True): "passes either way", (False, False): "fails either way", (True, False): "would FAIL",
                   (False, True): "would PASS"}[sitting.passed, sitting.passes]  # fmt: skip
        certificate = f"; certificate {sitting.certificate} rests on it" if sitting.certificate else ""
        click.echo(f"  exam of {sitting.email}: {sitting.before:.1f} → {sitting.after:.1f}, {passing}{certificate}")
    if any(sitting.certificate and not sitting.passes for sitting in effect.sittings):
        click.echo("Certificates are never revoked by a regrading; an administrator decides.")


def _points(score: float | None) -> str:
    return "–" if score is None else f"{100 * score:.0f}"
