"""Five days: queues that open one after the other, results when a day is done, send-backs that come first next morning."""

import pytest

from curriculum_app.content.reading import read
from curriculum_app.database import db, utc_now
from curriculum_app.learning import editions
from curriculum_app.learning.models import StepResult
from curriculum_app.practice.models import Answer
from tests.content.sample_project import MESSAGES, PROJECT_ID, QUEUES, REASONS
from tests.projects.bots import PAGE, adaptive


@pytest.fixture
def at_work(worker):
    """Past the gate."""
    worker.pass_gate()
    return worker


def finish_first_day(worker, wrong=()):
    for slug in QUEUES[0]:
        assert worker.hand_in(slug, "hold" if slug in wrong else MESSAGES[slug][0]).status_code == 303


def test_a_queue_may_be_done_in_any_order_and_an_answer_is_final(at_work):
    assert at_work.hand_in("lamp", "exchange").status_code == 303
    assert at_work.standing().open == ["money", "colour"]
    again = at_work.here.post(f"{PAGE}/items/lamp", {"chosen": "refund", "key": "again"})
    assert again.status_code == 409
    assert "이미 제출했습니다" in again.text
    assert at_work.item("lamp").headers["Location"] == f"{PAGE}/days/1"


def test_results_come_when_the_day_is_done(at_work):
    at_work.hand_in("money", "refund")
    work = at_work.standing().first["money"]
    page = at_work.get("/days/1").text
    assert "제출함" in page
    assert REASONS["ko"]["refund"] not in page
    assert at_work.get(f"/answers/{work.answer_id}").status_code == 404
    at_work.hand_in("colour", "exchange")
    last = at_work.hand_in("lamp", "exchange")
    assert last.headers["Location"] == f"{PAGE}/days/1"
    page = at_work.get("/days/1").text
    assert "하루 결과" in page
    assert "반려된 것이 없습니다." in page
    assert REASONS["ko"]["refund"] in at_work.get(f"/answers/{work.answer_id}").text


def test_a_day_opens_when_the_one_before_it_is_done(at_work):
    assert at_work.get("/days/2").headers["Location"] == PAGE
    finish_first_day(at_work)
    assert at_work.get("/days/2").status_code == 200
    assert at_work.get("/days/3").status_code == 302
    assert at_work.get("/days/7").status_code == 404


def test_what_earned_too_little_comes_back_first_thing_next_day_with_notes(at_work):
    finish_first_day(at_work, wrong=["colour"])
    standing = at_work.standing()
    assert standing.to_correct(2) == standing.waiting == standing.open == ["colour"]
    assert at_work.get("/days/2").text.count("반려") >= 1
    assert at_work.item("thanks").status_code == 302  # the queue waits for the correction
    page = at_work.item("colour").text
    assert "검수자 의견" in page
    assert REASONS["ko"]["hold"] in page  # what is wrong with the answer given
    assert REASONS["ko"]["exchange"] not in page  # the answer is left to be found
    assert 'value="hold" checked' in page
    assert at_work.get(f"/answers/{standing.first['colour'].answer_id}").status_code == 404


def test_a_correction_is_graded_and_kept_apart(at_work):
    finish_first_day(at_work, wrong=["colour"])
    assert at_work.hand_in("colour", "exchange").headers["Location"] == f"{PAGE}/items/thanks"
    standing = at_work.standing()
    assert (standing.first["colour"].credit, standing.corrected["colour"].credit) == (0, 1)
    for work in (standing.first["colour"], standing.corrected["colour"]):
        assert REASONS["ko"]["exchange"] in at_work.get(f"/answers/{work.answer_id}").text
    assert "고침" in at_work.get("/days/2").text
    report = at_work.get("/report.json").json
    assert report["quality"]["mean"] == pytest.approx(2 / 3)
    assert report["send_backs"] == {"items": 3, "sent_back": 1, "corrected": 1, "mended": 1, "gain": 1}


def test_a_correction_that_is_still_wrong_does_not_come_back_again(at_work):
    finish_first_day(at_work, wrong=["colour"])
    at_work.hand_in("colour", "refund")
    assert at_work.standing().open == list(QUEUES[1])
    assert "고쳤으나 기준 미달" in at_work.get("/days/2").text


def test_what_comes_back_of_the_last_day_is_corrected_before_all_is_finished(at_work):
    for number in range(1, 5):
        at_work.do_day(number, adaptive)
    for slug in QUEUES[4]:
        at_work.hand_in(slug, "hold" if slug == "taste" else MESSAGES[slug][1])
    assert at_work.standing().day == 6
    assert at_work.run().finished_at is None
    assert "마지막 수정" in at_work.get("/days/6").text
    assert at_work.hand_in("taste", "exchange").headers["Location"] == f"{PAGE}/report"
    assert at_work.run().finished_at is not None


def test_a_finished_project_is_a_step_that_is_done(at_work):
    assert "모의 프로젝트" in at_work.here.get("/courses/sample").text
    for number in range(1, 6):
        at_work.do_day(number, adaptive)
    done = db.session.query(StepResult).filter_by(sort="project").one()
    assert str(done.step_id) == PROJECT_ID
    assert done.done_at is not None
    assert (done.first_score, done.best_score) == (None, None)
    page = at_work.here.get("/courses/sample").text
    assert page.index("고객 메시지 분류") > page.index("찾기")
    assert "1/4" in page
    assert "고객 메시지 분류" in at_work.here.get("/progress").text
    assert "완성" in at_work.get().text


def test_the_time_of_an_answer_is_known_by_the_token_of_its_page(at_work):
    at_work.hand_in("money", "refund")
    at_work.here.post(f"{PAGE}/items/colour", {"chosen": "exchange", "key": "no token"})
    first = at_work.standing().first
    assert first["money"].seconds is not None
    assert first["colour"].seconds is None


def test_a_draft_is_kept_and_found_again(at_work):
    kept = at_work.here.put(f"{PAGE}/items/money/draft", {"chosen": "exchange", "version": "0"})
    assert kept.json["version"] == 1
    assert 'value="exchange" checked' in at_work.item("money").text
    assert at_work.here.put(f"{PAGE}/items/money/draft", {"chosen": "hold", "version": "0"}).status_code == 409
    at_work.hand_in("money", "refund")
    late = at_work.here.put(f"{PAGE}/items/money/draft", {"chosen": "hold", "version": "1"})
    assert late.status_code == 409
    assert at_work.here.put(f"{PAGE}/items/money/draft", {"version": "x"}).status_code == 422


def test_a_page_that_got_no_answer_learns_where_its_form_went(at_work):
    assert at_work.get("/items/money/arrived?key=k1").json == {"location": None}
    at_work.hand_in("money", "refund", key="k1")
    assert at_work.get("/items/money/arrived?key=k1").json == {"location": f"{PAGE}/items/colour"}


def test_work_in_a_project_is_no_practice(at_work):
    """It is no try of a step, brings nothing back, and its results stand on the project's own pages only."""
    finish_first_day(at_work)
    assert db.session.query(StepResult).count() == 0
    answer = db.session.query(Answer).first()
    assert at_work.here.get(f"/answers/{answer.id}").status_code == 404
    figures = at_work.here.get("/progress/record.json").json
    assert figures["answers"] == []


def test_a_run_goes_on_by_what_was_live_when_it_began(at_work, folder):
    for language in ("ko", "en"):
        file = folder / f"exercises/sample-project/money.{language}.yaml"
        file.write_text(file.read_text("utf-8").replace("difficulty: 1", "difficulty: 2"), "utf-8")
    before = at_work.standing().plan.items["money"].edition
    revision = editions.load(read([folder])[0], utc_now())
    db.session.commit()
    assert at_work.hand_in("money", "refund").status_code == 303
    assert db.session.query(Answer).filter_by(edition_id=before).count() == 1
    db.session.delete(revision)
    db.session.commit()


@pytest.mark.parametrize("path", ["", "/days/0", "/items/gate-money", "/report", "/guideline/1"])
def test_who_is_not_enrolled_gets_nowhere(project, browser, person, path):
    here = browser().sign_in(person())
    answer = here.get(PAGE + path)
    assert answer.status_code == (302 if path == "" else 404)
    assert here.post(PAGE).status_code == 404


def test_a_run_is_nobody_elses(at_work, browser, person):
    finish_first_day(at_work)
    work = at_work.standing().first["money"]
    other = browser().sign_in(person("남"))
    other.post("/courses/sample/enrol")
    assert other.get(f"{PAGE}/answers/{work.answer_id}").status_code == 404
    other.post(PAGE)
    assert other.get(f"{PAGE}/answers/{work.answer_id}").status_code == 404


def test_a_course_without_a_project_has_no_such_page(trainee):
    assert trainee.get(PAGE).status_code == 404
