"""A certificate is renewed by an update test within its window: the new one goes on where the old one ends, and both hold."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from curriculum_app.content.schemas import BlueprintLine, RenewalTerms
from curriculum_app.credentials import certification, issuing, keys, queries, renewing
from curriculum_app.credentials.models import Cause, Credential
from curriculum_app.database import db, utc_now
from curriculum_app.exams.drawing import shortened
from curriculum_app.exams.models import Sitting, SittingPurpose
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Enrolment, StepResult
from curriculum_app.refusal import Refused
from tests.credentials.earning import CERTIFICATE, COURSE, do_the_course, pass_the_exam, work

DAY = timedelta(days=1)


def ends_in(credential, left):
    """Moves the end of a certificate, as if it had been issued long ago."""
    credential.valid_until = utc_now() + left
    db.session.commit()
    return credential


def earned(here, left):
    """A certificate that ends so soon, and whose prints say so."""
    keys.ensure(utc_now())
    certification.ensure(utc_now())
    db.session.commit()
    do_the_course(here)
    pass_the_exam(here)
    credential = issuing.issue(db.session.query(Enrolment).one(), live(), utc_now() - 600 * DAY)
    credential.valid_until = (utc_now() + left).replace(microsecond=0)
    until = credential.valid_until.astimezone(ZoneInfo("Asia/Seoul")).date().isoformat()
    credential.facts = {**credential.facts, "valid_until": until}
    db.session.commit()
    work()
    return credential


def take_the_update_test(here, chosen="a"):
    started = here.post(f"{CERTIFICATE}/renewal")
    assert started.status_code == 303, started.text
    question = started.headers["Location"]
    here.post(question, {"chosen": chosen})
    assert here.post(question.rsplit("/", 1)[0]).status_code == 303
    work()


def test_passing_the_update_test_makes_a_new_certificate_and_leaves_the_old_one_in_force(trainee):
    old = earned(trainee, 30 * DAY)
    end, facts = old.valid_until, old.facts
    take_the_update_test(trainee)
    new = queries.of_enrolment(old.enrolment_id)
    assert (new.supersedes_id, new.cause, new.facts["supersedes"]) == (old.id, Cause.RENEWAL, old.serial)
    assert new.serial != old.serial
    assert new.valid_until.year == end.year + 2
    assert {name: new.facts[name] for name in ("started_on", "finished_on", "minutes")} == {
        name: facts[name] for name in ("started_on", "finished_on", "minutes")
    }
    assert new.facts["sitting"] != facts["sitting"]
    assert (old.facts, old.valid_until, old.revoked_at) == (facts, end, None)
    assert "유효한 증서입니다" in trainee.get(f"/verify/{old.id}").text
    assert "유효한 증서입니다" in trainee.get(f"/verify/{new.id}").text


def test_an_expired_certificate_is_renewed_from_today(trainee):
    old = earned(trainee, -100 * DAY)
    take_the_update_test(trainee)
    new = queries.of_enrolment(old.enrolment_id)
    assert abs(new.valid_until - utc_now() - 2 * 365 * DAY) < 3 * DAY


def test_the_old_page_points_to_the_new_one_only_while_the_name_is_shown_in_public(trainee, browser):
    old = earned(trainee, 30 * DAY)
    take_the_update_test(trainee)
    new, stranger = queries.of_enrolment(old.enrolment_id), browser()
    assert f"/verify/{new.id}" not in stranger.get(f"/verify/{old.id}").text
    trainee.post("/profile/consents", {"public_verification": "y"})
    assert f"/verify/{new.id}" in stranger.get(f"/verify/{old.id}").text
    trainee.post("/profile/consents", {})
    assert f"/verify/{new.id}" not in stranger.get(f"/verify/{old.id}").text


@pytest.mark.parametrize(
    ("left", "code"), [(91 * DAY, "renewal_not_yet"), (89 * DAY, ""), (-179 * DAY, ""), (-180 * DAY, "renewal_over")]
)
def test_the_window_opens_90_days_before_the_end_and_closes_180_after(trainee, left, code):
    credential = earned(trainee, left)
    if not code:
        return renewing.check(credential, utc_now())
    with pytest.raises(Refused, match=code):
        renewing.check(credential, utc_now())
    assert trainee.post(f"{CERTIFICATE}/renewal").status_code == 409
    assert db.session.query(Sitting).filter_by(purpose=SittingPurpose.RENEWAL).count() == 0


def test_a_revoked_certificate_and_one_not_earned_are_not_renewed(trainee):
    assert trainee.post(f"{CERTIFICATE}/renewal").status_code == 409
    credential = earned(trainee, 30 * DAY)
    credential.revoked_at, credential.revocation_reason = utc_now(), "대리 응시"
    db.session.commit()
    assert "폐기" in trainee.post(f"{CERTIFICATE}/renewal").text


def test_one_who_was_revoked_during_the_update_test_gets_nothing(trainee):
    credential = earned(trainee, 30 * DAY)
    question = trainee.post(f"{CERTIFICATE}/renewal").headers["Location"]
    trainee.post(question, {"chosen": "a"})
    credential.revoked_at, credential.revocation_reason = utc_now(), "대리 응시"
    db.session.commit()
    trainee.post(question.rsplit("/", 1)[0])
    work()
    assert db.session.query(Credential).count() == 1


def test_failing_the_update_test_changes_nothing_and_counts_its_own_tries(trainee):
    old = earned(trainee, 30 * DAY)
    before = db.session.query(StepResult).filter_by(sort="exam").one().tries
    take_the_update_test(trainee, "b")
    assert queries.of_enrolment(old.enrolment_id).id == old.id
    assert db.session.query(StepResult).filter_by(sort="exam").one().tries == before
    tries = {(s.purpose, s.try_number) for s in db.session.query(Sitting)}
    assert tries == {(SittingPurpose.EXAM, 1), (SittingPurpose.RENEWAL, 1)}
    assert trainee.post(f"{CERTIFICATE}/renewal").status_code == 409  # the next try waits a day, as the course says
    assert "갱신 시험" in trainee.get(CERTIFICATE).text


def test_a_passed_update_test_earns_nobody_a_first_certificate(trainee):
    old = earned(trainee, 30 * DAY)
    take_the_update_test(trainee)
    sittings = {s.purpose: s.id for s in db.session.query(Sitting)}
    assert queries.passed_sitting(old.enrolment_id).id == sittings[SittingPurpose.EXAM]


def test_exam_and_update_test_are_never_open_at_once(trainee):
    earned(trainee, 30 * DAY)
    question = trainee.post(f"{CERTIFICATE}/renewal").headers["Location"]
    assert trainee.post(f"{COURSE}/exam").status_code == 409
    assert trainee.post(f"{CERTIFICATE}/renewal").headers["Location"] == question
    assert "이어서" not in trainee.get(f"{COURSE}/exam").text  # the page of the exam knows nothing of the update test


def test_twenty_parallel_renewals_make_one_certificate(app, trainee):
    old = earned(trainee, 30 * DAY)
    question = trainee.post(f"{CERTIFICATE}/renewal").headers["Location"]
    trainee.post(question, {"chosen": "a"})
    trainee.post(question.rsplit("/", 1)[0])
    sitting, enrolment = db.session.query(Sitting.id).filter_by(purpose=SittingPurpose.RENEWAL).scalar(), old.enrolment_id
    db.session.commit()

    def renew(_):
        with app.app_context():
            try:
                made = renewing.renew(sitting, live(), utc_now()).id
                db.session.commit()
                return made
            finally:
                db.session.rollback()

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(renew, range(20)))) == 1
    assert db.session.query(Credential).filter_by(enrolment_id=enrolment).count() == 2
    assert db.session.query(Credential).filter_by(enrolment_id=enrolment, superseded_at=None).count() == 1


def test_the_renewed_one_is_signed_logged_and_renewed_again(trainee):
    first = earned(trainee, 30 * DAY)
    take_the_update_test(trainee)
    second = queries.of_enrolment(first.enrolment_id)
    assert json.loads(queries.print_of(second.id).document)["credentialSubject"]["licenseNumber"] == second.serial
    ends_in(second, 30 * DAY)
    for sitting in db.session.query(Sitting):  # the day after
        sitting.handed_in_at -= DAY
    db.session.commit()
    take_the_update_test(trainee)
    third = queries.of_enrolment(first.enrolment_id)
    assert [one.id for one in queries.earlier(third)] == [second.id, first.id]


@pytest.mark.parametrize(
    ("items", "questions", "wanted"),
    [((2, 1, 1, 1), 4, [1, 1, 1, 1]), ((2, 1, 1, 1), 5, [2, 1, 1, 1]), ((8, 4, 2), 7, [4, 2, 1]), ((10, 10), 5, [3, 2]), ((3,), 1, [1])],
)
def test_a_shorter_form_keeps_every_kind_and_their_shares(items, questions, wanted):
    blueprint = [BlueprintLine(kind=f"k{at}", items=count) for at, count in enumerate(items)]
    assert [line.items for line in shortened(blueprint, questions)] == wanted


def test_a_shorter_update_test_gives_as_much_time_a_question(app):
    course = live().courses["sample"]
    lines = tuple(BlueprintLine(kind="choice", items=10) for _ in range(2))
    exam = course.exam.model_copy(update={"blueprint": lines, "minutes": 30})
    terms = course.certificate.model_copy(update={"renewal": RenewalTerms(questions=5)})
    test = renewing.update_test(course.model_copy(update={"exam": exam, "certificate": terms}))
    assert (sum(line.items for line in test.blueprint), test.minutes) == (5, 8)
    assert renewing.update_test(course) == course.exam


def test_the_exam_passed_again_does_not_renew(trainee):
    credential = earned(trainee, 30 * DAY)
    for sitting in db.session.query(Sitting):
        sitting.handed_in_at -= 30 * DAY
    db.session.commit()
    pass_the_exam(trainee)
    work()
    assert queries.of_enrolment(credential.enrolment_id).id == credential.id
