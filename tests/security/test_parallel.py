"""Races: what is promised once happens once, however many ask at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from curriculum_app.accounts import tokens
from curriculum_app.accounts.models import Account
from curriculum_app.cohorts import joining
from curriculum_app.cohorts.models import CohortMember
from curriculum_app.content.schemas import Tries
from curriculum_app.credentials import certification, keys
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.exams.models import Sitting, SittingState
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Enrolment, StepResult
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.practice.models import Answer
from curriculum_app.refusal import Refused
from tests.credentials.earning import CERTIFICATE, do_the_course, pass_the_exam
from tests.security.parallel import at_once

EXAM, PICK = "/courses/sample/exam", "/courses/sample/practice/pick"
LIMIT = 3


def test_of_twenty_parallel_uses_of_a_token_one_succeeds(app, person):
    secret = tokens.make(person().id, "reset", utc_now())
    db.session.commit()

    def use(_):
        with app.app_context():
            try:
                tokens.use(secret, "reset", utc_now())
                db.session.commit()
                return 1
            except Refused:
                db.session.rollback()
                return 0

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(use, range(20))) == 1


def test_every_acknowledged_write_is_on_disk_first(app):
    """SQLite in WAL with synchronous=FULL syncs at each commit; PostgreSQL does with synchronous_commit."""
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(sa.text("PRAGMA journal_mode")) == "wal"
        assert db.session.scalar(sa.text("PRAGMA synchronous")) == 2
    else:
        assert db.session.scalar(sa.text("SHOW synchronous_commit")) == "on"
        assert db.session.scalar(sa.text("SHOW fsync")) == "on"


@pytest.fixture
def three_tries(app, monkeypatch):
    """The sample exam may be sat three times a year, without a wait in between."""
    course = live().courses["sample"]
    exam = course.exam.model_copy(update={"tries": Tries(limit=LIMIT, waits_days=(0,))})
    monkeypatch.setitem(live().courses, "sample", course.model_copy(update={"exam": exam}))


def sit_until_refused(client, token):
    """Starts and hands in again and again; how often the hand-in of a sitting was answered."""
    for handed_in in range(50):
        begun = client.post(EXAM, data={"csrf_token": token})
        if begun.status_code == 409:
            return handed_in
        assert begun.status_code == 303
        sitting = begun.headers["Location"].rsplit("/", 1)[0]
        assert client.post(sitting, data={"csrf_token": token}).status_code == 303
    return pytest.fail("the limit never came")


@pytest.mark.parametrize("users", [6, pytest.param(50, marks=pytest.mark.long)])
def test_of_twelve_parallel_submissions_of_each_user_three_are_accepted(app, browser, person, three_tries, users):
    for _ in range(users):
        here = browser().sign_in(person())
        here.post("/courses/sample/enrol")
        assert max(at_once(app, here, 12, sit_until_refused)) > 0
    sittings = db.session.query(Sitting)
    assert sittings.count() == sittings.filter_by(state=SittingState.HANDED_IN).count() == LIMIT * users
    assert {tries for (tries,) in db.session.query(StepResult.tries).filter_by(sort="exam")} == {LIMIT}


def test_one_key_twenty_times_in_parallel_is_one_try_with_one_reply(app, trainee):
    def hand_in(client, token, chosen="a"):
        answer = client.post(PICK, data={"csrf_token": token, "key": "one key", "chosen": chosen})
        return answer.status_code, answer.headers.get("Location")

    replies = set(at_once(app, trainee, 20, hand_in))
    assert len(replies) == 1
    assert replies.pop()[0] == 303
    assert db.session.query(Answer).count() == 1
    assert db.session.query(StepResult).filter_by(sort="item").one().tries == 1
    others = at_once(app, trainee, 5, lambda client, token: hand_in(client, token, "b"))
    assert {status for status, _ in others} == {422}
    assert db.session.query(Answer).count() == 1


def test_a_hundred_parallel_claims_over_http_make_one_certificate(app, trainee):
    keys.ensure(utc_now())
    certification.ensure(utc_now())
    db.session.commit()
    do_the_course(trainee)
    pass_the_exam(trainee)
    claims = at_once(
        app, trainee, 100, lambda client, token: client.post(CERTIFICATE, data={"csrf_token": token}).status_code
    )
    assert set(claims) == {303}
    assert db.session.query(Credential).count() == 1


def test_a_joining_link_used_twenty_times_in_parallel_by_one_person_makes_one_member(app, browser, person):
    school = Organisation(name_ko="학교", name_en="School", kind=OrganisationKind.SCHOOL)
    learner = person()
    db.session.add(school)
    db.session.flush()
    today = utc_now().date()
    cohort = joining.open_cohort(
        school.id, "기수", live().courses["sample"].id, today, today.replace(year=today.year + 1), learner.id
    )
    link, here = f"/join/{cohort.join_code}", browser().sign_in(learner)
    joined = at_once(app, here, 20, lambda client, token: client.post(link, data={"csrf_token": token}).status_code)
    assert set(joined) == {302}
    assert db.session.query(CohortMember).count() == db.session.query(Enrolment).count() == 1


def test_a_form_sent_ten_times_at_once_is_no_failure_of_the_server(app, browser, trainee):
    """Where two can't both be, one is and the others are told so or find it."""
    forms = {
        "/sign-up": {"name": "새 사람", "email": "new@example.org", "password": "right horse battery"},
        "/courses/sample/enrol": {},
        "/courses/sample/lessons/basics": {},
        "/profile/consents": {"talent_pool": "y"},
    }
    for path, form in forms.items():
        answers = at_once(
            app,
            trainee,
            10,
            lambda client, token, p=path, f=form: client.post(p, data={"csrf_token": token, **f}).status_code,
        )
        assert max(answers) < 500, (path, answers)
        assert min(answers) < 400
    assert db.session.query(Account).filter_by(email="new@example.org").count() == 1
