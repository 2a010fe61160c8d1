"""What is overlooked when texts are compared: white space always, and as an author declares case, punctuation, spacing, width.

`width` is compatibility composition (NFKC): full-width letters, ㎞, ². `punctuation` are the characters of Unicode category P
that do not stand between two digits, for 1.5 is not 15. `spacing` drops white space altogether, for where words are
divided is the hardest thing in Korean. Everything else is kept, and all text is NFC.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Annotated, Literal, NamedTuple

import regex
from pydantic import AfterValidator, Field

from curriculum_app.grading.text import Span, normalise

Overlooked = Literal["case", "punctuation", "spacing", "width"]

_GRAPHEME = regex.compile(r"\X")


LONGEST_TYPED = 100_000  # code points before they are composed and trimmed: no text asked for is nearly as long

# With a limit on its length pydantic refuses half a surrogate pair, which is no text and which no database takes.
PlainText = Annotated[str, Field(max_length=LONGEST_TYPED), AfterValidator(normalise)]


class Folded(NamedTuple):
    """A text as it is compared; `places` says for each of its characters where in the text it came from."""

    text: str
    places: tuple[Span, ...]


def folded(text: str, overlooked: Collection[Overlooked] = ()) -> Folded:
    """The text without what is overlooked, each run of white space one space, none at the ends."""
    text = unicodedata.normalize("NFC", text)
    characters: list[str] = []
    places: list[Span] = []
    for match in _GRAPHEME.finditer(text):
        place = Span(*match.span())
        for character in _pieces(text, place, overlooked):
            if character == " " and ("spacing" in overlooked or not characters or characters[-1] == " "):
                continue
            characters.append(character)
            places.append(place)
    if characters and characters[-1] == " ":
        characters.pop(), places.pop()
    return Folded("".join(characters), tuple(places))


def fold(text: str, overlooked: Collection[Overlooked] = ()) -> str:
    """The text as it is compared."""
    return folded(text, overlooked).text


def _pieces(text: str, place: Span, overlooked: Collection[Overlooked]) -> Iterator[str]:
    """The characters that one grapheme cluster leaves; white space is a space."""
    piece = text[place.start : place.end]
    if "width" in overlooked:
        piece = unicodedata.normalize("NFKC", piece)
    if "case" in overlooked:
        piece = unicodedata.normalize("NFC", piece.casefold())
    between = place.start > 0 and text[place.start - 1].isdecimal() and text[place.end : place.end + 1].isdecimal()
    for character in piece:
        if character.isspace():
            yield " "
        elif "punctuation" not in overlooked or between or not unicodedata.category(character).startswith("P"):
            yield character


def words_of(text: Folded) -> Iterator[tuple[str, Span]]:
    """Every word of a folded text with its place in the text it came from."""
    for match in re.finditer(r"[^ ]+", text.text):
        start, end = match.span()
        yield match.group(), Span(text.places[start].start, text.places[end - 1].end)


def contains(form: str, text: str) -> bool:
    """Whether a form stands in a text, both folded; not as a piece of a longer number or of a longer word in Latin letters."""
    if not form:
        return False
    before = _edge(form[0], "(?<![A-Za-z0-9])", r"(?<![0-9][.,])")
    after = _edge(form[-1], "(?![A-Za-z0-9])", r"(?![.,][0-9])")
    return re.search(before + re.escape(form) + after, text) is not None


def _edge(character: str, word: str, number: str) -> str:
    if not (character.isascii() and character.isalnum()):
        return ""
    return word + number if character.isdigit() else word
