"""My work in figures: what the first answers say, nobody else's and no other tries."""

import csv
import io
from random import Random
from uuid import uuid4

import pytest

from curriculum_app.database import db
from curriculum_app.learning.catalogue import live
from curriculum_app.practice import work_record
from curriculum_app.practice.models import Answer
from tests.practice.test_exercise import PICK, hand_in, mark

FIGURES = "/progress/figures"


@pytest.fixture
def worker(trainee):
    """A trainee with a first and a second answer: the error missed first, then found."""
    hand_in(trainee)
    hand_in(trainee, mark(start=3, end=8))
    return trainee


def test_the_page_says_what_to_do_while_there_is_nothing(trainee):
    assert "아직 그릴 것이 없습니다" in trainee.get(FIGURES).text


def test_only_first_answers_measure(worker):
    (row,) = work_record.rows(worker.account.id)
    assert row.record.credit == 0
    assert row.record.sorts == {"missed": 1}
    assert row.record.missed == {("hallucination_type", "number_date_unit"): 1}


def test_the_page_shows_what_was_missed_with_a_way_to_practise_it(worker):
    page = worker.get(FIGURES).text
    assert "1개 중 1개" in page
    assert '<a href="/progress/practise/hallucination_type/number_date_unit">' in page
    assert worker.get("/progress/practise/hallucination_type/number_date_unit").headers["Location"] == "/courses/sample/practice/mark"


def test_there_is_no_way_to_practise_what_no_exercise_has(worker):
    assert worker.get("/progress/practise/hallucination_type/entity").status_code == 404
    assert worker.get("/progress/practise/nothing/at-all").status_code == 404


def test_an_exercise_not_answered_yet_comes_first(trainee):
    drawn = work_record.to_practise(live(), trainee.account.id, "hallucination_type", "number_date_unit", Random(1))
    assert drawn[1].slug == "mark"


def test_confidence_and_time_are_drawn_from_what_was_said(trainee):
    hand_in(trainee, mark(start=3, end=8))
    answer = db.session.query(Answer).one()
    answer.confidence, answer.seconds = "sure", 90
    db.session.commit()
    page = trainee.get(FIGURES).text
    assert "확실함" in page
    (row,) = work_record.rows(trainee.account.id)
    assert row.record.pace == pytest.approx(90 / 60 / row_minutes())


def row_minutes():
    return live().item("sample", "mark", "ko").minutes


def test_the_record_is_taken_away_as_csv_and_json(worker):
    worker.post(PICK, {"chosen": "a", "key": str(uuid4())})
    answer = worker.get("/progress/record.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-work.csv"'
    head, *rows = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    assert head[0] == "날짜"
    assert [row[2] for row in rows] == ["hallucination_spans", "choice"]
    first = worker.get("/progress/record.json").get_json()["answers"][0]
    assert (first["credit"], first["marks"]) == (0, {"missed": 1})


def test_nobody_sees_anybody_elses_record(worker, browser, person):
    other = browser().sign_in(person("다른 사람"))
    assert "아직 그릴 것이 없습니다" in other.get(FIGURES).text
    assert other.get("/progress/record.json").get_json() == {"answers": []}
    assert browser().get(FIGURES).status_code == 302
