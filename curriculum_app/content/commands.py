"""`curriculum content check` and `curriculum content schema`: for authors, without database or web."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter

from curriculum_app import shipped
from curriculum_app.content.checking import check as check_library
from curriculum_app.content.designs import DESIGN
from curriculum_app.content.exchange.commands import bring, send
from curriculum_app.content.paths import PATHS
from curriculum_app.content.projects import PROJECT
from curriculum_app.content.reading import read
from curriculum_app.content.schemas import BANK, COURSE, GLOSSARY, LANGUAGES, LESSON, REVIEWS, SKILLS, TAXONOMIES
from curriculum_app.grading.gaming import BOUND, Gamed, gamed
from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.strategy import Strategy

SCHEMAS: dict[str, TypeAdapter[Any]] = {
    "course": COURSE, "project": PROJECT, "lesson": LESSON, "bank": BANK, "reviews": REVIEWS, "skills": SKILLS,
    "taxonomies": TAXONOMIES, "glossary": GLOSSARY, "paths": PATHS, "exercise": FILES,
    "certificate": DESIGN,
}  # fmt: skip


@click.group()
def content() -> None:
    """Check what authors wrote, and help their editors check it."""


@content.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """Read every course, exercise and certificate design under FOLDER (the shipped ones without it) and name what is wrong."""
    library, problems = read([folder or shipped.root()])
    for problem in check_library(library, problems):
        click.echo(str(problem))
    if problems:
        click.echo(f"{len(problems)} problem(s).", err=True)
        sys.exit(1)
    counts = (len(library.courses), len(library.lessons), len(library.banks), len(library.items))
    click.echo("All good: {} courses, {} lessons, {} banks, {} exercises.".format(*counts))


@content.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def gaming(folder: Path | None) -> None:
    """Print what answering without reading earns on every bank, as a Markdown table; fail where a bank can be gamed."""
    library, problems = read([folder or shipped.root()])
    if problems:
        sys.exit("\n".join(map(str, problems)))
    others = [strategy for strategy in Strategy if strategy != Strategy.RANDOM]
    click.echo(f"| bank | items | random | {' | '.join(s.replace('_', ' ') for s in others)} |")
    click.echo("|---|---|---|" + "---|" * len(others))
    over = False
    for bank in library.banks:
        for language in LANGUAGES:
            row = gamed([(item.task, item.gold) for item in library.items_of(bank, language)])
            if row is None:
                continue
            over |= bool(row.over)
            cells = [_earned(row, strategy) for strategy in others]
            click.echo(f"| {bank} {language} | {row.items} | {row.means[Strategy.RANDOM]:.2f} | {' | '.join(cells)} |")
    if over:
        click.echo(f"A cell marked ! is more than {BOUND:.2f} above random.", err=True)
        sys.exit(1)


def _earned(row: Gamed, strategy: Strategy) -> str:
    if strategy not in row.means:
        return "–"
    return f"{row.means[strategy]:.2f}{' !' if strategy in row.over else ''}"


@content.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("schemas"))
def schema(folder: Path) -> None:
    """Write a JSON Schema for every sort of file into FOLDER, for editors that complete and check."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, adapter in SCHEMAS.items():
        described = adapter.json_schema() | {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        (folder / f"{name}.schema.json").write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", "utf-8")
        click.echo(folder / f"{name}.schema.json")


content.add_command(bring)
content.add_command(send)
