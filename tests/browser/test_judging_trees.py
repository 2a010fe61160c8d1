"""What the widgets of the kinds that judge say to a screen reader: roles and names, as the browser computes them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import judging_items
from tests.browser.desk import LONG, handed_in
from tests.browser.hands import Keyboard, Mouse
from tests.browser.judging import SAMPLES, TOUR, opened

pytestmark = pytest.mark.browser


def snapshot(page, selector, expected):
    """The accessibility tree below the selector holds this, by role and name."""
    expect(page.locator(selector)).to_match_aria_snapshot(expected)


def test_the_tree_of_a_rating_names_levels_and_describes_them_by_their_anchors(signed_in):
    page = opened(signed_in, Keyboard, "ko", TOUR, "rating-scale-1").page
    snapshot(page, "digit-choice", """
        - heading "점수 매기기" [level=2]
        - group "충실성":
          - radio "1"
          - radio "4"
        - group "포괄성"
        - group "길이"
    """)  # fmt: skip
    expect(page.get_by_role("radio", name="4", exact=True).first).to_have_accessible_description(
        "어긋나는 말은 없지만 안내문에 없는 말이 있습니다."
    )
    expect(page.get_by_role("group", name="충실성")).to_have_accessible_description("요약에 쓴 말이 안내문에 있습니까?")


def test_the_tree_of_a_comparison_has_both_responses_before_the_scale(signed_in):
    page = opened(signed_in, Keyboard, "en", TOUR, "preference-1").page
    snapshot(page, "form[data-hand-in]", """
        - region "Sources":
          - heading "Sources" [level=2]
        - region "Response A":
          - heading "Response A" [level=2]
        - region "Response B":
          - heading "Response B" [level=2]
        - group "Which response is better?":
          - radio "A is much better"
          - radio "A is better"
          - radio "A is slightly better"
          - radio "About the same"
          - radio "B is slightly better"
          - radio "B is better"
          - radio "B is much better"
        - textbox "Why?"
    """)  # fmt: skip
    below = [page.locator(f"section:has(#response-{letter})").bounding_box() for letter in "ab"]
    assert below[0]["y"] == below[1]["y"]
    assert below[0]["x"] < below[1]["x"]


def test_the_tree_of_a_ranking_names_every_button_by_its_word_and_its_response(signed_in):
    page = opened(signed_in, Keyboard, "en", TOUR, "ranking-2").page
    page.click("[data-letter=c] .ranked-name button")
    page.click("[data-letter=a] .ranked-name button")
    snapshot(page, "ranking-order", """
        - heading "Your order" [level=2]
        - list "Your order, the best first":
          - listitem:
            - paragraph:
              - text: Rank 1
              - strong: Response C
            - button "To the top Response C" [disabled]
            - button "Up Response C" [disabled]
            - button "Down Response C"
            - button "To the bottom Response C"
            - button "Level with the one above Response C" [disabled]
          - listitem:
            - paragraph:
              - text: Rank 2
              - strong: Response A
            - button "Up Response A"
        - list "Not in order yet":
          - listitem:
            - paragraph:
              - strong: Response B
              - button "Put next Response B"
          - listitem
          - listitem
        - status: "Response A: Rank 2 of 5."
        - group: Write the ranks as numbers
    """)  # fmt: skip


def test_the_tree_of_a_claim_check_names_claims_verdicts_and_numbers(signed_in):
    page = opened(signed_in, Keyboard, "ko", TOUR, "claim-check-1").page
    snapshot(page, "#claims", """
        - region "2 한 번에 다섯 권까지 빌릴 수 있습니다.":
          - group "2번 주장의 판단":
            - radio "뒷받침됨"
            - radio "반박됨"
            - radio "알 수 없음"
          - group "2번 주장의 판단을 증명하는 문장":
            - checkbox "1"
            - checkbox "8"
    """)  # fmt: skip


def test_the_tree_of_a_text_with_entities_makes_each_a_button_with_its_label_and_number(signed_in):
    page = opened(signed_in, Keyboard, "ko", TOUR, "relations-1").page
    page.click("[role=button]:has([data-entity=e1])")
    snapshot(page, "relation-linker", """
        - group "글. 화살표로 개체 사이를 옮겨 다니고 Enter로 고릅니다.":
          - paragraph:
            - button "한빛로보틱스 조직 1" [pressed]
            - text: 는 10일
            - button "대전 장소 2"
        - status: 한빛로보틱스 (1) → … → …. 관계를 고르십시오.
        - group "한빛로보틱스 (1) → … → …. 관계를 고르십시오.":
          - button "인수함"
          - button "본사 위치"
    """)  # fmt: skip
    page.keyboard.press("1")
    page.click("[role=button]:has([data-entity=e3])")
    snapshot(page, "#links", """
        - group "관계 1":
          - paragraph: 한빛로보틱스 (1) → 인수함 → 누리모터 (3)
          - button "고치기 관계 1"
          - button "지우기 관계 1"
    """)  # fmt: skip


@LONG
def test_entities_inside_each_other_are_chosen_by_their_labels(signed_in, site, tmp_path):
    with judging_items.live_on(site, tmp_path):
        _link_inside_each_other(signed_in, site)


def _link_inside_each_other(signed_in, site):
    hands = opened(signed_in, Mouse, "ko", SAMPLES, "nested")
    page = hands.page
    snapshot(page, ".marking-text", """
        - paragraph:
          - mark: 서울
          - button "장소 2 서울"
          - mark: 대학교
          - button "학교 1 서울대학교"
          - button "김수아 사람 3"
    """)  # fmt: skip
    page.locator("mark.entity", has_text="대학교").click()
    page.click(".link-offers button:has-text('있는 곳')")
    page.locator("mark.entity", has_text=re.compile("^서울$")).click()
    page.click("[role=button]:has([data-entity=w])")  # without direction it may begin at either end
    page.keyboard.press("1")
    page.locator("mark.entity", has_text="대학교").click()
    assert handed_in(hands, site) == {"links": [{"head": "s", "type": "in", "tail": "p"}, {"head": "w", "type": "with", "tail": "s"}]}
