"""Marking spans by keyboard, mouse and finger: what arrives at the server is what was marked, letter by letter."""

import unicodedata

import pytest

from curriculum_app.grading.text import grapheme_bounds
from tests.browser.desk import LONG, Finger, clear, handed_in, modes, named, scan
from tests.browser.hands import Keyboard
from tests.browser.workshop import HARD

pytestmark = pytest.mark.browser

COURSE = "/courses/workshop"
FAMILY, FLAG, ENGLAND = "👩‍👩‍👧‍👦", "🇰🇷", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def at_work(signed_in, hands, address, who="newcomer", fresh=True, **more):
    """Opens an exercise in Korean: on a phone for a finger."""
    page = signed_in(who=who, locale="ko-KR", **((PHONE if hands is Finger else {}) | more))
    page.set_default_timeout(30_000)
    page.goto(address.split("/practice")[0])
    if page.locator("form[action$='/enrol'] button").count():
        page.click("form[action$='/enrol'] button")
        page.wait_for_load_state()
    page.goto(address)
    if fresh:
        clear(page)
    return hands(page)


def place(quote, nth=1):
    """The code points of an occurrence in the hard text."""
    at = -1
    for _ in range(nth):
        at = HARD.index(quote, at + 1)
    return {"start": at, "end": at + len(quote), "quote": quote}


def word(page, start, nth=0):
    """The number of the nth word that begins so."""
    words = page.eval_on_selector_all(".marking-text [role=option]", "all => all.map(o => o.textContent)")
    return [number for number, found in enumerate(words) if found.startswith(start)][nth]


class Marking:
    """The three ways to choose words, trim their ends and give them a label."""

    def __init__(self, hands):
        self.hands, self.page = hands, hands.page
        self.options = self.page.locator(".marking-text [role=option]")

    def choose(self, first, last):
        keys, mouse = self.page.keyboard, self.page.mouse
        if isinstance(self.hands, Keyboard):
            self.hands.reach(".marking-text")
            keys.press("Escape")
            keys.press("Home")
            for _ in range(first):
                keys.press("ArrowRight")
            keys.press("Shift+ArrowRight" if last > first else "Escape")
            for _ in range(last - first - 1):
                keys.press("Shift+ArrowRight")
        elif isinstance(self.hands, Finger):
            if self.page.locator("[data-tool=let-go]").is_enabled():
                self.hands.press("[data-tool=let-go]")
            self.tap(first)
            while self.page.locator("[data-tool=edit]").is_visible():  # a marked word gives its marks first, then itself
                self.tap(first)
            if last > first:
                self.tap(last)
        else:
            self.options.nth(first).scroll_into_view_if_needed()
            boxes = [self.options.nth(number).bounding_box() for number in (first, last)]
            y = [box["y"] + box["height"] / 2 for box in boxes]
            mouse.move(boxes[0]["x"] + 1, y[0])
            mouse.down()
            mouse.move(boxes[1]["x"] + boxes[1]["width"] - 1, y[1], steps=4)
            mouse.up()

    def tap(self, number):
        self.options.nth(number).scroll_into_view_if_needed()
        self.options.nth(number).tap(position={"x": 8, "y": 12})

    def trim(self, tool, key, times):
        for _ in range(times):
            if isinstance(self.hands, Keyboard):
                if not self.page.evaluate("document.querySelector('.marking-text .selected')"):
                    self.page.keyboard.press("ArrowRight")
                    self.page.keyboard.press("ArrowLeft")
                self.page.keyboard.press(key)
            else:
                self.hands.press(f"[data-tool={tool}]")

    def label(self, number):
        if isinstance(self.hands, Keyboard):
            self.page.keyboard.press(str(number))
        else:
            self.hands.press(f"[data-label='{number}']")


@modes("keyboard")
def test_marks_among_hard_characters_arrive_as_they_were_made(signed_in, site, hands):
    here = at_work(signed_in, hands, f"{COURSE}/practice/hard-words")
    page, marking = here.page, Marking(here)
    named(page, "listbox", "글을 어절 단위로 읽습니다. 화살표로 옮기고, Shift와 화살표로 넓히고, Enter로 표시합니다.")
    named(page, "group", "문장 1", "라벨", "고른 말")
    named(page, "option", "가족이", "인사했습니다.", "مرحبا")
    named(page, "button", *(f"{label}" for label in ("곳", "사람", "글자")), "앞 − 한 글자 빼기", "뒤 + 한 글자 넣기")
    work = [  # first and last word, letters off the end, letters off the start, label, what is to arrive
        (("서울대학교와", 1), ("서울대학교와", 1), 1, 0, 1, place("서울대학교", 2)),
        (("서울대학교와", 0), ("가족이", 0), 1, 0, 2, place(f"서울대학교와 {FAMILY} 가족")),
        ((FAMILY, 0), ("앞에서", 0), 0, 0, 3, place(f"{FAMILY} 가족이 🇰🇷🇯🇵 앞에서")),
        ((FLAG, 0), (FLAG, 0), 1, 0, 3, place(FLAG)),
        ((ENGLAND, 0), ("x̌와", 0), 1, 1, 1, place("팀의 x̌")),
        (("ᄒᆞᆫ글", 0), ("क्षि입니다.", 0), 4, 1, 3, place("글 क्षि")),
        (("𠮷野家에서", 0), ("𝒳𝒴를", 0), 2, 1, 2, place("野家에서 𝒳")),
        (("العربية와", 0), ("עברית도", 0), 1, 0, 3, place("العربية와 עברית")),
    ]  # fmt: skip
    for (first, nth), (last, nth_last), off_end, off_start, label, _ in work:
        marking.choose(word(page, first, nth), word(page, last, nth_last))
        marking.trim("end-less", "BracketLeft", off_end)
        marking.trim("start-less", "Shift+BracketRight", off_start)
        marking.label(label)
    here.press(".mark-type")
    here.write("#quote-8", unicodedata.normalize("NFD", "각각"))
    page.locator("#nth-8").fill("2")
    here.choose_radio("label-8", "people")
    assert page.locator(".mark-list li").count() == 9
    labels = ("place", "people", "script")
    expected = [{**found, "label": labels[label - 1]} for *_, label, found in work]
    assert handed_in(here, site)["marks"] == [*expected, {**place("각각", 2), "label": "people"}]


def test_arrows_go_by_line_and_from_right_to_left_where_the_text_does(signed_in):
    page = at_work(signed_in, Keyboard, f"{COURSE}/practice/hard-words", viewport={"width": 700, "height": 800}).page
    here = "document.querySelector('.here')"
    page.focus(".marking-text")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    box = f"(() => {{ const b = {here}.getBoundingClientRect(); return [b.left, b.right, b.top]; }})()"
    left, right, top = page.evaluate(box)
    page.keyboard.press("ArrowDown")
    below = page.evaluate(box)
    assert below[2] > top
    assert below[0] <= (left + right) / 2 <= below[1]
    page.keyboard.press("ArrowUp")
    assert page.evaluate(box) == [left, right, top]
    page.keyboard.press("End")
    assert page.evaluate(f"{here}.textContent") == "اليوم"
    page.keyboard.press("Shift+ArrowRight")
    assert page.locator(".marker-status").inner_text() == "선택: الجميل اليوم"
    for _ in range(4):
        page.keyboard.press("Shift+ArrowUp")
    assert page.locator(".marker-status").inner_text() == "표시는 한 문단 안에서 시작하고 끝납니다."


@modes("mouse")
def test_suggestions_are_accepted_changed_and_rejected(signed_in, site, hands):
    address = f"{COURSE}/practice/suggested-words"
    here = at_work(signed_in, hands, address, who={"Pointer": "author", "Keyboard": "jiho"}.get(hands.__name__, "sora"), fresh=False)
    page, entries = here.page, here.page.locator(".mark-list li")
    assert [entry.get_attribute("data-state") for entry in entries.all()] == ["suggested"] * 3
    assert page.locator("mark.suggested").count() >= 3
    assert page.locator(".mark-list").aria_snapshot() == "- list:\n" + "\n".join(
        f"""  - listitem:
    - text: {number} {said} 제안
    - button "받아들이기 표시 {number}": 받아들이기
    - button "고치기 표시 {number}": 고치기
    - button "버리기 표시 {number}": 버리기"""
        for number, said in enumerate(("서울대학교 · 곳", "각각 · 곳", "العربية · 글자"), 1)
    )
    if hands is Keyboard:
        here.reach(".marking-text")
        for key in ("n", "a", "r", "e"):  # judging one leads on to the next
            page.keyboard.press(key)
    else:
        here.press("[data-number='1'] [data-deed=accept]")
        here.press("[data-number='2'] [data-deed=reject]")
        here.press("[data-number='3'] [data-deed=edit]")
    here.choose_radio("label-2", "people")
    assert [entry.get_attribute("data-state") for entry in entries.all()] == ["accepted", "own"]
    page.get_by_text("저장됨").first.wait_for()
    page.reload()
    assert [entry.get_attribute("data-state") for entry in entries.all()] == ["accepted", "own"]
    here.press("[data-number='2'] [data-deed=remove]")
    assert page.evaluate("document.activeElement !== document.body")
    assert [mark["quote"] for mark in handed_in(here, site)["marks"]] == ["서울대학교"]


@modes("finger")
def test_a_found_error_is_described_below_the_text(signed_in, site, hands):
    here = at_work(signed_in, hands, "/courses/finding-hallucinations/practice/library-hours")
    page, marking = here.page, Marking(here)
    marking.choose(word(page, "8시까지"), word(page, "8시까지"))
    marking.trim("end-less", "BracketLeft", 2)
    here.press("[data-tool=mark]") if hands is not Keyboard else page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "type-0"
    assert page.locator(".mark-lacks").text_content() == "빠진 것: 유형, 심각도"
    scan(page)
    here.choose_radio("type-0", "number_date_unit")
    here.choose_radio("severity-0", "major")
    here.write("#correction-0", "6시")
    here.tick("input[name='evidence-0'][value='2']")
    assert page.locator("#sentence-2").get_attribute("class").split() == ["pointed", "cited"]
    assert page.locator(".mark-lacks").count() == 0
    here.press(".mark-back")
    assert page.locator(".mark-row:visible").count() == 0
    assert page.evaluate("document.activeElement.className") == "marking-text"
    named(page, "button", "고치기 표시 1", "지우기 표시 1", "구절 직접 적기")
    (mark,) = handed_in(here, site)["marks"]
    assert {name: mark[name] for name in ("quote", "type", "severity", "correction", "evidence")} == {
        "quote": "8시", "type": "number_date_unit", "severity": "major", "correction": "6시", "evidence": [2],
    }  # fmt: skip


@LONG
def test_a_form_grows_and_what_is_at_the_end_of_a_long_text_arrives(signed_in, site):
    here = at_work(signed_in, Keyboard, f"{COURSE}/practice/long-words")
    page = here.page
    text = page.evaluate("[...document.querySelectorAll('.marking-text p')].map(p => p.textContent).join('\\n')")
    assert len(text) > 19_000
    here.reach(".marking-text")
    page.keyboard.press("End")
    for _ in range(20):
        page.keyboard.press("1")
        page.keyboard.press("ArrowLeft")
    assert page.locator(".mark-row").count() == 20
    page.get_by_text("저장됨").first.wait_for()
    page.reload()
    assert page.locator(".mark-list li").count() == 20
    words = text.split()
    marks = handed_in(here, site)["marks"]
    assert [mark["quote"] for mark in marks] == words[:-21:-1]
    assert marks[0]["end"] == len(text)
    assert all(text[mark["start"] : mark["end"]] == mark["quote"] for mark in marks)


@LONG
def test_labels_are_told_apart_without_colour(signed_in):
    page = at_work(signed_in, Keyboard, f"{COURSE}/practice/hard-words", forced_colors="active").page
    page.focus(".marking-text")
    page.keyboard.press("Home")
    for key in ("1", "ArrowRight", "2", "ArrowRight", "3"):
        page.keyboard.press(key)
    styles = page.eval_on_selector_all("mark.mine", "all => all.map(m => getComputedStyle(m).textDecorationStyle)")
    assert styles == ["solid", "double", "dashed"]
    assert page.eval_on_selector_all("mark.mine", "all => all.map(m => m.dataset.number)") == ["1", "2", "3"]


@LONG
def test_the_browser_never_cuts_where_the_server_sees_one_character(signed_in):
    page = at_work(signed_in, Keyboard, f"{COURSE}/practice/hard-words").page
    hard = HARD + "각\u0301힣\u11a8 e\u0301\u0302 \r\n 👨🏿‍🦰👩🏽‍❤️‍💋‍👨🏻 🧑‍🧑‍🧒‍🧒 க்ஷி ক্ষ্ম ກຳ ไำ क्‍ष ᄀᄀ각ᆨ \u0600١ 🇦🇧🇨 #️⃣"
    bounds = page.evaluate("""text => {
      const found = [0];
      for (const { index, segment } of new Intl.Segmenter().segment(text)) found.push(index + segment.length);
      return found.map((at) => [...text.slice(0, at)].length);
    }""", hard)  # fmt: skip
    assert set(bounds) <= grapheme_bounds(hard)
