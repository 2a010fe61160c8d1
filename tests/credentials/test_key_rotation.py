"""Keys are rotated with an overlap; old certificates go on being valid; only the worker opens a private key."""

import json
from datetime import timedelta

import pytest

from curriculum_app import jobs
from curriculum_app.credentials import checkpoints, key_files, keys, queries, statuses, transparency
from curriculum_app.credentials.models import Checkpoint, Credential, CredentialPrint, SigningKey
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from curriculum_app.verification.examining import Trust, examine, keys_of
from curriculum_app.web.access import Role
from tests.credentials.earning import earn, work
from tests.credentials.printing import logged
from tests.house.routes import ask, calls

DAY = timedelta(days=1)


def ids(names):
    return [name.partition("#")[2] for name in names]


def test_the_new_key_is_published_at_once_and_signs_when_the_overlap_is_over(app):
    now = utc_now()
    old, new = keys.ensure(now), keys.rotate(now, overlap=3 * DAY)
    assert ids(keys.did_document(now)["assertionMethod"]) == [str(old.id), str(new.id)]
    assert keys.signer(now + 2 * DAY).method == keys.method(old)
    assert keys.signer(now + 3 * DAY).method == keys.method(new)
    with pytest.raises(Refused, match="rotation_under_way"):
        keys.rotate(now + DAY)


def test_a_retired_key_asserts_until_the_last_thing_it_signed_has_expired(trainee):
    credential, now = earn(trainee), utc_now()
    old = db.session.query(SigningKey).one()
    new = keys.rotate(now)
    last = credential.valid_until
    assert ids(keys.did_document(last - DAY)["assertionMethod"]) == [str(old.id), str(new.id)]
    document = keys.did_document(last + DAY)
    assert ids(document["assertionMethod"]) == [str(new.id)]
    assert [one.get("expires") for one in document["verificationMethod"]] == [f"{last:%Y-%m-%dT%H:%M:%SZ}", None]


def test_a_retired_key_that_signed_no_certificate_stays_as_long_as_its_lists_hold(app):
    now = utc_now()
    keys.ensure(now)
    new = keys.rotate(now)
    assert len(keys.did_document(now + 2 * DAY)["assertionMethod"]) == 2
    assert ids(keys.did_document(now + 4 * DAY)["assertionMethod"]) == [str(new.id)]


def test_old_certificates_verify_after_a_rotation_on_the_page_by_api_and_offline(trainee, browser):
    credential = earn(trainee)
    printed = queries.print_of(credential.id)
    keys.rotate(utc_now())
    db.session.commit()
    jobs.look_after()
    work()
    assert "유효한 증서입니다" in browser().get(f"/verify/{credential.id}").text
    answer = browser().client.post("/api/v1/verify", data=printed.document, headers={"Content-Type": "application/json"})
    assert answer.json["state"] == "valid"
    issuer, known = keys_of(json.dumps(keys.did_document()).encode())
    assert examine(printed.document, Trust(issuer, known, (), lambda _: False), utc_now()).state == "valid"


def test_a_print_knows_the_key_that_signed_it(trainee):
    credential = earn(trainee)
    assert queries.print_of(credential.id).key_id == db.session.query(SigningKey.id).scalar()


def test_the_key_that_takes_over_signs_checkpoint_and_lists_within_the_next_round(trainee):
    credential = earn(trainee)
    keys.rotate(utc_now())
    db.session.commit()
    jobs.look_after()
    work()
    new = keys.method(keys.current(utc_now()))
    newest = db.session.query(Checkpoint).one()
    assert checkpoints.signed_by(newest.note, keys.public_keys()) == new
    assert json.loads(queries.status_list(credential.status_list).document)["proof"][0]["verificationMethod"] == new
    assert statuses.stale(utc_now()) == []
    assert transparency.holds(credential.id, queries.print_of(credential.id).document) is True


def test_the_log_goes_on_under_the_new_key(app):
    keys.ensure(utc_now())
    logged([1])
    keys.rotate(utc_now())
    db.session.commit()
    (second,) = logged([2])
    assert transparency.holds(second.id, db.session.get(CredentialPrint, second.id).document) is True


def test_no_page_opens_a_private_key(app, browser, person, trainee, monkeypatch):
    """Every route by every method, as the one who may do most, with a certificate there to act on."""
    credential = earn(trainee)
    opened = []
    real = key_files.opened
    monkeypatch.setattr(key_files, "opened", lambda file: opened.append(file) or real(file))
    here = browser().sign_in(person("관리자", *Role))
    for endpoint, method, address in calls(app):
        if endpoint != "accounts.sign_out":
            ask(here, method, address)
    for name, form in (("suspend", {"suspend-ground": "other", "suspend-reason": "확인 중"}), ("lift", {"lift-reason": "확인함"})):
        assert here.post(f"/administration/certificates/{credential.id}/{name}", form).status_code == 303
    assert here.post(f"/administration/certificates/{credential.id}", {"ground": "other", "reason": "시험"}).status_code == 303
    assert opened == []
    assert db.session.query(Credential).filter(Credential.revoked_at.is_not(None)).count() == 1
    work()
    assert opened


def test_a_page_that_tried_would_fail(app):
    keys.ensure(utc_now())
    with app.test_request_context("/"), pytest.raises(AssertionError, match="the worker does"):
        keys.signer()
