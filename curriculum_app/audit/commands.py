"""`curriculum trail`: whether the trail of deeds is whole."""

import sys
from collections.abc import Callable

import click
from flask import Flask
from sqlalchemy import select

from curriculum_app.audit import AuditEntry, chaining
from curriculum_app.database import db

WORDS = {
    "edited": "was edited, or what stands before it was exchanged",
    "missing": "is missing",
    "unchained": "was added past the application",
    "cut": "the head of the trail does not go with its last entry",
}
MakeApp = Callable[[], Flask]


@click.group()
def trail() -> None:
    """The trail of who did what."""


@trail.command()
@click.option("--since", metavar="NUMBER:HASH", help="A head that this command printed before; it must still be part of the trail.")
@click.pass_obj
def check(make_app: MakeApp, since: str | None) -> None:
    """Check every entry against the chain; name those that were deleted, edited or moved."""
    with make_app().app_context():
        found = [f"entry {fault.number or fault.entry_id}: {WORDS[fault.code]}" for fault in chaining.faults()]
        if since:
            found += _departures(since)
        number, newest, at = chaining.head()
    for line in found:
        click.echo(line, err=True)
    if found:
        sys.exit(1)
    click.echo(f"{number} entries, all in order{f', the newest of {at:%Y-%m-%d %H:%M} UTC' if at else ''}.")
    click.echo(f"Write this down elsewhere, to check later that nothing before it changed: {number}:{newest}")


def _departures(since: str) -> list[str]:
    number, _, expected = since.partition(":")
    if not number.isdigit() or len(expected) != 64:
        raise click.BadParameter("it looks like 12:ab34… with 64 digits after the colon", param_hint="--since")
    kept = db.session.scalar(select(AuditEntry.hash).where(AuditEntry.number == int(number)))
    if int(number) and (kept is None or kept.hex() != expected.lower()):
        return [f"entry {number}: it is not the one that was the newest then"]
    return []
