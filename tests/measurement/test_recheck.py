"""A re-check's limits hold for holders and impostors who are simulated another way than the plan itself does it."""

import numpy as np
import pytest

from curriculum_app.measurement.recheck import (
    FALSE_ACCUSATIONS,
    NEVER,
    REFERENCE,
    WANTED_POWER,
    Certified,
    plan,
    spread_of_items,
)

USUAL = Certified(score=85.0, standard_error=5.0, items=30, cut=70.0)
PEOPLE = 60_000


def sits(random, true_means, items, width):
    """Exam means by single answers: a share of them partly right, none of the plan's own code."""
    if width > 0.99:
        return 100 * (random.random((len(true_means), items)) < true_means[:, None]).mean(axis=1)
    precision = 1 / width - 1
    a, b = true_means[:, None] * precision, (1 - true_means[:, None]) * precision
    one, other = random.gamma(a, size=(len(true_means), items)), random.gamma(b, size=(len(true_means), items))
    return 100 * (one / (one + other)).mean(axis=1)


def holders(random, certified, width, people=PEOPLE):
    """People drawn from everybody who sits the exam, of whom those stay whose score is the certified one: no formula of Bayes."""
    kept = np.empty(0)
    while len(kept) < people:
        able = np.clip(random.normal(certified.cut / 100, 0.15, 400_000), 0.005, 0.995)
        kept = np.concatenate([kept, able[np.abs(sits(random, able, certified.items, width) - certified.score) < 1.0]])
    return kept[:people]


@pytest.mark.parametrize(
    "certified",
    [
        USUAL,
        pytest.param(Certified(85.0, 3.9, 60, 72.0), marks=pytest.mark.long),
        pytest.param(Certified(75.0, 4.0, 20, 70.0), marks=pytest.mark.long),
    ],
    ids=["usual", "long form", "just passed"],
)
def test_simulated_holders_and_impostors_give_the_printed_rates(certified):
    random, made, width = np.random.default_rng(7), plan(certified, most=10), spread_of_items(certified)
    honest = sits(random, holders(random, certified, width), made.items, width)
    accused = np.mean([made.verdict(score) == "inconsistent" for score in honest])
    assert accused <= FALSE_ACCUSATIONS + 0.01
    assert accused == pytest.approx(made.false_accusation, abs=0.012)
    assert np.mean([made.verdict(score) == "consistent" for score in honest]) == pytest.approx(made.confirmed, abs=0.03)
    for below, power in made.power.items():
        theirs = sits(random, np.full(PEOPLE, (certified.score - int(below)) / 100), made.items, width)
        assert np.mean([made.verdict(score) == "inconsistent" for score in theirs]) == pytest.approx(power, abs=0.02)
        assert np.mean([made.verdict(score) == "consistent" for score in theirs]) == pytest.approx(made.passed_by[below], abs=0.02)


@pytest.mark.parametrize("score", [70.0, 80.0, 90.0, 100.0])
@pytest.mark.parametrize("error", [None, 0.0, 3.0, 8.0])
def test_no_plan_accuses_more_than_one_holder_in_twenty_nor_confirms_more_impostors(score, error):
    for items in (1, 5, 30):
        made = plan(Certified(score, error, items, 70.0), most=8)
        assert made.false_accusation <= FALSE_ACCUSATIONS
        assert made.passed_by[str(REFERENCE)] <= FALSE_ACCUSATIONS
        assert made.inconsistent_below <= made.consistent_from


def test_the_shortest_form_that_is_strong_enough_is_taken_and_no_longer_one():
    certified = Certified(85.0, 2.5, 60, 70.0)
    made = plan(certified, most=20)
    assert made.power[str(REFERENCE)] >= WANTED_POWER
    shorter = plan(certified, most=made.items - 1)
    assert shorter.items == made.items - 1
    assert shorter.power[str(REFERENCE)] < WANTED_POWER


def test_a_form_too_short_to_confirm_never_says_consistent():
    made = plan(Certified(100.0, None, 1, 70.0), most=3)
    assert made.consistent_from == NEVER
    assert {made.verdict(score) for score in (0.0, 50.0, 100.0)} == {"inconsistent", "undecided"}


def test_the_limits_themselves_are_not_inconsistent_and_are_consistent():
    made = plan(USUAL, most=8)
    assert made.verdict(made.inconsistent_below) == "undecided"
    assert made.verdict(made.inconsistent_below - 0.1) == "inconsistent"
    assert made.verdict(made.consistent_from) == "consistent"


def test_the_same_certificate_gives_the_same_plan():
    assert plan(USUAL, most=8) == plan(USUAL, most=8)
