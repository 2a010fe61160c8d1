"""Exam rooms: who sits there was seen by an invigilator, and the conditions of a sitting say no more than is true."""

from datetime import timedelta
from uuid import uuid4

import pytest

from curriculum_app.accounts.models import Grant
from curriculum_app.audit import AuditEntry
from curriculum_app.database import db, utc_now
from curriculum_app.exams import queries, rooms
from curriculum_app.exams.models import Admission, ExamRoom, Sitting
from curriculum_app.learning.catalogue import live
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.web.access import Role

EXAM = "/courses/sample/exam"
UNSUPERVISED = {"supervised": False, "by": "", "identity_seen": False}


def school(name="예시대학교"):
    made = Organisation(name_ko=name, name_en=f"{name} (en)", kind=OrganisationKind.SCHOOL)
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def invigilator(browser, person):
    """Signed in, an instructor of a school."""
    account, of = person("이감독"), school()
    db.session.add(Grant(account_id=account.id, role=Role.INSTRUCTOR, organisation_id=of.id))
    db.session.commit()
    here = browser().sign_in(account)
    here.account, here.organisation = account, of
    return here


def opened(invigilator, hours=4):
    """A room's address, opened by the page."""
    form = {"label": "301호", "organisation": str(invigilator.organisation.id), "course": "sample", "hours": str(hours)}
    answer = invigilator.post("/rooms/new", form)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def the_room():
    return db.session.query(ExamRoom).one()


def enter(here, code):
    return here.post(f"{EXAM}/room", {"code": code})


def admission():
    db.session.rollback()
    return db.session.query(Admission).one()


def admit(invigilator, address, **form):
    return invigilator.post(f"{address}/people/{admission().id}/admit", form)


def sit(here):
    """Begins; gives the address of the sitting."""
    answer = here.post(EXAM)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].rsplit("/", 1)[0]


def conditions():
    db.session.rollback()
    return queries.conditions_of(db.session.query(Sitting).one())


def test_who_was_admitted_by_an_invigilator_sits_supervised(invigilator, trainee):
    address = opened(invigilator)
    code = the_room().code
    assert f"{code[:4]}-{code[4:]}" in invigilator.get(address).text
    assert enter(trainee, f" {code[:4].lower()}-{code[4:]} ").status_code == 303
    assert "신분증" in trainee.get(EXAM).text
    assert "입실을 기다림" in invigilator.get(address).text
    assert admit(invigilator, address, identity_seen="y").status_code == 303
    assert "이감독 감독관이 입실을 허락했습니다" in trainee.get(EXAM).text
    sitting = sit(trainee)
    trainee.post(f"{sitting}/1", {"chosen": "a"})
    assert "1문항 답함" in invigilator.get(address).text
    trainee.post(sitting)
    assert conditions() == {"supervised": True, "by": "이감독, 예시대학교", "identity_seen": True}


def test_who_sits_without_a_room_is_unsupervised(trainee):
    trainee.post(sit(trainee))
    assert conditions() == UNSUPERVISED


def test_an_identity_that_was_not_compared_is_not_claimed(invigilator, trainee):
    address = opened(invigilator)
    enter(trainee, the_room().code)
    admit(invigilator, address)
    trainee.post(sit(trainee))
    assert conditions() == {"supervised": True, "by": "이감독, 예시대학교", "identity_seen": False}


def test_nobody_begins_in_a_room_before_being_admitted_but_may_leave_and_sit_unsupervised(invigilator, trainee):
    opened(invigilator)
    enter(trainee, the_room().code)
    refused = trainee.post(EXAM)
    assert refused.status_code == 409
    assert "아직 입실을 허락하지 않았습니다" in refused.text
    assert db.session.query(Sitting).count() == 0
    trainee.post(f"{EXAM}/room/leave")
    trainee.post(sit(trainee))
    assert conditions() == UNSUPERVISED


def test_what_is_handed_in_after_the_room_closed_is_unsupervised(invigilator, trainee):
    address = opened(invigilator)
    enter(trainee, the_room().code)
    admit(invigilator, address, identity_seen="y")
    sitting = sit(trainee)
    invigilator.post(f"{address}/close")
    trainee.post(sitting)
    assert conditions() == UNSUPERVISED
    assert "감독 없음" in invigilator.get(address).text


def test_supervision_that_an_invigilator_withdraws_is_not_claimed_and_the_exam_goes_on(invigilator, trainee):
    address = opened(invigilator)
    enter(trainee, the_room().code)
    admit(invigilator, address, identity_seen="y")
    sitting = sit(trainee)
    of = f"{address}/people/{admission().id}/withdraw"
    assert invigilator.post(of, {"reason": ""}).status_code == 422
    assert invigilator.post(of, {"reason": "전화를 받음"}).status_code == 303
    assert "전화를 받음" in invigilator.get(address).text
    trainee.post(f"{sitting}/1", {"chosen": "a"})
    trainee.post(sitting)
    assert conditions() == UNSUPERVISED
    assert db.session.query(Sitting).one().score == 100
    assert invigilator.post(of, {"reason": "다시"}).status_code == 409


def test_an_unknown_a_closed_and_another_courses_code_are_refused_alike(invigilator, trainee):
    address = opened(invigilator)
    code = the_room().code
    assert enter(trainee, "AAAA-AAAA").status_code == 422
    invigilator.post(f"{address}/close")
    answer = enter(trainee, code)
    assert answer.status_code == 422
    assert "열린 시험실 가운데" in answer.text
    of = invigilator.organisation.id
    other = rooms.open_room(of, uuid4(), "다른 과정", 1, invigilator.account.id, utc_now())
    db.session.commit()
    assert enter(trainee, other.code).status_code == 422
    assert db.session.query(Admission).count() == 0


def test_a_room_closes_by_itself_and_nobody_begins_there_afterwards(invigilator, trainee):
    opened(invigilator, hours=1)
    enter(trainee, the_room().code)
    db.session.query(ExamRoom).update(
        {"closes_at": utc_now() - timedelta(minutes=1), "opened_at": utc_now() - timedelta(hours=1)}
    )
    db.session.commit()
    assert trainee.post(EXAM).status_code == 409
    assert "시험실이 닫혔습니다" in trainee.get(EXAM).text
    trainee.post(f"{EXAM}/room/leave")
    assert trainee.post(EXAM).status_code == 303


def test_nobody_admits_themselves(invigilator):
    address = opened(invigilator)
    invigilator.post("/courses/sample/enrol")
    enter(invigilator, the_room().code)
    answer = admit(invigilator, address, identity_seen="y")
    assert answer.status_code == 409
    assert admission().admitted_at is None


def test_a_running_exam_does_not_move_into_a_room(invigilator, trainee):
    opened(invigilator)
    sit(trainee)
    answer = enter(trainee, the_room().code)
    assert answer.status_code == 422
    assert "옮길 수 없습니다" in answer.text


def test_who_is_turned_away_may_ask_again_and_entering_twice_is_entering_once(invigilator, trainee):
    address = opened(invigilator)
    for _ in range(2):
        assert enter(trainee, the_room().code).status_code == 303
    invigilator.post(f"{address}/people/{admission().id}/turn-away")
    assert db.session.query(Admission).count() == 0
    assert enter(trainee, the_room().code).status_code == 303


def test_another_schools_room_is_unknown_and_its_people_too(invigilator, trainee):
    address = opened(invigilator)
    enter(trainee, the_room().code)
    of = the_room()
    of.organisation_id = school("남의 학교").id
    db.session.commit()
    for path in (address, f"{address}/people/{admission().id}/admit"):
        assert (invigilator.get(path) if path == address else invigilator.post(path)).status_code == 404
    assert admission().admitted_at is None


def test_every_deed_of_an_invigilator_is_on_the_trail_without_names(invigilator, trainee):
    address = opened(invigilator)
    enter(trainee, the_room().code)
    admit(invigilator, address, identity_seen="y")
    sitting = sit(trainee)
    invigilator.post(f"{address}/people/{admission().id}/withdraw", {"reason": "자리를 떠남"})
    invigilator.post(f"{address}/close")
    trainee.post(sitting)
    trail = db.session.query(AuditEntry).filter_by(organisation_id=invigilator.organisation.id).all()
    assert {entry.deed for entry in trail} == {"room_opened", "exam_admitted", "supervision_withdrawn", "room_closed"}
    assert not [entry for entry in trail if trainee.account.name in str(entry.particulars)]


def test_an_admission_serves_one_sitting(invigilator, trainee):
    address = opened(invigilator)
    enter(trainee, the_room().code)
    admit(invigilator, address, identity_seen="y")
    trainee.post(sit(trainee))
    assert rooms.waiting_of(admission().enrolment_id) is None
    assert live().courses["sample"].exam is not None
