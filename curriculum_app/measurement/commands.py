"""`curriculum content ceiling`: what persons reach on a bank, for authors; without database or web."""

import sys
from pathlib import Path

import click

from curriculum_app import shipped
from curriculum_app.content.reading import read
from curriculum_app.content.schemas import LANGUAGES
from curriculum_app.measurement.ceiling import Ceiling, of_bank


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def ceiling(folder: Path | None) -> None:
    """Print the human ceiling of every bank, leave-one-out over the persons of its annotations.yaml, as a Markdown table."""
    library, problems = read([folder or shipped.root()])
    if problems:
        sys.exit("\n".join(map(str, problems)))
    click.echo("| bank | human ceiling | items | persons |\n|---|---|---|---|")
    for bank in library.banks:
        for language in LANGUAGES:
            click.echo(f"| {bank} {language} | {_said(of_bank(library, bank, language))} |")


def _said(found: Ceiling | None) -> str:
    if found is None:
        return "not measured | – | –"
    error = "" if found.standard_error is None else f" ± {found.standard_error:.2f}"
    return f"{found.mean:.2f}{error} | {found.items} | {found.persons}"
