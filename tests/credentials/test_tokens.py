"""The credential as a JWT: made once, downloaded by its holder, checked like the others."""

import io
import json
from base64 import urlsafe_b64decode
from hashlib import sha256

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from curriculum_app.cli import main
from curriculum_app.credentials import keys, queries, revoking, tokens
from curriculum_app.credentials.models import CredentialPrint
from curriculum_app.database import db, utc_now
from tests.credentials.earning import CERTIFICATE, earn, work


@pytest.fixture
def credential(trainee):
    return earn(trainee)


def payload(token):
    part = token.split(b".")[1]
    return json.loads(urlsafe_b64decode(part + b"=" * (-len(part) % 4)))


def asked(browser, data):
    return browser().client.post("/api/v1/verify", data=data, headers={"Content-Type": "application/vc+jwt"})


def test_it_holds_the_credential_and_says_who_and_until_when_as_a_jwt_does(credential):
    printed = queries.print_of(credential.id)
    document = json.loads(printed.document)
    del document["proof"]
    registered = {"iss": keys.did(), "jti": document["id"], "nbf": int(credential.issued_at.timestamp()),
                  "exp": int(credential.valid_until.timestamp())}  # fmt: skip
    assert payload(printed.token) == document | registered
    assert sha256(printed.token).hexdigest() == printed.token_sha256
    assert tokens.is_canonical(printed.token)


def test_its_holder_downloads_it_byte_by_byte_and_nobody_else_does(trainee, credential, browser, person):
    answer = trainee.get(f"/certificates/{credential.id}.jwt")
    assert (answer.data, answer.mimetype) == (queries.print_of(credential.id).token, "application/vc+jwt")
    assert f"credential-{credential.serial}.jwt" in answer.headers["Content-Disposition"]
    assert f"/certificates/{credential.id}.jwt" in trainee.get(CERTIFICATE).text
    assert browser().sign_in(person()).get(f"/certificates/{credential.id}.jwt").status_code == 404


def test_one_printed_before_there_were_tokens_has_none_and_offers_none(trainee, credential, browser):
    db.session.execute(update(CredentialPrint).values(token=None, token_sha256=None))
    db.session.commit()
    assert trainee.get(f"/certificates/{credential.id}.jwt").status_code == 404
    assert ".jwt" not in trainee.get(CERTIFICATE).text
    assert trainee.get(f"/certificates/{credential.id}.json").status_code == 200
    assert asked(browser, queries.print_of(credential.id).document).json["state"] == "valid"


def test_the_api_and_the_page_check_it_with_every_check(credential, browser):
    token = queries.print_of(credential.id).token
    answer = asked(browser, token).json
    expected = {"untouched", "signature", "issuer", "record", "log", "revocation", "suspension", "validity"}
    assert (answer["state"], {check["code"] for check in answer["checks"]}) == ("valid", expected)
    assert answer["credential"] == payload(token)
    dropped = browser().post("/verify/file", {"file": (io.BytesIO(token), "credential.jwt")})
    assert "유효한 증서입니다" in dropped.text
    assert credential.facts["name"] in dropped.text


def test_a_revoked_one_is_revoked_and_one_by_a_retired_key_is_valid(credential, browser, person):
    token = queries.print_of(credential.id).token
    keys.rotate(utc_now())
    db.session.commit()
    assert asked(browser, token).json["state"] == "valid"
    revoking.revoke(credential, person("관리자").id, "시험", utc_now())
    db.session.commit()
    assert asked(browser, token).json["state"] == "revoked"


def test_a_token_of_ours_that_was_never_issued_is_no_record(credential, browser):
    signer, document = keys.signer(), json.loads(queries.print_of(credential.id).document)
    del document["proof"]
    forged = tokens.sign(document | {"name": "Another"}, signer.key, signer.method)
    answer = asked(browser, forged).json
    assert answer["state"] == "broken"
    assert {check["code"] for check in answer["checks"] if not check["passed"]} == {"record"}


def test_the_command_checks_it_offline(credential, tmp_path):
    files = {
        "it.jwt": queries.print_of(credential.id).token, "did.json": json.dumps(keys.did_document()).encode(),
        "list.json": queries.status_list(credential.status_list).document,
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    done = CliRunner().invoke(
        main, ["verify", str(tmp_path / "it.jwt"), "--did-doc", str(tmp_path / "did.json"), "--status-list", str(tmp_path / "list.json")]
    )
    assert (done.exit_code, done.output.splitlines()[0]) == (0, "This certificate is valid")


def test_a_job_run_again_makes_no_other_token(credential):
    before = queries.print_of(credential.id).token
    from curriculum_app import jobs

    jobs.enqueue("credentials.print", "again", credential_id=str(credential.id))
    db.session.commit()
    work()
    assert queries.print_of(credential.id).token == before


@pytest.mark.parametrize("data", [b"a.b.c", b"....", b"e30.e30.", b"e30.e30.AAAA", b"A" * 100_000 + b".A.A"])
def test_what_only_looks_like_a_token_is_told_from_one(app, browser, data):
    answer = asked(browser, data)
    assert answer.status_code == 422
    assert answer.json["error"] in {"no_json", "no_certificate", "too_large"}
