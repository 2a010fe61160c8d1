"""Drafted items: files with `state: drafted`, which an import made and an author has yet to finish. They never go live.

A draft is no item with a flag but a problem by itself, because everything that keeps faulty content from going live then
keeps drafts from it too, and no page, exam or export has to remember to leave them out.
"""

from collections.abc import Iterator
from typing import Any

from curriculum_app.content.problems import Problems
from curriculum_app.content.yaml_files import Document, Path_
from curriculum_app.grading.kind import FileProblem, Language
from curriculum_app.grading.kinds import FILES

PLACEHOLDER = "…"
MAY_BE_EMPTY = {"family"}


def is_drafted(document: Document) -> bool:
    """Whether the file says that its item is a draft."""
    return bool(document.value.get("state") == "drafted")


def check_draft(document: Document, language: Language, problems: Problems) -> None:
    """Notes what is still to be filled in, and whatever else would be wrong once it is."""
    empty = list(_empty(document.value, ()))
    reasons = [name for path in empty if (name := _reason(path))]
    code = "drafted" if reasons else "drafted_ready"
    document.say(problems, ("state",), code, **({"reasons": ", ".join(reasons)} if reasons else {}))
    for path in empty:
        if not _reason(path):
            document.say(problems, path, "drafted_field")
    filled = document.having(_filled(document.value))
    item = filled.check(FILES, problems)
    if item is None:
        return
    try:
        item.halves(language)
    except FileProblem as problem:
        filled.say_file_problem(problem, problems)


def _reason(path: Path_) -> str:
    """Whose reason a field is: the mark's or the option's; empty where it is no reason."""
    if len(path) > 1 and path[-1] == "reason":
        return str(path[-2])
    if len(path) > 1 and path[-2] == "reasons":
        return str(path[-1])
    return "clean_reason" if path and path[-1] == "clean_reason" else ""


def _empty(value: Any, path: Path_) -> Iterator[Path_]:
    """The fields in which nothing is written yet."""
    if value in ("", None) or (value == [] and path == ("skills",)):
        if path and path[-1] not in MAY_BE_EMPTY:
            yield path
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield from _empty(inside, (*path, key))
    elif isinstance(value, list):
        for number, inside in enumerate(value):
            yield from _empty(inside, (*path, number))


def _filled(value: Any, key: str = "") -> Any:
    """The value as if its author had written something everywhere."""
    if value in ("", None) or (value == [] and key == "skills"):
        return [PLACEHOLDER] if value == [] else value if key in MAY_BE_EMPTY else PLACEHOLDER
    if isinstance(value, dict):
        return {name: _filled(inside, name) for name, inside in value.items()}
    if isinstance(value, list):
        return [_filled(inside) for inside in value]
    return value
