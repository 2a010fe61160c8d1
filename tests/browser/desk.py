"""At work on an exercise of the tour: three ways to use its page, what arrived, what the accessibility tree holds."""

import json
import sqlite3
import unicodedata
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.hands import Keyboard, Mouse
from tests.browser.walking import SUBMIT

TOUR = "/courses/task-tour"
ODD = (
    unicodedata.normalize("NFD", "가나") + " 👩🏽‍🚀 🇰🇷 𠮷 café\u0301"
)  # decomposed, joined, a flag, beyond the first plane
LONG = pytest.mark.long


class Finger(Mouse):
    """Taps; drags as a finger does, by touch events."""

    def press(self, selector):
        self.page.locator(selector).first.tap()

    def tick(self, selector):
        self.press(selector)

    def choose_radio(self, name, value):
        self.press(f"input[name='{name}'][value='{value}']")

    def write(self, selector, text):
        self.press(selector)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def drag(self, start, end):
        session = self.page.context.new_cdp_session(self.page)
        for kind, at in (
            ("touchStart", start),
            ("touchMove", middle(start, end)),
            ("touchMove", end),
            ("touchEnd", None),
        ):
            points = [{"x": at[0], "y": at[1]}] if at else []
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


class Pointer(Mouse):
    """A mouse that drags too."""

    def drag(self, start, end):
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*middle(start, end))
        self.page.mouse.move(*end)
        self.page.mouse.up()


def middle(start, end):
    return tuple((a + b) / 2 for a, b in zip(start, end, strict=True))


def modes(usual):
    """All three ways to use a page; only one of them in the usual run."""
    ways = {"keyboard": Keyboard, "mouse": Pointer, "finger": Finger}
    return pytest.mark.parametrize(
        "hands", [pytest.param(way, id=name, marks=() if name == usual else LONG) for name, way in ways.items()]
    )


def at_work(signed_in, hands, slug, **more):
    """Opens an exercise of the tour in Korean: on a phone for a finger."""
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True} if hands is Finger else {}
    page = signed_in(who="newcomer", locale="ko-KR", **(phone | more))
    page.set_default_timeout(30_000)
    page.goto(TOUR)
    if page.locator(f"form[action='{TOUR}/enrol'] button").count():
        page.click(f"form[action='{TOUR}/enrol'] button")
        page.wait_for_load_state()
    page.goto(f"{TOUR}/practice/{slug}")
    clear(page)
    return hands(page)


def clear(page):
    """Begins anew, whatever draft an earlier test has left."""
    token = page.get_attribute("main form[data-hand-in] [name=csrf_token]", "value")
    version = page.get_attribute("exercise-draft", "data-version")
    if version != "0":
        kept = page.request.put(
            f"{page.url}/draft", form={"version": version}, headers={"X-CSRFToken": token, "Referer": page.url}
        )
        assert kept.ok, kept.status
        page.reload()


def handed_in(hands, site):
    """The answer in the site's database, once it is handed in."""
    page = hands.page
    hands.press(SUBMIT)
    page.wait_for_url("**/answers/*")
    with sqlite3.connect(site.data / "curriculum.sqlite") as database:
        found = database.execute(
            "select answer from answer where id = ?", (UUID(page.url.rsplit("/", 1)[1]).hex,)
        ).fetchone()
    database.close()
    return json.loads(found[0])


def named(page, role, *names):
    """Everything of these names is in the accessibility tree, in this role, once."""
    for name in names:
        expect(page.get_by_role(role, name=name, exact=True)).to_have_count(1)


def scan(page):
    """Nothing that axe finds, and nothing that scrolls sideways."""
    found = Axe().run(page).response["violations"]
    assert not [(violation["id"], [node["html"] for node in violation["nodes"]][:3]) for violation in found]
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
