"""The drill tells a stubborn, an adaptive and an over-generalising bot apart, and says how sure it is."""

from random import Random

import pytest

from curriculum_app.grading.changing import Followed
from curriculum_app.measurement.adaptation import Case, Pattern, difference, drill
from curriculum_app.measurement.working import band

BEFORE = [Case(affected=False, after=False, credit=1.0)] * 6 + [Case(affected=True, after=False, credit=1.0)] * 4
LIKE = {
    "stubborn": (Case(True, True, 0.0, Followed.OLD), Case(False, True, 1.0, overapplied=False)),
    "adaptive": (Case(True, True, 1.0, Followed.NEW), Case(False, True, 1.0, overapplied=False)),
    "over-generalising": (Case(True, True, 1.0, Followed.NEW), Case(False, True, 0.0, overapplied=True)),
    "careless": (Case(True, True, 0.2, Followed.NEITHER), Case(False, True, 0.2, overapplied=False)),
}


def cases_of(bot):
    affected, unaffected = LIKE[bot]
    return [*BEFORE, *[affected] * 5, *[unaffected] * 6]


@pytest.mark.parametrize(
    ("bot", "adaptation", "perseveration", "damage", "over_applied", "pattern"),
    [
        ("stubborn", 0, 1, 0, 0, Pattern.STUBBORN),
        ("adaptive", 1, 0, 0, 0, Pattern.ADAPTED),
        ("over-generalising", 1, 0, 1, 1, Pattern.OVER_GENERAL),
        ("careless", 0, 0, 0.8, 0, Pattern.MIXED),
    ],
)
def test_three_bots_and_a_careless_one_are_told_apart(bot, adaptation, perseveration, damage, over_applied, pattern):
    found = drill(cases_of(bot))
    assert found.adaptation.mean == adaptation
    assert found.perseveration.mean == perseveration
    assert found.damage.value == pytest.approx(damage)
    assert found.over_applied.mean == over_applied
    assert found.pattern == pattern
    assert found.neither == (5 if bot == "careless" else 0)


def test_every_number_comes_with_its_count_and_its_uncertainty():
    found = drill(cases_of("adaptive"))
    assert (found.adaptation.n, found.before.n, found.after.n, found.learnt.n) == (5, 6, 6, 4)
    assert found.adaptation.low == pytest.approx(0.5655, abs=1e-4)  # Wilson for 5 of 5
    assert found.damage.low < 0 < found.damage.high


def test_with_few_cases_nothing_is_said():
    few = [case for case in cases_of("stubborn") if not (case.affected and case.after)] + [LIKE["stubborn"][0]] * 2
    assert drill(few).pattern == Pattern.TOO_FEW
    nothing = drill([])
    assert nothing.pattern == Pattern.TOO_FEW
    assert (nothing.adaptation, nothing.damage, nothing.over_applied) == (None, None, None)


def test_where_answers_share_no_decisions_over_application_is_not_measured():
    cases = [case._replace(overapplied=None) for case in cases_of("over-generalising")]
    assert drill(cases).over_applied is None
    assert drill(cases).pattern == Pattern.OVER_GENERAL


def test_the_difference_of_two_shares_has_newcombes_interval():
    """The example of Newcombe 1998, table II: 56/70 against 48/80 gives .2 (.0524 to .3339) by method 10."""
    found = difference(band([1.0] * 56 + [0.0] * 14), band([1.0] * 48 + [0.0] * 32))
    assert found == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)


def test_a_difference_is_covered_as_often_as_it_says():
    chance, covered = Random(5), 0
    for _ in range(2000):
        one = band([float(chance.random() < 0.9) for _ in range(12)])
        other = band([float(chance.random() < 0.6) for _ in range(12)])
        found = difference(one, other)
        covered += found.low <= 0.3 <= found.high
    assert covered / 2000 > 0.93


@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_bots_that_err_now_and_then_are_told_apart_too(noise):
    """Of 200 bots of each sort that err on one answer in ten, nine in ten are named rightly with 12 items of each sort."""
    chance = Random(11)
    for bot, pattern in (("stubborn", Pattern.STUBBORN), ("adaptive", Pattern.ADAPTED), ("over-generalising", Pattern.OVER_GENERAL)):
        named = sum(drill(noisy(bot, noise, chance)).pattern == pattern for _ in range(200))
        assert named >= 180, (bot, named)


def noisy(bot, noise, chance):
    def erring(case):
        if chance.random() >= noise:
            return case
        return case._replace(credit=0.0, followed=case.followed and Followed.NEITHER)

    affected, unaffected = LIKE[bot]
    return [erring(case) for case in [*BEFORE * 2, *[affected] * 12, *[unaffected] * 12]]
