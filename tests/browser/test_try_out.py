"""A try-out in a real browser: an employer makes it of an export, a candidate marks by keyboard alone, the employer sees the score."""

import re

import pytest

from tests.browser.hands import Keyboard
from tests.browser.test_accessibility import found_on
from tests.tryouts.exports import bytes_of, spans

pytestmark = pytest.mark.browser


def test_from_export_to_score(signed_in):
    employer, candidate = signed_in("employer", locale="ko-KR"), signed_in("newcomer", locale="ko-KR", bypass_csp=True)
    employer.goto("/try-outs/new")
    employer.fill("#title", "장소 찾기")
    employer.fill("#instructions", "장소의 이름을 표시하십시오.")
    employer.fill("#guideline", "# 지침\n\n조사는 넣지 않습니다.")
    export = {"name": "export.json", "mimeType": "application/json", "buffer": bytes_of([spans(quote="서울에서")])}
    employer.set_input_files("#export", export)
    employer.click("main form[enctype] button")
    employer.click("form[action$=link] button")
    link = re.search(r"/try-outs/join/[\w-]+", employer.inner_text("copy-link code")).group()

    candidate.goto(link)
    assert found_on(candidate) == []
    hands = Keyboard(candidate)
    hands.tick("#agree")
    hands.press("main form .button")
    candidate.wait_for_url("**/take")
    part = candidate.url
    candidate.goto(f"{part}/1")
    candidate.wait_for_selector(".marking-text [role=option]")
    assert found_on(candidate) == []
    hands.reach(".marking-text")
    for key in ("Home", "ArrowRight", "1"):  # the second word, under the first label
        candidate.keyboard.press(key)
    hands.press("main form p.actions .button")
    candidate.wait_for_url("**/result")
    assert candidate.inner_text(".score strong") == "100"

    employer.reload()
    assert "100" in employer.inner_text("main ul.ruled >> nth=0")
    assert "이새봄" not in employer.content()
