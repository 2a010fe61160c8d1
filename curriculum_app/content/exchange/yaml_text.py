"""Item files as people write them: blocks for long texts, one line for each label, option and mark."""

from collections.abc import Mapping
from typing import Any

import yaml

BLOCKS = {"instructions", "text"}
ON_ONE_LINE = {"languages", "skills", "box", "answer"}  # lists
ONE_A_LINE = {"marks", "boxes", "labels", "options"}  # each entry on a line of its own
QUOTED = {"definition", "reason"}  # in such a line


class _Block(str):
    pass


class _Quoted(str):
    pass


class _Line(dict[str, Any]):
    pass


class _LineList(list[Any]):
    pass


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = '"' if isinstance(value, _Quoted) else "|" if isinstance(value, _Block) or "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Block, _text)
_Dumper.add_representer(_Quoted, _text)
_Dumper.add_representer(_Line, lambda d, v: d.represent_mapping("tag:yaml.org,2002:map", v, flow_style=True))
_Dumper.add_representer(_LineList, lambda d, v: d.represent_sequence("tag:yaml.org,2002:seq", v, flow_style=True))


def write(value: Mapping[str, Any]) -> str:
    """The text of an item's file. Keys stay in the order they have; instructions and text end in a line's end."""
    shaped = {
        key: _Block(f"{inside}\n") if key in BLOCKS and inside else _shaped(key, inside)
        for key, inside in value.items()
    }
    return str(yaml.dump(shaped, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**30))


def _shaped(key: str, value: Any) -> Any:
    shape = _one_line if key in ONE_A_LINE else _below
    if isinstance(value, list):
        entries = [shape(entry) for entry in value]
        return _LineList(entries) if key in ON_ONE_LINE else entries
    if isinstance(value, dict):
        return {name: shape(inside) if key in ONE_A_LINE else _shaped(name, inside) for name, inside in value.items()}
    return value


def _below(value: Any) -> Any:
    """A mapping with its keys below each other."""
    return {name: _shaped(name, inside) for name, inside in value.items()} if isinstance(value, dict) else value


def _one_line(value: Any) -> Any:
    """A small mapping on one line; where a text has several lines or something lies deeper, below each other."""
    if not isinstance(value, dict):
        return value
    deep = any(isinstance(inside, dict) or (isinstance(inside, str) and "\n" in inside) for inside in value.values())
    if deep or any(isinstance(inside, list) and name not in ON_ONE_LINE for name, inside in value.items()):
        return _below(value)
    return _Line({name: _entry(name, inside) for name, inside in value.items()})


def _entry(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return _LineList(value)
    return _Quoted(value) if name in QUOTED else value
