"""Reviewing conversations and records of steps: by keyboard, by mouse, by finger."""

import unicodedata

import pytest

from tests.browser.desk import ODD, Keyboard, at_work, handed_in, modes, named, scan

pytestmark = pytest.mark.browser


@modes("keyboard")
def test_a_conversation_is_rated_and_its_first_bad_turn_chosen_at_the_turn(signed_in, site, hands):
    hands = at_work(signed_in, hands, "dialogue-review-1", bypass_csp=True)
    page = hands.page
    page.get_by_text("아직 점수를 매기지 않은 차례:").wait_for()
    if isinstance(hands, Keyboard):
        hands.reach("input[name=ratings-2]")
        for key in ("3", "j", "1", "b", "j", "2", "j", "3", "k"):
            page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == "turn-6"
    else:
        for turn, level in {"2": "3", "4": "1", "6": "2", "8": "3"}.items():
            hands.choose_radio(f"ratings-{turn}", level)
        hands.press("#turn-4 .first-bad-button")
    assert page.is_checked("input[name=first_bad][value='4']")
    assert page.get_by_text("아직 점수를 매기지 않은 차례:").is_hidden()
    chosen = page.get_by_role("button", name="여기가 처음 잘못된 차례 4번 차례", exact=True)
    assert chosen.get_attribute("aria-pressed") == "true"
    hands.choose_radio("first_bad", "2")
    assert chosen.get_attribute("aria-pressed") == "false"
    assert page.get_by_role("button", pressed=True, name="여기가 처음 잘못된 차례 2번 차례", exact=True).count() == 1
    named(page, "group", "2번 차례의 점수", "8번 차례의 점수", "모델의 차례 가운데 처음 잘못된 것은 몇 번입니까?")
    assert page.get_by_role("radio", name="1 이용자가 그대로 따르면 손해를 봅니다.", exact=True).count() == 4
    hands.select("#category", "factuality")
    hands.write("#fix", ODD)
    scan(page)
    answer = handed_in(hands, site)
    assert answer["ratings"] == {"2": 3, "4": 1, "6": 2, "8": 3}
    assert (answer["first_bad"], answer["category"], answer["fix"]) == (
        "2",
        "factuality",
        unicodedata.normalize("NFC", ODD),
    )


@modes("finger")
def test_a_record_of_steps_is_reviewed_at_its_steps(signed_in, site, hands):
    hands = at_work(signed_in, hands, "trace-review-1", bypass_csp=True)
    page = hands.page
    if isinstance(hands, Keyboard):
        hands.reach(".first-bad-button")
        for key in ("j", "j", "b"):
            page.keyboard.press(key)
    else:
        hands.press("#step-3 .first-bad-button")
    hands.select("#category", "ignored_result")
    hands.write("#fix", ODD)
    hands.choose_radio("outcome", "failed")
    named(page, "group", "처음 잘못된 단계는 몇 번입니까?")
    named(page, "button", *(f"여기가 처음 잘못된 단계 {number}단계" for number in (1, 2, 3, 4)))
    scan(page)
    expected = {
        "first_bad": "3",
        "category": "ignored_result",
        "fix": unicodedata.normalize("NFC", ODD),
        "outcome": "failed",
    }
    assert handed_in(hands, site) == expected


def test_where_nothing_goes_wrong_nothing_is_asked_of_it_and_undoing_brings_it_back(signed_in):
    page = at_work(signed_in, Keyboard, "trace-review-1").page
    page.check("input[name=first_bad][value=none]")
    assert page.locator("#category").is_hidden()
    page.get_by_role("button", name="되돌리기", exact=True).click()
    page.locator("#category").wait_for()
    page.click("#step-2 .first-bad-button")
    assert page.locator("#step-2.first-bad").count() == 1
    page.get_by_role("button", name="되돌리기", exact=True).click()
    assert page.locator("#step-2.first-bad").count() == 0
    assert page.locator("input[name=first_bad]:checked").count() == 0
