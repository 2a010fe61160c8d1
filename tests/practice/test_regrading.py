"""Gold changed and the question did not: stored answers are graded anew, old verdicts stay, and twice is as good as once."""

from uuid import uuid4

import pytest

from curriculum_app import jobs
from curriculum_app.accounts.models import Account
from curriculum_app.audit import AuditEntry
from curriculum_app.database import db, utc_now
from curriculum_app.exams.models import Sitting
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Edition, StepResult
from curriculum_app.operations import regrading
from curriculum_app.practice import regrading as rules
from curriculum_app.practice.appeal_models import Notice
from curriculum_app.practice.models import VerdictRow
from curriculum_app.refusal import Refused
from tests.practice.regraded import newer_gold


def answer(trainee, chosen):
    assert trainee.post("/courses/sample/practice/pick", {"chosen": chosen, "key": str(uuid4())}).status_code == 303


def regrade(edition_id):
    regrading.start(edition_id, None)
    db.session.commit()
    while jobs.run_waiting():
        pass


def test_a_dry_run_says_for_whom_and_by_how_much_and_writes_nothing(trainee):
    answer(trainee, "a")
    answer(trainee, "b")
    effect = regrading.dry_run(newer_gold("pick", answer=["b"]))
    assert effect.graded == 2
    assert sorted((change.before, change.after) for change in effect.changes) == [(0, 1), (1, 0)]
    assert {change.email for change in effect.changes} == {trainee.account.email}
    assert db.session.query(VerdictRow).count() == 2


def test_the_new_gold_counts_the_old_verdict_stays_and_twice_is_once(trainee):
    answer(trainee, "a")
    answer(trainee, "b")
    edition_id = newer_gold("pick", answer=["b"])
    regrade(edition_id)
    assert db.session.query(VerdictRow).count() == 4
    result = db.session.query(StepResult).one()
    assert (result.first_score, result.best_score) == (0, 1)
    assert regrading.dry_run(edition_id).graded == 0
    regrade(edition_id)
    assert db.session.query(VerdictRow).count() == 4


def test_gold_that_goes_back_to_what_it_was_counts_again(trainee):
    answer(trainee, "a")
    first, other = live().item("sample", "pick", "ko").edition, newer_gold("pick", answer=["b"])
    for edition_id, score in ((other, 0), (first, 1), (other, 0), (first, 1)):
        effect = regrading.dry_run(edition_id)
        assert [change.after for change in effect.changes] == [score]
        regrade(edition_id)
        assert db.session.query(StepResult).one().best_score == score
        assert regrading.dry_run(edition_id).graded == 0
    assert db.session.query(VerdictRow).count() == 2
    assert [notice.facts["after"] for notice in db.session.query(Notice).order_by(Notice.created_at)] == ["0", "100", "0", "100"]


def test_what_is_handed_in_after_a_regrading_is_reached_by_the_next(trainee):
    answer(trainee, "a")
    edition_id = newer_gold("pick", answer=["b"])
    regrade(edition_id)
    answer(trainee, "b")
    regrade(edition_id)
    assert regrading.dry_run(edition_id).graded == 0
    assert db.session.query(StepResult).one().best_score == 1


def test_the_result_page_shows_the_newest_verdict(trainee):
    page = trainee.post("/courses/sample/practice/pick", {"chosen": "a", "key": str(uuid4())}).headers["Location"]
    assert "맞았습니다" in trainee.get(page).text
    regrade(newer_gold("pick", answer=["b"]))
    assert "맞았습니다" not in trainee.get(page).text


def test_answers_to_another_question_are_left_alone(trainee):
    answer(trainee, "a")
    edition_id = newer_gold("pick", answer=["b"])
    db.session.get(Edition, edition_id).task_hash = "another"
    db.session.commit()
    assert regrading.dry_run(edition_id).graded == 0


def test_an_exam_is_scored_anew_and_the_trail_tells(trainee):
    question = trainee.post("/courses/sample/exam").headers["Location"]
    trainee.post(question, {"chosen": "a"})
    trainee.post(question.rsplit("/", 1)[0])
    edition_id = newer_gold("final", "sample-exam", answer=["b"])
    (effect,) = regrading.dry_run(edition_id).sittings
    assert (effect.before, effect.after, effect.passed, effect.passes) == (100, 0, True, False)
    regrade(edition_id)
    sitting = db.session.query(Sitting).one()
    assert (sitting.score, sitting.passed) == (0, False)
    assert db.session.query(StepResult).filter_by(sort="exam").one().first_score == 0
    assert {entry.deed for entry in db.session.query(AuditEntry)} >= {"regrade", "exam_rescored"}


def test_an_edition_that_is_not_there_is_refused(app):
    with pytest.raises(Refused, match="nothing_to_regrade"):
        regrading.dry_run(uuid4())


def test_many_answers_take_a_page_at_a_time(trainee, monkeypatch):
    monkeypatch.setattr(rules, "PAGE", 2)
    for chosen in "abab" "a":
        answer(trainee, chosen)
    edition_id = newer_gold("pick", answer=["b"])
    assert regrading.dry_run(edition_id).graded == 5
    regrade(edition_id)
    assert db.session.query(VerdictRow).filter_by(gold_edition_id=edition_id).count() == 5
    assert db.session.query(Account).count() == 1
    assert utc_now() > db.session.query(VerdictRow).first().created_at
