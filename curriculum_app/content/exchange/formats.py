"""The formats there are, and what is the same for all: drafts are checked before any file is written, files never overwritten."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from curriculum_app.content.drafts import check_draft
from curriculum_app.content.exchange import brat, coco, conll, doccano, label_studio, qti, tables, yaml_text
from curriculum_app.content.exchange.drafting import Draft, Exported, Imported, Wanted
from curriculum_app.content.exchange.problems import ImportProblem, each
from curriculum_app.content.library import Item
from curriculum_app.content.problems import SENTENCES, Problem, Problems
from curriculum_app.content.yaml_files import LARGEST, read_yaml
from curriculum_app.grading.kind import Language


class Format(NamedTuple):
    """What can be done with a format, and how its files may end when one is written."""

    read: Callable[[Path, Wanted], Imported]
    write: Callable[[Sequence[Item], str], Exported] | None = None
    suffixes: tuple[str, ...] = ()


FORMATS = {
    "label-studio": Format(label_studio.read, lambda items, _: label_studio.write(items), (".json",)),
    "table": Format(tables.read, tables.write, (".csv", ".xlsx")),
    "conll": Format(conll.read),
    "doccano": Format(doccano.read),
    "coco": Format(coco.read),
    "brat": Format(brat.read),
    "qti": Format(qti.read, qti.write, (".xml", ".zip")),
}
OF_DRAFTS = {"drafted", "drafted_field", "drafted_ready"}


def bring_in(name: str, file: Path, folder: Path, wanted: Wanted) -> tuple[list[Path], Imported]:
    """Writes the drafted items of a file into a bank's folder. Raises ImportProblem or ImportProblems, and then wrote nothing."""
    if not (folder / "bank.yaml").is_file():
        raise ImportProblem(folder, 0, "", "no_bank")
    imported = FORMATS[name].read(file, wanted)
    written = each(imported.drafts, lambda draft: _checked(draft, folder, wanted.language))
    made: list[Path] = []
    try:
        for path, text in written:
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                made.append(path)
                stream.write(text)
    except OSError as error:
        for path in made:
            with suppress(OSError):
                path.unlink()
        raise ImportProblem(folder, 0, "", "unreadable", why=error.strerror or "unknown") from None
    return made, imported


def _checked(draft: Draft, folder: Path, language: Language) -> tuple[Path, str]:
    """Where a draft goes and its text, which reads back as a draft with nothing wrong but what is to be filled in."""
    path, text = folder / f"{draft.slug}.{language}.yaml", yaml_text.write(draft.value)
    if path.exists():
        raise ImportProblem(path, 0, "", "exists")
    if len(text.encode()) > LARGEST:
        raise ImportProblem(
            draft.file, draft.line, draft.field, "draft_invalid", why=f"it is over {LARGEST // 1024} KB"
        )
    problems = Problems()
    document = read_yaml(path, problems, text)
    if document:
        check_draft(document, language, problems)
    for problem in problems:
        if problem.code not in OF_DRAFTS | {"mark_all_pays"}:  # what pays is known when the text is final
            raise ImportProblem(draft.file, draft.line, draft.field, "draft_invalid", why=_said(problem))
    return path, text


def _said(problem: Problem) -> str:
    return f"{problem.field}: {SENTENCES[problem.code] % problem.parameters}"


def send_out(name: str, items: Sequence[Item], file: Path) -> Exported:
    """Writes items into a new file. Raises ImportProblem, and then wrote nothing."""
    form = FORMATS[name]
    if form.write is None:
        raise ImportProblem(file, 0, "", "direction", format=name, direction="written, only read")
    if file.suffix not in form.suffixes:
        raise ImportProblem(file, 0, "", "suffix", suffix=file.suffix, allowed=", ".join(form.suffixes))
    if file.exists():
        raise ImportProblem(file, 0, "", "exists")
    exported = form.write(items, file.suffix)
    try:
        with file.open("xb") as stream:
            stream.write(exported.data)
    except OSError as error:
        raise ImportProblem(file, 0, "", "unreadable", why=error.strerror or "unknown") from None
    return exported
