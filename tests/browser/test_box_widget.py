"""Drawing boxes on a picture: by keyboard, by mouse, by finger; and by typing numbers."""

import pytest

from tests.browser.desk import Finger, Keyboard, at_work, handed_in, modes, named, scan

pytestmark = pytest.mark.browser


def row(page, number):
    return [page.input_value(f"#boxes-{number}-{side}") for side in ("x", "y", "width", "height", "label")]


def on_picture(page, *points):
    """Points of the picture as places on the screen."""
    layer = page.locator(".box-layer")
    page.evaluate("document.querySelector('.box-layer').scrollIntoView({block: 'center', behavior: 'instant'})")
    place = layer.bounding_box()
    scale = place["width"] / 640
    return [(place["x"] + x * scale, place["y"] + y * scale) for x, y in points]


def draw(hands):
    """Two boxes: a bicycle 210 149 170 100, and a person near 120 176 40 110."""
    page = hands.page
    if isinstance(hands, Keyboard):
        hands.press(".box-tools button")  # 160 by 100 in the middle, at 240 150
        for key in ("ArrowLeft",) * 3 + ("Shift+ArrowRight", "Alt+ArrowUp", "2"):
            page.keyboard.press(key)
        page.keyboard.press("n")
        for key in ("ArrowLeft",) * 12 + ("ArrowDown",) * 3 + ("Alt+ArrowUp",) * 8 + ("1",):
            page.keyboard.press(key)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.dataset.corner") == "upper-left"
        for _ in range(3):
            page.keyboard.press("Tab")
        for key in ("ArrowLeft",) * 12 + ("ArrowDown",):
            page.keyboard.press(key)
    else:
        hands.press(".box-tools [role=group] button >> nth=1")
        if isinstance(hands, Finger):
            hands.press(".for-fingers")
        hands.drag(*on_picture(page, (240, 150), (400, 250)))
        hands.drag(*on_picture(page, (320, 200), (290, 199)))
        corner = page.get_by_role("button", name="오른쪽 아래 모서리").bounding_box()
        at = (corner["x"] + corner["width"] / 2, corner["y"] + corner["height"] / 2)
        scale = page.locator(".box-layer").bounding_box()["width"] / 640
        hands.drag(at, (at[0] + 10 * scale, at[1]))


@modes("keyboard")
def test_boxes_are_drawn_moved_resized_labelled_and_arrive(signed_in, site, hands):
    hands = at_work(signed_in, hands, "boxes-1", bypass_csp=True)
    page = hands.page
    draw(hands)
    boxes = [row(page, number) for number in (0, 1) if row(page, number)[0]]
    expected = [210.0, 149.0, 170.0, 100.0]
    near = 4 if isinstance(hands, Finger) else 2  # a pixel of a phone's screen is two of the picture
    if isinstance(hands, Keyboard):
        assert boxes[0] == ["210", "149", "170", "100", "bicycle"]
        assert len(boxes) == 2
        assert boxes[1][4] == "person"
    assert boxes[0][4] == "bicycle"
    assert [float(side) for side in boxes[0][:4]] == pytest.approx(expected, abs=near)
    assert page.evaluate("document.activeElement !== document.body")
    assert page.get_by_role("group", name="그림 위의 상자.").count() == 1
    named(page, "group", "고른 상자의 라벨")
    named(
        page,
        "button",
        "상자 추가",
        "크게",
        "작게",
        "왼쪽 위 모서리",
        "오른쪽 위 모서리",
        "왼쪽 아래 모서리",
        "오른쪽 아래 모서리",
    )
    x, y, width, height, _ = boxes[0]
    named(page, "button", f"1 자전거, 왼쪽 {x}, 위 {y}, 너비 {width}, 높이 {height}")
    scan(page)
    arrived = handed_in(hands, site)["boxes"]
    assert [[box["x"], box["y"], box["width"], box["height"], box["label"]] for box in arrived] == [
        [*map(float, box[:4]), box[4]] for box in boxes
    ]


def test_what_is_typed_is_drawn_undone_and_removed_and_focus_stays(signed_in):
    hands = at_work(signed_in, Keyboard, "boxes-1")
    page = hands.page
    for side, value in {"x": "10", "y": "20", "width": "30", "height": "40"}.items():
        hands.write(f"#boxes-0-{side}", value)
    page.get_by_role("button", name="1, 왼쪽 10, 위 20, 너비 30, 높이 40").wait_for()
    page.focus(".box")
    page.keyboard.press("ArrowRight")
    assert row(page, 0)[0] == "20"
    page.get_by_text("1번 상자: 왼쪽 20, 위 20.").wait_for()
    page.get_by_role("button", name="되돌리기", exact=True).click()
    page.get_by_role("button", name="1, 왼쪽 10, 위 20, 너비 30, 높이 40").wait_for()
    page.focus(".box")
    page.keyboard.press("Delete")
    assert page.locator(".box").count() == 0
    assert row(page, 0) == ["", "", "", "", ""]
    assert page.evaluate("document.activeElement.textContent") == "상자 추가"


def test_a_picture_that_does_not_load_is_told_and_its_words_are_opened(signed_in):
    hands = at_work(signed_in, Keyboard, "boxes-1")
    page = hands.page
    page.route("**/pictures/*", lambda route: route.abort())
    page.goto(page.url.replace("boxes-1", "boxes-2"))
    page.locator(".missing").first.wait_for()
    page.wait_for_function("document.querySelector('.drawing-board details').open")
    assert page.locator("#boxes-0-x").is_visible()
