"""Whoever holds a certificate as a file learns what it is worth; the file is not kept, and "valid" needs every check."""

import copy
import io
import json
from datetime import timedelta
from uuid import uuid4

import pytest

from curriculum_app.credentials import certification, keys, proofs, queries, revoking
from curriculum_app.credentials.models import CredentialPrint
from curriculum_app.database import db, utc_now
from curriculum_app.verification.examining import Trust, Unreadable, by_list, examine
from tests.credentials.earning import earn, work


@pytest.fixture
def credential(trainee):
    return earn(trainee)


@pytest.fixture
def issued(credential):
    """The bytes of a certificate: its JSON and its PDF."""
    printed = queries.print_of(credential.id)
    return {"json": printed.document, "pdf": printed.pdf}


def asked(browser, data, mimetype="application/json"):
    """What the API says of these bytes."""
    return browser().client.post("/api/v1/verify", data=data, headers={"Content-Type": mimetype})


def failed(answer):
    assert answer.status_code == 200, answer.text
    return {check["code"] for check in answer.json["checks"] if check["passed"] is False}


def dropped(here, data, name="certificate.pdf"):
    return here.post("/verify/file", {"file": (io.BytesIO(data), name)})


# What is good


@pytest.mark.parametrize("form", ["json", "pdf"])
def test_the_issued_file_is_valid_by_every_check(browser, issued, form):
    answer = asked(browser, issued[form])
    assert answer.json["state"] == "valid"
    expected = {"untouched", "signature", "issuer", "record", "log", "revocation", "suspension", "validity"}
    assert {check["code"] for check in answer.json["checks"]} == expected | ({"seal", "print"} if form == "pdf" else set())
    assert all(check["passed"] for check in answer.json["checks"])
    assert answer.json["credential"] == json.loads(issued["json"])


@pytest.mark.parametrize("form", ["json", "pdf"])
def test_the_page_shows_what_was_signed_and_every_check(browser, issued, credential, form):
    answer = dropped(browser(), issued[form])
    assert "유효한 증서입니다" in answer.text
    for claim in (credential.facts["name"], credential.facts["serial"], "sample-exam", "발급한 바로 그 파일입니다.", "감독 없이 응시했고"):
        assert claim in answer.text


def test_a_demonstration_says_so(browser, issued):
    assert "localhost" in json.loads(issued["json"])["issuer"]["id"]
    assert "시범 증서입니다. 능력을 증명하지 않으며 효력이 없습니다." in dropped(browser(), issued["pdf"]).text


def test_nothing_of_the_file_is_kept(browser, issued, count_queries):
    before = db.session.query(CredentialPrint).count()
    with count_queries() as statements:
        dropped(browser(), issued["pdf"])
    assert not [one for one in statements if not str(one).lower().lstrip("('\"").startswith(("select", "pragma", "begin"))]
    assert db.session.query(CredentialPrint).count() == before


def test_a_revoked_one_is_revoked_whatever_the_file_says(browser, person, issued, credential):
    revoking.revoke(credential, person("관리자").id, "시험", utc_now())
    db.session.commit()
    assert asked(browser, issued["json"]).json["state"] == "revoked"
    assert "폐기된 증서입니다" in dropped(browser(), issued["pdf"]).text


def test_one_signed_by_a_retired_key_is_valid(browser, issued):
    keys.rotate(utc_now())
    db.session.commit()
    assert asked(browser, issued["json"]).json["state"] == "valid"


# What is not


def altered(issued, change):
    document = json.loads(issued["json"])
    change(document)
    return proofs.serialise(document)


CHANGES = {
    "a name": lambda c: c["credentialSubject"]["identifier"][0].update(identityHash="이새봄"),
    "a score": lambda c: c["credentialSubject"]["result"][0].update(value="99.0"),
    "an end": lambda c: c.update(validUntil="2099-01-01T00:00:00Z"),
    "an id": lambda c: c.update(id=c["id"][:-36] + str(uuid4())),
    "a cut": lambda c: c["credentialSubject"]["achievement"]["resultDescription"][0].update(requiredValue="10"),
    "a course": lambda c: c["credentialSubject"]["achievement"].update(name="다른 과정"),
    "an issuer's name": lambda c: c["issuer"].update(name="다른 학교"),
    "another issuer": lambda c: c["issuer"].update(id="did:web:elsewhere.example"),
    "conditions": lambda c: c["evidence"][0].update(narrative="supervised"),
    "a place in the list": lambda c: c["credentialStatus"].update(statusListIndex="7"),
    "a proof's date": lambda c: c["proof"][0].update(created="2020-01-01T00:00:00Z"),
    "a signature": lambda c: c["proof"][0].update(proofValue="z" + "1" * 64),
    "another's key": lambda c: c["proof"][0].update(verificationMethod="did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"),
    "an order of contexts": lambda c: c["@context"].reverse(),
    "another context": lambda c: c["@context"].__setitem__(2, "https://elsewhere.example/context"),
    "a result left out": lambda c: c["credentialSubject"]["result"].pop(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_claim_is_not_trusted(browser, issued, change):
    answer = asked(browser, altered(issued, change))
    assert answer.json["state"] == "broken"
    assert {"signature", "record"} & failed(answer)
    assert "유효한 증서입니다" not in dropped(browser(), altered(issued, change), "credential.json").text


SHAPES = {
    "an extra claim": lambda c: c.update(level="expert"),
    "an extra claim inside": lambda c: c["credentialSubject"].update(level="expert"),
    "an inline context": lambda c: c["@context"].__setitem__(2, {"score": "https://elsewhere.example/score"}),
    "a nested context": lambda c: c["credentialSubject"].update({"@context": "https://www.w3.org/ns/credentials/v2"}),
    "two proofs": lambda c: c["proof"].append(copy.deepcopy(c["proof"][0])),
    "no proof": lambda c: c.pop("proof"),
    "a proof that is no array": lambda c: c.update(proof=c["proof"][0]),
    "another type": lambda c: c.update(type=["VerifiableCredential"]),
    "another suite": lambda c: c["proof"][0].update(cryptosuite="eddsa-jcs-2022"),
    "another purpose": lambda c: c["proof"][0].update(proofPurpose="authentication"),
    "a number for a text": lambda c: c["credentialSubject"]["result"][0].update(value=99),
    "many results": lambda c: c["credentialSubject"].update(result=c["credentialSubject"]["result"] * 50),
    "no subject": lambda c: c.pop("credentialSubject"),
    "a status of another sort": lambda c: c["credentialStatus"].update(statusPurpose="message"),
    "two statuses": lambda c: c.update(credentialStatus=[c["credentialStatus"]] * 2),
}


@pytest.mark.parametrize("change", SHAPES.values(), ids=SHAPES)
def test_what_has_another_shape_is_no_certificate(browser, issued, change):
    answer = asked(browser, altered(issued, change))
    assert (answer.status_code, answer.json["error"]) == (422, "no_certificate")


def test_a_file_written_anew_is_told_from_the_original(browser, issued):
    answer = asked(browser, json.dumps(json.loads(issued["json"]), indent=2, ensure_ascii=False).encode())
    assert answer.json["state"] == "broken"
    assert failed(answer) == {"untouched", "record"}


UNREADABLE = {
    "nothing": (b"", "no_json"),
    "no JSON": (b"certificate", "no_json"),
    "cut off": (b'{"@context": [', "no_json"),
    "not UTF-8": (b'{"id": "\xff"}', "no_json"),
    "a name twice": (b'{"id": "a", "id": "b"}', "no_json"),
    "not a number": (b'{"id": NaN}', "no_json"),
    "nested too deep": (b'{"a":' * 30_000, "too_large"),
    "deep": (b"[" * 60_000, "no_json"),
    "a list": (b"[]", "no_certificate"),
    "a word": (b'"id"', "no_certificate"),
    "half a letter": (b'{"id": "\\ud800"}', "no_certificate"),
    "large": (b" " * 70_000, "too_large"),
    "no PDF": (b"%PDF-1.7 and nothing else", None),
}


@pytest.mark.parametrize(("data", "code"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_says_why(browser, data, code):
    answer = asked(browser, data)
    assert answer.status_code == 422
    assert answer.json["detail"]
    assert code in {answer.json["error"], None}
    assert dropped(browser(), data).status_code == 422


def test_a_form_without_a_file_says_so(browser):
    answer = browser().post("/verify/file", {})
    assert answer.status_code == 422
    assert "파일을 고르십시오." in answer.text
    assert browser().get("/verify/file").headers["Location"].endswith("/verify")


def test_a_changed_pdf_is_not_trusted(browser, issued):
    for changed in (issued["pdf"] + b"\n", issued["pdf"].replace(b"obj", b"obJ", 1)):
        answer = asked(browser, changed, "application/pdf")
        assert answer.status_code == 422 or answer.json["state"] == "broken"


# Offline, by what the reader keeps


def offline(**more):
    return Trust(keys.did(), keys.public_keys(), certification.authorities(), more.get("revoked", lambda _: None))


def test_without_a_status_list_nobody_says_valid(issued):
    report = examine(issued["json"], offline(), utc_now())
    assert report.state == "undecided"
    assert [check.code for check in report.checks if check.passed is None] == ["revocation"]


def test_a_status_list_completes_it_and_tells_a_revoked_one(issued, credential, person):
    def judged():
        known = by_list(queries.status_list(credential.status_list).document, keys.did(), keys.public_keys(), utc_now())
        return examine(issued["pdf"], offline(revoked=known), utc_now()).state

    assert judged() == "valid"
    revoking.revoke(credential, person("관리자").id, "시험", utc_now())
    db.session.commit()
    work()
    assert judged() == "revoked"


def test_an_expired_one_is_expired(issued, credential):
    later = credential.valid_until + timedelta(days=1)
    assert examine(issued["json"], offline(revoked=lambda _: False), later).state == "expired"
    assert examine(issued["json"], offline(revoked=lambda _: False), credential.issued_at - timedelta(days=1)).state == "expired"


def test_a_pdf_is_not_valid_where_no_authority_is_known(issued):
    trust = offline(revoked=lambda _: False)._replace(authorities=())
    assert examine(issued["pdf"], trust, utc_now()).state == "undecided"
    assert examine(issued["json"], trust, utc_now()).state == "valid"


def test_a_stale_list_or_anothers_is_refused(credential):
    data = queries.status_list(credential.status_list).document
    given = (keys.did(), keys.public_keys())
    for code, wrong in {
        "stale_status_list": (data, *given, utc_now() + timedelta(days=4)),
        "foreign_status_list": (data, "did:web:elsewhere.example", given[1], utc_now()),
        "no_status_list": (b"{}", *given, utc_now()),
        "no_json": (b"", *given, utc_now()),
    }.items():
        with pytest.raises(Unreadable, match=code):
            by_list(*wrong)
    emptied = json.loads(data)
    emptied["credentialSubject"]["encodedList"] = "uH4sIAAAAAAAC_wMAAAAAAAAAAAA"
    with pytest.raises(Unreadable, match="foreign_status_list"):
        by_list(json.dumps(emptied).encode(), *given, utc_now())


@pytest.mark.long
def test_of_a_thousand_random_bytes_none_goes_unnoticed(issued):
    from random import Random

    chance, trust = Random(5), offline(revoked=lambda _: False)
    for _ in range(1000):
        data = bytearray(issued["json"])
        place = chance.randrange(len(data))
        data[place] ^= 1 << chance.randrange(8)
        try:
            state = examine(bytes(data), trust, utc_now()).state
        except Unreadable:
            continue
        assert state == "broken", (place, bytes(data[place - 20 : place + 20]))
