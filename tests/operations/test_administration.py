"""The administrator revokes with a reason, gives and takes roles, and everything stands on the trail."""

from uuid import uuid4

import pytest

from curriculum_app import audit
from curriculum_app.accounts.models import Grant
from curriculum_app.audit import AuditEntry
from curriculum_app.database import db
from curriculum_app.organisations.models import Organisation
from curriculum_app.web.access import Role
from tests.credentials.earning import earn


@pytest.fixture
def administrator(browser, person):
    account = person("관리자", Role.ADMINISTRATOR)
    here = browser().sign_in(account)
    here.account = account
    return here


def test_a_certificate_is_revoked_with_a_reason_and_says_so_at_once(administrator, trainee, browser):
    credential = earn(trainee)
    address = f"/administration/certificates/{credential.id}"
    assert credential.serial in administrator.get("/administration/certificates").text
    assert administrator.post(address, {"reason": "  "}).status_code == 422
    assert "유효한 증서입니다" in browser().get(f"/verify/{credential.id}").text
    assert administrator.post(address, {"ground": "misconduct", "reason": "시험을 대신 치렀습니다."}).status_code == 303
    assert "시험을 대신 치렀습니다." in browser().get(f"/verify/{credential.id}").text
    assert administrator.post(address, {"ground": "other", "reason": "다시"}).status_code == 409
    assert "시험을 대신 치렀습니다." in administrator.get("/administration/trail").text


def test_a_role_is_given_taken_back_and_ends_with_the_next_request(administrator, browser, person):
    teacher = person("강사")
    here = browser().sign_in(teacher)
    assert (
        administrator.post(
            "/administration/organisations", {"name_ko": "한빛", "name_en": "Hanbit", "kind": "school"}
        ).status_code
        == 303
    )
    assert here.get("/cohorts").status_code == 403
    given = {"email": teacher.email, "role": "instructor", "organisation": "한빛"}
    assert administrator.post("/administration/people", given).status_code == 303
    assert here.get("/cohorts").status_code == 200
    grant = db.session.query(Grant).filter_by(account_id=teacher.id).one()
    assert administrator.post(f"/administration/people/{grant.id}").status_code == 303
    assert here.get("/cohorts").status_code == 403
    deeds = [entry.deed for entry in db.session.query(AuditEntry).order_by(AuditEntry.created_at)]
    assert deeds == ["role_granted", "role_withdrawn"]


@pytest.mark.parametrize("role", ["administrator", "god", ""])
def test_no_form_makes_an_administrator(administrator, person, role):
    db.session.add(Organisation(name_ko="한빛", name_en="Hanbit", kind="school"))
    somebody = person()
    given = {"email": somebody.email, "role": role, "organisation": "한빛"}
    assert administrator.post("/administration/people", given).status_code == 422
    assert db.session.query(Grant).filter_by(account_id=somebody.id).count() == 0


def test_what_is_wrong_is_said_and_nothing_is_lost(administrator):
    db.session.add(Organisation(name_ko="한빛", name_en="Hanbit", kind="school"))
    db.session.commit()
    answer = administrator.post(
        "/administration/people", {"email": "nobody@example.org", "role": "author", "organisation": "한빛"}
    )
    assert answer.status_code == 422
    assert "nobody@example.org로 가입한 사람이 없습니다" in answer.text
    assert 'value="nobody@example.org"' in answer.text
    twice = administrator.post("/administration/organisations", {"name_ko": "한빛", "name_en": "H", "kind": "school"})
    assert "이미 있습니다" in twice.text
    assert administrator.get(f"/administration/certificates/{uuid4()}").status_code == 404


def test_nobody_takes_their_own_administration_away(administrator):
    mine = db.session.query(Grant).filter_by(account_id=administrator.account.id).one()
    assert administrator.post(f"/administration/people/{mine.id}").status_code == 409


def test_the_trail_can_only_grow(app, person):
    audit.note("role_granted", person().id, role="author")
    db.session.commit()
    entry = db.session.query(AuditEntry).one()
    entry.deed = "nothing"
    with pytest.raises(audit.TrailIsAppendOnly):
        db.session.commit()
    db.session.rollback()
    db.session.delete(db.session.query(AuditEntry).one())
    with pytest.raises(audit.TrailIsAppendOnly):
        db.session.commit()
