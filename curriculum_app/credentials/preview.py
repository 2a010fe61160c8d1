"""`curriculum certificates preview`: every design in every orientation with sample data, as pictures to look at."""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import click
from flask import Flask

from curriculum_app.content.designs import LEVELS
from curriculum_app.credentials import designs, samples

MakeApp = Callable[[], Flask]
DOTS_AN_INCH = 110
ISSUED = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


class Sheet(NamedTuple):
    """One certificate of nobody."""

    design: str
    case: str
    orientation: str
    level: str | None

    @property
    def name(self) -> str:
        parts = (self.design, self.level, self.orientation, self.case)
        return "-".join(part for part in parts if part)


@click.group()
def certificates() -> None:
    """The designs of certificates."""


@certificates.command()
@click.option("--design", "only", help="One design; all of them without it.")
@click.option("--case", "case", type=click.Choice(list(samples.CASES)), help="One sort of sample data; all without it.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("certificate-previews"), show_default=True
)
@click.pass_obj
def preview(make_app: MakeApp, only: str | None, case: str | None, out: Path) -> None:
    """Print every design, upright and across, with sample data in Korean and English, and lay PNG pictures into a folder."""
    from curriculum_app.credentials import rendering

    out.mkdir(parents=True, exist_ok=True)
    with make_app().app_context():
        try:
            for sheet in sheets([only] if only else designs.names(), case):
                file = out / f"{sheet.name}.png"
                file.write_bytes(picture(printed(sheet)))
                click.echo(file)
        except (LookupError, rendering.DoesNotFit) as error:
            sys.exit(str(error))


def sheets(names: list[str], case: str | None = None) -> Iterator[Sheet]:
    """Every sheet of these designs. Raises LookupError for a design that is not there."""
    for name in names:
        settings = designs.files_of(name).design
        for level in LEVELS if settings.kind == "level" else (None,):
            for orientation in settings.orientations:
                for one in [case] if case else samples.CASES:
                    yield Sheet(name, one, orientation, level)


def printed(sheet: Sheet) -> bytes:
    """A sample certificate as a PDF. Raises rendering.DoesNotFit."""
    from curriculum_app.credentials import rendering  # WeasyPrint takes half a second to load

    settings = designs.files_of(sheet.design).design
    facts = samples.facts(sheet.design, settings, sheet.case, sheet.orientation, sheet.level)
    return rendering.pdf(facts, samples.ADDRESS, b"{}", ISSUED, samples.pictures(sheet.case))


def picture(pdf: bytes) -> bytes:
    """The first page of a PDF as PNG."""
    import io

    import pypdfium2

    made = io.BytesIO()
    with pypdfium2.PdfDocument(pdf) as document:
        document[0].render(scale=DOTS_AN_INCH / 72).to_pil().quantize(256).save(made, "PNG", optimize=True)
    return made.getvalue()
