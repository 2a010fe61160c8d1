"""The rule by which an answer is rated, and what FSRS makes of it."""

from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating

from curriculum_app.practice.scheduling import LONGEST_DAYS, SCHEDULER, rating


@pytest.mark.parametrize(
    ("credit", "rated"),
    [(0, Rating.Again), (0.49, Rating.Again), (0.5, Rating.Hard), (0.79, Rating.Hard), (0.8, Rating.Good), (0.94, Rating.Good),
     (0.95, Rating.Easy), (1, Rating.Easy)],
)  # fmt: skip
def test_a_rating_follows_the_credit(credit, rated):
    assert rating(credit) == rated


@pytest.mark.parametrize("beside", [{"unsure": True}, {"hinted": True}])
def test_who_was_unsure_or_helped_found_it_hard_at_best(beside):
    assert rating(1, **beside) == Rating.Hard
    assert rating(0.3, **beside) == Rating.Again


def test_the_scheduler_has_no_chance_in_it_and_no_steps_within_a_day():
    at = datetime(2026, 3, 2, tzinfo=UTC)
    for rated in Rating:
        days = {SCHEDULER.review_card(Card(card_id=0), rated, at)[0].due for _ in range(5)}
        assert len(days) == 1
        assert timedelta(days=1) <= days.pop() - at <= timedelta(days=LONGEST_DAYS)
