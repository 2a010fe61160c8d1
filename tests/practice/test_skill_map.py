"""The map of skills: what measures, what is decided, and what to do next."""

import json
from uuid import uuid4

import pytest
from flask import current_app

from curriculum_app.database import db
from curriculum_app.learning.catalogue import live
from curriculum_app.measurement.mastery import State
from curriculum_app.practice import measuring, scheduling, skill_map
from curriculum_app.practice.models import Answer, Context, VerdictRow
from curriculum_app.practice.queries import task_of
from curriculum_app.practice.review_models import ReviewCard
from tests.credentials.earning import MARK
from tests.practice import moving, tour

PICK = "/courses/sample/practice/pick"


@pytest.fixture
def clock(app, monkeypatch):
    return moving.Clock(monkeypatch)


def pick(here, chosen):
    assert here.post(PICK, {"key": str(uuid4()), "chosen": chosen}).status_code == 303


def mark(here, *marks):
    page = here.get("/courses/sample/practice/mark").text
    text_hash = page.split('name="text_hash" value="')[1].split('"')[0]
    data = {"key": str(uuid4()), "marks": json.dumps(marks), "text_hash": text_hash}
    assert here.post("/courses/sample/practice/mark", data).status_code == 303


def row(here, clock):
    with current_app.test_request_context():
        (found,) = skill_map.rows(here.account.id, live(), clock.now)
    return found


def test_before_the_first_answer_a_skill_is_not_seen_and_the_first_step_comes_next(trainee, clock):
    found = row(trainee, clock)
    assert (found.known.state, found.known.n) == (State.UNSEEN, 0)
    assert (found.next.code, found.next.address) == ("step", "/courses/sample/lessons/basics")
    page = trainee.get("/skills").text
    assert "아직 풀지 않음" in page
    assert "아직 답이 없습니다" in page


def test_of_two_tries_the_first_measures(trainee, clock):
    pick(trainee, "b")
    pick(trainee, "a")
    found = row(trainee, clock)
    assert (found.known.n, found.known.estimate, found.known.state) == (1, 0, State.LEARNING)


def test_what_was_answered_with_a_hint_does_not_measure_even_when_tried_again(trainee, clock):
    pick(trainee, "a")
    db.session.query(Answer).one().hints = 1
    db.session.commit()
    pick(trainee, "a")
    assert measuring.measured(trainee.account.id) == []


def test_a_regraded_answer_measures_by_its_newest_verdict(trainee, clock):
    pick(trainee, "b")
    verdict = db.session.query(VerdictRow).one()
    other = next(e.edition for e in live().items.values() if e.slug == "mark")
    db.session.add(VerdictRow(answer_id=verdict.answer_id, gold_edition_id=other, score=1.0, verdict=verdict.verdict))
    db.session.commit()
    assert [one.credit for one in measuring.measured(trainee.account.id)] == [1]


def test_answers_of_the_exam_do_not_measure_here(trainee, clock):
    question = trainee.post("/courses/sample/exam").headers["Location"]
    trainee.post(question, {"chosen": "a"})
    trainee.post(question.rsplit("/", 1)[0])
    assert measuring.measured(trainee.account.id) == []


def test_what_is_due_comes_before_new_steps(trainee, clock):
    pick(trainee, "b")
    clock.move(days=1)
    found = row(trainee, clock)
    assert (found.next.code, found.next.address) == ("review", "/courses/sample/review/pick")


def test_when_every_step_is_done_the_weakest_exercise_is_named(trainee, clock):
    trainee.post("/courses/sample/lessons/basics")
    mark(trainee, MARK)
    pick(trainee, "b")
    found = row(trainee, clock)
    assert (found.next.code, found.next.address) == ("again", PICK)
    assert "다시 풀기:" in trainee.get("/skills").text


def test_who_is_in_no_course_is_shown_a_course_that_teaches_the_skill(browser, person, clock):
    here = browser().sign_in(account := person())
    here.account = account
    assert row(here, clock).next.address == "/courses/sample"
    assert 'href="/courses/sample"' in here.get("/skills").text


def test_a_mastered_skill_says_when_it_comes_back(trainee, clock, monkeypatch):
    pick(trainee, "a")
    one = measuring.measured(trainee.account.id)
    monkeypatch.setattr(measuring, "measured", lambda _: one * 7)
    found = row(trainee, clock)
    assert found.known.state == State.MASTERED
    assert (found.next.code, found.next.at) == ("later", scheduling.next_due(trainee.account.id, clock.now))
    assert "숙달" in trainee.get("/skills").text


def test_the_figures_of_the_page_stand_in_its_table_too(trainee, clock):
    pick(trainee, "a")
    page = trainee.get("/skills").text
    assert "최소 10점, 추정 100점, 답 1개" in page
    assert '<td>익히는 중</td><td class="number">10</td><td class="number">100</td><td class="number">1</td>' in page


def test_answers_that_people_judge_do_not_measure_and_make_no_cards(trainee, clock, tmp_path):
    with tour.course_with(tmp_path, ["demonstration-1"]):
        text = tour.item("demonstration-1")["gold"]["model"]
        tour.result(trainee, "demonstration-1", {"text": text})
        assert measuring.measured(trainee.account.id) == []
        assert db.session.query(ReviewCard).count() == 0
        assert trainee.get("/skills").status_code == 200


def test_a_check_inside_a_lesson_neither_measures_nor_makes_a_card(trainee, clock):
    pick(trainee, "b")
    answer = db.session.query(Answer).one()
    db.session.query(ReviewCard).delete()
    answer.context = Context.CHECK
    db.session.commit()
    scheduling.learn(answer, task_of(answer.edition_id), 0.0, clock.now)
    assert db.session.query(ReviewCard).count() == 0
    assert measuring.measured(trainee.account.id) == []


def test_the_pages_ask_no_more_of_the_database_when_there_is_more(trainee, clock, count_queries):
    pick(trainee, "b")
    clock.move(days=1)
    counted = {}
    for _ in range(2):
        for path in ("/today", "/skills"):
            trainee.get(path)
            with count_queries() as statements:
                trainee.get(path)
            counted.setdefault(path, []).append(len(statements))
        mark(trainee)
        clock.move(days=1)
    assert all(few == many for few, many in counted.values()), counted
