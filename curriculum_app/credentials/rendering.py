"""Printing a certificate: a design of certificates/<name>/ filled with the facts, as PDF/A-3 with the credential inside.

Designs run in a sandbox. What their pages ask for is looked up in their own folder, among the school's typefaces and the
pictures of the organisation; everything else is refused, and the print with it.
"""

import io
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import segno
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from weasyprint import CSS, HTML, Attachment, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from curriculum_app.content import typefaces
from curriculum_app.content.design_pages import environment, filled
from curriculum_app.content.designs import PAGE, STYLE, Design, DesignFiles
from curriculum_app.credentials import printed_facts, sentences
from curriculum_app.credentials.designs import files_of
from curriculum_app.credentials.printed_facts import Picture

OWN = "https://design.invalid/"  # stands for the design's folder; nothing is ever asked of the network
FONTS = {f"typeface:{family}-{weight}": typefaces.file_of(family, weight) for family in typefaces.FAMILIES for weight in typefaces.WEIGHTS}
MEDIA = {"svg": "image/svg+xml", "png": "image/png", "ttf": "font/ttf"}
FILE = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}\.(svg|png|ttf)")
LARGEST = 2 * 2**20  # bytes of a design's picture or typeface
TIGHTEST = 4
OFFICE_WIDTH, OFFICE_SIZES = 125.0, (19.0, 16.0, 13.5, 11.5, 9.5)  # millimetres, points
VARIANT = "pdf/a-3a"
FACES = "".join(
    f'@font-face {{ font-family: "{family}"; font-weight: {number}; src: url("typeface:{family}-{weight}") format("truetype"); }}\n'
    for family in typefaces.FAMILIES
    for weight, number in zip(typefaces.WEIGHTS, (400, 700), strict=True)
).replace("typeface:School Hanja", "typeface:School%20Hanja")
_printing = Lock()  # the shared fonts are one state


class DoesNotFit(Exception):
    """The page of a certificate can't be made to fit on one sheet."""


class Refusing(URLFetcher):  # type: ignore[misc]
    """Fetches what lies in the design's folder, the school's typefaces and these pictures, and refuses every other address."""

    def __init__(self, folder: Path | None = None, pictures: Mapping[str, Picture] | None = None) -> None:
        super().__init__()
        self._folder, self._pictures = folder, pictures or {}
        self.refused = ""  # the last address; a picture inside a picture is passed over where it can't be had

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """What stands at an address. Raises FatalURLFetchingError."""
        found = self._typeface(url) or self._picture(url) or self._own(url)
        if found is None:
            self.refused = url[:200]
            raise FatalURLFetchingError(f"a certificate may not load {self.refused}")
        media_type, data = found
        return URLFetcherResponse(url, data, {"Content-Type": media_type})

    def _typeface(self, url: str) -> tuple[str, bytes] | None:
        file = FONTS.get(url.replace("%20", " "))
        return ("font/ttf", file.read_bytes()) if file else None

    def _picture(self, url: str) -> tuple[str, bytes] | None:
        found = self._pictures.get(url.removeprefix("picture:")) if url.startswith("picture:") else None
        return (found.media_type, found.data) if found else None

    def _own(self, url: str) -> tuple[str, bytes] | None:
        """A file directly in the design's folder, by its plain name; no link leads out of it."""
        name = FILE.fullmatch(url.removeprefix(OWN)) if url.startswith(OWN) else None
        if name is None or self._folder is None:
            return None
        file = self._folder / name[0]
        if file.is_symlink() or not file.is_file() or file.stat().st_size > LARGEST:
            return None
        return MEDIA[name[1]], file.read_bytes()


class Prepared(NamedTuple):
    """A design in one orientation, read once: its fonts and style sheets are shared by all prints."""

    files: DesignFiles
    fonts: FontConfiguration
    css: tuple[CSS, ...]
    environment: ImmutableSandboxedEnvironment

    @property
    def settings(self) -> Design:
        return self.files.design


def design(name: str, orientation: str = "portrait") -> Prepared:
    """The design of certificates/<name>/. Raises LookupError."""
    files = files_of(name)
    return prepared(files, orientation if orientation in files.design.orientations else files.design.orientations[0])


@cache
def _read(folder: Path, orientation: str) -> tuple[FontConfiguration, tuple[CSS, ...], ImmutableSandboxedEnvironment]:
    sources = [(folder / name).read_text("utf-8") for name in (STYLE, f"{orientation}.css")]
    # A design with a typeface of its own has a set of fonts of its own; the others share one, which takes 20 MB.
    fonts, faces = _faces.__wrapped__() if any("@font-face" in source for source in sources) else _faces()
    fetcher = Refusing(folder)
    sheets = (CSS(string=source, font_config=fonts, url_fetcher=fetcher, base_url=OWN) for source in sources)
    return fonts, (faces, *sheets), environment(folder)


@cache
def _faces() -> tuple[FontConfiguration, CSS]:
    """The school's typefaces, and the style sheet that names them."""
    fonts = FontConfiguration()
    return fonts, CSS(string=FACES, font_config=fonts, url_fetcher=Refusing(), base_url=OWN)


def prepared(files: DesignFiles, orientation: str) -> Prepared:
    """A design that was read, in one of its orientations."""
    return Prepared(files, *_read(files.folder, orientation))


def html(facts: Mapping[str, Any], address: str, pictures: Mapping[str, Picture] | None = None, tight: int = 0) -> str:
    """The page of a certificate, before it is printed. The higher `tight`, the closer its lines."""
    return _html(design(printed_facts.design_of(facts), facts.get("orientation") or "portrait"), facts, address, pictures or {}, tight)


def _html(
    made: Prepared, given: Mapping[str, Any], address: str, pictures: Mapping[str, Picture], tight: int
) -> str:
    facts, settings = printed_facts.whole(given), made.settings
    orientation = "landscape" if facts["orientation"] == "landscape" and "landscape" in settings.orientations else settings.orientations[0]
    width = settings.name.landscape if orientation == "landscape" else settings.name.portrait
    if not settings.birth_date:
        facts["birth_date"] = None
    return filled(
        made.environment, PAGE, facts=facts, design=settings.model_dump(), said=sentences.said(facts),
        words=printed_facts.words(settings, facts["level"], facts["title"]), orientation=orientation, tight=tight, address=address,
        qr=Markup(_qr(address)), office={"size": typefaces.fitting(_signed(facts), OFFICE_WIDTH, OFFICE_SIZES)},
        name={"size": typefaces.fitting(facts["name"], width, settings.name.sizes[min(tight, len(settings.name.sizes) - 1) :])},
        pictures={use: f"picture:{use}" if use in pictures else None for use in printed_facts.PICTURES},
    )  # fmt: skip


def _signed(facts: Mapping[str, Any]) -> str:
    return f"{facts['signatory']['ko'] or facts['issuer']['ko']} {facts['head']['ko']}"


def pdf(
    facts: Mapping[str, Any], address: str, credential: bytes, issued_at: datetime, pictures: Mapping[str, Picture] | None = None
) -> bytes:
    """A certificate as PDF/A-3, `credential` attached as credential.json. The same input gives the same bytes.

    Raises DoesNotFit, LookupError for an unknown design, jinja2.TemplateError, FatalURLFetchingError.
    """
    made = design(printed_facts.design_of(facts), facts.get("orientation") or "portrait")
    attachment = Attachment(
        file_obj=io.BytesIO(credential), name="credential.json", relationship="Source", created=issued_at, modified=issued_at,
        description="Open Badges 3.0 credential, signed", url_fetcher=Refusing(),
    )  # fmt: skip
    fetcher = Refusing(made.files.folder, pictures)
    with _printing:
        page = laid_out(made, facts, address, pictures or {}, fetcher)
        printed: bytes = page.write_pdf(
            attachments=[attachment], pdf_variant=VARIANT, pdf_identifier=sha256(credential).digest()[:16]
        )
    if fetcher.refused:
        raise FatalURLFetchingError(f"a certificate may not load {fetcher.refused}")
    return printed


def laid_out(
    made: Prepared, facts: Mapping[str, Any], address: str, pictures: Mapping[str, Picture], fetcher: Refusing
) -> Document:
    """The certificate on one sheet, its lines as wide apart as they can be. Raises DoesNotFit."""
    for tight in range(TIGHTEST + 1):
        source = HTML(string=_html(made, facts, address, pictures, tight), url_fetcher=fetcher, base_url=OWN)
        document = source.render(stylesheets=list(made.css), font_config=made.fonts, pdf_variant=VARIANT)
        if len(document.pages) == 1:
            return document
    raise DoesNotFit(made.files.name)


def _qr(address: str) -> str:
    """The address as a QR code: one SVG path, not a rectangle a module."""
    made = io.BytesIO()
    segno.make(address, error="m").save(
        made, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, dark="#1c1e22"
    )
    return made.getvalue().decode()
