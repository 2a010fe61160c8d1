"""`curriculum credentials`: renewing the seal, encrypting keys; for whoever runs the site."""

import sys
from collections.abc import Callable

import click
from flask import Flask

from curriculum_app.credentials import certification, key_files
from curriculum_app.database import utc_now

MakeApp = Callable[[], Flask]


@click.group()
def credentials() -> None:
    """Certificates: their keys, their seal and their public log."""


@credentials.command("renew-seal")
@click.pass_obj
def renew_seal(make_app: MakeApp) -> None:
    """Make a new seal certificate, which seals PDFs from now on."""
    with make_app().app_context():
        try:
            made = certification.renew(utc_now())
        except (LookupError, OSError, key_files.Locked) as error:
            sys.exit(str(error))
    click.echo(f"PDFs are sealed by {made.subject.rfc4514_string()} until {made.not_valid_after_utc:%Y-%m-%d}.")


@credentials.command("encrypt-keys")
@click.pass_obj
def encrypt_keys(make_app: MakeApp) -> None:
    """Encrypt the private keys that lie open with CURRICULUM_KEY_PASSPHRASE."""
    with make_app().app_context():
        try:
            changed = key_files.encrypt_all()
        except key_files.Locked as error:
            sys.exit(str(error))
    click.echo(f"{len(changed)} keys encrypted.")
