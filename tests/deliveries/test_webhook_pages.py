"""The pages of webhooks: a secret shown once, a test message, and nobody else's."""

from uuid import uuid4

import pytest
from standardwebhooks.webhooks import Webhook

from curriculum_app.accounts.models import Grant
from curriculum_app.database import db
from curriculum_app.deliveries.models import Endpoint
from curriculum_app.web.access import Role
from tests.credentials.earning import work
from tests.deliveries.telling import URL, registered
from tests.organisations.keyed import granted, organisation

pytestmark = pytest.mark.usefixtures("key_pairs")


def test_a_webhook_is_registered_on_the_page_and_its_secret_shown_once(browser, teacher, sent):
    here = browser().sign_in(teacher)
    form = {"url": URL, "grant": db.session.query(Grant.id).scalar(), "kinds": ["credential.issued", "credential.revoked"]}
    page = here.post("/webhooks", form).text
    assert "whsec_" in page
    endpoint = db.session.query(Endpoint).one()
    assert "whsec_" not in here.get(f"/webhooks/{endpoint.id}").text
    assert endpoint.kinds == ["credential.issued", "credential.revoked"]
    new = here.post(f"/webhooks/{endpoint.id}/secret").text
    assert "whsec_" in new
    assert here.post("/webhooks", {**form, "url": "http://receiver.example"}).status_code == 422
    assert here.post("/webhooks", {**form, "kinds": "consent.given"}).status_code == 422


def test_a_test_message_goes_out(browser, teacher, sent):
    endpoint, secret = registered(teacher)
    assert browser().sign_in(teacher).post(f"/webhooks/{endpoint.id}/test").status_code == 303
    work()
    assert Webhook(secret).verify(sent[0][1], sent[0][2])["type"] == "test"


def test_another_organisations_webhook_is_unknown(browser, person, teacher):
    endpoint, _ = registered(teacher)
    stranger = person("남")
    granted(stranger, Role.INSTRUCTOR, organisation("다른 학교"))
    here = browser().sign_in(stranger)
    assert URL not in here.get("/webhooks").text
    assert here.get(f"/webhooks/{endpoint.id}").status_code == here.get(f"/webhooks/{uuid4()}").status_code == 404
    for deed in ("secret", "on", "off", "test", "replay", "remove"):
        assert here.post(f"/webhooks/{endpoint.id}/{deed}").status_code == 404
    assert db.session.query(Endpoint).one().switched_off_at is None
