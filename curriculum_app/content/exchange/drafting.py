"""Drafted items: what an import makes, in the shape of an author's file, with empty reasons to fill."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from curriculum_app.content.exchange.offsets import Claim, Counting, Text
from curriculum_app.content.exchange.problems import Loss, shown
from curriculum_app.content.library import Item
from curriculum_app.grading.kind import Described, Language
from curriculum_app.grading.text import Span, occurrences

DIFFICULTY, MINUTES = 3, 5  # of a draft, where the file does not say
MOST_CHARACTERS, MOST_MARKS = 50_000, 200  # of an item
TITLE = 60  # characters of a text that become its title
SHORT_ID = re.compile(r"[a-z][a-z0-9]{0,3}")


class Wanted(NamedTuple):
    """What the one who imports says of all items."""

    language: Language
    skills: tuple[str, ...] = ()
    offsets: Counting | None = None


class Draft(NamedTuple):
    """One item to be: its file's name without language, its value, and where in the source it comes from."""

    slug: str
    value: dict[str, Any]
    file: Path
    line: int = 0
    field: str = ""


@dataclass
class Imported:
    """What a file holds for us, and what of it is not carried."""

    drafts: list[Draft] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    def lose(self, where: str, what: str) -> None:
        """Note a loss."""
        self.losses.append(Loss(where, what))


class Exported(NamedTuple):
    """A file for another tool, and what of the items is not in it."""

    data: bytes
    losses: tuple[Loss, ...]


class Ids:
    """Ids for names of another tool, the same for the same name, in the order of their appearance."""

    def __init__(self, prefix: str, longest: int = 20, letter_first: bool = False) -> None:
        self._prefix, self._longest = prefix, longest
        self._valid = re.compile(rf"{'[a-z]' if letter_first else '[a-z0-9_-]'}[a-z0-9_{'' if letter_first else '-'}]*")
        self.names: dict[str, str] = {}  # id to name
        self._ids: dict[str, str] = {}  # name to id

    def know(self, known: str) -> None:
        """An id that the file itself gives."""
        self.names.setdefault(known, known)
        self._ids.setdefault(known, known)

    def __contains__(self, name: str) -> bool:
        return name in self._ids

    def of(self, name: str) -> str:
        """The id of a name: itself where it is one, else its Latin letters and digits, else a number."""
        if name in self._ids:
            return self._ids[name]
        wanted = self._wanted(name)
        found, number = wanted, 2
        while found in self.names:
            found, number = f"{wanted[: self._longest - 4]}_{number}", number + 1
        self.names[found], self._ids[name] = name, found
        return found

    def _wanted(self, name: str) -> str:
        if self._valid.fullmatch(name) and len(name) <= self._longest:
            return name
        plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") if name.isascii() else ""
        if not plain:
            return f"{self._prefix}_{len(self.names) + 1}"
        return (plain if plain[0].isalpha() else f"{self._prefix}_{plain}")[: self._longest]


class Slugs:
    """Names of files, each once."""

    def __init__(self, file: Path) -> None:
        self._fallback = slug(file.stem) or "item"
        self._taken: set[str] = set()

    def of(self, name: str) -> str:
        """A free slug made of `name`, or of the file's name and a number where nothing of it can be one."""
        wanted = slug(name)
        found = wanted or f"{self._fallback}-1"
        number = 2
        while found in self._taken:
            found, number = f"{wanted or self._fallback}-{number}", number + 1
        self._taken.add(found)
        return found

    def numbered(self, number: int) -> str:
        """The slug of the file's `number`-th record."""
        return self.of(f"{self._fallback}-{number}")


def slug(name: str) -> str:
    """The Latin letters and digits of a name, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() if name else ""
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].strip("-")


def title_of(text: str) -> str:
    """The beginning of a text as the title of its item."""
    return shown(" ".join(text.split()), TITLE)


def head(kind: str, title: str, wanted: Wanted, said: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The keys all kinds begin with, in the order in which authors write them; `said` is what the file knows of them."""
    said = said or {}
    value: dict[str, Any] = {
        "id": str(uuid4()),
        "kind": kind,
        "state": "drafted",
        "title": said.get("title") or title or "?",
        "languages": [wanted.language],
        "skills": list(wanted.skills or said.get("skills") or ()),
        "difficulty": said.get("difficulty", DIFFICULTY),
        "minutes": said.get("minutes", MINUTES),
    }
    if said.get("family"):
        value["family"] = said["family"]
    value["instructions"] = said.get("instructions", "")
    if said.get("sources"):
        value["sources"] = said["sources"]
    return value


class Found(NamedTuple):
    """A mark of another tool: where, which label, its id and reason where it has them."""

    claim: Claim
    label: str
    name: str = ""
    reason: str = ""


def labels_of(ids: Ids) -> list[dict[str, str]]:
    """The labels of an item, their definitions to be written."""
    return [{"id": known, "name": name, "definition": ""} for known, name in ids.names.items()]


def span_labels(
    item: dict[str, Any], labels: list[Any], text: Text, found: Sequence[Found], ids: Ids, counting: Counting,
    where: str, imported: Imported,
) -> dict[str, Any] | None:  # fmt: skip
    """Completes a span_labels item: its labels, its text with the marks in it, and gold; None where it would be none.

    Losses are noted.
    """
    if len(text.kept) > MOST_CHARACTERS or len(found) > MOST_MARKS or not text.kept or not labels:
        what = f"{len(text.kept)} characters with {len(found)} marks and {len(labels)} labels"
        imported.lose(
            where, f"the whole item: {what}; an item holds 1 to {MOST_CHARACTERS}, up to {MOST_MARKS} and at least 1"
        )
        return None
    marks: dict[str, dict[str, Any]] = {}
    spans: dict[str, Span] = {}
    seen: dict[tuple[Span, str], str] = {}
    placed = [(text.span(mark.claim, counting) or Span(0, 0), mark) for mark in found]
    for raw, mark in sorted(placed, key=lambda pair: (pair[0].start, -pair[0].end)):
        span, label = text.place(raw), ids.of(mark.label)
        said = f"{mark.label} '{shown(text.raw[slice(*raw)])}'"
        if not span.length:
            imported.lose(where, f"{said}: nothing but blanks that are not kept")
        elif (span, label) in seen:
            imported.lose(where, f"{said}: the same mark again")
        else:
            if not text.whole_characters(raw):
                imported.lose(
                    where, f"{said}: its ends cut a character and are widened to '{shown(text.kept[slice(*span)])}'"
                )
            name = mark.name if SHORT_ID.fullmatch(mark.name) and mark.name not in marks else _free(marks)
            seen[span, label] = name
            spans[name], marks[name] = span, {"label": label, "reason": mark.reason}
    if text.kept != text.raw.replace("\r\n", "\n"):
        imported.lose(where, _changed(text))
    written, quoted = inline(text.kept, spans)
    for name in quoted:
        marks[name] |= by_quote(text.kept, spans[name])
    return {**item, "labels": labels, "text": written, "gold": {"marks": marks}}


def _free(marks: Mapping[str, Any]) -> str:
    number = len(marks) + 1
    while f"m{number}" in marks:
        number += 1
    return f"m{number}"


def _changed(text: Text) -> str:
    composed = unicodedata.normalize("NFC", text.raw.replace("\r\n", "\n").replace("\r", "\n"))
    what = ["blanks at the ends of lines or of the text"] if composed != text.kept else []
    if not unicodedata.is_normalized("NFC", text.raw):
        what.append("the decomposed form of characters (the text is kept in NFC)")
    return " and ".join(what or ["carriage returns"])


def inline(text: str, spans: Mapping[str, Span]) -> tuple[str, list[str]]:
    """The text with marks as `[…]{#id}`, and the ids that can't be written so: they cross others or a line's end."""
    opened: list[str] = []
    inside: list[str] = []
    quoted: list[str] = []
    for name in sorted(spans, key=lambda name: (spans[name].start, -spans[name].end)):
        span = spans[name]
        while opened and spans[opened[-1]].end <= span.start:
            opened.pop()
        if "\n" in text[span.start : span.end] or (opened and spans[opened[-1]].end < span.end):
            quoted.append(name)
        else:
            opened.append(name)
            inside.append(name)
    opening, closing = [""] * (len(text) + 1), [""] * (len(text) + 1)
    for name in inside:
        opening[spans[name].start] += "["
    for name in reversed(inside):
        closing[spans[name].end] += f"]{{#{name}}}"
    escaped = [f"\\{character}" if character in "[]\\" else character for character in text]
    return "".join(f"{c}{o}{e}" for c, o, e in zip(closing, opening, [*escaped, ""], strict=True)), quoted


def by_quote(text: str, span: Span) -> dict[str, Any]:
    """A mark's place by its quote, and which of its occurrences it is where there are several."""
    quote = text[span.start : span.end]
    number = next(n for n, place in enumerate(occurrences(quote, text), start=1) if place == span)
    return {"quote": quote} | ({"occurrence": number} if number > 1 else {})


def described(item: Item) -> dict[str, Any]:
    """What all kinds share of a task, as plain values, without its id and languages."""
    task = item.task
    return {
        name: value
        for name, value in task.model_dump(mode="json", include=set(Described.model_fields)).items()
        if name not in {"id", "languages"} and value not in ("", [], ())
    }


def not_carried(items: Iterable[Item], kinds: Sequence[str]) -> tuple[list[Item], list[Loss]]:
    """The items of these kinds, and what is lost of every export: other kinds, ids, suggestions, floors, panels."""
    kept: list[Item] = []
    losses = [Loss("every item", "id and pairing with its other language (an import makes a new item in one language)")]
    for item in items:
        where = f"{item.slug}.{item.language}"
        if item.task.kind not in kinds:
            losses.append(Loss(where, f"the whole item: kind {item.task.kind}"))
            continue
        if getattr(item.gold, "contested", None):
            losses.append(Loss(where, "the whole item: gold is contested, no answer is right"))
            continue
        kept.append(item)
        if item.task.suggested:
            losses.append(Loss(where, "suggested"))
        for name in ("floors", "least_iou", "wrong_label"):
            default = type(item.gold).model_fields.get(name)
            if default is not None and getattr(item.gold, name) != default.default:
                losses.append(Loss(where, f"gold.{name}"))
    return kept, losses
