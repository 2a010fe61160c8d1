"""The working page keeps what is typed: through a killed server, a broken line, an ended session, another tab."""

import os
import socket
import subprocess
import time
import urllib.request
from urllib.parse import unquote_plus
from uuid import uuid4

import pytest

from tests.browser.conftest import environment_of
from tests.browser.hands import Keyboard
from tests.browser.working import HAND_IN, NOTICE, TITLES, TOUR, answers, end_session, saved, told

pytestmark = pytest.mark.browser

# A server that is killed


@pytest.fixture
def mortal(site):
    """A server of its own on the site's data: mortal.start(), mortal.kill(), mortal.address."""

    class Mortal:
        process = None

        def __init__(self):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
            self.address = f"http://127.0.0.1:{self.port}"

        def start(self):
            command = ["gunicorn", "--log-level", "critical", "--bind", f"127.0.0.1:{self.port}", "curriculum_app:create_app()"]
            self.process = subprocess.Popen(command, env=environment_of(site.data, self.address, **site.settings), start_new_session=True)
            for _ in range(150):
                try:
                    with urllib.request.urlopen(f"{self.address}/readyz", timeout=2):
                        return
                except OSError:
                    time.sleep(0.1)
            pytest.fail("the server did not start")

        def kill(self):
            os.killpg(self.process.pid, 9)
            self.process.wait(10)

    server = Mortal()
    server.start()
    yield server
    server.kill()


def test_killing_the_server_in_the_middle_of_an_exercise_loses_no_mark(mortal, signed_in, site):
    page = signed_in(locale="ko-KR")
    context = page.context
    context.add_cookies([{**bare(cookie), "url": mortal.address} for cookie in context.cookies()])
    page.goto(f"{mortal.address}{NOTICE}")
    Keyboard(page).mark("페트병은 라벨을")
    saved(page)
    Keyboard(page).mark("유리병은 색깔별로")
    mortal.kill()  # before it is saved
    told(page, "연결이 끊겼습니다")
    Keyboard(page).mark("음식이 묻은")  # while there is no server
    page.wait_for_timeout(400)
    page.close()  # and the page is lost too
    mortal.start()
    page = context.new_page()
    page.goto(f"{mortal.address}{NOTICE}")
    told(page, "서버에 저장되지 않았던 내용을 불러왔습니다")
    saved(page)
    page.goto("about:blank")
    page.goto(f"{mortal.address}{NOTICE}")
    assert [page.input_value(f"#quote-{row}") for row in range(3)] == ["페트병은 라벨을", "유리병은 색깔별로", "음식이 묻은"]
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('work:'))") == []  # it is all on the server


def bare(cookie):
    return {name: cookie[name] for name in ("name", "value")}


# The line, the session, other tabs


def test_what_was_kept_without_the_page_hearing_of_it_is_no_other_tab(tour):
    page = tour("rewrite-2")
    page.route("**/draft", lambda route: (route.fetch(), route.abort()))
    page.fill("#text", "서버는 받았고 페이지는 모르는 글")
    told(page, "연결이 끊겼습니다")
    page.unroute("**/draft")
    page.fill("#text", "이어서 쓴 글")
    saved(page)
    page.reload()
    assert page.input_value("#text") == "이어서 쓴 글"


def test_what_is_typed_away_from_the_network_comes_back_and_reaches_the_server(tour):
    page = tour("rewrite-2")
    page.context.set_offline(True)
    page.fill("#text", "연결이 없는 곳에서 쓴 글")
    told(page, "연결이 끊겼습니다")
    page.context.set_offline(False)
    saved(page)
    page.context.set_offline(True)
    page.fill("#text", "연결이 없는 곳에서 쓴 글, 이어서")
    page.wait_for_timeout(400)
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{TOUR}/practice/rewrite-2")
    told(page, "불러왔습니다")
    assert page.input_value("#text") == "연결이 없는 곳에서 쓴 글, 이어서"
    saved(page)


def test_of_two_tabs_the_slower_is_told_and_both_states_are_kept(tour):
    one = tour("rewrite-1")
    other = one.context.new_page()
    other.goto(one.url)
    one.fill("#text", "첫째 탭의 글")
    saved(one)
    other.fill("#text", "둘째 탭의 글")
    told(other, "다른 탭이나 기기에서 이 문제를 고쳤습니다")
    other.get_by_role("button", name="여기 있는 것 남기기").click()
    saved(other)
    assert other.input_value("#text") == "둘째 탭의 글"
    other.get_by_role("button", name="되돌리기", exact=True).click()
    assert other.input_value("#text") == "첫째 탭의 글"
    other.get_by_role("button", name="다시 하기", exact=True).click()
    saved(other)
    one.fill("#text", "첫째 탭에서 다시")
    told(one, "다른 탭이나 기기에서")
    one.get_by_role("button", name="다른 쪽 가져오기").click()
    assert one.input_value("#text") == "둘째 탭의 글"
    one.get_by_role("button", name="되돌리기", exact=True).click()
    assert one.input_value("#text") == "첫째 탭에서 다시"


@pytest.mark.parametrize("at", [pytest.param("while typing", marks=pytest.mark.long), "at the hand-in"])
def test_after_an_ended_session_one_signs_in_again_and_the_answer_is_there(tour, at):
    page = tour("rewrite-1")
    end_session(page)
    page.fill("#text", f"로그인이 풀린 뒤에 쓴 글 {at}")
    if at == "at the hand-in":
        page.keyboard.press("Control+Enter")
    told(page, "로그인이 풀렸습니다")
    page.get_by_role("link", name="다시 로그인").click()
    page.wait_for_url("**/sign-in?next=**")
    page.fill("#email", "trainee@example.org")
    page.fill("#password", "demonstration")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{TOUR}/practice/rewrite-1")
    told(page, "불러왔습니다")
    assert page.input_value("#text") == f"로그인이 풀린 뒤에 쓴 글 {at}"


@pytest.mark.long
def test_signing_in_again_in_another_tab_is_enough(tour):
    page = tour("rewrite-1")
    end_session(page)
    page.fill("#text", "다른 탭에서 로그인하기 전")
    told(page, "로그인이 풀렸습니다")
    sign_in_beside(page, "trainee")
    page.bring_to_front()
    page.fill("#text", "다른 탭에서 로그인한 뒤")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    saved(page)


@pytest.mark.long
def test_what_one_person_typed_is_never_kept_for_another(tour):
    page = tour("rewrite-1")
    end_session(page)
    sign_in_beside(page, "sora")
    page.fill("#text", "김하늘이 쓴 글")
    told(page, "다른 사람이 로그인했습니다")


def sign_in_beside(page, who):
    other = page.context.new_page()
    other.goto("/sign-in")
    other.fill("#email", f"{who}@example.org")
    other.fill("#password", "demonstration")
    other.keyboard.press("Enter")
    other.wait_for_url("**/")
    if who != "trainee":
        other.goto(TOUR)
        other.click(f"form[action='{TOUR}/enrol'] button")
        other.wait_for_load_state()
    other.close()


def test_a_double_click_hands_in_once(tour, site):
    page = tour("rewrite-2")
    before = answers(site, TITLES["rewrite-2"])
    page.fill("#text", "두 번 눌러도 한 번")
    page.dblclick(HAND_IN)
    page.wait_for_url("**/answers/*")
    assert answers(site, TITLES["rewrite-2"]) == before + 1


def test_a_line_that_breaks_in_the_middle_of_handing_in_counts_once(tour, site):
    page = tour("rewrite-1")
    before = answers(site, TITLES["rewrite-1"])
    page.fill("#text", "도착했지만 답을 못 들은 글")
    lose_the_reply(page)
    page.click(HAND_IN)
    told(page, "연결이 끊겼습니다. 답은 이 브라우저에 보관했습니다")
    page.unroute("**/practice/rewrite-1")
    page.click(HAND_IN)
    page.wait_for_url("**/answers/*")
    assert answers(site, TITLES["rewrite-1"]) == before + 1


@pytest.mark.long
def test_whoever_comes_back_after_such_a_break_is_shown_the_result(tour):
    page = tour("rewrite-1")
    page.fill("#text", "도착했지만 창이 닫힌 글")
    lose_the_reply(page)
    page.click(HAND_IN)
    told(page, "연결이 끊겼습니다. 답은 이 브라우저에 보관했습니다")
    page.unroute("**/practice/rewrite-1")
    page.reload()
    told(page, "답이 도착해 있습니다")
    page.locator("exercise-draft").get_by_role("link", name="결과 보기").click()
    page.wait_for_url("**/answers/*")


def lose_the_reply(page):
    """The server hears of hand-ins, their page hears nothing of the server."""

    def on_the_way(route):
        if route.request.method != "POST":
            return route.continue_()
        route.fetch()
        return route.abort("connectionreset")

    page.route("**/practice/rewrite-1", on_the_way)


def test_the_way_back_after_handing_in_says_that_it_was_handed_in(tour, site):
    page = tour("rewrite-2")
    page.fill("#text", "제출하고 뒤로 가기")
    page.click(HAND_IN)
    page.wait_for_url("**/answers/*")
    before, result = answers(site, TITLES["rewrite-2"]), page.url
    page.go_back()
    page.get_by_text("제출한 문제입니다").wait_for()
    page.locator(f"a[href='{result.removeprefix(site.address)}']").wait_for()
    page.keyboard.press("Control+z")  # the history does not reach over a hand-in
    assert "제출하고 뒤로 가기" not in page.input_value("#text")
    page.fill("#text", "다시 쓴 글")
    page.click(HAND_IN)
    page.wait_for_url("**/answers/*")
    assert answers(site, TITLES["rewrite-2"]) == before + 1


@pytest.mark.long
def test_twenty_thousand_characters_are_sent_within_two_seconds_and_come_back(tour):
    page = tour("rubric-writing-1")
    page.evaluate("addEventListener('input', () => { window.typedAt ??= performance.now(); }, { capture: true })")
    long = f"{uuid4()} 🇰🇷" + "긴 글을 씁니다 " * 2200 + "끝"
    with page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.ok):
        page.fill("#text", long)
    sent = page.evaluate("performance.getEntriesByType('resource').findLast((one) => one.name.endsWith('/draft')).startTime - typedAt")
    assert 0 <= sent < 1500
    page.goto("about:blank")
    page.goto(f"{TOUR}/practice/rubric-writing-1")
    assert page.input_value("#text") == long


@pytest.mark.long
def test_typing_on_and_on_does_not_put_off_the_saving(tour):
    page = tour("rewrite-2")
    page.fill("#text", "")
    saved(page)
    with page.expect_response(lambda answer: answer.url.endswith("/draft"), timeout=3000) as answer:
        page.locator("#text").press_sequentially("쉬지 않고 계속 쓰는 글" * 3, delay=150)
    assert "쉬지" in unquote_plus(answer.value.request.post_data)
    assert not unquote_plus(answer.value.request.post_data).count("쓰는 글") > 1
