"""Whether an edit is cosmetic: question and gold are provably the same, so that answers to both are answers to one question.

Proven is what a program can prove: the title and the minutes are no part of the question, reasons are no part of what is
graded, and punctuation and spacing outside a text to be marked change nothing. Everything else makes a new question, a
typing error put right within a word too: that it changes no meaning only a reader can say.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

from curriculum_app.grading.folding import folded

DESCRIBING = {"title", "minutes"}
_SAID = re.compile(r"[-−–+]?\d[\d.,:/]*%?|[?]")  # what punctuation decides: numbers, signs, and whether something is asked
_ABSENT = object()


class Change(NamedTuple):
    """A field that differs, by its path, and whether the difference is cosmetic."""

    path: tuple[str | int, ...]
    before: Any
    after: Any
    cosmetic: bool


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every field in which two stored editions {"task": …, "gold": …} of an item differ."""
    return [
        Change(path, None if old is _ABSENT else old, None if new is _ABSENT else new, _is_cosmetic(path, old, new))
        for path, old, new in _differences(before, after, ())
    ]


def _differences(before: Any, after: Any, path: tuple[str | int, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys([*before, *after]):
            yield from _differences(before.get(key, _ABSENT), after.get(key, _ABSENT), (*path, key))
    elif isinstance(before, list) and isinstance(after, list):
        for number, (one, other) in enumerate(zip_longest(before, after, fillvalue=_ABSENT)):
            yield from _differences(one, other, (*path, number))
    elif before != after:
        yield path, before, after


def _is_cosmetic(path: tuple[str | int, ...], before: Any, after: Any) -> bool:
    if not (isinstance(before, str | int) and isinstance(after, str | int)):
        return False
    half, *inside = path
    if half == "gold":
        return _is_reason(path)
    if inside[0] in DESCRIBING:
        return True
    return inside[0] != "text" and isinstance(before, str) and isinstance(after, str) and _reads_the_same(before, after)


def _is_reason(path: tuple[str | int, ...]) -> bool:
    return "reasons" in path or path[-1] == "reason" or str(path[-1]).endswith("_reason")


def _reads_the_same(before: str, after: str) -> bool:
    bare = [folded(text, ("punctuation", "spacing")).text for text in (before, after)]
    said = [Counter(_SAID.findall(text)) for text in (before, after)]
    return bare[0] == bare[1] and said[0] == said[1]
