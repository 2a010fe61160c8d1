"""Printing a certificate: a design of certificates/<name>/ filled with the facts, as PDF/A-3 with the credential inside.

Designs run in a sandbox, and everything they ask for is refused except the school's typeface.
"""

import io
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import segno
import yaml
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from curriculum_app import shipped
from curriculum_app.credentials.proofs import MATERIAL

FONTS = {f"typeface:{weight}": MATERIAL / f"Pretendard-{weight}.ttf" for weight in ("Regular", "Bold")}
_printing = Lock()  # the shared fonts are one state


class Refusing(URLFetcher):  # type: ignore[misc]
    """Fetches the school's typeface and refuses every other address."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The typeface. Raises FatalURLFetchingError."""
        if url not in FONTS:
            raise FatalURLFetchingError(f"a certificate may not load {url}")
        return URLFetcherResponse(url, FONTS[url].read_bytes(), {"Content-Type": "font/ttf"})


class Design(NamedTuple):
    """A design, read once: its fonts and style sheet are shared by all prints."""

    fonts: FontConfiguration
    css: CSS
    environment: ImmutableSandboxedEnvironment
    settings: dict[str, Any]


def folder() -> Path:
    """Where the designs lie."""
    return shipped.root() / "certificates"


@cache
def design(name: str) -> Design:
    """The design of certificates/<name>/."""
    place, fonts = folder() / name, FontConfiguration()
    css = CSS(
        string=(place / "certificate.css").read_text("utf-8"),
        font_config=fonts,
        url_fetcher=Refusing(),
        base_url="design:",
    )
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(place), autoescape=True, undefined=StrictUndefined
    )
    environment.filters.update(
        dots=_dots, korean_date=_korean_date, english_date=_english_date, whole_words=_whole_words
    )
    return Design(fonts, css, environment, yaml.safe_load((place / "certificate.yaml").read_text("utf-8")))


def html(facts: dict[str, Any], address: str) -> str:
    """The page of a certificate, before it is printed."""
    made = design(facts["design"])
    template = made.environment.get_template("certificate.html")
    return template.render(facts=facts, settings=made.settings, address=address, qr=Markup(_qr(address)))


def pdf(facts: dict[str, Any], address: str, credential: bytes, issued_at: datetime) -> bytes:
    """A certificate as PDF/A-3, `credential` attached as credential.json. The same input gives the same bytes."""
    made = design(facts["design"])
    attachment = Attachment(
        file_obj=io.BytesIO(credential), name="credential.json", relationship="Source", created=issued_at, modified=issued_at,
        description="Open Badges 3.0 credential, signed", url_fetcher=Refusing(),
    )  # fmt: skip
    with _printing:
        page = HTML(string=html(facts, address), url_fetcher=Refusing(), base_url="design:")
        printed: bytes = page.write_pdf(
            stylesheets=[made.css], font_config=made.fonts, attachments=[attachment], pdf_variant="pdf/a-3a",
            pdf_identifier=sha256(credential).digest()[:16],
        )  # fmt: skip
    return printed


def _qr(address: str) -> str:
    """The address as a QR code: one SVG path, not a rectangle a module."""
    made = io.BytesIO()
    segno.make(address, error="m").save(
        made, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, dark="#1c1e22"
    )
    return made.getvalue().decode()


def _whole_words(text: str) -> Markup:
    """Each word in a span of its own, for designs to keep whole: WeasyPrint knows no word-break: keep-all."""
    return Markup(" ").join(Markup('<span class="word">{}</span>').format(word) for word in text.split())


def _dots(day: str) -> str:
    """2026.09.01."""
    return f"{date.fromisoformat(day):%Y.%m.%d.}"


def _korean_date(day: str) -> str:
    """2026년 9월 1일"""
    on = date.fromisoformat(day)
    return f"{on.year}년 {on.month}월 {on.day}일"


def _english_date(day: str) -> str:
    """1 September 2026"""
    names = "January February March April May June July August September October November December".split()
    on = date.fromisoformat(day)
    return f"{on.day} {names[on.month - 1]} {on.year}"
