"""Checks inside lessons: graded at once where they stand, kept as checks, no step and no exam."""

from uuid import uuid4

import pytest

from curriculum_app.database import db
from curriculum_app.learning.models import StepResult
from curriculum_app.practice.lesson_checks import apart
from curriculum_app.practice.models import Answer, Context, VerdictRow

LESSON = "/courses/sample/lessons/basics"
CHECK = f"{LESSON}/checks/quick"


def answer(here, chosen, **more):
    return here.post(CHECK, {"key": str(uuid4()), "chosen": chosen, **more})


def test_an_enrolled_reader_answers_and_sees_the_reason_where_the_check_stands(trainee):
    before = trainee.get(LESSON).text
    assert f'action="{CHECK}"' in before
    assert "십 년을 놓쳤습니다." not in before
    assert answer(trainee, "fine").headers["Location"] == f"{LESSON}#check-quick"
    after = trainee.get(LESSON).text
    assert "틀림" in after
    assert "십 년을 놓쳤습니다." in after
    assert "십 년이 어긋납니다." in after
    answer(trainee, "wrong")
    assert '<span class="tag ok">맞음</span>' in trainee.get(LESSON).text


def test_an_answer_is_kept_as_a_check_and_is_no_step(trainee):
    answer(trainee, "fine")
    answer(trainee, "wrong")
    kept = db.session.query(Answer).order_by(Answer.try_number).all()
    assert [(one.context, one.try_number) for one in kept] == [(Context.CHECK, 1), (Context.CHECK, 2)]
    assert [row.score for row in db.session.query(VerdictRow).order_by(VerdictRow.score)] == [0, 1]
    assert db.session.query(StepResult).count() == 0
    assert "0/3" in trainee.get("/").text


def test_the_same_form_twice_is_one_answer_and_with_another_answer_it_comes_back(trainee):
    key = str(uuid4())
    for _ in range(2):
        assert trainee.post(CHECK, {"key": key, "chosen": "fine"}).status_code == 303
    again = trainee.post(CHECK, {"key": key, "chosen": "wrong"})
    assert again.status_code == 422
    assert "이미 다른 답을 냈습니다" in again.text
    assert 'value="wrong" checked' in again.text
    assert db.session.query(Answer).count() == 1


@pytest.mark.parametrize("data", [{}, {"chosen": "zzz"}, {"chosen": ["fine", "wrong"]}])
def test_what_is_no_answer_comes_back_on_the_page_and_tells_nothing(trainee, data):
    refused = trainee.post(CHECK, {"key": str(uuid4()), **data})
    assert refused.status_code == 422
    assert 'href="#check-quick-chosen"' in refused.text
    assert 'id="check-quick-chosen"' in refused.text
    assert "십 년" not in refused.text
    assert db.session.query(Answer).count() == 0


def test_only_who_is_enrolled_answers_and_only_what_stands_in_the_lesson(trainee, browser, person):
    other = browser().sign_in(person("남"))
    assert answer(other, "fine").status_code == 404
    page = other.get(LESSON).text
    assert "<fieldset disabled>" in page
    assert "이 과정을 수강하면" in page
    assert browser().post(CHECK, {"chosen": "fine"}).status_code == 401
    for check in ("pick", "mark", "none"):
        assert trainee.post(f"{LESSON}/checks/{check}", {"chosen": "a"}).status_code == 404
    assert trainee.post("/courses/sample/lessons/none/checks/quick", {"chosen": "fine"}).status_code == 404


def test_nobody_sees_what_another_reader_answered(trainee, browser, person):
    answer(trainee, "fine")
    other = browser().sign_in(person("남"))
    other.post("/courses/sample/enrol")
    assert "십 년" not in other.get(LESSON).text


def test_a_lesson_with_checks_costs_no_more_queries_for_each_of_them(trainee, count_queries):
    with count_queries() as before:
        trainee.get(LESSON)
    answer(trainee, "fine")
    with count_queries() as after:
        trainee.get(LESSON)
    assert len(after) == len(before)


def test_ids_of_a_form_are_put_apart():
    html = '<fieldset id="chosen" aria-describedby="hint check-a-x"><label for="b-1">x</label><input name="chosen" value="id=&#34;x&#34;">'
    assert apart(html, "check-a") == (
        '<fieldset id="check-a-chosen" aria-describedby="check-a-hint check-a-x"><label for="check-a-b-1">x</label>'
        '<input name="chosen" value="id=&#34;x&#34;">'
    )
