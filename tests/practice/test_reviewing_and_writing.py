"""Reviews through the pages, and texts: written, compared with the model answer, self-assessed, and never measured."""

from uuid import uuid4

import pytest

from curriculum_app.content.checking import check
from curriculum_app.content.reading import read
from curriculum_app.database import db
from curriculum_app.learning.models import Enrolment, StepResult
from curriculum_app.learning.queries import progress_in
from curriculum_app.practice.models import Answer, Context, VerdictRow
from tests.practice.tour import PAGE, course_with, hand_in, item, write_course

REVIEWS = ("dialogue-review-1", "trace-review-1")
WRITTEN = ("rubric-writing-1", "red-team-1", "demonstration-1")


@pytest.fixture
def tour(app, tmp_path, trainee):
    """A trainee in the sample course with one item of each of these kinds."""
    with course_with(tmp_path, (*REVIEWS, *WRITTEN)):
        yield trainee


def gold_of(name):
    return item(name)["gold"]


def write(here, name="demonstration-1", text="할머니, 내가 쓴 글입니다."):
    answer = hand_in(here, name, text=text, risk="overclaim")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def levels(name="demonstration-1", level="1"):
    return {f"assessment-{criterion}": level for criterion in gold_of(name)["assessed"]}


def test_a_review_of_a_conversation_is_graded_from_the_plain_form(tour):
    page = tour.get(PAGE + "dialogue-review-1").text
    assert 'name="ratings-8"' in page
    gold = gold_of("dialogue-review-1")
    ratings = {f"ratings-{number}": str(rating["level"]) for number, rating in gold["ratings"].items()}
    said = {"first_bad": "4", "category": "factuality", "fix": "한 번, 7일입니다."}
    page = tour.get(hand_in(tour, "dialogue-review-1", **said, **ratings).headers["Location"]).text
    assert "<strong>100</strong>" in page
    assert gold["reason"] in page
    page = tour.get(hand_in(tour, "dialogue-review-1", first_bad="none", **ratings).headers["Location"]).text
    assert "<strong>30</strong>" in page
    refused = hand_in(tour, "dialogue-review-1", **said)
    assert refused.status_code == 422
    assert 'href="#ratings-2"' in refused.text
    assert 'id="ratings-2"' in refused.text
    assert "한 번, 7일입니다." in refused.text


def test_a_review_of_a_trace_is_graded_from_the_plain_form(tour):
    said = {"first_bad": "3", "category": "wrong_argument", "fix": "다솜실을 예약합니다.", "outcome": "failed"}
    page = tour.get(hand_in(tour, "trace-review-1", **said).headers["Location"]).text
    assert "<strong>100</strong>" in page
    assert hand_in(tour, "trace-review-1", **{**said, "outcome": ""}).status_code == 422


@pytest.mark.parametrize("name", WRITTEN)
def test_the_model_answer_comes_only_after_the_text_is_final(tour, name):
    gold = gold_of(name)
    secrets = [gold["model"].split("\n")[0], *(one["reason"] for one in gold["assessed"].values())]
    draft = tour.put(f"{PAGE}{name}/draft", {"version": "0", "text": "초안입니다."})
    for page in (draft.text, tour.get(PAGE + name).text, hand_in(tour, name, text="").text):
        assert not any(secret in page for secret in secrets)
    assert "초안입니다." in tour.get(PAGE + name).text
    page = tour.get(write(tour, name)).text
    assert all(secret.replace("'", "&#39;") in page for secret in secrets)
    assert "할머니, 내가 쓴 글입니다." in page


@pytest.mark.parametrize("name", WRITTEN)
def test_written_shown_assessed_and_shown_again_but_never_measured(tour, name):
    place = write(tour, name)
    assert "제출했습니다. 이제 모범 답안과" in tour.get(place).text
    assessed = tour.post(f"{place}/self-assessment", levels(name))
    assert assessed.status_code == 303
    page = tour.get(assessed.headers["Location"]).text
    assert "스스로 매긴 점수" in page
    assert page.count(" checked>") == len(gold_of(name)["assessed"])
    step = db.session.query(StepResult).one()
    assert (step.first_score, step.best_score, step.tries) == (None, None, 1)
    assert step.done_at is not None
    first, second = db.session.query(Answer).order_by(Answer.created_at)
    assert (first.context, second.context) == (Context.PRACTICE, Context.SELF)
    assert first.answer["text"] == second.answer["text"]
    assert {row.answer_id: row.score is None for row in db.session.query(VerdictRow)} == {
        first.id: True,
        second.id: False,
    }


def test_a_self_assessment_may_be_done_again_and_each_is_kept(tour):
    place = write(tour)
    first = tour.post(f"{place}/self-assessment", levels()).headers["Location"]
    tour.post(f"{first}/self-assessment", levels(level="0"))
    tour.post(f"{place}/self-assessment", levels())
    assert [
        a.try_number for a in db.session.query(Answer).filter_by(context=Context.SELF).order_by(Answer.try_number)
    ] == [1, 2, 3]
    key = {"key": "the same"}
    again = [tour.post(f"{place}/self-assessment", {**levels(), **key}).headers["Location"] for _ in range(2)]
    assert again[0] == again[1]
    assert tour.post(f"{place}/self-assessment", {**levels(level="0"), **key}).status_code == 422


@pytest.mark.parametrize(
    "broken",
    [{}, {"assessment-form": "1"}, levels(level="9"), levels(level="x"), levels(level="-1"), levels(level="٣")],
)
def test_a_malformed_self_assessment_is_refused_with_a_message(tour, broken):
    place = write(tour)
    answer = tour.post(f"{place}/self-assessment", broken)
    assert answer.status_code == 422
    assert 'href="#assessment-words"' in answer.text
    assert 'id="assessment-words"' in answer.text
    assert db.session.query(Answer).count() == 1


def test_an_assessment_sent_with_the_text_itself_counts_for_nothing(tour):
    hand_in(tour, "demonstration-1", text="글입니다.", assessment='{"form": 1}', **levels())
    assert db.session.query(Answer).one().answer["assessment"] == {}
    assert db.session.query(StepResult).one().best_score is None


def test_anothers_text_an_unknown_one_and_a_kind_that_is_graded_are_404(tour, browser, person):
    place = write(tour)
    stranger = browser().sign_in(person("다른 사람"))
    assert stranger.get(place).status_code == 404
    assert stranger.post(f"{place}/self-assessment", levels()).status_code == 404
    assert tour.post(f"/answers/{uuid4()}/self-assessment", levels()).status_code == 404
    graded = hand_in(tour, "pick", chosen="a").headers["Location"]
    assert tour.post(f"{graded}/self-assessment", levels()).status_code == 404


def test_a_self_assessment_needs_the_token_and_a_signed_in_trainee(tour, browser):
    place = write(tour)
    assert tour.send("POST", f"{place}/self-assessment", data=levels()).status_code == 400
    assert browser().post(f"{place}/self-assessment", levels()).status_code == 401


def test_a_step_without_score_is_done_and_leaves_the_mean_alone(tour, app):
    place = write(tour)
    tour.post(f"{place}/self-assessment", levels(level="0"))
    hand_in(tour, "pick", chosen="a")
    with app.test_request_context():
        from curriculum_app.learning.catalogue import live

        progress = progress_in(live(), db.session.query(Enrolment).one())
    assert (progress.done, progress.practice_mean) == (2, 100)
    assert "마침" in tour.get("/courses/sample").text
    assert "마침" in tour.get("/progress").text


def test_a_course_judged_by_people_alone_cannot_ask_for_a_mean(tmp_path):
    folder = write_course(tmp_path, ["demonstration-1"])
    course = folder / "courses/sample/course.yaml"
    asks = "completion: {practice_mean: 70}\n"
    course.write_text(course.read_text() + asks)
    assert not check(*read([folder]))
    course.write_text(course.read_text().replace("[pick, demonstration-1]", "[demonstration-1]"))
    problem = check(*read([folder]))[0]
    assert (problem.code, problem.field) == ("mean_unreachable", "completion.practice_mean")
