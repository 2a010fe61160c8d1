"""Credentials under verifiers that are not ours: npm's @digitalbazaar/vc, and the JSON Schema of 1EdTech where it is at hand."""

import copy
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from curriculum_app.credentials import keys, queries, revoking
from curriculum_app.database import db, utc_now
from tests.credentials.earning import earn, work

HERE = Path(__file__).parent


def verify(credential):
    """What the npm packages say of a credential, with our DID document and status lists at hand."""
    node = shutil.which("node") or str(HERE.parents[1] / ".venv/bin/node")
    url = credential["credentialStatus"]["statusListCredential"]
    lists = {url: json.loads(queries.status_list(int(url.rsplit("/", 1)[1])).document)}
    given = json.dumps({"credential": credential, "did": keys.did_document(), "lists": lists})
    done = subprocess.run([node, HERE / "verify.mjs"], input=given, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def credential(trainee):
    row = earn(trainee)
    return row, json.loads(queries.print_of(row.id).document)


def test_an_issued_credential_verifies(credential):
    found = verify(credential[1])
    assert found == {"verified": True, "status": [{"status": False}], "error": []}


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
        assert not found["verified"]
        assert any("signature" in error.lower() for error in found["error"]), found


def test_a_revoked_one_is_reported_revoked(credential, person):
    row, signed = credential
    revoking.revoke(row, person("관리자").id, "시험", utc_now())
    db.session.commit()
    work()
    assert verify(signed)["status"] == [{"status": True}]
