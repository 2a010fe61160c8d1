"""Answers that are wrong in one or several ways: a right one broken at places drawn by hypothesis, or no answer at all."""

import json
import unicodedata
from copy import deepcopy

from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tests.grading import shipped
from tests.grading.plain_form import form_of, names_of

ODD_TEXTS = (
    "", " ", "\0", "\ud800", "a\udfff", "\ufeff", "\u202e한글", "한국", "e\u0301", "👩🏽‍🔬", "None", "none", "0", "-1", "1e9", "9" * 400,
    "٣", "null", "a-3", "tie", "a" * 25_000, "가 " * 4000, "<b>", "%(quote)s", "%s", "__class__", "1/0", "3e99 m^9", "3만 5천 원",
    "1e99 km/h",
)  # fmt: skip
ODD_NUMBERS = (0, -1, 1, 7, 8, 2**31, 2**63, -(2**64), 10**400, 0.5, -0.0, 5e-324, 1e308, float("inf"), float("-inf"), float("nan"))
NAMES = (
    "marks", "start", "end", "quote", "label", "type", "severity", "correction", "evidence", "category", "explanation", "fix", "verdict",
    "chosen", "text", "text_hash", "assessment", "risk", "ratings", "first_bad", "outcome", "better", "strength", "reason", "ranks",
    "boxes", "x", "y", "width", "height", "claims", "links", "head", "tail", "blanks", "a", "1", "__proto__", "", "[key]",
)  # fmt: skip

texts = st.sampled_from(ODD_TEXTS) | st.text(max_size=8)
leaves = st.none() | st.booleans() | texts | st.sampled_from(ODD_NUMBERS) | st.integers(-3, 300) | st.floats()
names = st.sampled_from(NAMES) | texts
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3), max_leaves=6)
anything = st.dictionaries(names, values, max_size=5)


def places(value, path=()):
    """The path of every value in a JSON value but the whole."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield (*path, name)
        yield from places(one, (*path, name))


def leaf_texts(value):
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaf_texts(inner)


def _drop(draw, inside, at):
    del inside[at]


def _double(draw, inside, at):
    if isinstance(inside, list):
        inside.insert(at, deepcopy(inside[at]))
    else:
        inside[draw(names)] = deepcopy(inside[at])


def _many(draw, inside, at):
    inside[at] = [deepcopy(inside[at])] * draw(st.sampled_from((2, 101, 401)))


def _replace(draw, inside, at):
    inside[at] = draw(values)


def _retype(draw, inside, at):
    was = inside[at]
    as_list = list(was.values()) if isinstance(was, dict) else list(was) if isinstance(was, str) else [was]
    inside[at] = draw(st.sampled_from((str(was), [was], {"0": was}, as_list, bool(was), None)))


def _nest(draw, inside, at):
    for _ in range(draw(st.sampled_from((1, 2, 60)))):
        inside[at] = [inside[at]]


def _rename(draw, inside, at):
    value = inside[at]
    del inside[at]
    if isinstance(inside, dict):
        inside[draw(names)] = value


def _shift(draw, inside, at):
    was = inside[at]
    if isinstance(was, int | float):
        inside[at] = was + draw(st.sampled_from((-1, 1, -3, 3, 0.5, 10_000)))
    elif isinstance(was, str):
        inside[at] = draw(st.sampled_from((was[1:], was[:-1], was + " ", f" {was}\n", was.upper(), was * 3, was + "\ud83d")))


def _decompose(draw, inside, at):
    if isinstance(inside[at], str):
        inside[at] = unicodedata.normalize(draw(st.sampled_from(("NFD", "NFKD"))), inside[at])


BREAKS = (_drop, _double, _many, _replace, _retype, _nest, _rename, _shift, _shift, _decompose)


@st.composite
def broken(draw, right):
    """A right answer, broken at up to three places."""
    answer = deepcopy(right)
    for _ in range(draw(st.integers(0, 3))):
        paths = list(places(answer))
        if paths:
            *way, at = draw(st.sampled_from(paths))
            inside = answer
            for name in way:
                inside = inside[name]
            draw(st.sampled_from(BREAKS))(draw, inside, at)
    return answer


@st.composite
def answers(draw, kind):
    """An item of the kind and something handed in for it: its right answer broken, another item's, or any JSON at all."""
    item = draw(st.sampled_from(shipped.items(kind)))
    if draw(st.integers(0, 4)) == 0:
        return item, draw(anything)
    source = draw(st.sampled_from(shipped.items(kind))) if draw(st.integers(0, 4)) == 0 else item  # another, or in another language
    own_hash = {name: value for name, value in shipped.right(item).items() if name == "text_hash" and draw(st.booleans())}
    return item, draw(broken({**shipped.right(source), **own_hash}))


@st.composite
def forms(draw, kind):
    """An item of the kind and a form for it: its plain form filled in rightly, some fields odd, or marks in JSON that are none."""
    item, answer = draw(answers(kind))
    written = texts | st.sampled_from(sorted({"x", *leaf_texts(answer)})) | st.integers(-1, 999).map(str)
    filled = form_of(item.task, shipped.right(item)) if draw(st.booleans()) else {}
    form = MultiDict(filled)
    for name in draw(st.lists(st.sampled_from(names_of(item.task)), max_size=4)):
        form.setlist(name, draw(st.lists(written, max_size=2)))
    if draw(st.integers(0, 4)) == 0:
        form["marks"] = draw(st.sampled_from((json.dumps(answer.get("marks")), json.dumps(answer), "[" * 20_000, "{", "1e999", "9" * 5000)))
    return item, form
