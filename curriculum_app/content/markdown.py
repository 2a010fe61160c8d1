"""Lessons from Markdown: cleaned HTML, formulas as MathML, code with classes, internal links resolved by a function."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

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
_MATHML = set(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd".split()
)
_TAGS = _MATHML | set(
    "h2 h3 h4 p ul ol li strong em code pre span blockquote table thead tbody tr th td a img hr br del div".split()
)
_ATTRIBUTES = {
    "a": {"href", "title"}, "img": {"src", "alt"}, "span": {"class"}, "div": {"class"}, "code": {"class"}, "math": {"display", "xmlns"},
    "mo": {"stretchy", "fence", "form"}, "ol": {"start"},
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


def render(source: str, resolve: Callable[[str], str]) -> str:
    """Safe HTML of a lesson; `resolve` gives the address of an internal link or a picture."""
    tokens = _MARKDOWN.parse(source)
    _resolve(tokens, resolve)
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
        _resolve(token.children or (), resolve)


def plain_html(text: str) -> str:
    """Paragraphs of a plain text (instructions, prompts) as HTML, bold and lists as in Markdown, nothing else."""
    html = _MARKDOWN.render(text)
    return (
        nh3.clean(html, tags={"p", "ul", "ol", "li", "strong", "em", "code", "br"}, attributes={})
        or f"<p>{escape(text)}</p>"
    )
