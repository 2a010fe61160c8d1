"""What a record of work says: bands, periods, calibration, speed, what is missed most."""

from datetime import date, timedelta

import pytest
from scipy.stats import binomtest

from curriculum_app.measurement.working import (
    Miss,
    Worked,
    agreement_over_time,
    band,
    calibration,
    marks_over_time,
    most_missed,
    period,
    speed_and_accuracy,
)

DAY = date(2026, 3, 2)  # a Monday


def worked(credit=1.0, after=0, skills=("a",), **more):
    return Worked(DAY + timedelta(after), skills, credit, **more)


@pytest.mark.parametrize(("right", "n"), [(0, 3), (3, 3), (7, 10), (41, 50)])
def test_the_band_of_right_and_wrong_answers_is_scipys_wilson_interval(right, n):
    reference = binomtest(right, n).proportion_ci(0.95, method="wilson")
    found = band([1.0] * right + [0.0] * (n - right))
    assert found.n == n
    assert found.mean == pytest.approx(right / n)
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high), abs=1e-6)


def test_a_band_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no credits"):
        band([])


@pytest.mark.parametrize(("span", "first"), [(7, DAY + timedelta(5)), (8, DAY), (184, date(2026, 3, 1))])
def test_days_are_drawn_together_by_how_long_the_record_is(span, first):
    assert period([DAY, DAY + timedelta(span)])(DAY + timedelta(5)) == first


def test_agreement_over_time_has_a_band_for_each_skill_and_period():
    found = agreement_over_time([worked(1.0), worked(0.0), worked(0.5, 3, ("a", "b"))])
    assert [(day, one.mean, one.n) for day, one in found["a"]] == [(DAY, 0.5, 2), (DAY + timedelta(3), 0.5, 1)]
    assert [(day, one.n) for day, one in found["b"]] == [(DAY + timedelta(3), 1)]


def test_marks_are_counted_by_period_and_answers_without_marks_are_left_out():
    given = [worked(after=2, sorts={"alarm": 1}), worked(sorts={"hit": 2}), worked(after=2), worked(sorts={"hit": 1, "missed": 1})]
    found = marks_over_time(given)
    assert found == [(DAY, {"hit": 3, "missed": 1}), (DAY + timedelta(2), {"alarm": 1})]


def test_calibration_holds_only_what_was_said():
    found = calibration([worked(1.0, confidence="sure"), worked(0.5, confidence="sure"), worked(0.0)])
    assert {said: (one.mean, one.n) for said, one in found.items()} == {"sure": (0.75, 2)}


def test_speed_has_three_groups_from_six_timed_answers_on():
    slow = [worked(n / 10, pace=n / 5) for n in range(6, 0, -1)]
    assert speed_and_accuracy(slow[:5]) == []
    found = speed_and_accuracy([*slow, worked(0.0)])
    assert [one.pace for one in found] == pytest.approx([0.3, 0.7, 1.1])
    assert [one.credit.mean for one in found] == pytest.approx([0.15, 0.35, 0.55])


def test_what_is_missed_most_comes_first_with_how_many_there_were():
    number, entity, date_ = ("t", "number"), ("t", "entity"), ("t", "date")
    records = [worked(missed={number: 2, entity: 1}, found={number: 3}), worked(missed={entity: 1}), worked(found={date_: 4})]
    assert most_missed(records) == [Miss("t", "entity", 2, 2), Miss("t", "number", 2, 5)]
