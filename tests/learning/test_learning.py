"""Enrolling, reading, going on, and the minutes that prove hours."""

from uuid import uuid4

from curriculum_app.database import db
from curriculum_app.learning.models import ActiveMinute, Edition, Enrolment, Revision


def test_anybody_reads_courses_and_lessons_and_only_exercises_are_closed(browser):
    here = browser()
    for url in ("/", "/courses", "/courses/sample", "/courses/sample/lessons/basics"):
        assert here.get(url).status_code == 200
    assert here.get("/courses/sample/practice/pick").status_code == 302
    assert here.get("/courses/none").status_code == 404
    assert here.get("/courses/sample/lessons/none").status_code == 404


def test_reading_a_lesson_leads_to_the_next_step_and_is_remembered(trainee):
    answer = trainee.post("/courses/sample/lessons/basics")
    assert answer.headers["Location"] == "/courses/sample/practice/pick"
    assert "1/3" in trainee.get("/").text
    assert "/courses/sample/practice/pick" in trainee.get("/").text


def test_enrolling_twice_is_one_enrolment(trainee):
    trainee.post("/courses/sample/enrol")
    assert db.session.query(Enrolment).count() == 1


def test_a_minute_is_counted_once_and_only_for_steps_of_the_course(trainee):
    step = db.session.query(Edition).filter_by(sort="lesson").first().content_id
    for _ in range(3):
        assert trainee.post(f"/courses/sample/active/{step}").status_code == 204
    assert 1 <= db.session.query(ActiveMinute).count() <= 2
    assert trainee.post(f"/courses/sample/active/{uuid4()}").status_code == 404


def test_the_same_content_is_one_revision(app):
    assert db.session.query(Revision).count() == 1


def test_the_language_is_switched_and_remembered(browser):
    here = browser()
    here.post("/language", {"language": "en"})
    assert '<html lang="en">' in here.get("/").text
    here.post("/language", {"language": "xx"})
    assert '<html lang="en">' in here.get("/").text
