"""Places that differ from a gold mark's only by a particle, an ending, space, quotes or punctuation at its ends.

Nobody can say which of '서울대학교' and '서울대학교와' is the one right mark, so neither is called wrong.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from curriculum_app.grading.korean import Morpheme, particles
from curriculum_app.grading.text import Span, grapheme_bounds

REACH = 12  # code points an end may move outwards: more is another word
# Hyphens, stars, per cent and currency signs are not here: they change what a number says.
_PUNCTUATION = frozenset(".,;:!?…·、。，\"'`")
_BRACKETS = frozenset({"Ps", "Pe", "Pi", "Pf"})


def near(places: Iterable[Span], text: str, morphemes: Sequence[Morpheme]) -> tuple[tuple[int, int], ...]:
    """Every place that differs from one of `places` by its ends only, on whole characters; `places` themselves left out."""
    places, bounds, found = tuple(places), grapheme_bounds(text), set[tuple[int, int]]()
    for place in places:
        starts = [at for at in _starts(place, text) if at in bounds]
        ends = [at for at in _ends(place, text, morphemes) if at in bounds]
        found |= {(start, end) for start in starts for end in ends if any(map(str.isalnum, text[start:end]))}
    return tuple(sorted(found - set(places)))


@lru_cache(1024)
def near_by_rule(places: tuple[Span, ...], text: str) -> frozenset[tuple[int, int]]:
    """The same by rules alone, for gold whose boundaries were never computed."""
    return frozenset(near(places, text, particles(text)))


def _is_free(character: str) -> bool:
    """Whether a character at an end of a mark says nothing: space, a quote, a bracket, punctuation."""
    if character.isspace():
        return character != "\n"
    return character in _PUNCTUATION or unicodedata.category(character) in _BRACKETS


def _starts(place: Span, text: str) -> Iterator[int]:
    at = place.start
    yield at
    while at < place.end and _is_free(text[at]):
        at += 1
        yield at
    at = place.start
    while at > max(0, place.start - REACH) and _is_free(text[at - 1]):
        at -= 1
        yield at


def _ends(place: Span, text: str, morphemes: Sequence[Morpheme]) -> Iterator[int]:
    yield place.end
    at, there = place.end, [m for m in morphemes if m.end > place.start and m.start < place.end + REACH]
    while at < min(len(text), place.end + REACH) and (step := _outwards(at, text, there)) > at:
        at = step
        yield at
    at = place.end
    while at > place.start and not _closes(place, at, text) and (step := _inwards(at, text, there)) < at:
        at = step
        yield at


def _closes(place: Span, at: int, text: str) -> bool:
    """Whether the character before `at` closes a bracket that belongs to the words of the mark, as in 칼국수(순한 맛)."""
    if unicodedata.category(text[at - 1]) != "Pe":
        return False
    inside = text[place.start : at - 1].lstrip("([{<\"'“‘「『 ")
    return any(unicodedata.category(character) == "Ps" for character in inside)


def _outwards(at: int, text: str, morphemes: Sequence[Morpheme]) -> int:
    """The end after one more free character or suffix; `at` where a word goes on or begins."""
    here = [m for m in morphemes if m.start <= at < m.end]
    if here and all(m.is_suffix and m.start == at for m in here):
        return _seam(max(m.end for m in here), morphemes, 1)
    return at + 1 if _is_free(text[at]) and all(m.start == at for m in here) else at


def _inwards(at: int, text: str, morphemes: Sequence[Morpheme]) -> int:
    """The end before the last free character or suffix; `at` where the word itself ends there."""
    here = [m for m in morphemes if m.start < at <= m.end]
    if here and all(m.is_suffix and m.end == at for m in here):
        start = _seam(min(m.start for m in here), morphemes, -1)
        return start if all(m.is_suffix for m in morphemes if m.start < at and m.end > start) else at
    return at - 1 if _is_free(text[at - 1]) else at


def _seam(at: int, morphemes: Sequence[Morpheme], step: int) -> int:
    """`at`, or the nearest place from it that parts no contracted morpheme."""
    while any(m.start < at < m.end for m in morphemes):
        at += step
    return at
