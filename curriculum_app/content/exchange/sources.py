"""Reading what strangers wrote: sizes, depth and characters are bounded before anything is made of it."""

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from curriculum_app.content.exchange.problems import ImportProblem, Loss, shown

LARGEST = 20 * 1024 * 1024
MOST_ITEMS = 2_000
DEEPEST = 30
Path_ = tuple[str | int, ...]

_NAMES = {str: "a text", dict: "an object", list: "a list", bool: "true or false", int: "a number", float: "a number"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_TOKENS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{]|[\]}]', re.DOTALL)


def read_bytes(file: Path, largest: int = LARGEST) -> bytes:
    """The file's bytes. Raises ImportProblem."""
    try:
        if not file.is_file():
            raise ImportProblem(file, 0, "", "unreadable", why="there is no such file")
        if file.stat().st_size > largest:
            raise ImportProblem(file, 0, "", "too_large", limit=largest // 2**20)
        return file.read_bytes()
    except OSError as error:
        raise ImportProblem(file, 0, "", "unreadable", why=error.strerror or "unknown") from None


def read_text(file: Path) -> str:
    """The file's text, a byte order mark taken away, line ends as they are. Raises ImportProblem."""
    data = read_bytes(file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportProblem(file, data[: error.start].count(b"\n") + 1, "", "not_utf8") from None


def checked(text: str, file: Path | str, line: int, field: str) -> str:
    """The text, if it is made of characters. Raises ImportProblem for half a surrogate pair and control characters."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ImportProblem(file, line, field, "half_character")
    if found := _CONTROL.search(text):
        raise ImportProblem(file, line, field, "control_character", which=f"U+{ord(found.group()):04X}")
    return text


@dataclass(frozen=True)
class Node:
    """A value of a JSON file which knows where it stands; asked for something it is not, it says so."""

    file: Path
    source: str
    value: Any
    path: Path_ = ()
    before: int = 0  # lines of the file before `source`

    @property
    def field(self) -> str:
        """The path as people write it: `[0].annotations[1].result`."""
        return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path).lstrip(".")

    @property
    def line(self) -> int:
        """The line on which the value begins."""
        return self.before + _line_of(self.source, self.path)

    def refuse(self, code: str, **parameters: object) -> NoReturn:
        """Raises ImportProblem at this place."""
        raise ImportProblem(self.file, self.line, self.field, code, **parameters)

    def wanted(self, what: str) -> NoReturn:
        """Raises ImportProblem: something else was expected here."""
        if self.value is None:
            self.refuse("missing")
        self.refuse("wanted", what=what, given=_NAMES.get(type(self.value), shown(self.value)))

    def __getitem__(self, key: str | int) -> "Node":
        """What lies below; the value None where nothing does."""
        inside = self.value
        if isinstance(key, str) and not isinstance(inside, dict):
            self.wanted("an object")
        value = inside[key] if isinstance(key, int) else inside.get(key)
        return Node(self.file, self.source, value, (*self.path, key), self.before)

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def __iter__(self) -> Iterator["Node"]:
        """The entries of a list; raises ImportProblem where it is none."""
        if not isinstance(self.value, list):
            self.wanted("a list")
        return (self[number] for number in range(len(self.value)))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of an object; raises ImportProblem where it is none."""
        if not isinstance(self.value, dict):
            self.wanted("an object")
        return tuple(self.value)

    @property
    def text(self) -> str:
        """A text as it is written. Raises ImportProblem."""
        if not isinstance(self.value, str):
            self.wanted("a text")
        try:
            return checked(self.value, "", 0, "")
        except ImportProblem as problem:
            self.refuse(problem.code, **problem.parameters)

    @property
    def name(self) -> str:
        """A text or a whole number as a text: ids and labels are either. Raises ImportProblem."""
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return str(self.value)
        return unicodedata.normalize("NFC", self.text).strip() or self.wanted("a text that is not empty")

    @property
    def whole(self) -> int:
        """A whole number. Raises ImportProblem."""
        if isinstance(self.value, float) and self.value.is_integer():
            return int(self.value)
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.wanted("a whole number")
        return self.value

    @property
    def number(self) -> float:
        """A finite number. Raises ImportProblem."""
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            self.wanted("a number")
        try:
            found = float(self.value)
        except OverflowError:
            found = math.inf
        return found if math.isfinite(found) else self.wanted("a finite number")

    def plain(self) -> Any:
        """The value with every text in it checked and in NFC."""
        if isinstance(self.value, dict):
            return {key: self[key].plain() for key in self.value}
        if isinstance(self.value, list):
            return [entry.plain() for entry in self]
        return unicodedata.normalize("NFC", self.text) if isinstance(self.value, str) else self.value

    def losses(self, where: str, carried: Iterable[str]) -> list[Loss]:
        """One loss that names every key but the carried ones, if there are any with something in them."""
        known = set(carried)
        others = [key for key in self.keys if key not in known and self.value[key] not in (None, [], {}, "")]
        return [Loss(where, ", ".join(others))] if others else []


def read_json(file: Path, text: str | None = None, before: int = 0) -> Node:
    """The value of a JSON file, or of `text`, a part of it after `before` lines. Raises ImportProblem."""
    source = read_text(file) if text is None else text
    depth = 0
    for token in _TOKENS.finditer(source):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token.group(), 0)
        if depth > DEEPEST:
            line = before + source.count("\n", 0, token.start()) + 1
            raise ImportProblem(file, line, "", "too_deep", limit=DEEPEST)
    try:
        value = json.loads(source, object_pairs_hook=_once, parse_constant=_refuse_constant)
    except _KeyTwice as twice:
        raise ImportProblem(file, before and before + 1, "", "key_twice", key=shown(str(twice))) from None
    except json.JSONDecodeError as error:
        raise ImportProblem(file, before + error.lineno, "", "json", why=error.msg) from None
    except (ValueError, RecursionError) as error:
        raise ImportProblem(file, before and before + 1, "", "json", why=str(error)) from None
    return Node(file, source, value, (), before)


class _KeyTwice(Exception):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _KeyTwice(key)
        found[key] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


_SPACE = re.compile(r"[\s,:]*")
_JSON = json.JSONDecoder()


def _line_of(source: str, path: Path_) -> int:
    """The line of the value at `path`, or of the nearest one around it that is written. The source is known to be JSON."""
    at = _skip(source, 0)
    for part in path:
        below = _below(source, at, part)
        if below is None:
            break
        at = below
    return source.count("\n", 0, at) + 1


def _below(source: str, at: int, part: str | int) -> int | None:
    """Where the entry `part` of the list or object at `at` begins."""
    closing, at, number = {"[": "]", "{": "}"}.get(source[at : at + 1], ""), _skip(source, at + 1), 0
    while closing and source[at : at + 1] != closing:
        key: Any = number
        if closing == "}":
            key, at = _JSON.raw_decode(source, at)
            at = _skip(source, at)
        if key == part:
            return at
        at, number = _skip(source, _JSON.raw_decode(source, at)[1]), number + 1
    return None


def _skip(source: str, at: int) -> int:
    found = _SPACE.match(source, at)
    return found.end() if found else at
