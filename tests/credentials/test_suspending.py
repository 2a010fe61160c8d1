"""A certificate is suspended and set free again: page, API and holder are told, and the trail keeps it."""

import json

import pytest

from curriculum_app.audit import AuditEntry
from curriculum_app.credentials import queries, revoking, statuses, suspending
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from tests.credentials.earning import CERTIFICATE, earn, work

REASON = "시험 영상을 다시 확인하고 있습니다."


@pytest.fixture
def credential(trainee):
    return earn(trainee)


@pytest.fixture
def suspended(credential, person):
    suspending.suspend(credential, person("관리자").id, REASON, utc_now(), "under_review")
    db.session.commit()
    return credential


def api(browser, credential):
    document = queries.print_of(credential.id).document
    return browser().client.post("/api/v1/verify", data=document, headers={"Content-Type": "application/json"}).json


def test_the_page_says_since_when_and_why(browser, suspended):
    shown = browser().get(f"/verify/{suspended.id}").text
    assert "효력이 정지된 증서입니다" in shown
    assert "유효한 증서입니다" not in shown
    assert f"{suspended.suspended_at:%Y-%m-%d %H:%M}" in shown
    assert f"결과를 다시 확인하는 중: {REASON}" in shown
    english = browser().get(f"/verify/{suspended.id}", headers={"Accept-Language": "en"}).text
    assert "This certificate is suspended" in english
    assert "The result is being looked at again" in english


def test_the_api_says_since_when_and_why(browser, suspended):
    answer = api(browser, suspended)
    assert answer["state"] == "suspended"
    assert answer["out_of_force"] == {
        "since": f"{suspended.suspended_at:%Y-%m-%dT%H:%M:%SZ}", "ground": "under_review", "reason": REASON}  # fmt: skip
    assert {"code": "suspension", "passed": False} in [{key: check[key] for key in ("code", "passed")} for check in answer["checks"]]


def test_number_and_name_say_it_and_its_holder_is_told(browser, trainee, suspended):
    assert "효력이 정지된 증서입니다" in browser().post("/verify", {"number": suspended.serial, "name": "김하늘"}).text
    assert REASON in trainee.get(CERTIFICATE).text


def test_the_signed_list_does_not_know_of_it(suspended):
    work()
    signed = json.loads(queries.status_list(suspended.status_list).document)
    assert signed["credentialSubject"]["statusPurpose"] == "revocation"
    assert not statuses.is_set(signed["credentialSubject"]["encodedList"], suspended.status_index)


def test_lifted_it_is_valid_again_and_the_trail_keeps_both(browser, person, suspended):
    since = f"{suspended.suspended_at:%Y-%m-%dT%H:%M:%SZ}"
    suspending.lift(suspended, person("다른 관리자").id, "문제가 없었습니다.", utc_now())
    db.session.commit()
    assert api(browser, suspended)["state"] == "valid"
    assert api(browser, suspended)["out_of_force"] is None
    shown = browser().get(f"/verify/{suspended.id}").text
    assert "유효한 증서입니다" in shown
    assert REASON not in shown
    entries = db.session.query(AuditEntry).order_by(AuditEntry.created_at).all()
    assert [entry.deed for entry in entries] == ["certificate_suspended", "suspension_lifted"]
    assert entries[1].particulars["suspended_at"] == since
    assert "lifted_at" in entries[1].particulars


def test_a_revocation_outweighs_a_suspension(browser, person, suspended):
    revoking.revoke(suspended, person().id, "부정행위가 확인되었습니다.", utc_now(), "misconduct")
    db.session.commit()
    answer = api(browser, suspended)
    assert (answer["state"], answer["out_of_force"]["ground"]) == ("revoked", "misconduct")
    assert "시험 부정행위: 부정행위가 확인되었습니다." in browser().get(f"/verify/{suspended.id}").text


def test_what_is_already_so_is_refused(person, suspended):
    by = person().id
    with pytest.raises(Refused, match="already_suspended"):
        suspending.suspend(suspended, by, REASON, utc_now())
    suspending.lift(suspended, by, "끝", utc_now())
    with pytest.raises(Refused, match="not_suspended"):
        suspending.lift(suspended, by, "끝", utc_now())
    revoking.revoke(suspended, by, "폐기", utc_now())
    for rule in (suspending.suspend, suspending.lift):
        with pytest.raises(Refused, match="already_revoked"):
            rule(suspended, by, REASON, utc_now())


def test_a_forged_file_of_a_suspended_one_is_broken_and_tells_nothing_of_it(browser, suspended):
    document = json.loads(queries.print_of(suspended.id).document)
    document["credentialSubject"]["result"][0]["value"] = "99.0"
    answer = browser().client.post("/api/v1/verify", json=document).json
    assert answer["state"] == "broken"
    assert answer["out_of_force"] is None


def test_news_of_it_goes_up_by_signal(credential, person):
    heard, by, now = [], person().id, utc_now()
    with (
        suspending.suspended.connected_to(lambda id: heard.append(("suspended", id))),
        suspending.lifted.connected_to(lambda id: heard.append(("lifted", id))),
        revoking.revoked.connected_to(lambda id: heard.append(("revoked", id))),
    ):
        suspending.suspend(credential, by, REASON, now)
        suspending.lift(credential, by, "끝", now)
        revoking.revoke(credential, by, "폐기", now)
    assert heard == [(name, credential.id) for name in ("suspended", "lifted", "revoked")]
