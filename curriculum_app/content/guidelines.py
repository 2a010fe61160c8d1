"""Guidelines: one Markdown file a version and language, whose headings are clauses with ids, `## 3.2 Title {#id}`."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal, NamedTuple

from curriculum_app.content.problems import Problems
from curriculum_app.content.yaml_files import read_text
from curriculum_app.grading.kind import Language
from curriculum_app.grading.text import normalise

_TITLE = re.compile(r"# +(.+)")
_HEADING = re.compile(r"(#{2,3}) +(.+)")
_CLAUSE = re.compile(r"(?:(\d+(?:\.\d+)*)\.? +)?(.+?) *\{#([a-z0-9][a-z0-9-]{0,39})\}")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_POINT, _HEAD = re.compile(r"^(\s*)[-*+] "), re.compile(r"^#{1,6} +")
_RULE = re.compile(r"\|?[\s:|-]*-{3}[\s:|-]*\|?")  # below the head of a table, or across the page
_EMPHASIS = re.compile(r"(\*\*|__|`|(?<!\w)[*_](?=\S))(.+?)\1")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
FEW = 2  # words
_WORD = re.compile(r"\S+\s*|\s+")  # with the space behind it: neighbours that both change make one piece


@dataclass(frozen=True)
class Clause:
    """One clause: its heading (level 2 or 3) and the Markdown up to the next clause. `line` counts from 1 in the file."""

    id: str
    level: int
    number: str
    title: str
    body: str
    line: int


@dataclass(frozen=True)
class Guideline:
    """One version of a guideline in one language."""

    language: Language
    title: str
    preamble: str
    clauses: tuple[Clause, ...]
    file: Path

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all clauses, in order."""
        return tuple(clause.id for clause in self.clauses)

    @property
    def text(self) -> str:
        """Everything there is to read, as Markdown."""
        return "\n".join([self.preamble, *(f"{clause.title}\n{clause.body}" for clause in self.clauses)])


def read_guideline(file: Path, language: Language, problems: Problems) -> Guideline | None:
    """The guideline in a file, or None with everything wrong noted by line."""
    text = read_text(file, problems)
    if text is None:
        return None
    lines = normalise(text).split("\n")
    before = len(problems)
    title = _TITLE.fullmatch(lines[0].rstrip())
    if title is None:
        problems.say(file, 1, "", "guideline_untitled")
        return None
    clauses: list[Clause] = []
    seen: set[str] = set()
    starts = [*_headings(lines), len(lines)]
    for start, end in zip(starts, starts[1:], strict=False):
        if (clause := _clause(lines, start, end)) is None:
            problems.say(file, start + 1, "", "clause_without_id")
        elif clause.id in seen:
            problems.say(file, start + 1, "", "clause_twice", clause=clause.id)
        else:
            clauses.append(clause)
            seen.add(clause.id)
    if not clauses and len(problems) == before:
        problems.say(file, 1, "", "guideline_empty")
    if len(problems) > before:
        return None
    return Guideline(language, title.group(1), "\n".join(lines[1 : starts[0]]).strip(), tuple(clauses), file)


def _headings(lines: list[str]) -> list[int]:
    """The lines with a heading of the second or third level, outside of code."""
    found, fence = [], ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark.group(1)
        elif not fence and _HEADING.fullmatch(line.rstrip()):
            found.append(number)
    return found


def _clause(lines: list[str], start: int, end: int) -> Clause | None:
    heading = _HEADING.fullmatch(lines[start].rstrip())
    named = _CLAUSE.fullmatch(heading.group(2)) if heading else None
    if heading is None or named is None:
        return None
    body = "\n".join(lines[start + 1 : end]).strip()
    return Clause(named.group(3), len(heading.group(1)), named.group(1) or "", named.group(2), body, start + 1)


def check_pair(one: Guideline, other: Guideline, problems: Problems) -> None:
    """Two languages of a guideline have the same clauses, by id, number and level, in the same order."""
    theirs = [(clause.id, clause.number, clause.level) for clause in other.clauses]
    for place, clause in enumerate(one.clauses):
        if (clause.id, clause.number, clause.level) != (theirs[place] if place < len(theirs) else ()):
            there = " ".join(filter(None, theirs[place][1::-1])) if place < len(theirs) else "-"
            problems.say(one.file, clause.line, clause.id, "pair_differs", other=other.file.name, theirs=there)
            return
    if len(theirs) > len(one.clauses):
        problems.say(one.file, 0, "", "clause_missing", clause=theirs[len(one.clauses)][0], other=other.file.name)


class Change(NamedTuple):
    """What became of one clause from one version to the next; the clause as it is, or was where it is gone."""

    sort: Literal["changed", "new", "gone"]
    clause: Clause
    pieces: tuple["Piece", ...]


PieceSort = Literal["kept", "added", "removed"]


class Piece(NamedTuple):
    """Words that stayed, came or went, in reading order."""

    sort: PieceSort
    text: str


def changes(first: Guideline, second: Guideline) -> tuple[Change, ...]:
    """Every clause that differs between two versions, in the order of the new one; what is gone comes last."""
    before = {clause.id: clause for clause in first.clauses}
    found: list[Change] = []
    for clause in second.clauses:
        was = before.pop(clause.id, None)
        if was is None:
            found.append(Change("new", clause, (Piece("added", plain(clause.body)),)))
        elif (was.title, was.body, was.number) != (clause.title, clause.body, clause.number):
            old, new = (plain(one.body) if was.title == clause.title else f"{one.title}\n\n{plain(one.body)}" for one in (was, clause))
            found.append(Change("changed", clause, word_diff(old, new)))
    found += [Change("gone", clause, (Piece("removed", plain(clause.body)),)) for clause in before.values()]
    return tuple(found)


def plain(body: str) -> str:
    """A clause as it is read: without the signs of Markdown, points as points, the cells of a table beside each other."""
    lines = [_plain_line(line) for line in body.split("\n") if not _RULE.fullmatch(line.strip())]
    return "\n".join(lines)


def _plain_line(line: str) -> str:
    line = _HEAD.sub("", _POINT.sub(r"\1• ", line))
    if line.strip().startswith("|"):
        line = " · ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", line))


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """What came and went from one text to another, word by word; a few words that stayed between changes are read as changed."""
    was, now = _WORD.findall(old), _WORD.findall(new)
    blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    stayed = [
        one for one in blocks
        if one.size > FEW or one.a in {0, len(was) - one.size} or any("\n" in word for word in was[one.a : one.a + one.size])
    ]  # fmt: skip
    pieces: list[Piece] = []
    i = k = 0
    for block in stayed:
        texts = ("".join(was[i : block.a]), "".join(now[k : block.b]), "".join(now[block.b : block.b + block.size]))
        sorts: tuple[PieceSort, ...] = ("removed", "added", "kept")
        pieces += [Piece(sort, text) for sort, text in zip(sorts, texts, strict=True) if text]
        i, k = block.a + block.size, block.b + block.size
    return tuple(pieces)
