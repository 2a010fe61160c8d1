"""The pairing is the best there is, and does not depend on order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linear_sum_assignment

from curriculum_app.grading.matching import best_pairs

credits = st.tuples(st.integers(1, 7), st.integers(1, 7)).flatmap(
    lambda shape: arrays(float, shape, elements=st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
)


@given(credits)
def test_the_total_credit_equals_scipys(credit):
    pairs = best_pairs(credit.tolist())
    rows, columns = linear_sum_assignment(credit, maximize=True)
    assert np.isclose(sum(credit[r, c] for r, c in pairs), credit[rows, columns].sum())


@given(credits)
def test_no_mark_is_paired_twice(credit):
    pairs = best_pairs(credit.tolist())
    assert len({r for r, _ in pairs}) == len({c for _, c in pairs}) == len(pairs)


def test_nothing_pairs_with_nothing():
    assert best_pairs([]) == []
    assert best_pairs([[], []]) == []
    assert best_pairs([[0.0]]) == []
