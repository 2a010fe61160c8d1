"""Whether the printed page says what was signed (지면 일치): the text of a certificate's PDF beside its signed credential. Pure.

Both ways: what was signed must stand on the page, and what the page claims must be signed: another name, number, title,
level, score, date or condition is told. What only one of the two speaks of by nature (minutes of study, the seal) is left alone.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any, NamedTuple

from curriculum_app.content.design_pages import MONTHS

LONGEST = 100_000  # characters of text; a page has 1,500
LEVELS = {
    "associate": r"어소시에이트|associate",
    "reviewer": r"리뷰어|reviewer",
    "domain-expert": r"도메인\s*전문가|domain[\s-]*expert",
}
AN_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
A_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_reading = Lock()  # PDFium is one state


class Disagreement(NamedTuple):
    """One thing the page and the signed data differ in."""

    field: str
    page: str
    signed: str


class Unreadable(ValueError):
    """The PDF has no page whose text could be read."""


def compare(pdf: bytes, document: Mapping[str, Any]) -> tuple[Disagreement, ...]:
    """Everything the page of a PDF and the signed credential differ in. Raises Unreadable.

    Only for PDFs whose seal holds, or which were printed here a moment ago: others may be hostile.
    """
    page, signed = Page(text_of(pdf)), Signed(document)
    return tuple(told for rule in RULES for told in rule(page, signed))


def text_of(pdf: bytes) -> str:
    """The text of a PDF's one page, in the order of its content. Raises Unreadable."""
    import pypdfium2  # only who reads a PDF loads it

    with _reading:
        try:
            with pypdfium2.PdfDocument(pdf) as document:
                if len(document) != 1:
                    raise Unreadable("a certificate has one page")
                page = document[0].get_textpage()
                return str(page.get_text_range(0, min(page.count_chars(), LONGEST)))
        except pypdfium2.PdfiumError:
            raise Unreadable("the PDF can't be read") from None


class Page:
    """The text of a page: NFC, and without white space, since a PDF breaks lines wherever they end; `spaced` keeps words apart."""

    def __init__(self, text: str) -> None:
        self.flat, self.spaced = flat(text), " ".join(unicodedata.normalize("NFC", text).split())
        self.small = self.flat.casefold()

    def between(self, label: str, *ends: str) -> str | None:
        """What stands after a label and before the first of these others; None where one of them is not on the page."""
        found = re.search(f"{label}(.*?)(?:{'|'.join(ends)})", self.flat)
        return found[1] if found else None

    def dates(self) -> set[date]:
        """Every day the page names: 2026.09.01., 2026년 9월 1일, 1 September 2026."""
        found = [(y, m, d) for y, m, d in re.findall(r"(\d{4})\.(\d\d)\.(\d\d)\.", self.flat)]
        found += re.findall(r"(\d{4})년(\d{1,2})월(\d{1,2})일", self.flat)
        months = "|".join(MONTHS)
        found += [
            (y, str(MONTHS.index(m) + 1), d)
            for d, m, y in re.findall(rf"\b(\d{{1,2}}) ({months}) (\d{{4}})", self.spaced)
        ]
        return {day for parts in found if (day := _day(*parts)) is not None}


class Signed:
    """What a signed credential claims, by field; empty where it claims nothing."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        subject = document.get("credentialSubject") or {}
        achievement = subject.get("achievement") or {}
        self.names = _parts(
            next(
                (one["identityHash"] for one in subject.get("identifier", ()) if one.get("identityType") == "name"), ""
            )
        )
        self.number = str(subject.get("licenseNumber", ""))
        self.course = _parts(achievement.get("name", ""))
        self.title = str(document.get("name", "")).removesuffix(f": {achievement.get('name', '')}")
        self.issuer = _parts((document.get("issuer") or {}).get("name", ""))
        self.results = {
            one["resultDescription"].rpartition("#")[2]: one.get("value", "") for one in subject.get("result", ())
        }
        self.cut = next(
            (
                one["requiredValue"]
                for one in achievement.get("resultDescription", ())
                if one["id"].endswith("#score") and "requiredValue" in one
            ),
            "",
        )
        self.period = [str(subject.get(name, ""))[:10] for name in ("activityStartDate", "activityEndDate")]
        self.moments = {"issued": str(document.get("validFrom", "")), "until": str(document.get("validUntil", ""))}
        self.strings = [
            text for name, value in document.items() if name not in {"@context", "proof"} for text in _strings(value)
        ]
        self.said = " ".join(self.strings)

    def dates(self) -> set[date]:
        """Every day that is signed as such; moments besides, by the clock of any zone."""
        written = {day for text in self.strings for found in AN_ISO_DATE.findall(text) if (day := _iso(found))}
        return written.union(*(_around(moment) for moment in self.moments.values()))

    def numbers(self) -> set[float]:
        """Every number that is signed."""
        return {float(found) for text in self.strings for found in A_NUMBER.findall(text)}


def flat(text: str) -> str:
    """Text without white space, in NFC."""
    return re.sub(r"[\s\u200b\ufeff\u00ad]+", "", unicodedata.normalize("NFC", text))


def _parts(both: str) -> list[str]:
    """The languages of a text that holds both."""
    return [part for part in both.split(" / ") if part]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if not value.startswith(("http:", "https:", "did:", "urn:")):
            yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _iso(written: str) -> date | None:
    return _day(*written.split("-"))


def _around(moment: str) -> set[date]:
    """The days a moment falls on, from the westernmost clock to the easternmost."""
    try:
        at = datetime.fromisoformat(moment).astimezone(UTC)
    except ValueError:
        return set()
    return {(at + timedelta(hours=hours)).date() for hours in (-12, 0, 14)}


# ---- one rule a field --------------------------------------------------------------------------------------------------

Rule = Callable[[Page, Signed], Iterator[Disagreement]]


def _stands(field: str, wanted: Callable[[Signed], list[str]]) -> Rule:
    """Every one of these texts stands on the page, in whatever case."""

    def rule(page: Page, signed: Signed) -> Iterator[Disagreement]:
        for text in wanted(signed):
            if flat(text).casefold() not in page.small:
                yield Disagreement(field, "", text)

    return rule


def _labelled(field: str, label: str, ends: tuple[str, ...], wanted: Callable[[Signed], list[str]]) -> Rule:
    """What stands behind a label is these texts and nothing else."""

    def rule(page: Page, signed: Signed) -> Iterator[Disagreement]:
        written = page.between(label, *ends)
        if written is not None and written != flat("".join(wanted(signed))):
            yield Disagreement(field, written[:200], " / ".join(wanted(signed)))

    return rule


def _only(field: str, pattern: str, allowed: Callable[[Signed], set[str]]) -> Rule:
    """Whatever the page writes in this form is one of the signed values."""

    def rule(page: Page, signed: Signed) -> Iterator[Disagreement]:
        for found in sorted(set(re.findall(pattern, page.spaced))):
            if found not in allowed(signed):
                yield Disagreement(field, found, ", ".join(sorted(allowed(signed))))

    return rule


def _amount(field: str, patterns: tuple[str, ...], allowed: Callable[[Signed], list[str]]) -> Rule:
    """Whatever number the page writes in this form is one of the signed ones; nothing is asked where none is signed."""

    def rule(page: Page, signed: Signed) -> Iterator[Disagreement]:
        numbers = {float(text) for text in allowed(signed) if A_NUMBER.fullmatch(text)}
        for found in (number for pattern in patterns for number in re.findall(pattern, page.flat)):
            if numbers and float(found) not in numbers:
                yield Disagreement(field, found, ", ".join(allowed(signed)))

    return rule


def _titles(page: Page, signed: Signed) -> Iterator[Disagreement]:
    """What the page calls itself is what was signed, word by word."""
    title = flat(signed.title).casefold()
    for word in re.split(r"[\s,/]+", signed.title):
        if flat(word).casefold() not in page.small:
            yield Disagreement("title", "", word)
    for called in sorted(
        set(
            re.findall(
                r"수료증|이수증|인증서|자격증|certificateof(?:completion|coursecompletion|level|qualification)",
                page.small,
            )
        )
    ):
        if called not in title:
            yield Disagreement("title", called, signed.title)


def _levels(page: Page, signed: Signed) -> Iterator[Disagreement]:
    """A level on the page is signed, and a signed one stands there."""
    for level, words in LEVELS.items():
        named = rf"ai(?:트레이너|trainer)(?:{words.replace(chr(92) + 's*', '').replace('[' + chr(92) + 's-]*', '-?')})"
        on_page = re.search(named, page.small) is not None
        if on_page and not re.search(words, signed.said, re.IGNORECASE):
            yield Disagreement("level", level, "")
        if not on_page and re.search(named, flat(signed.title).casefold()):
            yield Disagreement("level", "", level)


def _dates(page: Page, signed: Signed) -> Iterator[Disagreement]:
    """Period, issue and end of validity stand on the page, and no other day does."""
    written, known = page.dates(), signed.dates()
    for day in signed.period:
        if day and _iso(day) not in written:
            yield Disagreement("date", "", day)
    for moment in signed.moments.values():
        if moment and not _around(moment) & written:
            yield Disagreement("date", "", moment)
    for unknown in sorted(written - known):
        yield Disagreement("date", unknown.isoformat(), "")


def _conditions(page: Page, signed: Signed) -> Iterator[Disagreement]:
    """A page says supervised only where that is signed, and unsupervised where that is."""
    said = signed.said.casefold()
    unsupervised = "unsupervised" in said
    supervised = re.search(r"(?<!un)supervised", said) is not None and not unsupervised
    on_page = re.search(r"(?<!un)supervised", page.small) is not None or "감독아래" in page.flat
    if on_page and not supervised:
        yield Disagreement("conditions", "supervised", "unsupervised" if unsupervised else "")
    if supervised and not on_page:
        yield Disagreement("conditions", "", "supervised")
    if unsupervised and "unsupervised" not in page.small:
        yield Disagreement("conditions", "", "unsupervised")
    if supervised and "identityseen" in page.small and "identity seen" not in said:
        yield Disagreement("conditions", "identity seen", "")


def _found(page: Page, signed: Signed) -> Iterator[Disagreement]:
    """The numbers of errors found and of wrong marks are signed."""
    patterns = (
        r"심은오류(\d+)개중(\d+)개를",
        r"깨끗한글(\d+)편에서(\d+)번",
        r"Found(\d+)of(\d+)plantederror",
        r"made(\d+)wrongmarks?in(\d+)clean",
    )
    written = {number for pattern in patterns for pair in re.findall(pattern, page.flat) for number in pair}
    for number in sorted(written, key=int):
        if float(number) not in signed.numbers():
            yield Disagreement("found", number, "")


RULES: tuple[Rule, ...] = (
    _stands("name", lambda s: s.names),
    _labelled("name", "성명Name", ("생년월일", "과정명"), lambda s: s.names),
    _stands("number", lambda s: [s.number]),
    _only("number", r"제 ?(\d{4}-\d+)호", lambda s: {s.number, *re.findall(r"\d{4}-\d{4,9}\b", s.said)}),
    _only("number", r"No\. ?(\d{4}-\d+)", lambda s: {s.number, *re.findall(r"\d{4}-\d{4,9}\b", s.said)}),
    _titles, _levels,
    _stands("course", lambda s: s.course),
    _labelled("course", "과정명Course", ("교육기간",), lambda s: s.course),
    _stands("issuer", lambda s: s.issuer),
    _stands("score", lambda s: [f"{s.results['score']}점"] if "score" in s.results else []),
    _amount("score", (r"(\d+(?:\.\d+)?)점(?!만점)", r"Score(\d+(?:\.\d+)?)of100"), lambda s: [s.results.get("score", "")]),
    _amount("cut", (r"통과(\d+(?:\.\d+)?)", r"pass(\d+(?:\.\d+)?)"), lambda s: [s.cut]),
    _amount("standard error", (r"표준오차(\d+(?:\.\d+)?)", r"standarderror(\d+(?:\.\d+)?)"),
            lambda s: [s.results.get("standard-error", "")]),
    _dates, _conditions, _found,
)  # fmt: skip
