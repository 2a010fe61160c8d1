"""Those whom a decision or a regrading concerns are told, on the site and by mail where they wish it; nobody else is."""

from uuid import UUID

from curriculum_app import jobs, mail
from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.database import db, utc_now
from curriculum_app.exams.models import Sitting
from curriculum_app.practice import regrading
from curriculum_app.practice.appeal_models import Appeal, Notice, NoticeSort
from curriculum_app.practice.models import Answer, Context, VerdictRow
from curriculum_app.practice.review_models import Placement
from tests.practice.appealed import NOTE, answer, appeal, case, uphold, work
from tests.practice.regraded import newer_gold


def test_where_no_score_differs_only_the_appellant_is_told(trainee, author, browser, person, other_gold):
    unmoved = browser().sign_in(person("이새봄"))
    unmoved.post("/courses/sample/enrol")
    answer(unmoved)
    appeal(trainee, answer(trainee))
    uphold(author, other_gold(reasons={"a": "수염", "b": "다른 이유"}))
    work()
    assert db.session.query(VerdictRow).count() == 4
    assert [notice.sort for notice in db.session.query(Notice)] == [NoticeSort.APPEAL_DECIDED]
    assert 'class="badge">1' in trainee.get("/").text
    assert "badge" not in unmoved.get("/").text


def test_a_changed_result_is_told_to_whom_it_belongs_with_the_scores(trainee, author, browser, person, other_gold):
    moved = browser().sign_in(person("바뀜"))
    moved.post("/courses/sample/enrol")
    first = answer(moved, "a")
    answer(moved, "a")
    appeal(trainee, answer(trainee))
    uphold(author, other_gold(answer=["b"]))
    work()
    sorts = sorted(notice.sort for notice in db.session.query(Notice))
    assert sorts == [NoticeSort.APPEAL_DECIDED, NoticeSort.RESULT_CHANGED, NoticeSort.RESULT_CHANGED]
    page = moved.get("/notices").text
    assert page.count("정답이 고쳐져") >= 1
    assert "100점 → 0점" in page
    notice = db.session.query(Notice).filter_by(answer_id=UUID(first.rsplit("/", 1)[1])).one()
    assert moved.get("/").text.count('class="badge"') == 1
    assert moved.post(f"/notices/{notice.id}").headers["Location"] == first
    assert 'class="badge"' not in moved.get("/").text


def test_in_the_middle_of_a_placement_test_nobody_is_told_a_score(trainee, author, browser, person, other_gold):
    tested = browser().sign_in(person("시험 중"))
    tested.post("/courses/sample/enrol")
    given = UUID(answer(tested, "a").rsplit("/", 1)[1])
    row = db.session.get(Answer, given)
    row.context = Context.PLACEMENT
    placement = Placement(account_id=row.account_id, enrolment_id=row.enrolment_id, form=[], started_at=utc_now())
    db.session.add(placement)
    db.session.commit()
    appeal(trainee, answer(trainee))
    uphold(author, other_gold(answer=["b"]))
    work()
    assert db.session.query(VerdictRow).filter_by(answer_id=given).count() == 2
    assert db.session.query(Notice).filter_by(account_id=row.account_id).count() == 0


def test_all_notices_are_read_at_once(trainee, author):
    appeal(trainee, answer(trainee))
    author.post(f"{case()}/decline", {"note": NOTE})
    assert "기각되었습니다" in trainee.get("/notices").text
    assert trainee.post("/notices").status_code == 303
    assert db.session.query(Notice).one().read_at is not None


def test_mail_goes_only_to_those_who_wish_it_and_in_their_language(trainee, author, app):
    appeal(trainee, answer(trainee))
    author.post(f"{case()}/decline", {"note": NOTE})
    assert db.session.query(jobs.Job).filter_by(name="mail").count() == 0
    consents.choose(trainee.account.id, [Purpose.NOTICES_BY_MAIL], utc_now())
    trainee.account.language = "en"
    db.session.commit()
    appeal(trainee, answer(trainee))
    author.post(f"{case(db.session.query(Appeal).filter_by(state='open').one())}/decline", {"note": NOTE})
    letter = db.session.query(jobs.Job).filter_by(name="mail").one().arguments
    assert letter["to"] == trainee.account.email
    assert letter["subject"] == "News about your result"
    assert "was declined" in letter["body"]
    assert "/notices" in letter["body"]
    work()
    assert "was declined" in mail.laid_down(1)[0].get_content()


def test_the_choice_of_mail_stands_in_the_profile(trainee):
    assert 'name="notices_by_mail"' in trainee.get("/profile/consents").text
    trainee.post("/profile/consents", {"notices_by_mail": "y"})
    assert consents.in_force(trainee.account.id) == {Purpose.NOTICES_BY_MAIL}


def test_an_exam_that_is_scored_again_is_told_without_its_answers(trainee):
    question = trainee.post("/courses/sample/exam").headers["Location"]
    trainee.post(question, {"chosen": "a"})
    trainee.post(question.rsplit("/", 1)[0])
    edition_id = newer_gold("final", "sample-exam", answer=["b"])
    regrading.start(edition_id)
    db.session.commit()
    work()
    notice = db.session.query(Notice).one()
    assert (notice.sort, notice.answer_id) == (NoticeSort.EXAM_RESCORED, None)
    assert "100점 → 0점" in trainee.get("/notices").text
    sitting = db.session.query(Sitting).one()
    assert trainee.post(f"/notices/{notice.id}").headers["Location"] == f"/sittings/{sitting.id}/result"
