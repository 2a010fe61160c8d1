"""Ranking responses."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from curriculum_app.grading.kind import FileProblem, InvalidAnswer
from curriculum_app.grading.ranking import tau_b
from curriculum_app.grading.strategy import Strategy
from tests.grading.judged import ranked, ranking, read

PAIR_OF_RANKINGS = st.integers(3, 8).flatmap(
    lambda n: st.tuples(*(st.lists(st.integers(1, n), min_size=n, max_size=n) for _ in range(2)))
)


@given(PAIR_OF_RANKINGS)
def test_tau_b_is_scipys_with_ties_and_without(pair):
    ours, theirs = tau_b(*pair), kendalltau(*pair).statistic
    if ours is None:
        assert math.isnan(theirs)
    else:
        assert ours == pytest.approx(theirs)


@given(PAIR_OF_RANKINGS)
def test_the_score_is_tau_b_from_nought_to_one_and_every_response_has_its_reason(pair):
    task, gold = ranking(pair[0])
    verdict = gold.grade(task, ranked(task, *pair[1]))
    tau = kendalltau(*pair).statistic
    equal = len(set(pair[0])) == len(set(pair[1])) == 1
    assert verdict.score == pytest.approx(float(equal) if math.isnan(tau) else (tau + 1) / 2)
    assert 0 <= verdict.score <= 1
    assert sorted(outcome.mine.id for outcome in verdict.outcomes) == list(task.lettered)
    assert all(outcome.reason and outcome.notes for outcome in verdict.outcomes)
    assert gold.grade(task, gold.ideal(task)).score == 1


def test_swapped_pairs_are_named_on_both_responses():
    task, gold = ranking([1, 2, 3], ties=False)
    verdict = gold.grade(task, ranked(task, 2, 1, 3))
    assert verdict.score == pytest.approx(2 / 3)
    first, second, third = verdict.outcomes
    assert first.notes[0].code == "pair_swapped"
    assert first.notes[0].parameters == {"others": "B"}
    assert second.notes[0].parameters == {"others": "A"}
    assert third.sort == "hit"
    assert (first.mine.values, first.gold.values) == ({"rank": "2"}, {"rank": "1"})


def test_level_and_parted_pairs_are_told_apart():
    task, gold = ranking([1, 1, 2])
    verdict = gold.grade(task, ranked(task, 1, 2, 2))
    codes = {outcome.mine.id: [note.code for note in outcome.notes] for outcome in verdict.outcomes}
    assert codes == {"a": ["pair_parted"], "b": ["pair_parted", "pair_levelled"], "c": ["pair_levelled"]}


def test_the_same_order_in_other_numbers_is_the_same_order():
    task, gold = ranking([1, 1, 3])
    verdict = gold.grade(task, ranked(task, 2, 2, 3))
    assert verdict.score == 1
    assert all(outcome.mine.values == outcome.gold.values for outcome in verdict.outcomes)


def test_putting_everything_level_earns_nothing_unless_gold_does_too():
    task, gold = ranking([1, 2, 2])
    verdict = gold.grade(task, task.guess(Strategy.MIDDLE, Random(1)))
    assert (verdict.score, verdict.headline.code, verdict.parts[0].value) == (0, "ranking_all_level", None)
    task, gold = ranking([1, 1, 1])
    assert gold.grade(task, ranked(task, 2, 2, 2)).score == 1


@pytest.mark.parametrize(
    ("ranks", "field", "code"),
    [
        ({"a": 1, "b": 2}, "ranks-c", "rank_missing"),
        ({"a": 1, "b": 2, "c": 4}, "ranks-c", "rank_outside"),
        ({"a": 1, "b": 2, "c": 3, "d": 3}, "ranks-d", "response_unknown"),
        ({"a": 1, "b": 2, "c": 2}, "ranks-c", "rank_twice"),
        ({"a": 1, "b": 2, "c": "3"}, "ranks-c", "answer_malformed"),
        ({"a": 1, "b": 2, "c": math.nan}, "ranks-c", "answer_malformed"),
        ({"a": 1, "b": 2, "z": 3}, "ranks-z", "answer_malformed"),
        ([1, 2, 3], "ranks", "answer_malformed"),
    ],
)
def test_a_ranking_that_cannot_be_is_refused(ranks, field, code):
    task, _ = ranking([1, 2, 3], ties=False)
    with pytest.raises(InvalidAnswer) as refused:
        task.parse({"ranks": ranks})
    assert (field, code) in [(place.removesuffix("-[key]"), message.code) for place, message in refused.value.problems]


def test_a_ranking_file_that_does_not_hold_together_names_the_place():
    with pytest.raises(FileProblem) as problem:
        ranking([1, 1, 2], ties=False)
    assert (problem.value.path, problem.value.message.code) == (("gold", "ranks", "b", "rank"), "ties_not_allowed")
    with pytest.raises(FileProblem, match="level_outside"):
        ranking([1, 2, 4])
    one = {"rank": 1, "reason": "w"}
    with pytest.raises(FileProblem, match="response_unranked"):
        read("ranking", responses=["x", "y", "z"], gold={"ranks": {"a": one}})
    with pytest.raises(FileProblem, match="response_not_there"):
        read("ranking", responses=["x", "y", "z"], gold={"ranks": {"d": one}})
