"""`curriculum grade`: the verdict on an answer to an exercise file, for authors who try their items and for batches."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO

import click
from flask import Flask
from flask_babel import force_locale

from curriculum_app.content.library import Item
from curriculum_app.content.reading import read_item
from curriculum_app.grading.kind import InvalidAnswer
from curriculum_app.grading.verdict import Verdict
from curriculum_app.practice import explaining, messages

LARGEST = 10 * 1024 * 1024  # bytes of an answer; a larger one is refused unread


class Refusal(Exception):
    """The answer can't be graded: a sentence for each thing wrong, by its place in the answer."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(problems)
        self.problems = problems


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--answer", "answers", type=click.File(encoding="utf-8"), required=True, help="The answer as JSON; - is standard input.")
@click.option("--explain", is_flag=True, help="Say the verdict in words instead of JSON.")
@click.option("--language", type=click.Choice(["ko", "en"]), help="Of the words; the item's own without it.")
@click.option("--batch", is_flag=True, help="Read an answer a line and print a verdict a line.")
@click.pass_obj
def grade(
    make_app: Callable[[], Flask], file: Path, answers: TextIO, explain: bool, language: str | None, batch: bool
) -> None:
    """Grade the answer to the exercise in FILE. Marks may be written by quote; exits 1 where an answer can't be graded."""
    item, problems = read_item(file)
    if item is None or problems:
        sys.exit("\n".join(map(str, problems)) or f"{file} is not an exercise")
    app = make_app()
    with app.app_context(), force_locale(language or item.language):
        if batch:
            refused = sum(not _line(item, line, explain) for line in _lines(answers))
            sys.exit(1 if refused else 0)
        try:
            click.echo(_said(item, verdict_on(item, answers.read(LARGEST + 1)), explain))
        except Refusal as refusal:
            sys.exit("\n".join(f"{place}: {sentence}" for place, sentence in refusal.problems.items()))


def verdict_on(item: Item, written: str) -> Verdict:
    """The verdict on an answer written as JSON. Raises Refusal."""
    try:
        if len(written) > LARGEST:
            raise ValueError(f"more than {LARGEST // 1024 // 1024} MB")
        raw = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise Refusal({"answer": f"this is not JSON: {error}"}) from None
    if not isinstance(raw, dict):
        raise Refusal({"answer": "an answer is a mapping of fields"})
    try:
        return item.gold.assess(item.task, item.task.parse(item.task.suggestion(raw)))
    except InvalidAnswer as invalid:
        raise Refusal({field: messages.say(message) for field, message in invalid.problems}) from None


def _said(item: Item, verdict: Verdict, explain: bool) -> str:
    return explaining.text(item.task, verdict) if explain else json.dumps(verdict.to_json(), ensure_ascii=False)


def _lines(answers: TextIO) -> Iterator[str]:
    """The lines, with a progress bar on a terminal's standard error; in constant memory."""
    with click.progressbar(answers, label="graded", file=sys.stderr, show_pos=True) as bar:
        yield from (line for line in bar if line.strip())


def _line(item: Item, line: str, explain: bool) -> bool:
    """Print the verdict, or the refusal, on one line of a batch; whether it was a verdict."""
    try:
        verdict = verdict_on(item, line)
    except Refusal as refusal:
        click.echo(json.dumps({"refused": refusal.problems}, ensure_ascii=False))
        return False
    said: Any = _said(item, verdict, explain)
    click.echo(json.dumps({"said": said}, ensure_ascii=False) if explain else said)
    return True
