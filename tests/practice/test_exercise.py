"""From the page to the verdict: graded at once, nothing lost, nothing told before."""

import json
from uuid import uuid4

import pytest

from curriculum_app.database import db
from curriculum_app.learning.models import StepResult
from curriculum_app.practice.models import Answer, VerdictRow

PICK, MARK = "/courses/sample/practice/pick", "/courses/sample/practice/mark"


def hash_of(trainee):
    page = trainee.get(MARK).text
    return page.split('name="text_hash" value="')[1].split('"')[0]


def mark(**more):
    return {"start": 2, "end": 7, "quote": "1453년", "type": "number_date_unit", "severity": "major", "correction": "1443년",
            "evidence": [1], **more}  # fmt: skip


def hand_in(trainee, *marks, key=None):
    data = {"text_hash": hash_of(trainee), "marks": json.dumps(marks), "key": key or str(uuid4())}
    return trainee.post(MARK, data)


def test_a_right_answer_is_graded_with_its_reason(trainee):
    answer = hand_in(trainee, mark(start=3, end=8))
    assert answer.status_code == 303
    page = trainee.get(answer.headers["Location"]).text
    assert "<strong>100</strong>" in page
    assert "자료와 다릅니다." in page


def test_the_plain_form_without_javascript_is_graded_the_same(trainee):
    row = {
        "quote-0": "1453년",
        "type-0": "number_date_unit",
        "severity-0": "major",
        "correction-0": "1443년",
        "evidence-0": "1",
    }
    answer = trainee.post(MARK, {"text_hash": hash_of(trainee), "key": str(uuid4()), **row})
    assert answer.status_code == 303, answer.text
    assert "<strong>100</strong>" in trainee.get(answer.headers["Location"]).text


def test_a_missed_error_is_shown_in_gold(trainee):
    answer = hand_in(trainee)
    page = trainee.get(answer.headers["Location"]).text
    assert "<strong>0</strong>" in page
    assert '<mark class="gold missed">1453년</mark>' in page


def test_no_gold_is_on_the_page_before_handing_in(trainee):
    for url in (PICK, MARK, "/courses/sample", "/progress", "/"):
        page = trainee.get(url).text
        assert "자료와 다릅니다" not in page
        assert "수염" not in page
        assert "evident" not in page.replace("evidence", "")


@pytest.mark.parametrize(
    "marks",
    ["not json", "{}", "[1]", '[{"start": 0}]', "[" * 5000, json.dumps([mark(start=0, end=999)]), json.dumps([mark(quote="없는 말")]),
     json.dumps([mark(start=3, end=8, type="sever")]), json.dumps([mark(start=3, end=8, evidence=[9])]), "null", '"x"',
     json.dumps([mark(start=3, end=8)] * 201), json.dumps([mark(start="가", end=None)])],
)  # fmt: skip
def test_a_malformed_answer_is_refused_with_a_message_and_nothing_is_kept(trainee, marks):
    answer = trainee.post(MARK, {"text_hash": hash_of(trainee), "marks": marks, "key": str(uuid4())})
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert db.session.query(Answer).count() == 0


def test_what_was_typed_is_still_there_after_a_mistake(trainee):
    row = {"quote-0": "1543년", "type-0": "entity", "severity-0": "minor", "correction-0": "고친 말"}
    answer = trainee.post(MARK, {"text_hash": hash_of(trainee), "key": str(uuid4()), **row})
    assert answer.status_code == 422
    assert 'value="1543년"' in answer.text
    assert "고친 말" in answer.text


def test_a_double_click_is_one_answer_and_another_body_is_refused(trainee):
    key = str(uuid4())
    first, second = hand_in(trainee, key=key), hand_in(trainee, key=key)
    assert first.headers["Location"] == second.headers["Location"]
    assert db.session.query(Answer).count() == 1
    assert hand_in(trainee, mark(start=3, end=8), key=key).status_code == 422


def test_the_first_answer_measures_and_the_best_is_kept_beside_it(trainee):
    hand_in(trainee)
    hand_in(trainee, mark(start=3, end=8))
    result = db.session.query(StepResult).one()
    assert (result.first_score, result.best_score, result.tries) == (0, pytest.approx(1), 2)
    assert db.session.query(VerdictRow).count() == 2


def test_anothers_result_is_as_unknown_as_an_unknown_one(trainee, browser, person):
    address = hand_in(trainee).headers["Location"]
    stranger = browser().sign_in(person("다른 사람"))
    foreign, unknown = stranger.get(address), stranger.get(f"/answers/{uuid4()}")
    assert foreign.status_code == unknown.status_code == 404


def test_without_enrolment_one_is_led_to_the_course(browser, person):
    answer = browser().sign_in(person()).get(MARK)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/courses/sample"


def test_a_draft_comes_back_and_a_second_tab_is_told(trainee):
    saved = trainee.put(f"{MARK}/draft", {"version": "0", "quote-0": "초안의 말", "severity-0": "minor"})
    assert saved.json["version"] == 1
    page = trainee.get(MARK).text
    assert 'value="초안의 말"' in page
    assert 'data-version="1"' in page
    other = trainee.put(f"{MARK}/draft", {"version": "0"})
    assert other.status_code == 409
    assert other.json["version"] == 1
    for broken in ({}, {"version": "x"}, {"version": "1", "marks": "{"}, {"version": "9" * 30}):
        assert trainee.put(f"{MARK}/draft", broken).status_code == 422
    assert trainee.put(f"{MARK}/draft", {"version": "1", "quote-0": "x" * 600_000}).status_code == 413


def test_the_result_speaks_the_readers_language(trainee):
    address = hand_in(trainee).headers["Location"]
    trainee.post("/language", {"language": "en"})
    assert "You found 0 of 1" in trainee.get(address).text
    trainee.post("/language", {"language": "ko"})
    assert "1개 중 0개를 찾았고" in trainee.get(address).text


def test_a_choice_explains_every_option(trainee):
    answer = trainee.post(PICK, {"chosen": "b", "key": str(uuid4())})
    page = trainee.get(answer.headers["Location"]).text
    assert "수염" in page
    assert "꼬리" in page
    assert trainee.post(PICK, {"key": str(uuid4())}).status_code == 422
