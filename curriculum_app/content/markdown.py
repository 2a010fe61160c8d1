"""Lessons from Markdown: cleaned HTML, formulas as MathML, code with classes, internal links resolved by a function.

A link to `term:<id>` is a term of the glossary, to `term:<taxonomy>/<id>` one of a taxonomy: a button that opens its definition.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Any, NamedTuple

import nh3
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

INTERNAL = ("lesson:", "course:")
TERM = "term:"
WORD_JOINER = "\u2060"  # lines may break beside a button even inside a word, as before a Korean particle
_MATHML = set(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd".split()
)
_TAGS = _MATHML | set(
    "h2 h3 h4 p ul ol li strong em code pre span blockquote table thead tbody tr th td a img hr br del div button".split()
)
_ATTRIBUTES = {
    "a": {"href", "title"}, "img": {"src", "alt"}, "span": {"class"}, "div": {"class"}, "code": {"class"}, "math": {"display", "xmlns"},
    "mo": {"stretchy", "fence", "form"}, "ol": {"start"}, "button": {"type", "class", "popovertarget"},
}  # fmt: skip


def _code(source: str, language: str, _: object) -> str:
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return ""
    return str(highlight(source, lexer, HtmlFormatter(nowrap=True)))


def _math(source: str, options: dict[str, Any]) -> str:
    return str(convert(source, display="block" if options["display_mode"] else "inline"))


_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "highlight": _code}).enable(["table", "strikethrough"])
    .use(dollarmath_plugin, renderer=_math, allow_digits=False)
)  # fmt: skip


def links(source: str) -> list[tuple[int, str]]:
    """(line from 1, target) of every link and picture."""
    found: list[tuple[int, str]] = []
    for block in _MARKDOWN.parse(source):
        line = block.map[0] + 1 if block.map else 0
        for token in block.children or ():
            target = token.attrGet("href") or token.attrGet("src")
            if target:
                found.append((line, str(target)))
    return found


def left_over(source: str) -> list[tuple[int, str]]:
    """(line from 1, mark) of marks that stay in the text as they were typed: bold that did not close, a link that is none."""
    found: list[tuple[int, str]] = []
    for block in _MARKDOWN.parse(source):
        text = "".join(token.content for token in block.children or () if token.type == "text")
        found += [((block.map or [0])[0] + 1, mark) for mark in ("**", "](") if mark in text]
    return found


def terms(source: str) -> list[str]:
    """The terms that stand in a text, in order."""
    return [target.removeprefix(TERM) for _, target in links(source) if target.startswith(TERM)]


def term_id(term: str) -> str:
    """The id of a term's definition on a page."""
    return f"term-{term.replace('/', '-')}"


def words(source: str) -> str:
    """What is read of a text: its words without marks, addresses and formulas."""
    found = (token for block in _MARKDOWN.parse(source) for token in (block, *(block.children or ())))
    return " ".join(token.content for token in found if token.type in {"text", "code_inline", "fence"})


def render(source: str, resolve: Callable[[str], str]) -> str:
    """Safe HTML of a text; `resolve` gives the address of an internal link or a picture."""
    tokens = _MARKDOWN.parse(source)
    _resolve(tokens, resolve)
    return _cleaned(tokens)


class Section(NamedTuple):
    """A stretch of a text from one heading of the second level to the next: HTML, and the heading in plain words."""

    heading: str
    title: str
    html: str


def sections(source: str, resolve: Callable[[str], str]) -> Iterator[Section]:
    """A text cut before each heading of the second level; what stands before the first has no heading."""
    tokens = _MARKDOWN.parse(source)
    _resolve(tokens, resolve)
    starts = _headings(tokens)
    before = tokens[: starts[0] if starts else len(tokens)]
    if before:
        yield Section("", "", _cleaned(before))
    for start, end in zip(starts, [*starts, len(tokens)][1:], strict=True):
        heading = tokens[start + 1]
        title = "".join(token.content for token in heading.children or ())
        yield Section(_cleaned([heading]), title, _cleaned(tokens[start + 3 : end]))


def heading_lines(source: str) -> list[int]:
    """The lines, from 1, of the headings at which `sections` cuts."""
    tokens = _MARKDOWN.parse(source)
    return [(tokens[n].map or [0])[0] + 1 for n in _headings(tokens)]


def _headings(tokens: Sequence[Token]) -> list[int]:
    return [n for n, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2" and token.level == 0]


def _cleaned(tokens: Sequence[Token]) -> str:
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    html = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"https", "mailto"}, link_rel="noopener noreferrer"
    )
    # Wide tables scroll in a frame of their own, reachable by keyboard.
    html = html.replace("<table>", '<div class="table-frame" tabindex="0" role="region"><table>')
    return html.replace("</table>", "</table></div>")


def _resolve(tokens: Sequence[Token], resolve: Callable[[str], str]) -> None:
    for token in tokens:
        for name in ("href", "src"):
            target = token.attrGet(name)
            if target and (name == "src" or str(target).startswith(INTERNAL)):
                token.attrSet(name, resolve(str(target)))
        if token.children:
            _open_terms(token.children)
            _resolve(token.children, resolve)


def _open_terms(tokens: list[Token]) -> None:
    """A link to a term becomes a button that opens the term's definition, which the page holds; no script is needed."""
    ends: list[int] = []
    for number, token in enumerate(tokens):
        target = str(token.attrGet("href") or "")
        if token.type == "link_open" and target.startswith(TERM):
            token.tag = "button"
            token.attrs = {"type": "button", "class": "term", "popovertarget": term_id(target.removeprefix(TERM))}
            end = next(n for n in range(number, len(tokens)) if tokens[n].type == "link_close")
            tokens[end].tag = "button"
            ends += [number, end + 1]
    for at in reversed(ends):
        if not _blank(reversed(tokens[:at]), -1) and not _blank(tokens[at:], 0):
            tokens.insert(at, Token("text", "", 0, content=WORD_JOINER))


def _blank(tokens: Iterable[Token], end: int) -> bool:
    """Whether the first of these tokens that is seen begins (0) or ends (-1) with a space, or there is none."""
    seen = next((token for token in tokens if token.content or token.type in {"softbreak", "hardbreak"}), None)
    return seen is None or not seen.content or seen.content[end].isspace()


def plain_html(text: str) -> str:
    """Paragraphs of a plain text (instructions, prompts) as HTML, bold and lists as in Markdown, nothing else."""
    html = _MARKDOWN.render(text)
    return (
        nh3.clean(html, tags={"p", "ul", "ol", "li", "strong", "em", "code", "br"}, attributes={})
        or f"<p>{escape(text)}</p>"
    )
