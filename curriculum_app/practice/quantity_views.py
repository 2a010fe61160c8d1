"""Saying how a typed quantity is read, before it is handed in. No exercise is asked for it, so it can't tell what is right."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from curriculum_app.grading.quantities import Quantity, QuantityError, read_quantity
from curriculum_app.grading.short_answer import LONGEST_ANSWER
from curriculum_app.grading.units import COUNTED, NAMES, Unit, symbol
from curriculum_app.practice.views import practice
from curriculum_app.web.access import Role, only
from curriculum_app.web.language import spoken


@practice.get("/quantities")
@only(Role.LEARNER)
def quantity() -> ResponseReturnValue:
    """How the number and the unit in a text are read."""
    try:
        read = read_quantity(request.args.get("text", "")[:LONGEST_ANSWER])
    except QuantityError as error:
        return jsonify(read=False, said=_refusals()[error.code])
    return jsonify(read=True, said=_said(read))


def _said(read: Quantity) -> str:
    number = shown_number(read.number)
    if read.unit is None:
        return str(gettext("Read as: number %(number)s, no unit", number=number))
    return str(gettext("Read as: number %(number)s, unit %(unit)s", number=number, unit=shown_unit(read.unit, spoken())))


def _refusals() -> dict[str, str]:
    return {
        "number_unreadable": gettext("No number can be read here. Write one in digits, such as 1,500 or 1.5."),
        "number_too_long": gettext("This number is too long."),
        "unit_unknown": gettext("The unit is not known. Write a common one after the number, such as 1.5 km."),
    }


def shown_number(number: float) -> str:
    """A number as people write it: digits in groups of three, an exponent only where it is very large or small."""
    if number and not 1e-6 <= abs(number) < 1e15:
        return f"{number:g}"
    return f"{number:,.10f}".rstrip("0").rstrip(".")


def shown_unit(unit: Unit, language: str) -> str:
    """A unit in words of the language where it has one, and its symbol."""
    if unit.counted:
        names = COUNTED[unit.counted]  # the Korean ones first, the English ones last
        return names[0] if language == "ko" else names[-1] if names[-1].isascii() else unit.counted.replace("_", " ")
    sign = symbol(unit)
    if len(unit.factors) > 1 or unit.factors[0][1] != 1:
        return sign
    name = unit.factors[0][0]
    word = next((word for word, named in NAMES.items() if named == name), "") if language == "ko" else name.replace("_", " ")
    plain = sign in {name, "a"}  # no symbol of its own; and nobody takes "a" for a year
    return word if plain and word else f"{word} ({sign})" if word else sign
