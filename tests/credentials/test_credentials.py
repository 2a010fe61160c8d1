"""A certificate is issued once, signed, printed once, and revoked for all to see."""

import gzip
import io
import json
import re
from base64 import urlsafe_b64decode
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pypdf
import pytest

from curriculum_app import jobs
from curriculum_app.credentials import certification, issuing, keys, multibase, proofs, queries, revoking, statuses
from curriculum_app.credentials.models import Credential, CredentialPrint, StatusList
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Enrolment
from curriculum_app.refusal import Refused
from tests.credentials.earning import CERTIFICATE, do_the_course, earn, pass_the_exam, work


def test_the_certificate_comes_by_itself_when_the_last_step_is_done(trainee):
    page = trainee.get(CERTIFICATE).text
    assert "0 / 1" in page
    credential = earn(trainee)
    assert credential.serial == f"{utc_now().astimezone(ZoneInfo('Asia/Seoul')).year}-0001"
    assert "수료증을 받았습니다" in trainee.get(CERTIFICATE).text
    assert db.session.query(Enrolment).one().completed_at is not None


def test_it_also_comes_when_the_exam_was_passed_before_the_last_exercise(trainee):
    keys.ensure(utc_now())
    certification.ensure(utc_now())
    db.session.commit()
    pass_the_exam(trainee)
    work()
    assert db.session.query(Credential).count() == 0
    do_the_course(trainee)
    work()
    assert db.session.query(Credential).count() == 1


def test_an_unearned_certificate_is_refused(trainee):
    answer = trainee.post(CERTIFICATE)
    assert answer.status_code == 409
    assert "아직 남은 것이 있습니다" in answer.text


def test_a_hundred_parallel_claims_make_one_certificate(app, trainee):
    keys.ensure(utc_now())
    db.session.commit()
    do_the_course(trainee)
    pass_the_exam(trainee)
    enrolment = db.session.query(Enrolment.id).scalar()
    db.session.commit()

    def claim(_):
        with app.app_context():
            try:
                issued = issuing.issue(db.session.get_one(Enrolment, enrolment), live(), utc_now()).id
                db.session.commit()
            finally:
                db.session.rollback()
            return issued

    with ThreadPoolExecutor(10) as threads:
        issued = set(threads.map(claim, range(100)))
    assert len(issued) == 1
    assert db.session.query(Credential).count() == 1
    assert db.session.query(jobs.Job).filter_by(name="credentials.print").count() == 1


def test_a_job_run_three_times_prints_once(trainee):
    credential = earn(trainee)
    before = bytes(queries.print_of(credential.id).pdf)
    for _ in range(2):
        jobs.enqueue("credentials.print", str(uuid4()), credential_id=str(credential.id))
        db.session.commit()
        work()
    assert db.session.query(CredentialPrint).count() == 1
    assert bytes(queries.print_of(credential.id).pdf) == before


def test_the_pdf_says_what_the_credential_says_and_carries_it(trainee):
    credential = earn(trainee)
    pdf = trainee.get(f"/certificates/{credential.id}.pdf")
    assert pdf.mimetype == "application/pdf"
    signed = trainee.get(f"/certificates/{credential.id}.json")
    reader = pypdf.PdfReader(io.BytesIO(pdf.data))
    assert reader.attachments["credential.json"] == [signed.data]
    text = "".join(reader.pages[0].extract_text().split())
    for said in (
        credential.serial,
        "김하늘",
        "시험과정",
        "100.0점",
        "Samplecourse",
        str(credential.id),
        "트레이너학교",
    ):
        assert said in text
    assert len(reader.pages) == 1


def test_the_signature_holds_for_these_very_words_and_no_others(trainee):
    credential = earn(trainee)
    signed = json.loads(queries.print_of(credential.id).document)
    known = keys.public_keys()
    assert proofs.verifies(signed, known)
    subject = signed["credentialSubject"]
    for place, name in (
        (subject["identifier"][0], "identityHash"),
        (subject["result"][0], "value"),
        (signed, "validFrom"),
    ):
        kept, place[name] = place[name], "2020-01-01T00:00:00Z"
        assert not proofs.verifies(signed, known)
        place[name] = kept
    assert not proofs.verifies(signed, {method: multibase.multikey(b"x" * 32) for method in known})
    assert not proofs.verifies({**signed, "proof": []}, known)
    assert not proofs.verifies({**signed, "@context": [*signed["@context"], {"x": "https://x"}]}, known)


def test_what_no_context_defines_is_not_signed(app):
    keys.ensure(utc_now())
    signer = keys.signer()
    document = {"@context": [proofs.V2], "id": "urn:x", "type": ["VerifiableCredential"], "surprise": "unsigned"}
    with pytest.raises(proofs.Unsignable, match="unsigned"):
        proofs.sign(document, signer.key, signer.method, utc_now())


def test_a_credential_holds_after_its_key_was_retired(trainee):
    credential = earn(trainee)
    old, new = keys.signer().method, None
    keys.rotate(utc_now())
    new = keys.signer().method
    db.session.commit()
    assert old != new
    assert keys.did_document()["assertionMethod"] == [old, new]
    assert proofs.verifies(json.loads(queries.print_of(credential.id).document), keys.public_keys())


def test_revoking_sets_the_one_bit_of_the_list(trainee, person):
    credential = earn(trainee)
    assert bits_set(credential.status_list) == set()
    revoking.revoke(credential, person("관리자").id, "시험을 대신 치렀습니다.", utc_now())
    db.session.commit()
    work()
    assert bits_set(credential.status_list) == {credential.status_index}
    with pytest.raises(Refused, match="already_revoked"):
        revoking.revoke(credential, credential.account_id, "다시", utc_now())


def bits_set(number):
    """The indices whose bit is 1, read as the specification says: the first entry is the leftmost bit."""
    signed = json.loads(db.session.get(StatusList, number).document)
    assert proofs.verifies(signed, keys.public_keys())
    encoded = signed["credentialSubject"]["encodedList"]
    raw = gzip.decompress(urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    assert len(raw) * 8 == statuses.ENTRIES
    return {8 * at + bit for at, byte in enumerate(raw) if byte for bit in range(8) if byte & (0x80 >> bit)}


def test_a_list_older_than_an_hour_is_signed_anew(trainee):
    earn(trainee)
    served = db.session.query(StatusList).one()
    served.signed_at -= 2 * statuses.RENEW
    was = served.signed_at
    db.session.commit()
    jobs.look_after()
    work()
    db.session.expire_all()
    assert db.session.query(StatusList).one().signed_at > was


def test_another_persons_certificate_is_as_unknown_as_an_unknown_one(trainee, browser, person):
    credential = earn(trainee)
    other = browser().sign_in(person())
    for kind in ("pdf", "json"):
        foreign = other.get(f"/certificates/{credential.id}.{kind}")
        unknown = other.get(f"/certificates/{uuid4()}.{kind}")
        assert without_token(foreign) == without_token(unknown)
        assert foreign.status_code == 404


def without_token(page):
    return re.sub(r'content="[^"]*"|value="[^"]*"', "", page.text)


def test_the_public_gets_the_credential_only_where_its_holder_agreed(trainee, browser):
    credential = earn(trainee)
    address = f"/api/v1/credentials/{credential.id}"
    stranger = browser()
    assert stranger.get(address).status_code == 404
    trainee.post("/profile/consents", {"public_verification": "y"})
    served = stranger.get(address)
    assert served.data == queries.print_of(credential.id).document
    assert served.headers["Access-Control-Allow-Origin"] == "*"
    assert stranger.get(address, headers={"If-None-Match": served.headers["ETag"]}).status_code == 304
    trainee.post("/profile/consents", {})
    assert stranger.get(address).status_code == 404


def test_keys_and_lists_are_served_to_everybody(trainee, browser):
    credential = earn(trainee)
    did = browser().get("/.well-known/did.json")
    assert json.loads(did.data)["id"] == "did:web:localhost%3A8000"
    assert json.loads(browser().get(f"/status/{credential.status_list}").data)["issuer"] == "did:web:localhost%3A8000"
    assert browser().get("/status/99").status_code == 404


def test_the_private_key_is_for_its_owner_alone(app):
    made = keys.ensure(utc_now())
    file = keys._file(made)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\0\1", b"hello", bytes(range(40))])
def test_base58_comes_back_as_it_went(data):
    assert multibase.decode(multibase.encode(data)) == data


def test_base58_agrees_with_the_published_vector():
    # draft-msporny-base58-03, section 5
    assert multibase.encode(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"
    assert multibase.encode(bytes.fromhex("0000287fb4cd")) == "z11233QC4"


def test_validity_ends_with_the_day_before_by_the_issuers_clock():
    seoul = ZoneInfo("Asia/Seoul")
    assert issuing._end_of_validity(datetime(2026, 11, 20, 9, 30, tzinfo=seoul), 2) == datetime(
        2028, 11, 20, tzinfo=seoul
    )
    assert issuing._end_of_validity(datetime(2028, 2, 29, tzinfo=seoul), 1) == datetime(2029, 2, 28, tzinfo=seoul)
