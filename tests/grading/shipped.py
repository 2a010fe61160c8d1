"""The items that are shipped, by kind: what every kind has to do is tried on all of them."""

from functools import cache
from pathlib import Path

from curriculum_app.content.reading import read
from curriculum_app.grading.marking import MarkedTask

ROOT = Path(__file__).parents[2]


@cache
def library():
    """Everything under courses/ and exercises/ that can be read; `curriculum content check` says what cannot."""
    return read([ROOT])[0]


@cache
def items(kind):
    """The items of a kind, in a fixed order."""
    return tuple(item for _, item in sorted(library().items.items()) if item.task.kind == kind)


def right(item):
    """The answer that gold would give, as a program sends it; to be copied before it is changed."""
    return _right(item.file)


@cache
def _right(file):
    item = next(item for item in library().items.values() if item.file == file)
    with_hash = {"text_hash": item.task.hash} if isinstance(item.task, MarkedTask) else {}
    return {**with_hash, **item.gold.ideal(item.task).model_dump(mode="json")}
