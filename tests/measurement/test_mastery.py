"""Mastery: the estimate, its lower bound, and how often the decision is wrong."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from curriculum_app.measurement.mastery import CUT, LEVEL, WINDOW, State, lower_bound, mastery

credits = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def called_mastered(right, n):
    return mastery([1.0] * right + [0.0] * (n - right)).state == State.MASTERED


def wrongly(p, n):
    """How often n answers, each right by chance p, are called mastered: exact."""
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1) if called_mastered(k, n))


@given(st.integers(1, WINDOW), st.floats(0.001, 1))
def test_the_lower_bound_is_the_reference_quantile(n, share):
    won = share * n
    assert lower_bound(won, n) == pytest.approx(beta.ppf(1 - LEVEL, round(won, 9), n - round(won, 9) + 1), abs=1e-8)


@pytest.mark.parametrize("n", range(1, WINDOW + 1))
def test_of_people_at_the_cut_or_below_at_most_one_in_ten_is_called_mastered(n):
    assert max(wrongly(p, n) for p in np.linspace(0.05, CUT, 14)) <= 1 - LEVEL


def test_the_bound_would_not_hold_for_the_mean_by_itself():
    """Without the bound, who is right by .65 would pass a cut on the mean of ten answers every second time."""
    alone = sum(comb(10, k) * 0.65**k * 0.35 ** (10 - k) for k in range(7, 11))
    assert alone > 0.5
    assert wrongly(0.65, 10) < 0.03


@pytest.mark.parametrize("spread", [0.5, 2, 8])
def test_partial_credit_errs_on_the_safe_side(spread):
    """Simulated credits between 0 and 1 with the mean at the cut: U-shaped, flat, narrow."""
    chance = np.random.default_rng(7)
    people = chance.beta(CUT * spread, (1 - CUT) * spread, size=(3000, WINDOW))
    called = sum(mastery(list(map(float, person))).state == State.MASTERED for person in people)
    assert called / len(people) <= 1 - LEVEL


def test_looking_after_every_answer_adds_up_to_what_the_decision_record_says():
    chance = np.random.default_rng(11)
    rights = chance.random((1500, WINDOW)) < CUT
    ever = sum(
        any(called_mastered(int(person[:n].sum()), n) for n in range(7, WINDOW + 1)) for person in rights
    ) / len(rights)
    assert 0.12 < ever < 0.20


def test_who_is_nearly_always_right_is_found_out_in_time():
    assert [n for n in range(1, 20) if called_mastered(n, n)][0] == 7
    assert called_mastered(19, 20)
    assert sum(comb(20, k) * 0.95**k * 0.05 ** (20 - k) for k in range(21) if called_mastered(k, 20)) > 0.9


@given(credits)
def test_the_bound_is_never_above_the_estimate_and_both_are_shares(seen):
    found = mastery(seen)
    assert 0 <= found.low <= found.estimate + 1e-9
    assert found.estimate <= 1


@given(credits, st.floats(0, 1))
def test_a_better_answer_never_lowers_the_bound(seen, credit):
    better = [*seen[:-1], max(seen[-1], credit)]
    assert mastery(better).low >= mastery(seen).low - 1e-9


def test_only_the_latest_answers_count():
    assert mastery([0.0] * 30 + [1.0] * WINDOW) == mastery([1.0] * WINDOW)
    assert mastery([1.0] * 30 + [0.0] * WINDOW).low == 0


def test_nothing_seen_is_no_zero():
    found = mastery([])
    assert (found.n, found.estimate, found.state) == (0, None, State.UNSEEN)
    assert mastery([0.0]).state == State.LEARNING


@pytest.mark.parametrize("credit", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_refused(credit):
    with pytest.raises(ValueError, match="share"):
        mastery([0.5, credit])
