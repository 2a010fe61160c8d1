"""The file an item is written in: finding it, reading it by itself, and writing it back whole or not at all."""

import os
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from curriculum_app.content.problems import Problems
from curriculum_app.content.reading import source_hash
from curriculum_app.content.yaml_files import read_yaml
from curriculum_app.grading.kind import FileProblem, Gold, Task
from curriculum_app.grading.kinds import FILES
from curriculum_app.learning import loading
from curriculum_app.learning.catalogue import ItemEntry
from curriculum_app.refusal import Refused


@dataclass(frozen=True)
class ItemFile:
    """An item's file as it lies there now."""

    path: Path
    language: str
    source: str

    @property
    def hash(self) -> str:
        """What a page must carry to show that it was made from this very text."""
        return source_hash(self.source)

    @cached_property
    def _read(self) -> tuple[tuple[Task, Gold] | None, list[str]]:
        return halves(self.path, self.language, self.source)

    @property
    def halves(self) -> tuple[Task, Gold] | None:
        """Task and gold, where the file has no problems of its own."""
        return self._read[0]

    @property
    def problems(self) -> list[str]:
        """What is wrong in it, by line and field."""
        return self._read[1]


def halves(path: Path, language: str, source: str) -> tuple[tuple[Task, Gold] | None, list[str]]:
    """Task and gold of a file's text, or None with what is wrong in it: line, field, sentence."""
    problems = Problems()
    document = read_yaml(path, problems, source)
    file = document.check(FILES, problems) if document else None
    if document is None or file is None:
        return None, _said(problems, path)
    try:
        return file.halves("ko" if language == "ko" else "en"), _said(problems, path)
    except FileProblem as problem:
        document.say_file_problem(problem, problems)
        return None, _said(problems, path)


def _said(problems: Problems, path: Path) -> list[str]:
    return [str(problem).replace(str(path), path.name) for problem in problems]


def find(entry: ItemEntry) -> ItemFile:
    """The file of a live item. Raises Refused("item_file_missing") where none of the content folders has it any more."""
    content, exams = loading.folders()
    name = f"{entry.slug}.{entry.language}.yaml"
    for folder in (*(root / "exercises" for root in content), *exams):
        path = folder / entry.bank / name
        if path.is_file():
            return ItemFile(path, entry.language, path.read_text("utf-8"))
    raise Refused("item_file_missing", file=f"exercises/{entry.bank}/{name}")


def write(file: ItemFile, opened: str, source: str) -> None:
    """Write the file whole or not at all. `opened` is the hash of the text the author began from.

    Raises Refused: "item_file_changed" where it was saved elsewhere since, "item_file_wrong" where the new text has problems,
    "item_file_closed" where this installation may not write it.
    """
    if file.hash != opened:
        raise Refused("item_file_changed", file=file.path.name)
    _, problems = halves(file.path, file.language, source)
    if problems:
        raise Refused("item_file_wrong", problem=problems[0])
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.path.parent, prefix=".", suffix=".part", delete=False) as part:
            part.write(source)
        os.chmod(part.name, file.path.stat().st_mode)
        os.replace(part.name, file.path)
    except OSError:
        raise Refused("item_file_closed", file=file.path.name) from None
