"""Transcribing, rewriting, short answers and writing: by keyboard, by mouse, by finger.

What reaches the server is what was typed, on Korean with decomposed letters, emoji, flags and characters beyond the first plane.
"""

import unicodedata

import pytest

from tests.browser.desk import LONG, ODD, TOUR, Finger, Keyboard, Pointer, at_work, handed_in, modes, named, scan
from tests.grading import shipped

pytestmark = pytest.mark.browser


@modes("keyboard")
def test_a_transcript_is_typed_while_the_recording_is_ruled_by_keys_or_buttons(signed_in, site, hands):
    hands = at_work(signed_in, hands, "transcription-3", bypass_csp=True)
    page = hands.page
    playing = "!document.querySelector('audio').paused"
    if isinstance(hands, Keyboard):
        hands.write("#text", "Hello")
        page.keyboard.press("Alt+k")
        page.wait_for_function(playing)
        page.wait_for_function("document.querySelector('audio').currentTime > 0.3")
        page.keyboard.press("Alt+m")
        page.keyboard.press("Alt+.")
        page.keyboard.press("Alt+.")
        page.keyboard.press("Alt+k")
        page.wait_for_function(f"!({playing})")
        page.keyboard.press("Alt+l")
        page.keyboard.press("Alt+j")
        assert page.evaluate("document.activeElement.id") == "text"
    else:
        hands.press(".player-play")
        page.wait_for_function(playing)
        page.wait_for_function("document.querySelector('audio').currentTime > 0.3")
        hands.press(".player .widget-tools > button:last-child")
        for _ in range(2):
            hands.press(".player-speeds button:last-child")
        hands.press(".player-play")
        page.wait_for_function(f"!({playing})")
    assert page.evaluate("document.querySelector('audio').playbackRate") == 1.5
    assert page.input_value("#text") in {"Hello", ""}
    named(page, "group", "녹음 재생", "속도")
    named(
        page,
        "button",
        "재생",
        "2초 뒤로",
        "2초 앞으로",
        "느리게",
        "빠르게",
        "이 위치 표시",
        "0:00, 이 위치로 가기",
        "0:00 표시 지우기",
    )
    named(page, "slider", "녹음의 위치")
    named(page, "textbox", "받아쓴 글")
    scan(page)
    hands.write("#text", ODD)
    assert handed_in(hands, site)["text"] == unicodedata.normalize("NFC", ODD)


def test_the_keys_of_the_player_work_while_an_input_method_composes(signed_in):
    """After nearly every Korean syllable one is being composed; the key is not meant for it."""
    hands = at_work(signed_in, Keyboard, "transcription-3")
    hands.reach("#text")
    hands.page.evaluate("""document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", {code: "KeyK", key: "Process", altKey: true, isComposing: true, bubbles: true, cancelable: true}))""")
    hands.page.wait_for_function("!document.querySelector('audio').paused")


def test_a_picture_to_transcribe_is_enlarged_and_can_then_be_scrolled_by_keyboard(signed_in):
    hands = at_work(signed_in, Keyboard, "transcription-1")
    page = hands.page
    before = page.locator("img.stimulus").bounding_box()["width"]
    hands.press("zoom-picture button")
    page.get_by_text("그림을 150%로 보여 줍니다.").wait_for()
    assert page.locator("img.stimulus").bounding_box()["width"] == pytest.approx(1.5 * before, rel=0.02)
    named(page, "region", "크게 본 그림. 화살표 키로 움직여 봅니다.")


def test_without_scripts_the_browser_plays_the_recording_and_every_form_stands(signed_in, visit):
    page = at_work(signed_in, Keyboard, "transcription-3").page
    cookies = page.context.cookies()
    plain = visit(locale="ko-KR", java_script_enabled=False)
    plain.context.add_cookies(cookies)
    plain.goto(f"{TOUR}/practice/transcription-3")
    assert plain.locator("audio[controls]").is_visible()
    for slug, control in {"boxes-1": "#boxes-4-x", "rewrite-1": "#text", "short-answer-1": "#blanks-monthly", "trace-review-1": "#fix",
                          "dialogue-review-1": "[name=ratings-2]", "rubric-writing-1": "#text"}.items():  # fmt: skip
        plain.goto(f"{TOUR}/practice/{slug}")
        assert plain.locator(control).first.is_visible(), slug


@modes("mouse")
def test_a_text_is_rewritten_with_its_changes_in_sight(signed_in, site, hands):
    hands = at_work(signed_in, hands, "rewrite-1", bypass_csp=True)
    page = hands.page
    original = shipped.library().items["task-tour", "rewrite-1", "ko"].task.original
    hands.write("#text", "다 지웠습니다.")
    page.get_by_text("곳을 바꾸었습니다.").first.wait_for()
    hands.press(".live-diff button")
    assert page.input_value("#text") == original
    mended = original.replace("60석", "40석").replace("돌려줄수", "돌려줄 수") + " " + ODD
    hands.write("#text", mended)
    page.locator(".live-diff ins", has_text="𠮷").wait_for()
    live = page.eval_on_selector_all(
        ".live-diff del, .live-diff ins", "all => all.map(e => e.tagName + e.lastChild.textContent)"
    )
    assert live[:2] == ["DEL60석입니다.", "INS40석입니다."]
    named(page, "heading", "바꾼 곳")
    named(page, "button", "처음 글로 되돌리기")
    named(page, "textbox", "고친 글")
    scan(page)
    assert handed_in(hands, site)["text"] == unicodedata.normalize("NFC", mended)
    shown = page.eval_on_selector_all(
        "p.diff del, p.diff ins", "all => all.map(e => e.tagName + e.lastChild.textContent)"
    )
    assert shown == live


@modes("finger")
def test_a_number_says_how_it_is_read_and_arrives_as_typed(signed_in, site, hands):
    hands = at_work(signed_in, hands, "short-answer-1", bypass_csp=True)
    page = hands.page
    typed = {"monthly": "3만 5천 원", "deposit": "1,500,000", "truck": "2.5 t", "key": f"관리실 {ODD}"}
    for name, text in typed.items():
        hands.write(f"#blanks-{name}", text)
    for said in ("읽은 값: 수 35,000, 단위 원", "읽은 값: 수 1,500,000, 단위 없음", "읽은 값: 수 2.5, 단위 톤 (t)"):
        page.get_by_text(said).wait_for()
    if isinstance(hands, Finger):
        assert page.get_attribute("#blanks-truck", "inputmode") == "decimal"
        hands.press("quantity-echo:has(#blanks-truck) button")
        assert page.get_attribute("#blanks-truck", "inputmode") == "text"
        assert page.evaluate("document.activeElement.id") == "blanks-truck"
    named(page, "textbox", "한 달에 내는 돈은 모두 얼마입니까?", "열쇠는 어디에서 받습니까?")
    scan(page)
    assert handed_in(hands, site)["blanks"] == {
        name: unicodedata.normalize("NFC", text) for name, text in typed.items()
    }


def test_what_is_no_number_is_said_before_it_is_handed_in(signed_in):
    page = at_work(signed_in, Keyboard, "short-answer-1").page
    page.fill("#blanks-monthly", "삼십")
    page.get_by_text("수로 읽을 수 없습니다.").wait_for()
    page.fill("#blanks-monthly", "3 두름")
    page.get_by_text("단위를 알 수 없습니다.").wait_for()


@pytest.mark.parametrize(
    ("slug", "label", "hands"),
    [
        pytest.param(slug, label, hands, id=f"{slug} {name}", marks=() if name == usual else LONG)
        for slug, label, usual in (
            ("rubric-writing-2", "규정에 따른 답변", "keyboard"),
            ("red-team-1", "규칙을 시험할 프롬프트", "mouse"),
            ("demonstration-1", "모델이 해야 할 답변", "finger"),
        )
        for name, hands in (("keyboard", Keyboard), ("mouse", Pointer), ("finger", Finger))
    ],
)
def test_a_text_is_written_with_its_length_counted_as_the_server_counts_it(signed_in, site, slug, label, hands):
    hands = at_work(signed_in, hands, slug, bypass_csp=True)
    page = hands.page
    limits = shipped.library().items["task-tour", slug, "ko"].task.lengths
    least = f"{limits.min_characters}자가" if limits.min_characters else f"{limits.min_words}어절이"
    page.get_by_text(f"{least} 모자랍니다.").wait_for()
    text = f"{ODD}. 가격은 [금액]입니다. 가격은 [금액]입니다.\n\n"
    kept = unicodedata.normalize("NFC", text).strip()
    hands.write("#text", text)
    page.get_by_text(f"글자 {len(kept)} · 어절 {len(kept.split())} ·").wait_for()
    page.get_by_text("채우지 않은 자리가 남았습니다: [금액]").wait_for()
    page.get_by_text("같은 문장이 두 번 있습니다: 가격은 [금액]입니다.").wait_for()
    if slug == "red-team-1":
        page.get_by_text("위험을 아직 고르지 않았습니다.").wait_for()
        hands.choose_radio("risk", "overclaim")
        page.get_by_text("위험을 골랐습니다.").wait_for()
    named(page, "textbox", label)
    named(page, "list", "글의 형식에서 확인한 것")
    scan(page)
    answer = handed_in(hands, site)
    assert answer["text"] == kept
    assert answer.get("risk", "overclaim") == "overclaim"
