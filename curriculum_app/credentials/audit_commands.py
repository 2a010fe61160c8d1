"""`curriculum credentials audit-log`, for whoever watches the log of a school from outside."""

import sys
from pathlib import Path

import click

from curriculum_app.credentials import following
from curriculum_app.credentials.auditing import Finding


@click.command()
@click.argument("address")
@click.option(
    "--state",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="What was seen last time; made on the first visit.",
)
def audit_log(address: str, state: Path) -> None:
    """Follow the log of the school at ADDRESS: that it only grew since the last visit, and is the one that was signed.

    Exits with 1 and says what is wrong with the log; with 2 where it can't be reached. Then the state stays as it was.
    """
    if not address.startswith(("https://", "http://")):
        raise click.BadParameter("it begins with https:// or http://", param_hint="ADDRESS")
    try:
        found = following.audit(address, state, following.over_http)
    except (following.Unreachable, ValueError, OSError) as error:
        click.echo(error, err=True)
        sys.exit(2)
    if isinstance(found, Finding):
        click.echo(found.sentence, err=True)
        sys.exit(1)
    click.echo(f"All is well: the log has {found[0]} entries, {found[1]} of them new.")
