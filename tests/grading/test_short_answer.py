"""Short answers: words by accepted forms, numbers with units by tolerance and conversion, and nothing hostile gets through."""

from contextlib import suppress
from random import Random
from uuid import uuid4

import pint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum_app.grading.kind import FileProblem, InvalidAnswer
from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.quantities import QuantityError, read_quantity
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.units import Unit, converted, read_unit

COMMON = {
    "kind": "short_answer", "title": "t", "languages": ["en"], "skills": ["use_evidence"], "difficulty": 1, "minutes": 1,
    "instructions": "i",
}  # fmt: skip
REGISTRY = pint.UnitRegistry()
LENGTH = {"value": 1500, "unit": "m", "reason": "Sentence 1."}
NAME = {
    "accepted": ["King Sejong", "Sejong"],
    "near": [{"forms": ["a king"], "credit": 0.25, "reason": "Which?"}],
    "reason": "r",
}


def near(form):
    return {"forms": [form], "credit": 0.5, "reason": "r"}


def item(**gold):
    gold = gold or {"length": LENGTH, "name": NAME}
    blanks = [
        {"id": name, "ask": f"{name}?", "sort": "text" if "accepted" in g else "number"} for name, g in gold.items()
    ]
    return FILES.validate_python({**COMMON, "id": uuid4(), "blanks": blanks, "gold": gold}).halves("en")


def length(typed, **gold):
    task, gold = item(length={**LENGTH, **gold})
    return gold.grade(task, task.parse({"blanks": {"length": typed}})).outcomes[0]


@pytest.mark.parametrize(
    "typed", ["1.5 km", "1,500 m", "1.5킬로미터", "１５００ｍ", "1.5e3m", "150000 cm", "1 km 500 m", "3/2 km"]
)
def test_the_right_value_in_any_unit_is_right(typed):
    assert length(typed).credit == 1


def test_a_right_number_without_its_unit_earns_what_the_file_says():
    assert (length("1500").credit, length("1500").notes[0].code) == (0.5, "unit_missing")
    assert length("1500", number_only=0.2).credit == 0.2
    assert length("1500", unit_required=False).credit == 1


def test_a_right_number_in_another_unit_earns_as_much():
    for typed in ("1500 km", "1500 kg", "1500원"):
        assert (length(typed).credit, length(typed).notes[0].code) == (0.5, "unit_other")


def test_a_wrong_number_earns_nothing_and_its_steps_say_what_is_off():
    outcome = length("1400 m")
    assert (outcome.sort, outcome.credit, outcome.notes[0].code) == ("missed", 0, "value_off")
    assert {step.name: step.credit for step in outcome.steps} == {"value": 0, "unit": 1}


def test_tolerance_is_the_larger_of_absolute_and_relative():
    assert length("1501 m").credit == 0
    assert length("1501 m", absolute=1).credit == 1
    assert length("1.514 km", relative=0.01).credit == 1
    assert length("1.516 km", relative=0.01).credit == 0


def test_a_share_may_be_written_bare_but_its_percentage_needs_the_sign():
    gold = {"value": 70, "unit": "%", "reason": "r"}
    task, gold = item(share=gold)
    credit = {
        t: gold.grade(task, task.parse({"blanks": {"share": t}})).score for t in ("0.7", "70%", "70 퍼센트", "70")
    }
    assert credit == {"0.7": 1, "70%": 1, "70 퍼센트": 1, "70": 0.5}


def test_a_number_without_unit_may_be_counted_but_not_measured():
    task, gold = item(count={"value": 12, "reason": "r"})
    for typed, credit in (("12", 1), ("12개", 1), ("12명", 1), ("12 kg", 0.5)):
        assert gold.grade(task, task.parse({"blanks": {"count": typed}})).score == credit


def test_a_nearly_right_number_earns_the_authors_credit_and_says_why():
    outcome = length("1.4 km", near=[{"forms": ["1400 m"], "credit": 0.3, "reason": "The bridge was left out."}])
    assert (outcome.sort, outcome.credit) == ("partial", 0.3)
    assert outcome.reason == "The bridge was left out.\nSentence 1."


def test_words_are_right_by_accepted_forms_and_nothing_else():
    task, gold = item(name=NAME)
    for typed, credit in (
        ("KING  sejong", 1),
        ("ｓｅｊｏｎｇ", 1),
        ("a king", 0.25),
        ("King Sejong or Taejo", 0),
        ("Sejong.", 0),
    ):
        assert gold.grade(task, task.parse({"blanks": {"name": typed}})).score == credit


def test_punctuation_and_spacing_are_overlooked_only_where_declared():
    task, gold = item(name={"accepted": ["세종 대왕"], "ignore": ["punctuation", "spacing"], "reason": "r"})
    assert gold.grade(task, task.parse({"blanks": {"name": "‘세종대왕’."}})).score == 1


def test_a_blank_left_empty_is_missed_and_the_others_count():
    task, gold = item()
    verdict = gold.grade(task, task.parse({"blanks": {"length": "1.5 km", "name": " "}}))
    assert verdict.score == 0.5
    assert [outcome.sort for outcome in verdict.outcomes] == ["hit", "missed"]
    assert verdict.outcomes[1].notes[0].code == "blank_left_empty"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("nan", "number_unreadable"),
        ("inf", "number_unreadable"),
        ("-Infinity km", "number_unreadable"),
        ("1e999", "number_unreadable"),
        ("about five", "number_unreadable"),
        ("1,5", "number_unreadable"),
        ("1,50,000 m", "number_unreadable"),
        ("1.2.3", "number_unreadable"),
        ("1/0", "number_unreadable"),
        ("9" * 19, "number_too_long"),
        ("1" + " " * 60 + "m m", "number_too_long"),
        ("9**9**9", "unit_unknown"),
        ("5 __import__('os')", "unit_unknown"),
        ("5 m.__class__", "unit_unknown"),
        ("5 m^99", "unit_unknown"),
        ("5 m/s/s/s/s", "unit_unknown"),
        ("5 wug", "unit_unknown"),
        ("1시간 30원", "unit_unknown"),
        ("$5 원", "unit_unknown"),
    ],
)
def test_what_is_no_quantity_is_refused_by_its_blank(typed, code):
    task, _ = item()
    with pytest.raises(InvalidAnswer) as refused:
        task.parse({"blanks": {"length": typed}})
    assert [(field, message.code) for field, message in refused.value.problems] == [("blanks-length", code)]


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({}, "blanks-length"),
        ({"blanks": {"length": "", "name": ""}}, "blanks-length"),
        ({"blanks": []}, "blanks"),
        ({"blanks": {"length": 5}}, "blanks-length"),
        ({"blanks": {"other": "x"}}, "blanks-other"),
        ({"blanks": {"name": "x" * 201}}, "blanks-name"),
        ({"blanks": {"name": "\ud800"}}, "blanks-name"),
    ],
)
def test_malformed_answers_are_refused(raw, field):
    task, _ = item()
    with pytest.raises(InvalidAnswer) as refused:
        task.parse(raw)
    assert refused.value.problems[0][0].startswith(field)


@pytest.mark.parametrize(
    ("typed", "number", "unit"),
    [
        ("3만 5천 원", 35_000, "원"),
        ("1억 2,000만원", 120_000_000, "원"),
        ("2천5백만 톤", 25_000_000, "톤"),
        ("천 원", 1000, "원"),
        ("0만 원", 0, "원"),
        ("3만5000원", 35_000, "원"),
        ("₩3,000", 3000, "원"),
        ("1시간 30분", 1.5, "시간"),
        ("−5℃", -5, "°C"),
        ("30㎡", 30, "제곱미터"),
        ("60 km/h", 60, "킬로미터/시간"),
        ("12.", 12, ""),
    ],
)
def test_korean_numbers_and_units_are_read(typed, number, unit):
    quantity = read_quantity(typed)
    assert quantity.number == pytest.approx(number)
    assert quantity.unit == (read_unit(unit) if unit else None)


@settings(deadline=None)
@given(st.text(max_size=80) | st.text(alphabet="0123456789.,-+/^eE만천백억 kmh원%시간분", max_size=30))
def test_any_text_is_a_quantity_or_refused(text):
    with suppress(QuantityError):
        assert abs(read_quantity(text).number) < 1e200


@settings(deadline=None)  # the first one loads pint's definitions
@given(
    st.floats(-1e6, 1e6),
    st.sampled_from(
        [
            ("km", "m"),
            ("hour", "s"),
            ("kg", "lb"),
            ("degC", "degF"),
            ("L", "m^3"),
            ("km/h", "mph"),
            ("kW*hour", "MJ"),
            ("N*m", "J"),
            ("percent", "ppm"),
        ]
    ),
)
def test_conversion_agrees_with_pint(number, units):
    mine = converted(number, read_unit(units[0]), read_unit(units[1]))
    assert mine == pytest.approx(REGISTRY.Quantity(number, units[0]).m_as(units[1]))


def test_what_is_of_another_sort_has_no_way_there():
    for mine, theirs in (("km", "kg"), ("°C", "km"), ("°C", "J/K"), ("km/h", "km"), ("%", "m")):
        assert converted(1, read_unit(mine), read_unit(theirs)) is None


def test_what_is_counted_is_never_converted():
    assert converted(1, read_unit("원"), read_unit("달러")) is None
    assert converted(1, read_unit("명"), Unit()) is None


@pytest.mark.parametrize(
    ("gold", "path", "code"),
    [
        ({**LENGTH, "unit": "wug"}, ("gold", "length", "unit"), "unit_not_known"),
        ({**LENGTH, "near": [near("x")]}, ("gold", "length", "near", 0, "forms", 0), "form_no_number"),
        ({**LENGTH, "near": [near("1.5 km")]}, ("gold", "length", "near", 0, "forms", 0), "near_is_right"),
        ({**LENGTH, "value": 1e30}, ("gold", "length", "value"), "form_no_number"),
        ({"reason": "r"}, ("gold", "length"), "blank_gold_missing"),
        ({**LENGTH, "ignore": ["case"]}, ("gold", "length", "ignore"), "blank_other_sort"),
    ],
)
def test_a_file_that_does_not_hold_together_is_told_where(gold, path, code):
    with pytest.raises(FileProblem) as problem:
        item(length=gold)
    assert (problem.value.path, problem.value.message.code) == (path, code)


def test_a_form_given_twice_is_told():
    with pytest.raises(FileProblem) as problem:
        item(name={**NAME, "accepted": ["Sejong", "SEJONG"]})
    assert (problem.value.path, problem.value.message.code) == (("gold", "name", "accepted", 1), "form_empty_or_twice")


def test_every_blank_has_gold_and_all_gold_a_blank():
    blank = {"id": "length", "ask": "?", "sort": "number"}
    for gold, path, code in (
        ({}, ("gold",), "blank_without_gold"),
        ({"length": LENGTH, "b": NAME}, ("gold", "b"), "gold_without_blank"),
    ):
        with pytest.raises(FileProblem) as problem:
            FILES.validate_python({**COMMON, "id": uuid4(), "blanks": [blank], "gold": gold}).halves("en")
        assert (problem.value.path, problem.value.message.code) == (path, code)


def test_guessing_is_a_readable_answer_and_the_task_holds_no_gold():
    task, _ = item()
    for strategy in (Strategy.RANDOM, Strategy.COPY_SOURCE):
        task.parse(task.guess(strategy, Random(1)).model_dump())
    assert task.guess(Strategy.FIRST, Random(1)) is None
    assert "Sejong" not in task.model_dump_json()
