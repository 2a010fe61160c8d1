"""The working page: undo, keys, input methods, confidence, what does not load, and what it does without scripts."""

import sqlite3

import pytest

from tests.browser.test_accessibility import found_on
from tests.browser.working import HAND_IN, TITLES, TOUR, answers, end_session, saved, told

pytestmark = pytest.mark.browser

# Undo, keys, input methods


def test_undo_and_redo_go_step_by_step_and_leave_typing_to_the_browser(tour):
    page = tour("rating-scale-1")
    radio = "input[type=radio][name^='ratings']"
    names = page.eval_on_selector_all(radio, "all => [...new Set(all.map((one) => one.name))]")

    def chosen():
        return page.eval_on_selector_all(f"{radio}:checked", "all => all.map((one) => one.value)")

    for name in names[:2]:
        page.locator(f"input[name='{name}']").nth(1).check(force=True)
    assert len(chosen()) == 2
    page.keyboard.press("Control+z")
    assert len(chosen()) == 1
    page.keyboard.press("Control+z")
    assert chosen() == []
    page.keyboard.press("Control+z")
    page.get_by_text("되돌릴 것이 없습니다").wait_for(state="attached")
    page.keyboard.press("Control+Shift+Z")
    page.get_by_role("button", name="다시 하기", exact=True).click()
    assert len(chosen()) == 2


@pytest.mark.long
def test_in_a_text_field_the_key_undoes_typing_and_the_button_the_step(tour):
    page = tour("preference-1")
    undo = page.get_by_role("button", name="되돌리기", exact=True)
    page.fill("#reason", "")
    page.locator("input[name=preference]").nth(1).check(force=True)
    page.locator("input[name=preference]").nth(0).check(force=True)
    page.locator("#reason").press_sequentially("하나")
    page.wait_for_timeout(1100)
    page.locator("#reason").press_sequentially(" 둘")
    page.keyboard.press("Control+z")
    assert page.input_value("#reason") != "하나 둘"
    assert page.locator("input[name=preference]").nth(0).is_checked()
    undo.click()
    assert page.input_value("#reason") == "하나 둘"  # the browser's own undo is a step too
    undo.click()
    assert page.input_value("#reason") == "하나"
    undo.click()
    undo.click()
    assert page.locator("input[name=preference]").nth(1).is_checked()


def test_a_composition_in_progress_is_not_handed_in(tour):
    page = tour("rewrite-2")
    page.fill("#text", "")
    page.focus("#text")
    method = page.context.new_cdp_session(page)
    method.send("Input.imeSetComposition", {"text": "한", "selectionStart": 1, "selectionEnd": 1})
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(400)
    assert page.url.endswith("/practice/rewrite-2")
    method.send("Input.insertText", {"text": "한글"})
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/answers/*")


def test_keys_are_listed_changed_refused_where_taken_and_switched_off(tour):
    page = tour("rewrite-1")
    page.locator("h1").click()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="이 페이지의 단축키")
    row = sheet.locator("li[data-action='hand-in']")
    assert row.locator(".keys").inner_text() == "Ctrl + Enter"
    row.get_by_role("button").click()
    page.keyboard.press("Control+z")
    sheet.get_by_text("Ctrl + Z 키는 이미 쓰이고 있습니다(되돌리기)").wait_for()
    page.keyboard.press("Tab")
    sheet.get_by_text("Tab 키는 이동과 입력에 필요합니다").wait_for()
    page.keyboard.press("Alt+KeyS")
    assert row.locator(".keys").inner_text() == "Alt + S"
    page.keyboard.press("Escape")
    sheet.wait_for(state="hidden")
    page.fill("#text", "바꾼 키로 제출")
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(300)
    assert page.url.endswith("/practice/rewrite-1")
    page.reload()
    page.get_by_role("button", name="단축키", exact=True).click()
    sheet.get_by_label("단축키 쓰기").uncheck()
    sheet.get_by_role("button", name="닫기").click()
    page.keyboard.press("Alt+KeyS")
    page.keyboard.press("?")
    page.wait_for_timeout(300)
    assert page.url.endswith("/practice/rewrite-1")
    assert not sheet.is_visible()
    page.get_by_role("button", name="단축키", exact=True).click()
    sheet.get_by_label("단축키 쓰기").check()
    sheet.get_by_role("button", name="모든 단축키를 처음대로").click()
    assert row.locator(".keys").inner_text() == "Ctrl + Enter"
    sheet.get_by_role("button", name="닫기").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/answers/*")


@pytest.mark.long
def test_confidence_is_kept_with_the_draft_and_handed_in(tour, site):
    page = tour("rewrite-2")
    page.fill("#text", "확실하지 않은 답")
    page.get_by_label("확실하지 않음").check()
    saved(page)
    page.reload()
    assert page.get_by_label("확실하지 않음").is_checked()
    page.click(HAND_IN)
    page.wait_for_url("**/answers/*")
    with sqlite3.connect(site.data / "curriculum.sqlite") as database:
        newest = database.execute("select confidence, seconds from answer order by created_at desc limit 1").fetchone()
    database.close()
    assert newest[0] == "unsure"
    assert 0 <= newest[1] < 300


@pytest.mark.parametrize(
    ("width", "scheme", "forced"),
    [
        (320, "dark", "none"),
        pytest.param(1280, "light", "none", marks=pytest.mark.long),
        pytest.param(320, "light", "active", marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing_in_the_key_sheet_and_in_what_is_asked(tour, width, scheme, forced):
    page = tour("rating-scale-2", viewport={"width": width, "height": 700}, color_scheme=scheme, forced_colors=forced, bypass_csp=True)
    page.get_by_role("button", name="단축키", exact=True).click()
    page.get_by_role("dialog").locator("li button").first.click()
    nothing_wrong(page)
    page.keyboard.press("Escape")
    page.get_by_role("dialog").get_by_role("button", name="닫기").click()
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("확실함" if other.get_by_label("아마 맞음").is_checked() else "아마 맞음").check()
    saved(other)
    other.close()
    page.get_by_label("확실하지 않음").check()
    told(page, "어느 쪽을 남기시겠습니까?")
    nothing_wrong(page)
    page.goto(f"{TOUR}/guideline")
    nothing_wrong(page)
    page.goto("/queue")
    nothing_wrong(page)


def nothing_wrong(page):
    """axe finds nothing, and nothing stands out of the page."""
    assert found_on(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


# What does not load, and what reads from the right


@pytest.mark.long
def test_a_picture_that_does_not_load_is_told_in_words_and_loaded_again(tour):
    page = tour("boxes-1")
    page.route("**/pictures/*", lambda route: route.abort())
    page.reload()
    page.get_by_text("그림을 불러오지 못했습니다. 그림의 내용: 건물과 보도와 차도가 있는 거리를 그린 그림").wait_for()
    page.unroute("**/pictures/*")
    page.get_by_role("button", name="다시 불러오기").click()
    page.get_by_text("그림을 불러오지 못했습니다").wait_for(state="detached")


@pytest.mark.long
def test_what_is_written_from_the_right_reads_from_the_right(tour):
    page = tour("rewrite-1")
    page.fill("#text", "שלום עולם 2026")
    assert page.eval_on_selector("#text", "one => getComputedStyle(one).unicodeBidi") == "plaintext"
    page.eval_on_selector(".instructions p", "one => { one.textContent = 'مرحبا بالعالم'; }")
    assert page.eval_on_selector(".instructions p", "one => one.matches(':dir(rtl)')")


# Without scripts


@pytest.mark.long
def test_without_scripts_the_page_offers_what_it_can_do_and_the_guideline_opens(tour):
    page = tour("rating-scale-2", java_script_enabled=False, viewport={"width": 360, "height": 800})
    for name in ("되돌리기", "단축키"):
        assert not page.get_by_role("button", name=name, exact=True).is_visible()
    clause = page.locator(".at-hand p").first
    assert not clause.is_visible()
    page.locator(".at-hand summary").click()
    assert clause.is_visible()
    page.locator(".at-hand a").last.click()


def test_without_scripts_an_ended_session_gives_the_form_back(tour, site):
    page = tour("rewrite-1", java_script_enabled=False)
    before = answers(site, TITLES["rewrite-1"])
    page.fill("#text", "스크립트 없이 쓴 글")
    end_session(page)
    page.click(HAND_IN)
    page.get_by_text("잃은 것은 없습니다").wait_for()
    page.fill("#email", "trainee@example.org")
    page.fill("#password", "demonstration")
    page.locator("main button[type=submit]").click()
    page.get_by_role("button", name="보내기").click()
    page.wait_for_url("**/answers/*")
    assert answers(site, TITLES["rewrite-1"]) == before + 1
