"""A wrong name: the holder asks, somebody else decides, the certificate is issued again and the old one revoked."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy.exc import IntegrityError

from curriculum_app.accounts.models import Account, Grant
from curriculum_app.audit import AuditEntry
from curriculum_app.credentials import correcting, queries
from curriculum_app.credentials.correction_models import Correction
from curriculum_app.credentials.models import Cause, Credential, LogEntry
from curriculum_app.database import db, utc_now
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role
from tests.credentials.earning import CERTIFICATE, earn, work

WISH = {"name": "김하늬", "name_latin": "Kim Hanui", "reason": "오타입니다."}


def asked(here, **more):
    """A wish of the trainee's, and the certificate it is about."""
    credential = earn(here)
    answer = here.post(f"/certificates/{credential.id}/correction", {**WISH, **more})
    assert answer.status_code == 303, answer.text
    return db.session.query(Correction).one(), credential


@pytest.fixture
def staff(browser, person):
    return browser().sign_in(person("관리자", Role.ADMINISTRATOR))


def decide(here, wish, decision="approve", note=""):
    return here.post(f"/certificates/corrections/{wish.id}", {"decision": decision, "note": note})


def test_an_approved_wish_issues_the_certificate_again_and_revokes_the_old_one(trainee, staff):
    wish, old = asked(trainee)
    frozen = dict(old.facts)
    assert "김하늘 → 김하늬" in staff.get("/certificates/corrections").text
    assert decide(staff, wish).status_code == 303
    work()
    new = queries.of_enrolment(old.enrolment_id)
    assert (new.cause, new.supersedes_id, new.valid_until) == (Cause.CORRECTION, old.id, old.valid_until)
    changed = {name for name in new.facts if new.facts[name] != frozen.get(name)}
    assert changed - {"issued_on"} == {"name", "name_latin", "serial", "supersedes"}
    assert (new.facts["name"], new.facts["supersedes"]) == ("김하늬", old.serial)
    assert old.facts == frozen
    assert old.revoked_at is not None
    assert f"No. {new.serial}" in old.revocation_reason
    signed = json.loads(queries.print_of(new.id).document)
    assert signed["credentialSubject"]["identifier"][0]["identityHash"] == "김하늬 / Kim Hanui"
    assert db.session.query(LogEntry).count() == 2
    account = db.session.get_one(Account, trainee.account.id)
    assert (account.name, account.name_latin) == ("김하늬", "Kim Hanui")
    deeds = {entry.deed for entry in db.session.query(AuditEntry)}
    assert {"certificate_corrected", "certificate_revoked"} <= deeds
    assert "이전 수료증" in trainee.get(CERTIFICATE).text


@pytest.mark.parametrize("leads_on", [True, False])
def test_the_old_page_leads_to_the_new_one_only_if_the_holder_wished_it_and_shows_the_name(trainee, staff, browser, leads_on):
    wish, old = asked(trainee, **({"leads_on": "y"} if leads_on else {}))
    decide(staff, wish)
    new, stranger = queries.of_enrolment(old.enrolment_id), browser()
    assert f"/verify/{new.id}" not in stranger.get(f"/verify/{old.id}").text
    trainee.post("/profile/consents", {"public_verification": "y"})
    page = stranger.get(f"/verify/{old.id}").text
    assert (f"/verify/{new.id}" in page) == leads_on
    assert "김하늬" not in page


def test_a_declined_wish_changes_nothing_and_says_why(trainee, staff):
    wish, old = asked(trainee)
    assert decide(staff, wish, "decline").status_code == 422
    assert decide(staff, wish, "decline", "신분증과 다릅니다.").status_code == 303
    assert (db.session.query(Credential).count(), old.revoked_at) == (1, None)
    assert "신분증과 다릅니다." in trainee.get(CERTIFICATE).text
    assert "이미 결정" in decide(staff, wish).text


def test_nobody_decides_about_their_own(browser, person, trainee):
    wish, _ = asked(trainee)
    db.session.add(Grant(account_id=trainee.account.id, role=Role.ADMINISTRATOR))
    db.session.commit()
    answer = decide(trainee, wish)
    assert answer.status_code == 422
    assert "다른 사람" in answer.text
    assert db.session.query(Credential).count() == 1


def test_an_instructor_decides_for_their_own_organisation_only(browser, person, trainee):
    wish, credential = asked(trainee)
    mine, other = (Organisation(name_ko=name, name_en=name, kind=OrganisationKind.SCHOOL) for name in ("우리", "남"))
    db.session.add_all([mine, other])
    db.session.flush()
    wish.organisation_id = credential.organisation_id = mine.id
    teachers = {}
    for school in (mine, other):
        account = person("강사")
        db.session.add(Grant(account_id=account.id, role=Role.INSTRUCTOR, organisation_id=school.id))
        db.session.commit()
        teachers[school.name_ko] = browser().sign_in(account)
    assert decide(teachers["남"], wish).status_code == 404
    assert "김하늬" not in teachers["남"].get("/certificates/corrections").text
    assert decide(teachers["우리"], wish).status_code == 303
    new = queries.of_enrolment(credential.enrolment_id)
    assert new.organisation_id == mine.id


def test_one_wish_waits_at_a_time_and_can_be_taken_back(trainee):
    wish, credential = asked(trainee)
    again = trainee.post(f"/certificates/{credential.id}/correction", WISH)
    assert again.status_code == 422
    assert "이미 신청" in again.text
    assert trainee.post(f"/certificates/{credential.id}/correction/withdrawal").status_code == 303
    assert trainee.post(f"/certificates/{credential.id}/correction/withdrawal").status_code == 404
    assert trainee.post(f"/certificates/{credential.id}/correction", WISH).status_code == 303


def test_the_same_name_a_revoked_and_an_expired_certificate_are_refused(trainee):
    credential = earn(trainee)
    ask = lambda name: correcting.ask(credential, name, "", "x", False, utc_now())  # noqa: E731
    with pytest.raises(Refused, match="name_unchanged"):
        ask("김하늘")
    credential.revoked_at, credential.revocation_reason = utc_now(), "x"
    with pytest.raises(Refused, match="certificate_revoked"):
        ask("김하늬")
    credential.revoked_at, credential.valid_until = None, utc_now() - timedelta(seconds=1)
    with pytest.raises(Refused, match="certificate_expired"):
        ask("김하늬")


def test_a_name_with_control_characters_is_refused(trainee):
    credential = earn(trainee)
    answer = trainee.post(f"/certificates/{credential.id}/correction", {**WISH, "name": "김\x07하늘"})
    assert answer.status_code == 422
    assert db.session.query(Correction).count() == 0


def test_the_database_keeps_one_current_certificate_of_an_enrolment(trainee, staff):
    wish, old = asked(trainee)
    decide(staff, wish)
    old.superseded_at = None
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    new = queries.of_enrolment(old.enrolment_id)
    twin = Credential(account_id=new.account_id, course_id=new.course_id, year=2027, number=1, status_list=9, status_index=1, facts={},
                      issued_at=utc_now(), valid_until=utc_now(), cause=Cause.RENEWAL, supersedes_id=old.id)  # fmt: skip
    db.session.add(twin)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_linkedin_is_offered_to_those_who_show_their_name(trainee):
    credential = earn(trainee)
    assert "linkedin.com" not in trainee.get(CERTIFICATE).text
    trainee.post("/profile/consents", {"public_verification": "y"})
    page = trainee.get(CERTIFICATE).text
    address = page.split('href="https://www.linkedin.com')[1].split('"')[0].replace("&amp;", "&")
    filled = {name: value[0] for name, value in parse_qs(urlsplit(address).query).items()}
    issued, ends = credential.facts["issued_on"].split("-"), credential.facts["valid_until"].split("-")
    assert filled == {
        "startTask": "CERTIFICATION_NAME", "name": "시험 과정 (수료증)", "organizationName": "트레이너 학교",
        "issueYear": issued[0], "issueMonth": str(int(issued[1])), "expirationYear": ends[0], "expirationMonth": str(int(ends[1])),
        "certUrl": f"http://localhost:8000/verify/{credential.id}", "certId": credential.serial,
    }  # fmt: skip
