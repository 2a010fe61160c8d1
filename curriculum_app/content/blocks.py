"""A lesson's body as blocks: Markdown, and between lines of ::: what Markdown has no word for.

    ::: worked #anchor skill=use_evidence A title      an example opened step by step; holds ::: step A title
    ::: contrast A title                               examples beside near misses; holds ::: example and ::: near-miss
    ::: term hallucination_type/entity                 one entry of a taxonomy: definition, example, near miss
    ::: check slug                                     an exercise of the course's check bank, answered in the lesson

A line of ::: alone closes what was opened last. `term` and `check` are one line and are not closed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

TEXT = "text"


class Shape(NamedTuple):
    """What one sort of block may have. `under` is the block it stands in; "" is the lesson itself."""

    under: str
    titled: bool = False
    anchored: bool = False
    keys: frozenset[str] = frozenset()
    closed: bool = True  # by a line of its own
    needs: Mapping[str, int] = {}  # how many of which blocks it must hold at least


SHAPES = {
    "worked": Shape("", titled=True, anchored=True, keys=frozenset({"skill"}), needs={"step": 2}),
    "step": Shape("worked", titled=True),
    "contrast": Shape("", titled=True, needs={"example": 1, "near-miss": 1}),
    "example": Shape("contrast"),
    "near-miss": Shape("contrast"),
    "term": Shape("", titled=True, closed=False),
    "check": Shape("", titled=True, closed=False),
}
_LINE = re.compile(r":::[ \t]*(\S*)[ \t]*(.*)")
_ANCHOR = re.compile(r"[a-z][a-z0-9-]{0,39}")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,2}[ \t]")


@dataclass(frozen=True)
class Block:
    """One block; `line` counts from 1 in the body. A block of text has `text`, others what is `inside`."""

    sort: str
    line: int
    text: str = ""
    title: str = ""
    anchor: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    inside: tuple["Block", ...] = ()

    def of(self, sort: str) -> list["Block"]:
        """The blocks of one sort it holds."""
        return [block for block in self.inside if block.sort == sort]


class BlockProblem(NamedTuple):
    """What is wrong with a block: its line in the body, its name, and why."""

    line: int
    field: str
    code: str
    parameters: dict[str, object]


@dataclass
class _Open:
    """A block that is not closed yet."""

    head: Block
    inside: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    from_line: int = 0

    def settle(self) -> None:
        """Make a block of the lines since the last one."""
        if any(line.strip() for line in self.lines):
            self.inside.append(Block(TEXT, self.from_line, text="\n".join(self.lines) + "\n"))
        self.lines = []


class _Reader:
    def __init__(self) -> None:
        self.problems: list[BlockProblem] = []
        self.open = [_Open(Block("", 0))]

    def say(self, line: int, name: str, code: str, **parameters: object) -> None:
        self.problems.append(BlockProblem(line, name, code, parameters))

    def read(self, body: str) -> tuple[Block, ...]:
        fence = ""
        for number, line in enumerate(body.split("\n"), 1):
            mark = _FENCE.match(line)
            if mark and (not fence or line.strip().startswith(fence)):
                fence = "" if fence else mark.group(1)
            directive = None if fence else _LINE.fullmatch(line.rstrip())
            if directive is None:
                self._text(number, line, bool(fence))
            elif directive.group(1):
                self._begin(number, directive.group(1), directive.group(2).strip())
            else:
                self._end(number)
        while len(self.open) > 1:
            head = self.open[-1].head
            self.say(head.line, head.sort, "block_unclosed", block=head.sort)
            self._close()
        self.open[0].settle()
        return tuple(self.open[0].inside)

    def _text(self, number: int, line: str, code: bool) -> None:
        here = self.open[-1]
        if not here.lines:
            here.from_line = number
        here.lines.append(line)
        if here.head.sort and not code and _HEADING.match(line):
            self.say(number, here.head.sort, "block_heading")

    def _begin(self, number: int, name: str, rest: str) -> None:
        shape = SHAPES.get(name)
        if shape is None:
            self.say(number, "", "block_unknown", block=name, allowed=", ".join(SHAPES))
            shape = Shape("", titled=True)
        elif shape.under != self.open[-1].head.sort:
            self.say(number, name, "block_misplaced", block=name, under=shape.under or "the lesson")
        self.open[-1].settle()
        head = self._head(number, name, rest, shape)
        if shape.closed:
            self.open.append(_Open(head))
        else:
            self.open[-1].inside.append(head)

    def _head(self, number: int, name: str, rest: str, shape: Shape) -> Block:
        anchor, options, words = "", {}, rest.split()
        while words and (words[0].startswith("#") or re.match(r"[a-z]+=", words[0])):
            word = words.pop(0)
            key, _, value = word.partition("=")
            if word.startswith("#"):
                anchor = word[1:]
            elif key in shape.keys:
                options[key] = value
            else:
                self.say(number, f"{name}.{key}", "unknown_key")
        if shape.anchored and not _ANCHOR.fullmatch(anchor):
            self.say(number, name, "block_anchor", given=anchor)
        title = " ".join(words)
        if shape.titled and not title:
            self.say(number, name, "block_untitled", block=name)
        return Block(name, number, title=title if shape.titled else "", anchor=anchor, options=options)

    def _end(self, number: int) -> None:
        if len(self.open) == 1:
            self.say(number, "", "block_unopened")
        else:
            self._close()

    def _close(self) -> None:
        done = self.open.pop()
        done.settle()
        head = done.head
        block = Block(head.sort, head.line, "", head.title, head.anchor, head.options, tuple(done.inside))
        for sort, least in SHAPES[head.sort].needs.items() if head.sort in SHAPES else ():
            if len(block.of(sort)) < least:
                self.say(head.line, head.sort, "block_lacks", block=head.sort, least=least, sort=sort)
        if head.sort in SHAPES and not SHAPES[head.sort].needs and not block.inside:
            self.say(head.line, head.sort, "block_empty", block=head.sort)
        self.open[-1].inside.append(block)


def parse(body: str) -> tuple[tuple[Block, ...], list[BlockProblem]]:
    """The blocks of a body in order, and what is wrong with them."""
    reader = _Reader()
    return reader.read(body), reader.problems


def texts(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block of text, at any depth, in order."""
    for block in blocks:
        if block.sort == TEXT:
            yield block
        yield from texts(block.inside)
