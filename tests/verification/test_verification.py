"""An employer sees at once what a certificate is worth, and no name its holder does not show."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, update

from curriculum_app import jobs
from curriculum_app.credentials import queries, revoking
from curriculum_app.credentials.models import Checkpoint, Credential, LogEntry
from curriculum_app.database import db, utc_now
from curriculum_app.verification import checking
from tests.credentials.earning import earn, work


@pytest.fixture
def credential(trainee):
    return earn(trainee)


def page(browser, credential):
    answer = browser().get(f"/verify/{credential.id}")
    assert answer.status_code == 200
    return answer.text


def test_a_valid_one_shows_everything_its_prints_claim(browser, trainee, credential):
    trainee.post("/profile/consents", {"public_verification": "y"})
    shown = page(browser, credential)
    facts = credential.facts
    assert "유효한 증서입니다" in shown
    for claim in (facts["name"], facts["serial"], facts["course"]["ko"], facts["issuer"]["ko"], "100.0점", "통과 70",
                  facts["issued_on"], facts["valid_until"], facts["started_on"], facts["finished_on"], "sample-exam"):  # fmt: skip
        assert claim in shown
    assert shown.count("✓") == 7


def test_without_consent_the_name_is_masked_and_may_be_compared(browser, credential):
    shown = page(browser, credential)
    assert "김하늘" not in shown
    assert "김○○" in shown
    stranger = browser()
    assert "이름이 맞습니다" in stranger.post(f"/verify/{credential.id}", {"name": " 김 하늘"}).text
    assert "이름이 다릅니다" in stranger.post(f"/verify/{credential.id}", {"name": "김하루"}).text
    assert stranger.post(f"/verify/{credential.id}", {"name": ""}).status_code == 422


def test_consent_withdrawn_holds_on_the_next_request(browser, trainee, credential):
    trainee.post("/profile/consents", {"public_verification": "y"})
    assert "김하늘" in page(browser, credential)
    trainee.post("/profile/consents", {})
    assert "김하늘" not in page(browser, credential)


def test_a_revoked_one_says_so_with_its_reason_at_once(browser, person, credential):
    revoking.revoke(credential, person("관리자").id, "시험을 대신 치렀습니다.", utc_now())
    db.session.commit()
    shown = page(browser, credential)
    assert "폐기된 증서입니다" in shown
    assert "시험을 대신 치렀습니다." in shown
    assert "유효한 증서입니다" not in shown


def test_an_expired_one_says_so(credential):
    later = credential.valid_until + timedelta(seconds=1)
    found = checking.checks(credential, queries.print_of(credential.id), later)
    assert checking.state(credential, found, later) == "expired"
    assert (
        checking.state(credential, checking.checks(credential, queries.print_of(credential.id), utc_now()), utc_now())
        == "valid"
    )


def test_an_unknown_one_is_said_to_be_unknown(browser):
    answer = browser().get(f"/verify/{uuid4()}")
    assert answer.status_code == 404
    assert "이 학교가 모르는 증서입니다" in answer.text


@pytest.mark.parametrize("field", ["document", "document_sha256"])
def test_a_changed_print_is_not_trusted(browser, credential, field):
    printed = queries.print_of(credential.id)
    if field == "document":
        printed.document = printed.document.replace("김하늘".encode(), "이하늘".encode())
    else:
        printed.document_sha256 = "0" * 64
    db.session.commit()
    assert "믿을 수 없는 증서입니다" in page(browser, credential)


def test_a_changed_record_is_not_trusted(browser, credential):
    credential.facts = {**credential.facts, "score": 99.9}
    db.session.commit()
    shown = page(browser, credential)
    assert "믿을 수 없는 증서입니다" in shown
    assert "서명된 것이 다릅니다" in shown


def test_one_not_yet_signed_says_to_wait(browser, credential):
    db.session.delete(queries.print_of(credential.id))
    db.session.commit()
    assert "아직 서명하고 있는 증서입니다" in page(browser, credential)


def test_a_number_tells_only_whether_a_typed_name_belongs_to_it(browser, credential):
    here = browser()
    typed = f"제 {credential.serial}호"
    good = here.post("/verify", {"number": typed, "name": "김하늘"}).text
    assert "번호와 이름이 맞습니다" in good
    assert credential.facts["course"]["ko"] not in good
    assert str(credential.id) not in good
    wrong_name = here.post("/verify", {"number": typed, "name": "이새봄"}).text
    wrong_number = here.post("/verify", {"number": "제 2020-9999호", "name": "김하늘"}).text
    for answer in (wrong_name, wrong_number):
        assert "이 번호와 이름을 함께 가진 증서가 없습니다" in answer
    assert here.post("/verify", {"number": typed, "name": ""}).status_code == 422
    assert here.post("/verify", {"number": "whatever", "name": "김하늘"}).status_code == 422


def test_an_address_leads_to_the_certificate(browser, credential):
    answer = browser().post("/verify", {"number": f"https://elsewhere.example/verify/{credential.id}?x"})
    assert answer.headers["Location"] == f"/verify/{credential.id}"


def test_the_number_of_queries_does_not_grow_with_the_number_of_certificates(app, browser, credential, count_queries):
    here, address = browser(), f"/verify/{credential.id}"
    here.get(address)  # reads the school's keys, which a process does once for a certificate
    with count_queries() as few:
        here.get(address)
    for number in range(2, 1002):
        db.session.add(Credential(
            course_id=credential.course_id, year=2026, number=10_000 + number, status_list=2, status_index=number, facts={},
            issued_at=utc_now(), valid_until=utc_now()))  # fmt: skip
    db.session.commit()
    with count_queries() as many:
        here.get(address)
    assert len(few) == len(many)


def test_names_are_masked_letter_by_letter():
    assert checking.masked("김하늘") == "김○○"
    assert checking.masked("Kim Haneul") == "K○○ H○○○○○"
    assert checking.masked("") == ""


@pytest.mark.parametrize("typed", ["제 2026-0001호", "제2026-1호", "No. 2026-0001", "no 2026-0001", " 2026-0001 "])
def test_a_number_is_read_however_it_is_written(typed):
    assert checking.read_serial(typed) == (2026, 1)


@pytest.mark.parametrize("typed", ["", "2026", "김하늘", "2026-0001x", "2026-" + "9" * 40])
def test_what_is_no_number_is_not_read(typed):
    assert checking.read_serial(typed) is None


def test_the_json_is_served_as_stored(browser, trainee, credential):
    trainee.post("/profile/consents", {"public_verification": "y"})
    served = browser().get(f"/api/v1/credentials/{credential.id}")
    assert json.loads(served.data)["id"].endswith(str(credential.id))


def test_one_that_stands_in_no_log_yet_is_not_valid_and_says_why(browser, credential):
    for table in (LogEntry, Checkpoint):
        db.session.execute(delete(table))
    db.session.commit()
    shown = page(browser, credential)
    assert "유효한 증서입니다" not in shown
    assert "아직 공개 기록에 오르지 않았습니다" in shown
    jobs.look_after()
    work()
    assert "유효한 증서입니다" in page(browser, credential)


def test_one_whose_log_was_tampered_with_is_not_trusted(browser, credential):
    db.session.execute(update(LogEntry).values(leaf_hash=b"x" * 32))
    db.session.commit()
    shown = page(browser, credential)
    assert "믿을 수 없는 증서입니다" in shown
    assert "공개 기록에 올라 있지 않습니다" in shown
