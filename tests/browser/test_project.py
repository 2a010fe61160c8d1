"""The mock project in a browser: its first day by keyboard, without scripts, and (long) the whole week to the report."""

import json
import re
import sqlite3

import pytest

from curriculum_app.grading.kinds import GOLDS, TASKS
from tests.browser.desk import scan
from tests.browser.hands import Keyboard, Mouse
from tests.browser.walking import FILL, SUBMIT, mark

pytestmark = pytest.mark.browser
COURSE = "/courses/annotation"
PROJECT = f"{COURSE}/project"


def begin(hands, address, language="ko"):
    """Enrol in the course, read in a language, and begin its project."""
    page = hands.page
    page.goto("/sign-in")
    page.fill("#email", address)
    page.fill("#password", "demonstration")
    page.click("main button[type=submit]")
    page.wait_for_url("**/")
    if page.get_attribute("html", "lang") != language:
        page.click(f"button[value='{language}']")
        page.wait_for_url("**/")
    page.goto(COURSE)
    if page.locator(f"form[action='{COURSE}/enrol']").count():
        page.click(f"form[action='{COURSE}/enrol'] button")
        page.wait_for_url(f"**{COURSE}")
    page.goto(PROJECT)
    hands.press("main form.actions button")
    page.wait_for_url("**/days/0")


def item_of(site, title):
    """The task of the item with this title, and its gold under both versions."""
    with sqlite3.connect(site.data / "curriculum.sqlite") as database:
        rows = database.execute("select task, gold, changed_gold from edition where sort = 'item' order by created_at desc").fetchall()
    database.close()
    for task, gold, changed in rows:
        if json.loads(task)["title"] == title:
            return TASKS.validate_json(task), GOLDS.validate_json(gold), GOLDS.validate_json(changed) if changed else None
    raise AssertionError(f"no item is called {title}")


def work(hands, site, wrong=False, version=1):
    """Answer the item on the page by a version, or wrongly, and hand it in."""
    page = hands.page
    task, gold, changed = item_of(site, page.inner_text("main h1"))
    ideal = (changed or gold if version == 2 else gold).ideal(task)
    if wrong:
        other = next(option.id for option in task.options if option.id not in ideal.chosen)
        hands.choose_radio("chosen", other)
    elif task.kind == "span_labels":
        mark(hands, task, ideal)
    elif task.kind == "rating_scale":
        for criterion, level in ideal.ratings.items():
            hands.choose_radio(f"ratings-{criterion}", str(level))
    else:
        FILL[task.kind](hands, task, ideal)
    here = page.url
    hands.press(SUBMIT)
    page.wait_for_url(lambda address: address != here)
    page.wait_for_load_state()


def test_the_gate_and_a_day_by_keyboard_alone(visit, site):
    hands = Keyboard(visit(locale="ko", viewport={"width": 320, "height": 700}))
    page = hands.page
    begin(hands, "trainee@example.org")
    scan(page)
    hands.press("main .actions a.button")
    page.wait_for_url("**/items/*")
    scan(page)
    while "/items/" in page.url:
        work(hands, site)
    assert "통과했습니다" in page.inner_text(".notice.success")
    hands.press("main .actions a.button")
    page.wait_for_url("**/items/*")
    work(hands, site, wrong=True)
    while "/items/" in page.url:
        work(hands, site)
    assert page.url.endswith("/days/1")
    scan(page)
    assert "1건이 검수자 의견과 함께" in page.inner_text("main")
    hands.press("main .actions a.button")
    page.wait_for_url("**/items/*")
    assert page.locator(".review-notes blockquote").count() == 1
    scan(page)
    work(hands, site)
    page.goto(f"{PROJECT}/days/2")
    assert "고침" in page.inner_text("main")
    scan(page)
    page.goto(PROJECT)
    scan(page)
    page.goto(f"{PROJECT}/report")
    scan(page)


def test_without_scripts_the_work_goes_on(visit, site):
    hands = Mouse(visit(locale="en", java_script_enabled=False))
    page = hands.page
    begin(hands, "author@example.org", "en")
    page.goto(f"{PROJECT}/items/gate-code")
    for _ in range(4):
        work(hands, site)
    assert page.url.endswith("/days/0")
    assert "Passed with 100 of 100" in page.inner_text(".notice.success")
    page.goto(f"{PROJECT}/guideline/1")
    assert page.locator(".clause").count() > 20


@pytest.mark.long
@pytest.mark.parametrize(("locale", "scheme", "who"), [("ko", "dark", "employer"), ("en", "light", "instructor")])
def test_the_whole_week_ends_in_a_report_that_says_who_followed_the_change(visit, site, locale, scheme, who):
    hands = Mouse(visit(locale=locale, color_scheme=scheme))
    page = hands.page
    begin(hands, f"{who}@example.org", locale)
    page.goto(f"{PROJECT}/items/gate-code")
    version = 1
    for _ in range(80):
        if "/items/" in page.url:
            work(hands, site, version=version)
        elif page.url.endswith("/change"):
            scan(page)
            hands.press("main form button")
            page.wait_for_url("**/days/4")
            version = 2
        elif page.url.endswith("/report"):
            break
        elif page.locator("main a.button[href*='/items/'], main a.button[href$='/change']").count():
            scan(page)
            hands.press("main a.button[href*='/items/'], main a.button[href$='/change']")
            page.wait_for_url(re.compile("/items/|/change"))
        else:
            hands.press("main .actions a.button")
            page.wait_for_load_state()
    assert page.url.endswith("/report")
    scan(page)
    with page.expect_download() as download:
        hands.press("a[href$='/report.json']")
    report = json.loads(download.value.path().read_text("utf-8"))
    assert report["quality"]["mean"] == 1
    assert report["drill"]["pattern"] == "adapted"
