"""Reading a lesson, and trying one exercise without an account, as people do it."""

import re

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.hands import Keyboard, Mouse

pytestmark = pytest.mark.browser

COURSE = "/courses/finding-hallucinations"
LESSON = f"{COURSE}/lessons/what-models-invent"
NOTE = "환각은 그럴듯하게 이어 가다가 생긴다. 🦊"


@pytest.fixture
def reader(signed_in):
    """A page of somebody who is enrolled in the course, in Korean."""

    def open_page(**options):
        page = signed_in(who="newcomer", locale="ko-KR", **options)
        page.goto(COURSE)
        if page.locator("form[action$='/enrol'] button").count():
            page.click("form[action$='/enrol'] button")
            page.locator("progress").first.wait_for()
        return page

    return open_page


def focused(page):
    return page.evaluate("document.activeElement.innerText || document.activeElement.tagName")


def test_a_lesson_is_worked_through_by_keyboard_alone(reader):
    page = reader(bypass_csp=True)
    page.goto(LESSON)
    hands = Keyboard(page)
    hands.press("button.term")
    page.locator(".term-card:popover-open", has_text="사실처럼 말한 부분").wait_for()
    page.keyboard.press("Escape")
    assert focused(page) == "환각"
    hands.press("#note-1 > summary")
    hands.write("#note-1-text", NOTE)
    page.locator("#note-1 [role=status]", has_text="저장됨").wait_for()
    hands.press("#worked-exhibition .worked-tools button")
    assert "끝나는 날은" in focused(page)
    assert page.locator("#worked-exhibition .worked-steps > li:visible").count() == 1
    for title in ("쉬는 날은", "절반", "학생증", "제출할 것"):
        hands.press("#worked-exhibition .worked-tools button:first-child")
        assert title in focused(page)
    assert page.locator("#worked-exhibition .worked-tools").is_hidden()
    hands.press("#check-how-much-to-mark input", "Space")
    while page.evaluate("document.activeElement.value") != "particle":
        page.keyboard.press("ArrowDown")
    hands.press("#check-how-much-to-mark form button")
    page.wait_for_url("**#check-how-much-to-mark")
    page.locator("#check-how-much-to-mark .check-verdict", has_text="조사 ‘에’는").wait_for()
    assert page.input_value("#note-1-text") == NOTE
    found = Axe().run(page).response["violations"]
    assert not [(violation["id"], [node["html"] for node in violation["nodes"]][:3]) for violation in found]
    page.goto("/notes")
    assert NOTE in page.inner_text("main")
    hands.press("form[action$='/remove'] button")
    page.get_by_role("heading", name="아직 메모가 없습니다").wait_for()


def test_a_lesson_does_everything_without_javascript(reader):
    page = reader(java_script_enabled=False)
    page.goto(LESSON)
    step = page.locator("#worked-exhibition details").nth(1)
    step.locator("summary").click()
    assert "둘 다 월요일입니다" in step.inner_text()
    page.locator("button.term").first.click()
    assert page.locator("#term-hallucination").is_visible()
    page.locator("#term-hallucination button").click()
    page.locator("#note-2 > summary").click()
    page.fill("#note-2-text", NOTE)
    page.locator("#note-2 button").click()
    page.wait_for_url("**#note-2")
    assert page.input_value("#note-2-text") == NOTE
    check = page.locator("#check-silent-source")
    check.locator("input[value=deposit]").check()
    check.get_by_role("button", name="답하기").click()
    page.wait_for_url("**#check-silent-source")
    assert "보증금에 대해 아무 말도 하지 않습니다" in page.inner_text("#check-silent-source .check-verdict")


def test_the_place_is_kept_for_the_enrolled_on_the_server_and_for_others_in_their_browser(reader, visit):
    page = reader()
    page.goto(LESSON)
    with page.expect_response(re.compile("/place/5$")) as kept:
        page.locator("#section-5").evaluate("one => one.scrollIntoView({behavior: 'instant'})")
    assert kept.value.status == 204
    other_device = reader()
    other_device.goto(LESSON)
    other_device.get_by_role("link", name="지난번에 읽던 곳: 한 편을 함께 봅니다").click()
    other_device.wait_for_url("**#section-5")
    stranger = visit(locale="en-US")
    stranger.goto(LESSON)
    stranger.locator("#section-4").evaluate("one => one.scrollIntoView({behavior: 'instant'})")
    for _ in range(50):
        if "4" in stranger.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('place.')).map(([, value]) => value)"):
            break
        stranger.wait_for_timeout(100)
    stranger.reload()
    stranger.get_by_role("link", name="Last time you were at: Severity is seen with the reader's eyes").wait_for()


def test_a_note_that_could_not_be_sent_comes_back(reader):
    page = reader()
    page.goto(LESSON)
    page.locator("#note-3 > summary").click()
    page.route("**/notes/3", lambda route: route.abort())
    page.fill("#note-3-text", NOTE)
    page.locator("#note-3 [role=status]", has_text="네트워크").wait_for()
    page.unroute("**/notes/3")
    page.reload()
    assert page.input_value("#note-3-text") == NOTE
    page.locator("#note-3 button").click()
    page.wait_for_url("**#note-3")
    assert page.input_value("#note-3-text") == NOTE


def test_typing_on_does_not_overwrite_what_another_tab_kept(reader):
    page = reader()
    page.goto(LESSON)
    page.locator("#note-4 > summary").click()
    page.locator("#note-4 [name=version]").evaluate("one => { one.value = '7'; }")  # as a tab has it that is behind
    for text in ("하나", "하나 둘"):
        page.fill("#note-4-text", text)
        page.locator("#note-4 [role=status]", has_text="다른 탭").wait_for()
    page.wait_for_timeout(2000)
    assert page.locator("#note-4 [name=version]").input_value() == "0"
    page.goto("/notes")
    assert "하나" not in page.inner_text("main")
    page.goto(LESSON)
    assert page.input_value("#note-4-text") == "하나 둘"
    page.locator("#note-4 button").click()
    page.wait_for_url("**#note-4")
    assert page.input_value("#note-4-text") == "하나 둘"


@pytest.mark.parametrize("scripts", [True, False])
def test_paper_has_every_step_and_room_to_write(visit, tmp_path, scripts):
    page = visit(locale="ko-KR", java_script_enabled=scripts)
    page.goto(LESSON)
    page.pdf(path=tmp_path / "lesson.pdf")
    text = "".join(leaf.extract_text() for leaf in pypdf.PdfReader(tmp_path / "lesson.pdf").pages)
    words = re.sub(r"\s", "", text)
    for printed in ("헛걸음을하므로무겁습니다", "표시는둘입니다", "이레슨의용어", "1/"):
        assert printed in words, printed
    assert "메모저장" not in words
    page.emulate_media(media="print")
    assert page.locator(".answer-lines").first.is_visible()


def test_scripts_of_a_lesson_weigh_ten_kilobytes_at_most(visit):
    page, weights = visit(), []
    page.on("response", lambda answer: weights.append(int(answer.headers["content-length"])) if answer.url.endswith(".js") else None)
    page.goto(LESSON, wait_until="networkidle")
    assert 0 < sum(weights) <= 10_000, weights


TRIES = {"ko-KR": (Keyboard, "열흘", "7일"), "en-US": (Mouse, "ten", "7 days")}


@pytest.mark.parametrize("locale", TRIES)
def test_a_visitor_finds_one_error_without_an_account_and_sees_why(visit, locale):
    hands, wrong, right = TRIES[locale]
    page = visit(locale=locale)
    page.goto("/")
    hand = hands(page)
    hand.press("main a[href='/try']")
    page.wait_for_url("**/try")
    if hands is Keyboard:
        hand.mark(wrong)
    else:
        page.locator("[role=option]", has_text=re.compile(f"^{wrong}$")).click()
        page.locator(".marker-bar button").first.click()
    assert page.input_value("#quote-0") == wrong
    hand.choose_radio("type-0", "number_date_unit")
    hand.choose_radio("severity-0", "major")
    hand.write("#correction-0", right)
    hand.tick("input[name='evidence-0'][value='1']")
    hand.press("main form[data-hand-in] button.button[type=submit]")
    page.locator(".score").wait_for()
    assert page.inner_text(".score strong") == "100"
    assert page.locator(".outcome .reason").count() == 1
    assert page.locator("main a[href^='/sign-up']").count() == 1


def test_a_visitor_tries_without_javascript(visit):
    page = visit(locale="ko-KR", java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto("/")
    page.click("main a[href='/try']")
    page.fill("#quote-0", "열흘 동안")
    page.check("input[name=type-0][value=number_date_unit]")
    page.check("input[name=severity-0][value=minor]")
    page.click("main form[data-hand-in] button.button[type=submit]")
    assert "경찰서로 넘어가" in page.inner_text(".outcome .reason")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
