"""Credentials as the site issues them, under verifiers that are not ours; what is tampered with stands in test_tampering.py."""

import copy
import json

import pytest

from curriculum_app.credentials import keys, queries, revoking
from curriculum_app.database import db, utc_now
from tests.credentials.earning import earn, work
from tests.interop import strangers

PASSED = dict.fromkeys(("valid_signature", "expiration", "revocation_status", "registered_issuer"), True)


def verify(credential):
    """What the npm packages say of a credential, with our DID document and status lists at hand."""
    url = credential["credentialStatus"]["statusListCredential"]
    lists = {url: json.loads(queries.status_list(int(url.rsplit("/", 1)[1])).document)}
    return strangers.verify({"it": credential}, keys.did_document(), lists)["it"]


@pytest.fixture
def credential(trainee):
    row = earn(trainee)
    return row, json.loads(queries.print_of(row.id).document)


def test_an_issued_credential_verifies(credential):
    found = verify(credential[1])
    assert found["vc"] == {"verified": True, "status": [{"status": False}], "error": []}
    assert (found["dcc"]["steps"], found["dcc"]["error"]) == (PASSED, [])


def test_its_token_verifies_and_says_the_same(credential):
    token = queries.print_of(credential[0].id).token.decode()
    found = strangers.node("tokens.mjs", cases={"it": token}, did=keys.did_document())["it"]
    assert found["verified"], found["error"]
    registered = {"iss", "jti", "nbf", "exp"}
    assert {name: value for name, value in found["claims"].items() if name not in registered} == {
        name: value for name, value in credential[1].items() if name != "proof"
    }


@pytest.mark.skipif(not strangers.SCHEMA.exists(), reason="the schema of 1EdTech is not at hand")
def test_it_keeps_to_the_schema_of_1edtech_in_strict_mode(credential):
    told = strangers.node("schema.mjs", schema=json.loads(strangers.SCHEMA.read_text()), cases={"it": credential[1]})
    assert told["cases"] == {"it": []}


def test_a_changed_name_score_or_date_does_not(credential):
    for change in (
        lambda c: c["credentialSubject"]["identifier"][0].update(identityHash="이새봄"),
        lambda c: c["credentialSubject"]["result"][0].update(value="99.0"),
        lambda c: c.update(validUntil="2099-01-01T00:00:00Z"),
        lambda c: c["credentialSubject"]["achievement"].update(name="다른 과정"),
    ):
        changed = copy.deepcopy(credential[1])
        change(changed)
        found = verify(changed)
        assert not found["vc"]["verified"]
        assert any("signature" in error.lower() for error in found["vc"]["error"]), found
        assert found["dcc"]["error"] == ["invalid_signature"]


def test_a_revoked_one_is_reported_revoked(credential, person):
    row, signed = credential
    revoking.revoke(row, person("관리자").id, "시험", utc_now())
    db.session.commit()
    work()
    found = verify(signed)
    assert found["vc"]["status"] == [{"status": True}]
    assert found["dcc"]["steps"] == PASSED | {"revocation_status": False}
