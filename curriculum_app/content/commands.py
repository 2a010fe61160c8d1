"""`curriculum content check` and `curriculum content schema`: for authors, without database or web."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter

from curriculum_app import shipped
from curriculum_app.content.checking import check as check_library
from curriculum_app.content.reading import read
from curriculum_app.content.schemas import BANK, COURSE, LESSON, SKILLS, TAXONOMIES
from curriculum_app.grading.kinds import FILES

SCHEMAS: dict[str, TypeAdapter[Any]] = {
    "course": COURSE, "lesson": LESSON, "bank": BANK, "skills": SKILLS, "taxonomies": TAXONOMIES, "exercise": FILES,
}  # fmt: skip


@click.group()
def content() -> None:
    """Check what authors wrote, and help their editors check it."""


@content.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """Read every course and exercise under FOLDER (the shipped ones without it) and name what is wrong."""
    library, problems = read([folder or shipped.root()])
    for problem in check_library(library, problems):
        click.echo(str(problem))
    if problems:
        click.echo(f"{len(problems)} problem(s).", err=True)
        sys.exit(1)
    counts = (len(library.courses), len(library.lessons), len(library.banks), len(library.items))
    click.echo("All good: {} courses, {} lessons, {} banks, {} exercises.".format(*counts))


@content.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("schemas"))
def schema(folder: Path) -> None:
    """Write a JSON Schema for every sort of file into FOLDER, for editors that complete and check."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, adapter in SCHEMAS.items():
        described = adapter.json_schema() | {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        (folder / f"{name}.schema.json").write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", "utf-8")
        click.echo(folder / f"{name}.schema.json")
