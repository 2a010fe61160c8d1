"""XML of strangers: no document type, no entities, nothing from outside, bounded depth; every element knows its line."""

import io
import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from curriculum_app.content.exchange.problems import ImportProblem
from curriculum_app.content.exchange.sources import checked

DEEPEST = 60
_BETWEEN = re.compile(r"[ \t\r\n]+")
_ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Deep(Exception):
    pass


class _Builder(TreeBuilder):
    """Builds the tree, keeps each element's line and gives up where it gets too deep."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.lines = 0, dict[Element, int]()
        self.parser: Any = None

    def start(self, tag: Any, attrs: Any) -> Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Deep
        element = super().start(tag, attrs)
        self.lines[element] = self.parser.CurrentLineNumber
        return element

    def end(self, tag: Any) -> Element:
        self.depth -= 1
        return super().end(tag)


class Xml:
    """A document: its root, and the line of each element."""

    def __init__(self, file: Path, data: bytes, name: str = "") -> None:
        self.file, self.name = file, name
        builder = _Builder()
        parser = DefusedXMLParser(target=builder, forbid_dtd=True, forbid_entities=True, forbid_external=True)
        builder.parser = parser.parser
        try:
            for start in range(0, len(data) or 1, 2**16):
                parser.feed(data[start : start + 2**16])
            self.root: Element = parser.close()
        except DefusedXmlException:
            raise ImportProblem(file, 0, name, "xml_forbidden") from None
        except _Deep:
            raise ImportProblem(file, parser.parser.CurrentLineNumber, name, "too_deep", limit=DEEPEST) from None
        except (ParseError, ValueError, LookupError) as error:
            line = getattr(error, "position", (0, 0))[0]
            raise ImportProblem(file, line, name, "xml", why=str(error)) from None
        self._lines = builder.lines

    def line(self, element: Element) -> int:
        """The line on which an element begins."""
        return self._lines.get(element, 0)

    def refuse(self, element: Element, code: str, **parameters: object) -> ImportProblem:
        """A problem of an element, to be raised."""
        field = local(element)
        return ImportProblem(self.file, self.line(element), f"{self.name} {field}".strip(), code, **parameters)

    def text(self, element: Element, leave_out: frozenset[str] = frozenset()) -> str:
        """What a reader sees of an element: blanks run together, blocks and breaks on lines, some elements left out."""
        out = io.StringIO()
        _write(element, out, leave_out)
        lines = (_BETWEEN.sub(" ", line).strip() for line in out.getvalue().split("\x0b"))
        return checked("\n".join(line for line in lines if line), self.file, self.line(element), local(element))


BLOCKS = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "blockquote",
    "pre",
    "table",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "br",
    "dl",
    "dd",
    "dt",
}


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _write(element: Element, out: io.StringIO, leave_out: frozenset[str]) -> None:
    out.write(element.text or "")
    for child in element:
        block = local(child) in BLOCKS
        if local(child) not in leave_out:
            out.write("\x0b" if block else "")
            _write(child, out, leave_out)
            out.write("\x0b" if block else "")
        out.write(child.tail or "")


def legal(text: str) -> str:
    """The text without what XML has no place for."""
    return _ILLEGAL.sub("", text)
