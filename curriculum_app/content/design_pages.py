"""The sandbox a certificate's page is filled in: what it may name, and the filters it has. Nothing undefined passes."""

from datetime import date
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

# The names a page is given; docs/certificate-designs.md says what each holds.
CONTEXT = frozenset(
    {"facts", "design", "said", "words", "name", "office", "pictures", "qr", "address", "orientation", "tight"}
)
LARGEST_PAGE = 400_000  # characters; a page has 9,000
MONTHS = "January February March April May June July August September October November December".split()


class PageTooLarge(Exception):
    """A design's page grew without end."""


def environment(folder: Path) -> ImmutableSandboxedEnvironment:
    """The sandbox of the design in a folder; its page may include no file from elsewhere."""
    made = ImmutableSandboxedEnvironment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    made.globals.clear()  # no range, no cycler: a page lays out, it does not compute
    made.filters.update(
        dots=dots,
        korean_date=korean_date,
        english_date=english_date,
        whole_words=whole_words,
        points=points,
        spaced=spaced,
    )
    return made


def filled(sandbox: ImmutableSandboxedEnvironment, page: str, **context: object) -> str:
    """The page with what it is given. Raises PageTooLarge, jinja2.TemplateError."""
    parts, length = [], 0
    for part in sandbox.get_template(page).generate(**context):
        length += len(part)
        if length > LARGEST_PAGE:
            raise PageTooLarge(page)
        parts.append(part)
    return "".join(parts)


def dots(day: str) -> str:
    """2026.09.01."""
    return f"{date.fromisoformat(day):%Y.%m.%d.}"


def korean_date(day: str) -> str:
    """2026년 9월 1일"""
    on = date.fromisoformat(day)
    return f"{on.year}년 {on.month}월 {on.day}일"


def english_date(day: str) -> str:
    """1 September 2026"""
    on = date.fromisoformat(day)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def points(score: float) -> str:
    """A score with its one decimal, as it is signed: 85.0"""
    return f"{score:.1f}"


def whole_words(text: str) -> Markup:
    """Each word in a span of its own, for designs to keep whole: WeasyPrint knows no word-break: keep-all."""
    return Markup(" ").join(Markup('<span class="word">{}</span>').format(word) for word in text.split())


def spaced(text: str) -> list[str]:
    """A seal's text in two lines, the upper as long or longer."""
    half = (len(text) + 1) // 2
    return [text[:half], text[half:]]
