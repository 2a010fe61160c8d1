"""The `curriculum` command."""

import click

from curriculum_app.content.commands import content
from curriculum_app.operations.commands import prepare


@click.group()
def main() -> None:
    """A school for AI trainers: content, and running the site."""


main.add_command(content)
main.add_command(prepare)
