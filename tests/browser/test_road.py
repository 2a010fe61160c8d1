"""The road of a trainee, walked in real Chromium against a real server."""

import re

import pytest

pytestmark = pytest.mark.browser

COURSE = "/courses/finding-hallucinations"


def tab_to(page, selector, most=120):
    """Presses Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if page.evaluate("s => document.activeElement && document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} can't be reached by keyboard")


def press(page, selector, key="Enter"):
    tab_to(page, selector)
    page.keyboard.press(key)


def mark(page, phrase):
    """Marks a phrase that is made of whole words, by arrow keys alone."""
    tab_to(page, ".marking-text")
    page.keyboard.press("Home")
    words = page.eval_on_selector_all(".marking-text [role=option]", "all => all.map(o => o.textContent)")
    wanted = phrase.split()
    starts = [
        n
        for n in range(len(words))
        if all(words[n + k].startswith(w) for k, w in enumerate(wanted) if n + k < len(words))
    ]
    for _ in range(starts[0]):
        page.keyboard.press("ArrowRight")
    for _ in wanted[1:]:
        page.keyboard.press("Shift+ArrowRight")
    if len(wanted) == 1:
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowLeft")
    selected = "".join(words[starts[0] : starts[0] + len(wanted)])
    for _ in range(len(selected) - len("".join(wanted))):
        page.keyboard.press("[")
    page.keyboard.press("Enter")


def choose(page, value):
    """Chooses in the select that has the focus."""
    page.evaluate(
        "v => { const s = document.activeElement; s.value = v; s.dispatchEvent(new Event('change', {bubbles: true})); }",
        value,
    )


def test_a_newcomer_walks_from_sign_up_to_a_graded_exercise_of_each_kind_in_korean_by_keyboard(visit):
    page = visit(locale="ko-KR")
    page.goto(COURSE)
    assert page.get_attribute("html", "lang") == "ko"
    press(page, "a[href^='/sign-up']")
    page.wait_for_url(re.compile("/sign-up"))
    for field, text in (
        ("name", "박초록"),
        ("email", "chorok@example.org"),
        ("password", "푸른 하늘 은하수 하얀 쪽배"),
    ):
        tab_to(page, f"#{field}")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="메일을 확인해 주십시오").wait_for()
    press(page, "a[href='/development/mail']")
    page.wait_for_url("**/development/mail")
    for _ in range(50):
        if page.locator("a[href*='/confirm/']").count():
            break
        page.wait_for_timeout(200)
        page.reload()
    press(page, "a[href*='/confirm/']")
    page.wait_for_url(re.compile("/confirm/"))
    press(page, "main button[type=submit]")
    page.wait_for_url(re.compile(f"^[^?]+{COURSE}$"))
    press(page, "form[action$='/enrol'] button")
    page.get_by_text("수강을 시작했습니다").wait_for()
    press(page, "main .button[href*='/lessons/']")
    page.wait_for_url("**/lessons/what-models-invent")
    press(page, "form.actions button")
    page.wait_for_url("**/practice/worst-error")

    tab_to(page, "input[name=chosen]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    press(page, "main button[type=submit]")
    page.wait_for_url("**/answers/*")
    assert page.inner_text(".score strong") == "100"
    press(page, ".actions a.button")
    page.wait_for_url("**/practice/claims-and-opinions")

    mark(page, "2019년")
    choose(page, "checkable")
    mark(page, "무척 아늑하고")
    choose(page, "opinion")
    press(page, "main button.button[type=submit]:not(.plain)")
    page.wait_for_url("**/answers/*")
    assert "6개 중 2개를 찾았고 잘못 표시한 것은 없습니다." in page.inner_text(".score")
    press(page, ".actions a.button")
    page.wait_for_url("**/practice/library-hours")

    mark(page, "오후 8시")
    choose(page, "number_date_unit")
    tab_to(page, "#severity-0")
    choose(page, "major")
    tab_to(page, "#correction-0")
    page.keyboard.type("오후 6시")
    press(page, "input[name=evidence-0][value='2']", "Space")
    press(page, "main button.button[type=submit]:not(.plain)")
    page.wait_for_url("**/answers/*")
    assert "3개 중 1개를 찾았고" in page.inner_text(".score")
    assert page.locator("mark.mine.gold.hit").inner_text() == "오후 8시"

    page.goto(f"{COURSE}/practice/broken-pot")
    tab_to(page, "input[name=verdict]")
    page.keyboard.press("Space")
    press(page, "main button.button[type=submit]:not(.plain)")
    page.wait_for_url("**/answers/*")
    assert page.inner_text(".score strong") == "100"
    page.goto("/progress")
    assert "5/9" in page.inner_text("main")


def test_marking_by_mouse_in_english(signed_in):
    page = signed_in(locale="en-US", viewport={"width": 1280, "height": 900})
    page.goto(f"{COURSE}/practice/library-hours")
    page.locator("[role=option]", has_text="8시까지").click()
    page.get_by_role("button", name=re.compile("^끝 한 글자 줄이기|^End one letter earlier")).dblclick()
    page.locator(".marker-tools button").first.click()
    assert page.input_value("#quote-0") == "8시"
    page.locator(".mark-row button").first.click()
    assert page.input_value("#quote-0") == ""


def test_a_mistake_keeps_what_was_typed(signed_in):
    page = signed_in(locale="ko-KR")
    page.goto(f"{COURSE}/practice/training-budget")
    page.fill("#quote-0", "글에 없는 말")
    page.click("main button.button[type=submit]:not(.plain)")
    page.locator(".error-summary").wait_for()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert page.title().startswith("오류:")
    assert page.input_value("#quote-0") == "글에 없는 말"


def test_an_exam_is_sat_by_keyboard_and_shows_a_score_but_no_gold(visit, signed_in):
    page = signed_in(locale="ko-KR")
    page.goto(COURSE)
    press(page, "a[href$='/exam']")
    page.wait_for_url("**/exam")
    press(page, "form.actions button")
    for number in (1, 2, 3, 4):
        page.wait_for_url(f"**/{number}")
        if page.locator("input[name=chosen]").count():
            press(page, "input[name=chosen]", "Space")
        if page.locator("input[name=verdict]").count():
            press(page, "input[name=verdict]", "Space")
        press(page, "main button.button[type=submit]:not(.plain)")
    page.get_by_role("heading", name="전체 문항").wait_for()
    assert page.get_by_text("저장됨").count() == 4
    press(page, "form.actions button")
    page.wait_for_url("**/result")
    text = page.inner_text("main")
    assert "표준오차" in text
    assert "골드" not in text


def test_what_is_marked_is_kept_by_itself_and_comes_back(signed_in):
    page = signed_in(locale="ko-KR")
    page.goto(f"{COURSE}/practice/refund-policy")
    mark(page, "받으신 날부터")
    page.get_by_text("저장됨").wait_for()
    page.goto("/")
    page.goto(f"{COURSE}/practice/refund-policy")
    assert page.input_value("#quote-0") == "받으신 날부터"
    assert page.locator(".marking-text mark.mine").count() > 0
