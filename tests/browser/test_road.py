"""The roads of a trainee, an employer and an administrator, walked in real Chromium against a real server."""

import re

import pytest

from tests.browser.hands import Keyboard, Mouse
from tests.browser.walking import (
    answer_everything,
    check_the_certificate,
    download_the_certificate,
    list_in_the_pool,
    revoke,
    search_the_pool,
    sign_up,
    sit_the_exam,
)

pytestmark = pytest.mark.browser

COURSE = "/courses/finding-hallucinations"


@pytest.mark.parametrize(
    ("locale", "hands"), [("ko-KR", Keyboard), ("en-US", Mouse)], ids=["korean by keyboard", "english by mouse"]
)
def test_from_sign_up_to_a_certificate_checked_found_and_revoked(visit, site, locale, hands, tmp_path):
    trainee = hands(visit(locale=locale))
    name, email = {"ko": ("박초록", "chorok@example.org"), "en": ("Green Park", "green@example.org")}[locale[:2]]
    sign_up(trainee, COURSE, name, email)
    answer_everything(trainee, site, COURSE)
    sit_the_exam(trainee, site, COURSE)
    address = download_the_certificate(trainee, COURSE, tmp_path / "certificate.pdf")
    stranger = hands(visit(locale=locale))
    check_the_certificate(stranger, address, name, valid=True, public=False)
    list_in_the_pool(trainee)
    check_the_certificate(stranger, address, name, valid=True, public=True)
    search_the_pool(hands(visit(locale=locale)), "finding-hallucinations")
    revoke(hands(visit(locale=locale)), name)
    check_the_certificate(stranger, address, name, valid=False, public=True)


def test_marking_by_mouse_in_english(signed_in):
    page = signed_in(locale="en-US", viewport={"width": 1280, "height": 900})
    page.goto(f"{COURSE}/practice/library-hours")
    page.locator("[role=option]", has_text="8시까지").click()
    page.get_by_role("button", name=re.compile("^뒤 −|^End −")).dblclick()
    page.locator(".marker-tools button").first.click()
    assert page.input_value("#quote-0") == "8시"
    page.locator(".mark-list button").last.click()
    assert page.input_value("#quote-0") == ""


def test_a_mistake_keeps_what_was_typed(signed_in):
    page = signed_in(locale="ko-KR")
    page.goto(f"{COURSE}/practice/training-budget")
    page.click(".mark-type")
    page.fill("#quote-0", "글에 없는 말")
    page.click("main button.button[type=submit]:not(.plain)")
    page.locator(".error-summary").wait_for()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert page.title().startswith("오류:")
    assert page.input_value("#quote-0") == "글에 없는 말"


def test_an_exam_is_sat_by_keyboard_and_shows_a_score_but_no_gold(visit, signed_in):
    page = signed_in(locale="ko-KR")
    press = Keyboard(page).press
    page.goto(COURSE)
    press("a[href$='/exam']")
    page.wait_for_url("**/exam")
    press("form.actions button")
    for number in (1, 2, 3, 4):
        page.wait_for_url(f"**/{number}")
        if page.locator("input[name=chosen]").count():
            press("input[name=chosen]", "Space")
        if page.locator("input[name=verdict]").count():
            press("input[name=verdict]", "Space")
        press("main button.button[type=submit]:not(.plain)")
    page.get_by_role("heading", name="전체 문항").wait_for()
    assert page.get_by_text("저장됨").count() == 4
    press("form.actions button")
    page.wait_for_url("**/result")
    text = page.inner_text("main")
    assert "표준오차" in text
    assert "골드" not in text


def test_what_is_marked_is_kept_by_itself_and_comes_back(signed_in):
    page = signed_in(locale="ko-KR")
    page.goto(f"{COURSE}/practice/refund-policy")
    Keyboard(page).mark("받으신 날부터")
    page.get_by_text("저장됨").wait_for()
    page.goto("/")
    page.goto(f"{COURSE}/practice/refund-policy")
    assert page.input_value("#quote-0") == "받으신 날부터"
    assert page.locator(".marking-text mark.mine").count() > 0
