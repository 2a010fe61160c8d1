"""`curriculum content import` and `curriculum content export`."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import click

from curriculum_app import shipped
from curriculum_app.content.drafts import is_drafted
from curriculum_app.content.exchange.drafting import Wanted
from curriculum_app.content.exchange.formats import FORMATS, bring_in, send_out
from curriculum_app.content.exchange.offsets import Counting
from curriculum_app.content.exchange.problems import ImportProblem, ImportProblems, Loss
from curriculum_app.content.library import Item
from curriculum_app.content.problems import Problems
from curriculum_app.content.reading import read_item
from curriculum_app.content.schemas import LANGUAGES
from curriculum_app.content.yaml_files import read_yaml
from curriculum_app.grading.kind import Language

T = TypeVar("T")
BOTH_WAYS = [name for name, form in FORMATS.items() if form.write]


@click.command("import")
@click.argument("name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--into", "folder", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="The folder of the bank that gets the items.")  # fmt: skip
@click.option("--language", required=True, type=click.Choice(LANGUAGES), help="The language of the items.")
@click.option("--skills", default="", help="Their skills, between commas; else they are to be filled in.")
@click.option("--offsets", type=click.Choice([counting.value for counting in Counting]),
              help="What the file counts places in, where it does not say.")  # fmt: skip
def bring(name: str, file: Path, folder: Path, language: Language, skills: str, offsets: str | None) -> None:
    """Make drafted items of a file of another tool; say line by line what was made, and on stderr what is not carried."""
    named = tuple(skill for part in skills.split(",") if (skill := part.strip()))
    wanted = Wanted(language, named, Counting(offsets) if offsets else None)
    made, imported = _or_say(lambda: bring_in(name, file, folder, wanted))
    for path in made:
        click.echo(str(path))
    click.echo(f"{len(made)} drafted item(s). curriculum content check says what is to be filled in.")
    _say_losses(imported.losses)


@click.command("export")
@click.argument("name", metavar="FORMAT", type=click.Choice(BOTH_WAYS))
@click.argument("bank")
@click.option("--language", type=click.Choice(LANGUAGES), help="Only the items in this language.")
@click.option(
    "--to", "file", required=True, type=click.Path(path_type=Path), help="The file to write; it must not exist."
)
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="The content folder that has the bank; the shipped one without it.")  # fmt: skip
def send(name: str, bank: str, language: Language | None, file: Path, folder: Path | None) -> None:
    """Write the items of a bank into a file for another tool; say on stderr what is not in it."""
    items, drafts = _or_say(lambda: _items((folder or shipped.root()) / "exercises" / bank, language))
    exported = _or_say(lambda: send_out(name, items, file))
    click.echo(f"{file}: {len(items)} item(s) of {bank}.")
    _say_losses([*drafts, *exported.losses])


def _items(folder: Path, language: Language | None) -> tuple[list[Item], list[Loss]]:
    """A bank's items, and its drafts as losses. Raises ImportProblem where one can't be read."""
    if not (folder / "bank.yaml").is_file():
        raise ImportProblem(folder.parent, 0, "", "bank_unknown", bank=folder.name)
    items: list[Item] = []
    drafts: list[Loss] = []
    for file in sorted(folder.glob(f"*.{language or '*'}.yaml")):
        item, problems = read_item(file)
        if item:
            items.append(item)
        elif (document := read_yaml(file, Problems())) and is_drafted(document):
            drafts.append(Loss(file.name, "the whole item: it is a draft"))
        else:
            raise ImportProblem(folder, 0, "", "content_problem", first=problems[0])
    return items, drafts


def _or_say(do: Callable[[], T]) -> T:
    """What `do` gives; where it says that something is wrong, that is said and the command ends with 1."""
    try:
        return do()
    except ImportProblem as problem:
        click.echo(str(problem), err=True)
    except ImportProblems as found:
        for one in found.problems:
            click.echo(str(one), err=True)
        click.echo(f"{len(found.problems)} problem(s); nothing was written.", err=True)
    sys.exit(1)


def _say_losses(losses: Iterable[Loss]) -> None:
    told = list(losses)
    for loss in told:
        click.echo(f"not carried: {loss}", err=True)
    if told:
        click.echo(f"{len(told)} thing(s) not carried.", err=True)
