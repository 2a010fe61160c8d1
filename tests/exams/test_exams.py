"""Sitting an exam: a clock of the server's, limits that hold in a race, one hand-in, and no gold afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

import pytest

from curriculum_app.content.schemas import BlueprintLine, Exam, Tries
from curriculum_app.database import db, utc_now
from curriculum_app.exams import sitting
from curriculum_app.exams.drawing import draw
from curriculum_app.exams.models import Sitting, SittingState
from curriculum_app.learning.catalogue import ItemEntry, live
from curriculum_app.learning.models import Enrolment, StepResult
from curriculum_app.practice.models import Answer, Draft
from curriculum_app.refusal import Refused

EXAM = "/courses/sample/exam"


def started(here):
    """The address of the first question."""
    answer = here.post(EXAM)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_a_trainee_sits_hands_in_and_sees_a_score_without_gold(trainee):
    question = started(trainee)
    page = trainee.get(question).text
    assert "무엇입니까?" in page
    assert "수염" not in page
    assert trainee.post(question, {"chosen": "a"}).status_code == 303
    overview = question.rsplit("/", 1)[0]
    assert trainee.post(overview).headers["Location"] == f"{overview}/result"
    result = trainee.get(f"{overview}/result").text
    assert "합격" in result
    assert "1문항에서 100점" in result
    assert "100" in result
    assert "수염" not in result
    assert db.session.query(StepResult).filter_by(sort="exam").one().first_score == 1
    assert trainee.get(question).headers["Location"] == f"{overview}/result"


def test_a_kept_answer_is_there_when_one_comes_back_and_starting_again_goes_on(trainee):
    question = started(trainee)
    trainee.post(question, {"chosen": "b"})
    assert 'value="b" checked' in trainee.get(question).text
    assert started(trainee) == question


def test_an_unreadable_answer_is_refused_and_the_kept_one_stays(trainee):
    question = started(trainee)
    trainee.post(question, {"chosen": "b"})
    assert trainee.post(question, {"chosen": "nonsense"}).status_code == 422
    assert db.session.query(Draft).one().answer["chosen"] == ["b"]


def test_handing_in_twice_is_once_and_unanswered_scores_nothing(trainee):
    overview = started(trainee).rsplit("/", 1)[0]
    assert {trainee.post(overview).status_code for _ in range(3)} == {303}
    found = db.session.query(Sitting).one()
    assert (found.score, found.passed) == (0, False)
    assert db.session.query(StepResult).filter_by(sort="exam").one().tries == 1


def test_after_the_deadline_and_its_grace_nothing_is_kept_but_what_was_kept_counts(trainee):
    question = started(trainee)
    trainee.post(question, {"chosen": "a"})
    found = db.session.query(Sitting).one()
    item = UUID(found.form[0]["item"])
    sitting.keep(found, item, {"chosen": ["a"]}, found.deadline_at + timedelta(seconds=10))
    with pytest.raises(Refused, match="deadline_passed"):
        sitting.keep(found, item, {"chosen": ["b"]}, found.deadline_at + timedelta(seconds=11))
    sitting.hand_in(found, found.deadline_at + timedelta(days=1))
    assert found.score == 100


def test_the_browsers_clock_and_planted_fields_change_nothing(trainee):
    question = started(trainee)
    before = db.session.query(Sitting).one().deadline_at
    trainee.post(
        question, {"chosen": "a", "deadline_at": "2099-01-01", "score": "100", "passed": "1", "now": "2020-01-01"}
    )
    found = db.session.query(Sitting).one()
    assert found.deadline_at == before
    assert found.score is None


def test_anothers_sitting_is_as_unknown_as_an_unknown_one(trainee, browser, person):
    question = started(trainee)
    overview = question.rsplit("/", 1)[0]
    stranger = browser().sign_in(person("다른 사람"))
    for path in (question, overview, f"{overview}/result", f"/sittings/{uuid4()}", f"/sittings/{uuid4()}/1"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(overview).status_code == 404
    assert stranger.post(question, {"chosen": "a"}).status_code == 404
    assert trainee.get(f"{overview}/2").status_code == 404
    assert db.session.query(Draft).count() == 0


def test_waits_and_limits_are_told(trainee):
    enrolment = db.session.query(Enrolment).one()
    exam = Exam(bank="sample-exam", minutes=10, pass_score=70, tries=Tries(limit=2, waits_days=(0, 3)),
                blueprint=(BlueprintLine(kind="choice", items=1),))  # fmt: skip
    now = utc_now().replace(month=6, day=1)
    first = sitting.start(enrolment, exam, live(), now)
    sitting.hand_in(first, now)
    with pytest.raises(Refused, match="wait_until"):
        sitting.start(enrolment, exam, live(), now + timedelta(days=2))
    second = sitting.start(enrolment, exam, live(), now + timedelta(days=3))
    sitting.hand_in(second, now + timedelta(days=3))
    with pytest.raises(Refused, match="tries_used_up"):
        sitting.start(enrolment, exam, live(), now + timedelta(days=30))
    assert sitting.start(enrolment, exam, live(), now + timedelta(days=300)).try_number == 1


def test_of_parallel_starts_and_hand_ins_one_counts(trainee, app):
    """Twelve at once, on both databases: one sitting, one result."""
    enrolment_id = db.session.query(Enrolment.id).scalar()
    course = live().courses["sample"]
    db.session.rollback()

    def begin(_):
        with app.app_context():
            try:
                sitting.start(db.session.get_one(Enrolment, enrolment_id), course.exam, live(), utc_now())
                db.session.commit()
            except Refused:
                db.session.rollback()

    def finish(_):
        with app.app_context():
            sitting.hand_in(db.session.query(Sitting).one(), utc_now())
            db.session.commit()

    with ThreadPoolExecutor(12) as threads:
        list(threads.map(begin, range(12)))
    assert db.session.query(Sitting).count() == 1
    db.session.rollback()
    with ThreadPoolExecutor(12) as threads:
        list(threads.map(finish, range(12)))
    assert db.session.query(Sitting).one().state == SittingState.HANDED_IN
    assert db.session.query(StepResult).filter_by(sort="exam").one().tries == 1
    assert db.session.query(Answer).count() == 0


def entry(kind, family=""):
    return ItemEntry(uuid4(), "b", "s", "ko", uuid4(), kind, "t", 1, 1, ("find_errors",), family, ())


def test_a_form_follows_the_blueprint_and_takes_one_of_a_family():
    bank = [
        entry("choice", "twins"),
        entry("choice", "twins"),
        *(entry("choice") for _ in range(3)),
        *(entry("critique") for _ in range(3)),
    ]
    blueprint = [BlueprintLine(kind="choice", items=4), BlueprintLine(kind="critique", items=2)]
    for seed in range(50):
        form = draw(bank, blueprint, Random(seed))
        assert [item.kind for item in form] == ["choice"] * 4 + ["critique"] * 2
        assert len({item.id for item in form}) == 6
        assert sum(item.family == "twins" for item in form) <= 1
    with pytest.raises(ValueError, match="lacks 1"):
        draw(bank, [BlueprintLine(kind="choice", items=5)], Random(0))


def test_every_item_is_drawn_sometimes():
    bank = [entry("choice") for _ in range(6)]
    drawn = {
        item.id for seed in range(60) for item in draw(bank, [BlueprintLine(kind="choice", items=2)], Random(seed))
    }
    assert len(drawn) == 6


def test_what_is_on_the_page_is_kept_by_itself_and_half_an_answer_replaces_nothing(trainee):
    question = started(trainee)
    assert trainee.put(question, {"chosen": "b"}).json["version"] == 1
    assert 'value="b" checked' in trainee.get(question).text
    assert trainee.put(question, {"chosen": "nonsense"}).status_code == 422
    assert 'value="b" checked' in trainee.get(question).text


def test_of_two_tabs_in_an_exam_the_slower_is_told_and_the_same_answer_again_is_no_conflict(trainee):
    question = started(trainee)
    assert 'data-version="0"' in trainee.get(question).text
    assert trainee.put(question, {"chosen": "a", "version": "0"}).json["version"] == 1
    assert trainee.put(question, {"chosen": "a", "version": "0"}).status_code == 200
    late = trainee.put(question, {"chosen": "b", "version": "0"})
    assert (late.status_code, late.json["version"]) == (409, 2)
    assert 'value="a" checked' in trainee.get(question).text
    assert trainee.put(question, {"chosen": "b", "version": "2"}).status_code == 200


def test_an_answer_in_an_exam_tells_a_script_where_to_go_on(trainee):
    question = started(trainee)
    told = trainee.post(question, {"chosen": "a"}, headers={"Accept": "application/json"})
    assert told.json == {"location": question.rsplit("/", 1)[0]}


def test_keeping_by_itself_ends_with_the_time(trainee):
    question = started(trainee)
    db.session.query(Sitting).one().deadline_at -= timedelta(hours=1)
    db.session.commit()
    assert trainee.put(question, {"chosen": "a"}).status_code == 409
