"""Numbers with a unit, as people type them: `1.5 km`, `1,500 m`, `1.5킬로미터`, `₩3,000`, `3만 5천 원`, `1시간 30분`, `2.5e3 g`, `3/4`.

Read by a strict grammar after NFKC; nothing is evaluated. A number has at most 18 digits, commas only between groups of
three, and an exponent of at most two digits. Korean number words are a closed list: 십, 백, 천 within a group, then 만, 억,
조, from the greatest to the least, as in 1억 2,000만 or 2천5백만.
"""

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

from curriculum_app.grading.units import Unit, converted, read_unit

LONGEST = 60
MOST_DIGITS = 18
MOST_PARTS = 3  # 1시간 20분 30초
WORDS = {"십": 10, "백": 100, "천": 1000}
GROUPS = {"조": 10**12, "억": 10**8, "만": 10**4}

_DIGITS = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?")
_EXPONENT = re.compile(r"[eE]([+-]?[0-9]{1,2})(?![0-9])")
_UNDER = re.compile(r"\s?/\s?([0-9]+)")
_AFTER_NUMBER = re.compile(r"[0-9.,]|[eE][+-]?[0-9]")  # what follows a number that could not be read to its end


class QuantityError(ValueError):
    """The text is no quantity; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Quantity(NamedTuple):
    """A number, and its unit where one was written."""

    number: float
    unit: Unit | None


def read_quantity(text: str) -> Quantity:
    """The quantity in a text. Raises QuantityError: `number_unreadable`, `number_too_long`, `unit_unknown`."""
    text = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-").strip().rstrip(".。").strip()
    if len(text) > LONGEST or sum(character.isdecimal() for character in text) > MOST_DIGITS:
        raise QuantityError("number_too_long")
    negative = text.startswith("-")
    parts = _parts(text[1:].lstrip() if text[:1] in {"-", "+"} else text)
    first = parts[0]
    number = sum(first.number if part is first else _into(part, first.unit) for part in parts)
    return Quantity(-number if negative else number, first.unit)


def _into(part: Quantity, unit: Unit | None) -> float:
    """The second or third part of a quantity in the unit of the first."""
    number = converted(part.number, part.unit, unit) if part.unit and unit else None
    if number is None:
        raise QuantityError("unit_unknown")
    return number


def _parts(text: str) -> list[Quantity]:
    """The quantities of which one is made: mostly one."""
    before, rest = _currency(text)
    number, rest = _number(rest)
    if _AFTER_NUMBER.match(rest):
        raise QuantityError("number_unreadable")
    if not rest:
        return [Quantity(number, before)]
    if unit := read_unit(rest):
        if before and unit != before:
            raise QuantityError("unit_unknown")
        return [Quantity(number, unit)]
    split = re.fullmatch(r"([^0-9]+?)\s*([0-9].*)", rest)
    unit = read_unit(split.group(1)) if split and not before else None
    following = _parts(split.group(2)) if split and unit else []
    if not unit or len(following) >= MOST_PARTS:
        raise QuantityError("unit_unknown")
    return [Quantity(number, unit), *following]


def _currency(text: str) -> tuple[Unit | None, str]:
    """The sign of a currency before a number, and the rest."""
    if text[:1] and text[0] in "₩$€¥£":
        return read_unit(text[0]), text[1:].lstrip()
    return None, text


def _number(text: str) -> tuple[float, str]:
    """The number at the beginning of a text, and the rest without white space before it."""
    if any(word in text for word in (*WORDS, *GROUPS)):
        number, rest = _worded(text)
        return float(number), rest
    found = _DIGITS.match(text)
    if not found:
        raise QuantityError("number_unreadable")
    number, rest = _fraction(found.group()), text[found.end() :]
    if power := _EXPONENT.match(rest):
        number, rest = number * Fraction(10) ** int(power.group(1)), rest[power.end() :]
    elif under := _UNDER.match(rest):
        if not int(under.group(1)):
            raise QuantityError("number_unreadable")
        number, rest = number / int(under.group(1)), rest[under.end() :]
    return float(number), rest.lstrip()


def _worded(text: str) -> tuple[Fraction, str]:
    """A number with Korean number words among its digits; a word alone is one of it, as in 천 원."""
    whole, group, digits = Fraction(0), Fraction(0), None
    least_group, least_word = 10**16, 10**4
    at, read = 0, False
    while at < len(text):
        character = text[at]
        if found := _DIGITS.match(text, at):
            if digits is not None:
                raise QuantityError("number_unreadable")
            digits, at = _fraction(found.group()), found.end()
        elif character in WORDS and WORDS[character] < least_word:
            group += (1 if digits is None else digits) * WORDS[character]
            least_word, digits = WORDS[character], None
            at += 1
        elif character in GROUPS and GROUPS[character] < least_group:
            alone = digits is None and not group
            whole += (1 if alone else group + (digits or 0)) * GROUPS[character]
            least_group = GROUPS[character]
            group, least_word, digits = Fraction(0), 10**4, None
            at += 1
        elif not character.isspace():
            break
        else:
            at += 1
            continue
        read = True
    if not read:
        raise QuantityError("number_unreadable")
    return whole + group + (digits or 0), text[at:]


def _fraction(digits: str) -> Fraction:
    return Fraction(digits.replace(",", ""))
