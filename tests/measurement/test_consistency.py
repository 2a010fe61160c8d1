"""Self-agreement, position bias and length bias tell kinds of judges apart."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from curriculum_app.measurement.consistency import (
    LEAST,
    LEAST_FOR_KAPPA,
    Twice,
    length_bias,
    levels_agreement,
    pairs_agreement,
    position_bias,
)

A_B = ("a", "b")
relations = st.lists(st.tuples(st.sampled_from([-1, 0, 1]), st.sampled_from([-1, 0, 1])), min_size=LEAST_FOR_KAPPA, max_size=60)


def swapped(first, second):
    return Twice(first={A_B: first}, second={A_B: second}, swapped=True)


def padded(first, second, letter="a"):
    return Twice(first={A_B: first}, second={A_B: second}, padded=letter)


def test_who_always_takes_the_one_shown_first_contradicts_himself_and_is_told_so():
    items = [swapped(1, -1)] * LEAST
    assert pairs_agreement(items).share == 0
    assert position_bias(items) == (LEAST, LEAST, 0, 1)


def test_who_always_takes_the_one_shown_last_has_the_opposite_bias():
    assert position_bias([swapped(-1, 1)] * LEAST).value == -1


def test_who_goes_by_the_text_has_no_bias_and_full_agreement():
    items = [swapped(side, side) for side in (1, -1, 0) * 8]
    agreement = pairs_agreement(items)
    assert (agreement.share, agreement.kappa) == (1, 1)
    assert position_bias(items).value == 0
    assert length_bias([padded(side, side) for side in (1, -1) * 5]).value == 0


def test_who_wavers_without_a_lean_agrees_little_and_has_little_bias():
    chance = Random(5)
    items = [swapped(chance.choice([-1, 1]), chance.choice([-1, 1])) for _ in range(400)]
    assert abs(position_bias(items).value) < 0.1
    assert abs(pairs_agreement(items).kappa) < 0.15


@pytest.mark.parametrize("letter", ["a", "b"])
def test_who_is_swayed_by_length_moves_towards_the_padded_response(letter):
    towards = 1 if letter == "a" else -1
    items = [padded(-towards / 3, towards / 3, letter)] * LEAST
    assert length_bias(items).value == 1
    assert length_bias([padded(0, -towards / 3, letter)] * LEAST).value == -1


def test_a_stronger_preference_for_what_is_longer_counts_as_well():
    assert length_bias([padded(1 / 3, 1)] * LEAST).toward == LEAST


def test_only_pairs_with_the_padded_response_say_something_of_length():
    first = {("a", "b"): 1.0, ("a", "c"): 1.0, ("b", "c"): 1.0}
    second = {("a", "b"): 1.0, ("a", "c"): -1.0, ("b", "c"): -1.0}
    assert length_bias([Twice(first, second, padded="c")])[:3] == (2, 2, 0)


def test_swapping_says_nothing_of_length_and_padding_nothing_of_place():
    assert length_bias([swapped(1, -1)] * 20).n == 0
    assert position_bias([padded(1, -1)] * 20).n == 0


@given(relations)
def test_kappa_is_that_of_the_reference(both):
    first, second = zip(*both, strict=True)
    mine = pairs_agreement([Twice({A_B: x}, {A_B: y}) for x, y in both]).kappa
    if len({*first, *second}) == 1:
        assert mine is None
    else:
        assert mine == pytest.approx(cohen_kappa_score(first, second, labels=[-1, 0, 1]))


@given(relations)
def test_bias_lies_between_minus_one_and_one_and_is_turned_by_turning_the_order(both):
    items = [swapped(x, y) for x, y in both]
    turned = [swapped(y, x) for x, y in both]
    assert -1 <= position_bias(items).value <= 1
    assert position_bias(items).value == -position_bias(turned).value


def test_ratings_agree_criterion_by_criterion():
    items = [Twice(first_levels={"x": 1, "y": 2}, second_levels={"x": 1, "y": 3})] * 5
    assert levels_agreement(items) == (5, 10, 5, 0.5, None)
    assert pairs_agreement(items)[:3] == (0, 0, 0)


def test_too_little_is_said_to_be_too_little():
    few = [swapped(1, -1)] * (LEAST - 1)
    assert pairs_agreement(few)[:4] == (LEAST - 1, LEAST - 1, 0, None)
    assert position_bias(few) == (LEAST - 1, LEAST - 1, 0, None)
    assert pairs_agreement([swapped(1, 1), swapped(1, -1)] * 7).kappa is None
    assert pairs_agreement([]) == (0, 0, 0, None, None)
