"""What independent software says after a rotation, and after a theft: it can't read the log, so it refuses all of a stolen key."""

import json
from datetime import timedelta

from curriculum_app.credentials import distrusting, keys, queries
from curriculum_app.credentials.models import SigningKey
from curriculum_app.database import db, utc_now
from tests.credentials.earning import earn, work
from tests.interop.test_credentials import verify


def document(credential):
    return json.loads(queries.print_of(credential.id).document)


def test_an_old_certificate_verifies_after_a_rotation(trainee):
    credential = earn(trainee)
    keys.rotate(utc_now())
    db.session.commit()
    assert verify(document(credential))["vc"] == {"verified": True, "status": [{"status": False}], "error": []}


def test_nothing_of_a_stolen_key_verifies_and_what_the_new_one_signs_does(trainee, browser, person):
    old = earn(trainee)
    distrusting.distrust(db.session.query(SigningKey.id).scalar(), utc_now() - timedelta(hours=1), utc_now())
    db.session.commit()
    work()
    assert not verify(document(old))["vc"]["verified"]
    account = person("이새봄")
    here = browser().sign_in(account)
    here.account = account
    assert here.post("/courses/sample/enrol").status_code == 302
    assert verify(document(earn(here)))["vc"]["verified"]
