"""From today to a review and on, by keyboard and without JavaScript; a placement test; and axe-core on all of it."""

import re

import pytest

from tests.browser.hands import Keyboard
from tests.browser.test_accessibility import look

pytestmark = pytest.mark.browser

REVIEWED = "a[href='/courses/finding-hallucinations/review/worst-error']"


def test_what_is_due_is_reviewed_by_keyboard_and_then_gone(signed_in):
    page = signed_in("sora", locale="ko-KR")
    press = Keyboard(page).press
    page.goto("/")
    press("nav a[href='/today']")
    page.get_by_role("heading", name="오늘", exact=True).wait_for()
    before = page.locator("main ol.ruled > li").count()
    assert re.search(rf"{before}문제, \d+분쯤 걸립니다", page.inner_text("main"))
    press(f"main {REVIEWED}")
    page.wait_for_url("**/review/worst-error")
    press("input[name=chosen]", "Space")
    press("main button.button[type=submit]:not(.plain)")
    page.wait_for_url("**/answers/*")
    assert "복습입니다. 첫 점수는 달라지지 않습니다." in page.inner_text("main")
    press("a[data-next]")
    page.wait_for_url(re.compile("/(review|judge-again)/"))
    page.goto("/today")
    assert page.locator(f"main {REVIEWED}").count() == 0
    press("main a[href='/skills']")
    page.get_by_role("heading", name="내 역량 지도").wait_for()
    assert page.locator(".skill-map > li").count() == 8


def test_a_review_works_without_javascript(signed_in):
    page = signed_in("mina", locale="ko-KR", java_script_enabled=False)
    page.goto("/today")
    page.click(f"main {REVIEWED}")
    page.check("input[name=chosen] >> nth=0")
    page.click("main form[data-hand-in] button.button")
    page.wait_for_url("**/answers/*")
    assert "복습입니다." in page.inner_text("main")


@pytest.mark.parametrize(
    ("who", "language", "scheme", "width"), [("taeo", "ko", "light", 1280), ("yuna", "en", "dark", 320)], ids=["korean", "english"]
)
def test_axe_finds_nothing_on_what_comes_back(signed_in, who, language, scheme, width):
    options = {"locale": "ko-KR", "color_scheme": scheme, "viewport": {"width": width, "height": 800}, "bypass_csp": True}
    page = signed_in(who, **options)
    if language == "en":
        page.get_by_role("button", name="English").click()
    look(page, "/today")
    look(page, "/skills")
    page.locator("details.skill-more summary").nth(0).click()
    page.locator("details.skill-more summary").nth(1).click()
    look(page, "/courses")
    course = "/courses/annotation"
    page.goto(course)
    page.click("form[action$='/enrol'] button")
    look(page, f"{course}/placement")
    page.click("main form button.button")
    page.wait_for_url("**/placements/**")
    look(page, page.url)
    look(page, f"{course}/placement")
    page.click("form[action$='/end'] button")
    look(page, f"{course}/placement")
    look(page, course)
