"""Reading YAML safely, with the line of every field kept for messages."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from curriculum_app.content.problems import Problems
from curriculum_app.grading.kind import FileProblem

T = TypeVar("T")

LARGEST = 256 * 1024
DEEPEST = 30
Path_ = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Document:
    """A file's value and the line of each of its fields. `offset` lines stand before it in the file."""

    def __init__(self, file: Path, value: Any, lines: Mapping[Path_, int], offset: int = 0) -> None:
        self.file, self.value, self._lines, self._offset = file, value, lines, offset

    def line(self, path: Path_) -> int:
        """The line of a field, or of the nearest field around it that is written."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1) + self._offset

    def having(self, value: Any) -> "Document":
        """The same document with another value in the place of its own; fields keep their lines."""
        return Document(self.file, value, self._lines, self._offset)

    def overlaid(self, key: str) -> "Document":
        """The document with the keys below `key` in place of its own; each field has the line where it is written."""
        over = self.value[key]
        own = {path: line for path, line in self._lines.items() if not path or path[0] != key and path[0] not in over}
        below = {path[1:]: line for path, line in self._lines.items() if len(path) > 1 and path[0] == key}
        kept = {name: value for name, value in self.value.items() if name != key}
        return Document(self.file, kept | over, own | below, self._offset)

    def say(self, problems: Problems, path: Path_, code: str, **parameters: object) -> None:
        """Note a problem of a field."""
        problems.say(self.file, self.line(path), ".".join(map(str, path)), code, **parameters)

    def check(self, schema: TypeAdapter[T], problems: Problems) -> T | None:
        """The value as `schema` has it, or None with every error noted by line and field."""
        try:
            return schema.validate_python(self.value)
        except ValidationError as invalid:
            for error in invalid.errors(include_url=False):
                self._say_error(error, problems)
        return None

    def say_file_problem(self, problem: FileProblem, problems: Problems) -> None:
        """Note what an exercise kind found wrong."""
        self.say(problems, problem.path, problem.message.code, **problem.message.parameters)

    def _say_error(self, error: Any, problems: Problems) -> None:
        path = self._written_path(tuple(error["loc"]))
        match error["type"]:
            case "missing":
                self.say(problems, path, "missing")
            case "extra_forbidden":
                self.say(problems, path, "unknown_key")
            case "enum" | "literal_error" | "union_tag_invalid":
                allowed = (
                    str(error["ctx"].get("expected") or error["ctx"]["expected_tags"])
                    .replace("'", "")
                    .replace(" or ", ", ")
                )
                if error["type"] == "union_tag_invalid":
                    path = ("kind",)
                self.say(problems, path, "not_one_of", given=error["ctx"].get("tag", error["input"]), allowed=allowed)
            case "union_tag_not_found":
                self.say(problems, ("kind",), "missing")
            case _:
                self.say(problems, path, "invalid", why=error["msg"].removeprefix("Value error, "))

    def _written_path(self, path: Path_) -> Path_:
        """pydantic puts the tag of a union into the path, which no author wrote."""
        kept: Path_ = ()
        value = self.value
        for number, part in enumerate(path):
            here = isinstance(value, dict) and (part in value or number == len(path) - 1)
            here = here or (isinstance(value, list) and isinstance(part, int))
            if not here and (number == 0 or not isinstance(value, dict)):
                continue
            kept += (part,)
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
        return kept


def read_text(file: Path, problems: Problems) -> str | None:
    """The file's text, or None with the reason noted."""
    try:
        if file.stat().st_size > LARGEST:
            problems.say(file, 0, "", "too_large", limit=LARGEST // 1024)
            return None
        return file.read_text("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        problems.say(file, 0, "", "unreadable", why=getattr(error, "strerror", None) or "it is not UTF-8")
        return None


def read_yaml(file: Path, problems: Problems, text: str | None = None, offset: int = 0) -> Document | None:
    """A mapping read from a file (or from `text`, its part after `offset` lines), or None with the reason noted."""
    text = read_text(file, problems) if text is None else text
    if text is None:
        return None
    try:
        if code := _refused(text):
            problems.say(file, 0, "", code, limit=DEEPEST)
            return None
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in (error.problem or ""):  # newer scanners give up by themselves
            problems.say(file, 0, "", "too_deep", limit=DEEPEST)
            return None
        line = error.problem_mark.line + 1 + offset if error.problem_mark else 0
        problems.say(file, line, "", "yaml", why=error.problem or "unknown")
        return None
    except yaml.YAMLError as error:
        problems.say(file, 0, "", "yaml", why=str(error).splitlines()[0])
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.say(file, 1 + offset, "", "not_a_mapping")
        return None
    lines: dict[Path_, int] = {}
    constructor = yaml.SafeLoader("")
    before = len(problems)
    value = _value(
        node,
        (),
        lines,
        constructor,
        lambda path, line: problems.say(file, line + offset, ".".join(map(str, path)), "key_twice"),
    )
    return Document(file, value, lines, offset) if len(problems) == before else None


def _refused(text: str) -> str:
    """Why the file is not even built: aliases (bombs) or depth. Events are a flat stream, so this can't be exhausted."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            return "alias"
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
            if depth > DEEPEST:
                return "too_deep"
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
    return ""


def _value(node: Any, path: Path_, lines: dict[Path_, int], constructor: Any, twice: Any) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if key in found:
                twice((*path, key), key_node.start_mark.line + 1)
            lines[(*path, key)] = key_node.start_mark.line + 1
            found[key] = _value(value_node, (*path, key), lines, constructor, twice)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, number), lines, constructor, twice) for number, child in enumerate(node.value)]
    try:
        return constructor.construct_object(node)
    except (yaml.YAMLError, ValueError):
        return node.value
