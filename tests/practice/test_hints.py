"""Hints open one after another; each lowers the credit by what was said beforehand; none is on a page before it is opened."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from curriculum_app import jobs
from curriculum_app.content.checking import check
from curriculum_app.content.reading import read
from curriculum_app.database import db
from curriculum_app.grading.kind import Hint
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Edition, Enrolment, StepResult
from curriculum_app.practice import hinting, regrading
from curriculum_app.practice.models import Answer, Context, Draft, VerdictRow
from curriculum_app.practice.queries import task_of
from tests.content import sample
from tests.practice import tour
from tests.practice.regraded import newer_gold

PICK = "/courses/sample/practice/pick"
FIRST, SECOND = "귀의 모양을 보십시오.", "수염이 긴지 보십시오."


def with_hints(folder):
    """The item that is picked from, with two hints of 10 and 30 per cent."""
    for language in ("ko", "en"):
        file = folder / f"pick.{language}.yaml"
        hints = f"hints:\n  - {{text: {FIRST}, cost: 0.1}}\n  - {{text: {SECOND}, cost: 0.3}}\n"
        file.write_text(file.read_text("utf-8").replace("question:", f"{hints}question:"), "utf-8")


@pytest.fixture
def hinted(app, tmp_path):
    """The sample course with hints."""
    with tour.course_with(tmp_path / "hinted", ["mark"], with_hints):
        yield
        db.session.execute(sa.delete(Draft))


@pytest.fixture
def trainee(hinted, trainee):
    return trainee


def open_hint(here, number, **data):
    return here.post(f"{PICK}/hints", {"hint": str(number), **data})


def open_hint_by_script(here, number):
    data = {"csrf_token": here.token(), "hint": str(number)}
    return here.send("POST", f"{PICK}/hints", data=data, headers={"Accept": "application/json"})


def hand_in(here, chosen="a"):
    answer = here.post(PICK, {"chosen": chosen, "key": str(uuid4())})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_the_cost_is_said_beforehand_and_no_text_is_there_before_it_is_opened(trainee):
    page = trainee.get(PICK).text
    assert "힌트 1/2 열기" in page
    assert "점수의 10 %가 깎입니다" in page
    assert FIRST not in page
    assert open_hint(trainee, 1).headers["Location"] == f"{PICK}#hints"
    page = trainee.get(PICK).text
    assert FIRST in page
    assert SECOND not in page
    assert "점수의 90 %가 남아 있습니다" in page
    assert "점수의 30 %가 깎입니다" in page
    open_hint(trainee, 2)
    page = trainee.get(PICK).text
    assert SECOND in page
    assert "힌트를 모두 열었습니다" in page
    assert "formaction" not in page


def test_what_stands_in_the_form_is_kept_when_a_hint_opens_without_a_script(trainee):
    open_hint(trainee, 1, chosen="b")
    assert db.session.query(Draft).one().answer == {"chosen": ["b"]}
    page = tour.Page(trainee.get(PICK).text)
    assert page.values["chosen"] == ["b"]


def test_a_script_is_told_the_hint_and_what_the_next_one_costs(trainee):
    told = open_hint_by_script(trainee, 1).json
    assert (told["text"], told["label"]) == (FIRST, "힌트 2/2 열기")
    assert "30 %" in told["cost"]
    assert SECOND not in str(told)


def test_a_draft_that_was_begun_by_a_hint_is_no_conflict_for_the_page(trainee):
    assert 'data-version="0"' in trainee.get(PICK).text
    open_hint_by_script(trainee, 1)
    saved = trainee.put(f"{PICK}/draft", {"version": "0", "chosen": "a"})
    assert (saved.status_code, saved.json["version"]) == (200, 1)
    assert db.session.query(Draft).one().hints == 1


@pytest.mark.parametrize("number", ["0", "2", "3", "9", "", "x", "１", "-1"])
def test_hints_open_in_their_turn(trainee, number):
    assert open_hint(trainee, number).status_code == 409
    assert db.session.query(Draft).count() == 0


def test_a_double_click_opens_one(trainee):
    open_hint(trainee, 1)
    open_hint(trainee, 1)
    assert db.session.query(Draft).one().hints == 1


def test_opened_hints_lower_the_credit_and_the_result_says_by_how_much(trainee):
    open_hint(trainee, 1)
    open_hint(trainee, 2)
    page = trainee.get(hand_in(trainee)).text
    assert "<strong>60</strong>" in page
    assert "힌트 2개를 열어 점수의 60 %가 남았습니다" in page
    assert "힌트를 열고 남은 점수의 비율" in page
    given, row = db.session.query(Answer).one(), db.session.query(VerdictRow).one()
    assert (given.hints, row.score) == (2, pytest.approx(0.6))
    assert db.session.query(StepResult).one().first_score == pytest.approx(0.6)
    assert {"name": "hints", "value": pytest.approx(0.6)} in row.verdict["parts"]


def test_without_hints_nothing_is_said_of_them(trainee):
    page = trainee.get(hand_in(trainee)).text
    assert "<strong>100</strong>" in page
    assert "힌트" not in page
    assert FIRST not in page


def test_a_further_try_begins_without_hints(trainee):
    open_hint(trainee, 1)
    hand_in(trainee)
    assert FIRST not in trainee.get(PICK).text
    hand_in(trainee)
    assert [row.score for row in db.session.query(VerdictRow).order_by(VerdictRow.created_at)] == [pytest.approx(0.9), 1]


def test_grading_again_takes_the_same_off(trainee):
    open_hint(trainee, 1)
    hand_in(trainee, "b")
    edition_id = newer_gold("pick", answer=["b"])
    (change,) = regrading.changes(edition_id)
    assert (change.before, change.after) == (0, pytest.approx(0.9))
    regrading.start(edition_id)
    db.session.commit()
    while jobs.run_waiting():
        pass
    newest = db.session.query(VerdictRow).filter_by(gold_edition_id=edition_id).one()
    assert newest.score == pytest.approx(0.9)
    assert db.session.query(StepResult).one().first_score == pytest.approx(0.9)


def test_costs_never_make_a_score_negative(app):
    task = task_of(live().item("sample", "pick", "ko").edition)
    costly = task.model_copy(update={"hints": (Hint(text="x", cost=0.5),) * 5})
    assert [hinting.kept(costly, opened) for opened in (0, 1, 2, 3, 5)] == [1, 0.5, 0, 0, 0]


def test_hints_of_another_edition_do_not_count(trainee):
    open_hint(trainee, 1)
    draft = db.session.query(Draft).one()
    draft.edition_id = db.session.query(Edition.id).filter(Edition.id != draft.edition_id).first()[0]
    db.session.commit()
    assert FIRST not in trainee.get(PICK).text
    trainee.put(f"{PICK}/draft", {"version": str(draft.version), "chosen": "a"})
    assert db.session.query(Draft).one().hints == 0
    assert "<strong>100</strong>" in trainee.get(hand_in(trainee)).text


def test_exams_and_everything_but_practice_offer_none(trainee):
    task = task_of(live().item("sample", "pick", "ko").edition)
    assert len(hinting.offered(task, Context.PRACTICE)) == 2
    assert all(not hinting.offered(task, context) for context in Context if context != Context.PRACTICE)


def test_hints_in_an_exams_bank_are_a_problem_of_the_file(tmp_path):
    folder = sample.write(tmp_path)
    for language in ("ko", "en"):
        file = folder / f"exercises/sample-exam/final.{language}.yaml"
        file.write_text(file.read_text("utf-8").replace("question:", "hints: [{text: x}]\nquestion:"), "utf-8")
    library, problems = read([folder])
    assert {problem.code for problem in check(library, problems)} == {"hints_in_exam"}


def test_hints_cost_the_same_in_both_languages(tmp_path):
    folder = sample.write(tmp_path)
    file = folder / "exercises/sample/pick.en.yaml"
    file.write_text(file.read_text("utf-8").replace("question:", "hints: [{text: x}]\nquestion:"), "utf-8")
    library, problems = read([folder])
    assert [(problem.code, problem.field) for problem in check(library, problems)] == [("pair_differs", "hints")]


def test_strangers_and_those_not_enrolled_open_nothing(hinted, browser, person):
    assert browser().post(f"{PICK}/hints", {"hint": "1"}).status_code == 401
    assert open_hint(browser().sign_in(person()), 1).status_code == 404
    assert db.session.query(Enrolment).count() == 0
