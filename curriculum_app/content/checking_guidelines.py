"""The guidelines of banks: reading them, and what none can know by itself, from its other language to the items that name clauses."""

from pathlib import Path
from typing import Protocol

from curriculum_app.content.guidelines import Guideline, check_pair, read_guideline
from curriculum_app.content.library import Library
from curriculum_app.content.markdown import links
from curriculum_app.content.problems import Problems
from curriculum_app.content.schemas import LANGUAGES
from curriculum_app.content.yaml_files import Path_


class Sources(Protocol):
    """Who knows the lines of a file's fields."""

    def say(self, problems: Problems, file: Path, path: Path_, code: str, **parameters: object) -> None: ...


def read_guidelines(place: Path, library: Library, problems: Problems) -> None:
    """Takes guideline.<language>.md of a bank's folder into the library, where they are."""
    for language in LANGUAGES:
        file = place / f"guideline.{language}.md"
        if file.exists() and (guideline := read_guideline(file, language, problems)):
            library.guidelines[place.name, language] = guideline


def check_guidelines(library: Library, problems: Problems, sources: Sources) -> None:
    """Notes a missing language, clauses of one language only, dead links, and names of banks and clauses that are not there."""
    for (bank, language), guideline in library.guidelines.items():
        other = "en" if language == "ko" else "ko"
        name = f"guideline.{other}.md"
        if pair := library.guidelines.get((bank, other)):
            check_pair(guideline, pair, problems)
        elif not guideline.file.with_name(name).exists():
            problems.say(guideline.file, 0, "", "language_missing", language=other, pair=name)
        check_links(guideline, library, problems)
    _named_banks(library, problems, sources)
    _named_clauses(library, problems, sources)


def check_links(guideline: Guideline, library: Library, problems: Problems) -> None:
    """Notes the links of a guideline that lead nowhere."""
    for text in (guideline.preamble, *(clause.body for clause in guideline.clauses)):
        for _, target in links(text):
            if _dead(target, guideline, library):
                problems.say(guideline.file, _line(guideline.file, target), "", "link_dead", target=target)


def _line(file: Path, target: str) -> int:
    """Where a link stands that was found in a text cut out of the file."""
    lines = file.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if target in line), 0)


def _dead(target: str, guideline: Guideline, library: Library) -> bool:
    if target.startswith("#"):
        return target[1:] not in guideline.ids
    if target.startswith("lesson:"):
        course, _, slug = target.removeprefix("lesson:").partition("/")
        return (course, slug, guideline.language) not in library.lessons
    if target.startswith("course:"):
        return target.removeprefix("course:") not in library.courses
    outside = target.startswith(("https://", "mailto:"))
    return not outside and ("/" in target or "\\" in target or not guideline.file.with_name(target).is_file())


def _named_banks(library: Library, problems: Problems, sources: Sources) -> None:
    there = {bank for bank, _ in library.guidelines}
    for name, bank in library.banks.items():
        file = library.bank_folders[name] / "bank.yaml"
        if bank.guideline and bank.guideline not in there:
            sources.say(problems, file, ("guideline",), "guideline_unknown", bank=bank.guideline)
        elif bank.guideline and name in there:
            sources.say(problems, file, ("guideline",), "guideline_two", bank=bank.guideline)


def _named_clauses(library: Library, problems: Problems, sources: Sources) -> None:
    for item in library.items.values():
        if item.bank in library.banks and library.banks[item.bank].use == "project":
            continue  # worked by the guideline of its project
        guideline = library.guideline_of(item.bank, item.language)
        for number, clause in enumerate(item.task.guideline):
            place: Path_ = ("guideline", number)
            if guideline is None:
                sources.say(problems, item.file, place, "guideline_none", bank=item.bank)
            elif clause not in guideline.ids:
                sources.say(problems, item.file, place, "clause_unknown", clause=clause, guideline=guideline.file.name)
