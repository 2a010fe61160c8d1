"""A quality report's figures: amount, speed, quality, send-backs, agreement."""

import pytest

from curriculum_app.measurement.production import Produced, agreement, amount, by, quality, send_backs

WORK = [
    Produced(1, 1.0, 60, groups=("a",)),
    Produced(1, 0.5, 120, sent_back=True, corrected=1.0, groups=("a", "b")),
    Produced(2, 0.0, None, sent_back=True, corrected=0.4, groups=("b",)),
    Produced(2, 0.0, 60, sent_back=True, groups=("b",)),
]


def test_speed_rests_on_the_answers_whose_time_is_known():
    found = amount(WORK)
    assert (found.items, found.timed, found.seconds, found.median_seconds) == (4, 3, 240, 60)
    assert found.items_an_hour == pytest.approx(45)
    assert amount([]) == (0, 0, 0, None, None)


def test_quality_is_that_of_first_answers_whatever_was_mended():
    assert quality(WORK).mean == pytest.approx(0.375)
    assert quality([]) is None


def test_the_weakest_comes_first():
    found = by(WORK, lambda one: one.groups)
    assert [(name, round(band.mean, 3), band.n) for name, band in found.items()] == [("b", 0.167, 3), ("a", 0.75, 2)]


def test_send_backs_are_counted_with_what_became_of_them():
    found = send_backs(WORK, 0.7)
    assert (found.sent_back, found.corrected, found.mended) == (3, 2, 1)
    assert (found.rate, found.mend_rate) == (0.75, 0.5)
    assert found.gain == pytest.approx(0.45)
    nothing = send_backs([], 0.7)
    assert (nothing.rate, nothing.mend_rate, nothing.gain) == (None, None, None)


def test_agreement_takes_chance_out_and_says_nothing_of_few():
    found = agreement(list("aabba"), list("aabbb"))
    assert found.percent.mean == 0.8
    assert found.kappa == pytest.approx(0.6154, abs=1e-4)
    assert agreement(list("aaaaa"), list("aaaaa")).kappa is None
    assert agreement(list("aabb"), list("aabb")) is None
    with pytest.raises(ValueError, match="same items"):
        agreement(["a"], [])
