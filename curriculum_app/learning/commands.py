"""`curriculum content load`: make what authors wrote live."""

import sys
from collections.abc import Callable

import click
from flask import Flask

from curriculum_app.learning.loading import load_files


@click.command()
@click.pass_obj
def load(make_app: Callable[[], Flask]) -> None:
    """Read the shipped folders, CONTENT_DIRS and EXAM_DIRS and make them live; where something is wrong, nothing changes."""
    with make_app().app_context():
        problems = load_files()
        for problem in problems:
            click.echo(problem)
        if problems:
            click.echo(f"{len(problems)} problem(s); nothing was loaded.", err=True)
            sys.exit(1)
        click.echo("Loaded.")
