"""Units of typed quantities: closed lists of Korean names and of what is only counted, and pint for the rest.

A typed unit never reaches pint's own parser: it is cut here into at most four factors (`km`, `m2`, `m^2`, `km/h`), and pint
is asked for each name alone, letters only. The registry is built once, when it is first needed, from the definitions
that come with pint.
"""

from functools import cache, lru_cache
from typing import Any, NamedTuple

import regex

LONGEST_UNIT = 20
MOST_FACTORS = 4

# Names that pint does not know. Korean names of units; 평 is 400/121 m².
NAMES = {
    "킬로미터": "kilometer", "미터": "meter", "센티미터": "centimeter", "센티": "centimeter", "밀리미터": "millimeter",
    "킬로그램": "kilogram", "킬로": "kilogram", "그램": "gram", "밀리그램": "milligram", "톤": "metric_ton",
    "리터": "liter", "밀리리터": "milliliter", "시간": "hour", "분": "minute", "초": "second", "밀리초": "millisecond",
    "일": "day", "주": "week", "주일": "week", "개월": "month", "달": "month", "년": "year",
    "퍼센트": "percent", "프로": "percent", "섭씨": "degree_Celsius", "섭씨도": "degree_Celsius", "화씨": "degree_Fahrenheit",
    "칼로리": "calorie", "킬로칼로리": "kilocalorie", "바이트": "byte", "킬로바이트": "kilobyte", "메가바이트": "megabyte",
    "기가바이트": "gigabyte", "테라바이트": "terabyte", "비트": "bit", "와트": "watt", "킬로와트": "kilowatt", "볼트": "volt",
    "암페어": "ampere", "헤르츠": "hertz", "뉴턴": "newton", "줄": "joule", "파스칼": "pascal", "헥타르": "hectare", "평": "pyeong",
    "hr": "hour", "hrs": "hour", "mins": "minute", "sec": "second", "secs": "second", "wk": "week", "wks": "week", "mos": "month",
}  # fmt: skip
POWERS = {"제곱": 2, "세제곱": 3}  # 제곱미터, 세제곱미터

# What is counted and never converted: money has rates, and a person is no page.
COUNTED = {
    "won": ("원", "₩", "krw", "won"), "dollar": ("달러", "$", "usd", "dollar", "dollars"), "euro": ("유로", "€", "eur", "euro", "euros"),
    "yen": ("엔", "¥", "jpy", "yen"), "pound_sterling": ("파운드스털링", "£", "gbp"),
    "person": ("명", "사람", "분들", "person", "persons", "people"), "piece": ("개", "piece", "pieces", "item", "items"),
    "case": ("건", "case", "cases"), "sheet": ("장", "매", "sheet", "sheets"), "volume": ("권", "book", "books"), "number": ("번", "번째"),
    "time": ("회", "times"), "vehicle": ("대", "vehicle", "vehicles"), "animal": ("마리",), "bottle": ("병", "bottle", "bottles"),
    "cup": ("잔",), "box": ("상자", "박스", "box", "boxes"), "sentence": ("문장", "sentence", "sentences"),
    "word": ("단어", "어절", "word", "words"), "character": ("글자", "자", "character", "characters"),
    "page": ("쪽", "페이지", "page", "pages"), "token": ("토큰", "token", "tokens"), "point_of_score": ("점", "points"),
    "percentage_point": ("%p", "퍼센트포인트", "퍼센트 포인트", "pp"), "household": ("가구", "household", "households"),
    "year_of_age": ("살", "세"),
}  # fmt: skip
_COUNTED = {name: counted for counted, names in COUNTED.items() for name in names}

_SUPERSCRIPTS = str.maketrans("123456789", "¹²³⁴⁵⁶⁷⁸⁹")
_FACTOR = regex.compile(r"([%°$₩€¥£]?[A-Za-zμΩΩÅ가-힣_]*)\^?(-?[1-9])?")


class Unit(NamedTuple):
    """A unit: what is counted, or pint's names with their exponents; equal where the same is meant."""

    counted: str = ""
    factors: tuple[tuple[str, int], ...] = ()


@cache
def _registry() -> Any:
    import pint  # a quarter of a second that only those who convert units wait for

    registry: Any = pint.UnitRegistry(cache_folder=None)
    registry.define("pyeong = 400 / 121 * meter ** 2")
    return registry


@lru_cache(maxsize=4096)
def _pint_name(name: str) -> str:
    """Pint's full name of one unit, written as it is or in small letters; empty where it knows none."""
    for written in (name, name.lower()):
        if found := _registry().parse_unit_name(written):
            prefix, unit, _ = found[0]
            return f"{prefix}{unit}"
    return ""


def read_unit(text: str) -> Unit | None:
    """The unit in a text that went through NFKC, or None where it is none that anybody knows."""
    text = text.strip()
    if text.lower() in _COUNTED:
        return Unit(counted=_COUNTED[text.lower()])
    if not text or len(text) > LONGEST_UNIT:
        return None
    exponents: dict[str, int] = {}
    pieces = regex.split(r"\s*([/·*])\s*", text)
    if len(pieces) > 2 * MOST_FACTORS:
        return None
    for number in range(0, len(pieces), 2):
        factor = _factor(pieces[number])
        if factor is None:
            return None
        name, exponent = factor
        divides = number > 0 and pieces[number - 1] == "/"
        exponents[name] = exponents.get(name, 0) + (-exponent if divides else exponent)
    return Unit(factors=tuple(sorted((name, exponent) for name, exponent in exponents.items() if exponent)))


def _factor(text: str) -> tuple[str, int] | None:
    """One factor of a unit: pint's name and the exponent."""
    found = _FACTOR.fullmatch(text)
    if found is None or not found.group(1):
        return None
    name, exponent = found.group(1), int(found.group(2) or 1)
    for word, power in POWERS.items():
        if name.startswith(word) and name.removeprefix(word) in NAMES:
            name, exponent = name.removeprefix(word), power
    name = NAMES.get(name) or NAMES.get(name.lower()) or _pint_name(name)
    return (name, exponent) if name else None


class _Root(NamedTuple):
    """A unit in pint's root units: factor, their exponents, and whether its zero is theirs, as that of °C is not."""

    factor: float
    exponents: dict[str, float]
    from_zero: bool


@lru_cache(maxsize=4096)
def _root(name: str) -> _Root:
    one, zero = (_quantity(number, name).to_root_units() for number in (1.0, 0.0))
    return _Root(float(one.magnitude), dict(one.unit_items()), float(zero.magnitude) == 0)


def symbol(unit: Unit) -> str:
    """How a unit of pint's is written in short: km, m², km/h; a factor without a symbol by its name."""
    above, below = ("·".join(_power(name, abs(power)) for name, power in unit.factors if power * side > 0) for side in (1, -1))
    return f"{above or 1}/{below}" if below else above


def _power(name: str, power: int) -> str:
    sign = str(_registry().get_symbol(name))
    return sign if power == 1 else sign + str(power).translate(_SUPERSCRIPTS)


def _quantity(number: float, name: str) -> Any:
    return _registry().Quantity(number, _registry().Unit(_registry().UnitsContainer({name: 1})))


def converted(number: float, unit: Unit, into: Unit) -> float | None:
    """A number of one unit in another; None where there is no way from one to the other.

    Products are multiplied out here, for pint would remember every one that anybody ever types.
    """
    if unit == into:
        return number
    if unit.counted or into.counted:
        return None
    try:
        if all(_root(name).from_zero for name, _ in (*unit.factors, *into.factors)):
            (factor, exponents), (other, others) = _multiplied(unit), _multiplied(into)
            return number * factor / other if exponents == others else None
        ((mine, power), *rest), ((theirs, other_power), *others_rest) = unit.factors, into.factors
        single = not rest and not others_rest and power == other_power == 1
        return float(_quantity(number, mine).m_as(_quantity(1.0, theirs).units)) if single else None
    except (ArithmeticError, ValueError, TypeError):  # what pint raises for units that do not fit is one of these
        return None


def _multiplied(unit: Unit) -> tuple[float, dict[str, float]]:
    """The factor of a unit to root units, and the exponents of these."""
    factor, exponents = 1.0, dict[str, float]()
    for name, power in unit.factors:
        root = _root(name)
        factor *= root.factor**power
        for base, exponent in root.exponents.items():
            exponents[base] = exponents.get(base, 0) + exponent * power
    return factor, {base: exponent for base, exponent in exponents.items() if exponent}
