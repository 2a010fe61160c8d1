"""Rating, preferring and ranking through the pages: what no form offers is refused, a model's suggestion is where one starts."""

import pytest

from tests.practice.tour import PAGE, Page, course_with, hand_in

NAMES = tuple(f"{kind}-{number}" for kind in ("rating-scale", "preference", "ranking") for number in (1, 2))


@pytest.fixture
def judging(app, tmp_path, trainee):
    """A trainee in the sample course with these items."""
    with course_with(tmp_path, NAMES):
        yield trainee


def test_nothing_handed_in_is_refused_and_not_an_error(judging):
    for name in NAMES:
        assert hand_in(judging, name, {}).status_code == 422
        controls = Page(judging.get(PAGE + name).text).offered.keys() - {"csrf_token", "key"}
        assert hand_in(judging, name, dict.fromkeys(controls, "9-9")).status_code == 422


def test_a_models_suggestion_is_chosen_at_the_start_and_what_became_of_it_is_reported(judging):
    form = judging.get(PAGE + "preference-2").text
    assert 'value="b-2" checked' in form
    page = judging.get(hand_in(judging, "preference-2", {"preference": "b-2", "reason": "더 자세합니다."}).headers["Location"]).text
    assert "<strong>0</strong>" in page
    assert "B가 낫습니다" in page
