"""Agreement figures equal those of independent implementations, and say when they are not defined."""

import math

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from curriculum_app.measurement.agreement import (
    Interval,
    cohen_kappa,
    gwet_ac1,
    interval,
    krippendorff_alpha,
    percent_agreement,
)
from curriculum_app.measurement.ceiling import Ceiling, human_ceiling

SCALE = [1, 2, 3, 4, 5]
pairs = st.lists(st.tuples(st.sampled_from(SCALE), st.sampled_from(SCALE)), min_size=1, max_size=60)


@given(pairs, st.sampled_from(["none", "linear", "quadratic"]))
@settings(max_examples=150, deadline=None)
def test_kappa_over_the_full_scale_equals_scikit_learns(rated, weights):
    a, b = zip(*rated, strict=True)
    mine = cohen_kappa(a, b, weights, SCALE)
    if mine is None:  # there scikit-learn divides by zero
        assert len({*a, *b}) == 1
        return
    assert mine == pytest.approx(
        cohen_kappa_score(a, b, labels=SCALE, weights=None if weights == "none" else weights), abs=1e-12
    )


@st.composite
def tables(draw):
    raters, items = draw(st.integers(2, 6)), draw(st.integers(2, 12))
    cell = st.one_of(st.none(), st.integers(1, 5))
    return [[draw(cell) for _ in range(items)] for _ in range(raters)]


@given(tables(), st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
@settings(max_examples=150, deadline=None)
def test_alpha_with_missing_ratings_equals_the_reference(table, level):
    mine = krippendorff_alpha(table, level)
    array = np.array([[np.nan if value is None else value for value in row] for row in table], dtype=float)
    paired = array[:, (~np.isnan(array)).sum(axis=0) > 1]
    if len(np.unique(paired[~np.isnan(paired)])) < 2:
        assert mine is None
        return
    assert mine == pytest.approx(krippendorff.alpha(array, level_of_measurement=level), abs=1e-9)


def test_labels_that_are_no_numbers_are_nominal_only():
    table = [["a", "b", "a", None], ["a", "b", "b", "b"]]
    assert krippendorff_alpha(table) == pytest.approx(4 / 9)
    with pytest.raises(ValueError, match="numbers"):
        krippendorff_alpha(table, "ordinal")


def test_high_agreement_may_have_no_kappa_and_still_an_ac1():
    """The kappa paradox: 94.4 % agreement, kappa below zero, AC1 .94."""
    a = ["yes"] * 17 + ["no"] + ["yes"] * 18
    b = ["yes"] * 35 + ["no"]
    assert percent_agreement([a, b]) == pytest.approx(34 / 36)
    assert cohen_kappa(a, b) == pytest.approx(-1 / 35, abs=1e-3)
    assert gwet_ac1([a, b]) == pytest.approx(0.94, abs=0.01)


def test_where_chance_is_complete_nothing_is_defined():
    assert cohen_kappa([1, 1], [1, 1], scale=SCALE) is None
    assert krippendorff_alpha([[1, 1], [1, 1]]) is None
    assert gwet_ac1([[1, 1], [1, 1]]) is None
    assert percent_agreement([[1, None], [None, 2]]) is None


def test_a_rating_off_the_scale_and_unequal_lengths_are_refused():
    with pytest.raises(ValueError, match="6 is not on the scale"):
        cohen_kappa([1], [6], scale=SCALE)
    with pytest.raises(ValueError, match="same items"):
        cohen_kappa([1, 2], [1])


def test_an_interval_holds_its_figure_narrows_with_items_and_is_the_same_twice():
    def table(items):
        return [[n % 3 for n in range(items)], [n % 3 if n % 5 else 0 for n in range(items)]]

    few, many = (interval(krippendorff_alpha, table(n), resamples=300) for n in (20, 200))
    assert isinstance(few, Interval)
    assert few.low <= few.value <= few.high
    assert many.high - many.low < few.high - few.low
    assert interval(krippendorff_alpha, table(20), resamples=300) == few
    assert interval(krippendorff_alpha, [[1, 1], [1, 1]]) is None


def test_the_ceiling_is_what_a_left_out_person_reaches():
    answers = {"one": {"a": 1, "b": 1, "c": 0}, "two": {"a": 1, "b": 1}, "alone": {"a": 1}}

    def agree(item, mine, others):
        return sum(mine == other for other in others) / len(others)

    found = human_ceiling(answers, agree)
    assert isinstance(found, Ceiling)
    assert found.mean == pytest.approx((1 / 3 + 1) / 2)
    assert (found.items, found.persons) == (2, 3)
    assert math.isclose(found.standard_error, 1 / 3)
    assert human_ceiling({"alone": {"a": 1}}, agree) is None
