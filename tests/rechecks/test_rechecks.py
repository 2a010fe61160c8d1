"""A re-check: asked by an employer, agreed to by the holder, told in one word, and the certificate stays as it is."""

from datetime import timedelta

import pytest

from curriculum_app import jobs
from curriculum_app.accounts.models import Grant
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.exams.models import Sitting, SittingPurpose
from curriculum_app.measurement.recheck import Plan
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.rechecks import checking
from curriculum_app.rechecks.models import Recheck
from curriculum_app.web.access import Role
from tests.credentials.earning import earn, work


@pytest.fixture
def employer(browser, person):
    """Signed in, of a company."""
    company = Organisation(name_ko="좋은회사", name_en="Good Company", kind=OrganisationKind.EMPLOYER)
    db.session.add(company)
    db.session.commit()
    account = person("채용담당")
    db.session.add(Grant(account_id=account.id, role=Role.EMPLOYER, organisation_id=company.id))
    db.session.commit()
    here = browser().sign_in(account)
    here.account = account
    return here


def ask(employer, credential):
    """The re-check's page."""
    answer = employer.post(f"/verify/{credential.id}/recheck")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def the_recheck():
    db.session.rollback()
    return db.session.query(Recheck).one()


def answer_all(holder, address, chosen):
    question = holder.post(f"{address}/agree").headers["Location"]
    if chosen:
        holder.post(question, {"chosen": chosen})
    result = holder.post(question.rsplit("/", 1)[0]).headers["Location"]
    work()
    return result


def wide(plan):
    """A plan that both words can come of: the sample's exam has one question."""
    recheck = the_recheck()
    recheck.plan = plan._asdict()
    db.session.commit()


CLEAR = Plan(1, 50.0, 90.0, 0.05, 0.8, {"20": 0.3, "30": 0.6, "40": 0.8}, {"20": 0.1, "30": 0.04, "40": 0.01})


def test_an_employer_asks_the_holder_agrees_and_one_word_is_told(employer, trainee):
    credential = earn(trainee)
    before = dict(credential.facts)
    page = employer.get(f"/verify/{credential.id}").text
    assert "재확인 요청" in page
    address = ask(employer, credential)
    assert "소지자를 기다리는 중" in employer.get(address).text
    assert "답하기" in trainee.get("/courses/sample/certificate").text
    asked = trainee.get(address).text
    assert "좋은회사에서" in asked
    assert "동의하고 시작" in asked
    wide(CLEAR)
    result = answer_all(trainee, address, "a")
    for _ in range(2):  # from the exam to the re-check
        result = trainee.get(result).headers["Location"]
    assert "증서와 일치합니다" in trainee.get(result).text
    told = employer.get(address).text
    assert "증서와 일치합니다" in told
    assert "100.0" not in told.split("<h2>")[0]
    db.session.rollback()
    assert db.session.get(Credential, credential.id).facts == before
    assert db.session.query(Credential).count() == 1


def test_a_form_that_goes_badly_is_told_as_not_consistent_and_revokes_nothing(employer, trainee):
    credential = earn(trainee)
    address = ask(employer, credential)
    wide(CLEAR)
    answer_all(trainee, address, "b")
    assert the_recheck().outcome == "inconsistent"
    assert "일치하지 않습니다" in employer.get(address).text
    assert "유효한 증서" in employer.get(f"/verify/{credential.id}").text


def test_a_question_left_open_decides_nothing(employer, trainee):
    address = ask(employer, earn(trainee))
    answer_all(trainee, address, None)
    assert the_recheck().outcome == "unfinished"


def test_what_nobody_hands_in_ends_by_itself(employer, trainee):
    address = ask(employer, earn(trainee))
    trainee.post(f"{address}/agree")
    open_one = db.session.query(Sitting).filter_by(purpose=SittingPurpose.RECHECK).one()
    open_one.deadline_at = utc_now() - timedelta(minutes=5)
    db.session.commit()
    jobs.look_after()
    work()
    assert the_recheck().outcome == "unfinished"


def test_the_holder_may_say_no_and_no_exam_begins(employer, trainee):
    address = ask(employer, earn(trainee))
    assert trainee.post(f"{address}/decline").status_code == 303
    assert trainee.post(f"{address}/agree").status_code == 409
    assert "이유를 밝힐 필요가 없으며" in employer.get(address).text
    assert db.session.query(Sitting).filter_by(purpose=SittingPurpose.RECHECK).count() == 0


def test_a_wish_runs_out_after_a_day(employer, trainee):
    address = ask(employer, earn(trainee))
    the_recheck().expires_at = utc_now() - timedelta(seconds=1)
    db.session.commit()
    assert trainee.post(f"{address}/agree").status_code == 409
    assert "하루 안에 답이 없었습니다" in employer.get(address).text


def test_agreeing_twice_is_one_sitting_and_it_is_no_try_of_the_exam(employer, trainee):
    address = ask(employer, earn(trainee))
    first, second = (trainee.post(f"{address}/agree").headers["Location"] for _ in range(2))
    assert first == second
    entrance = trainee.get("/courses/sample/exam").text
    assert entrance.count("/result") == 1


def test_the_questions_the_holder_met_before_are_drawn_last_and_told(employer, trainee):
    address = ask(employer, earn(trainee))
    trainee.post(f"{address}/agree")
    assert the_recheck().known_items == 1  # the sample's bank has one question
    assert "앞선 시험에서 본 것" in employer.get(address).text


def test_asking_twice_finds_the_first_and_more_than_two_in_a_month_are_refused(employer, trainee):
    credential = earn(trainee)
    assert ask(employer, credential) == ask(employer, credential)
    for _ in range(checking.BY_ONE):
        recheck = db.session.query(Recheck).order_by(Recheck.asked_at.desc()).first()
        recheck.declined_at = utc_now()
        db.session.commit()
        answer = employer.post(f"/verify/{credential.id}/recheck")
    assert answer.status_code == 409
    assert "충분히 다시 확인했습니다" in answer.text


def test_a_revoked_and_an_expired_certificate_can_not_be_checked_again(employer, trainee):
    credential = earn(trainee)
    credential.valid_until = utc_now() - timedelta(days=1)
    db.session.commit()
    assert employer.post(f"/verify/{credential.id}/recheck").status_code == 409
    credential.valid_until, credential.revoked_at, credential.revocation_reason = utc_now() + timedelta(days=1), utc_now(), "x"
    db.session.commit()
    assert employer.post(f"/verify/{credential.id}/recheck").status_code == 409


def test_to_others_a_recheck_is_unknown(employer, trainee, browser, person):
    address = ask(employer, earn(trainee))
    other = browser().sign_in(person("남"))
    assert other.get(address).status_code == 404
    assert other.post(f"{address}/agree").status_code == 404
    assert employer.post(f"{address}/agree").status_code == 404
    assert employer.post(f"{address}/decline").status_code == 404


def test_the_holder_sees_no_gold_and_the_employer_no_answer(employer, trainee):
    address = ask(employer, earn(trainee))
    wide(CLEAR)
    answer_all(trainee, address, "b")
    for page in (employer.get(address).text, trainee.get(address).text, employer.get("/rechecks").text):
        assert "수염" not in page
