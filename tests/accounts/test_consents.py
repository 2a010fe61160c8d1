"""Consents are apart, off at first, and withdrawn at once."""

from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Consent, Purpose
from curriculum_app.database import db


def test_nothing_is_agreed_at_first_and_each_is_given_apart(browser, person):
    account = person()
    here = browser().sign_in(account)
    assert consents.in_force(account.id) == frozenset()
    here.post("/profile/consents", {"talent_pool": "y"})
    assert consents.in_force(account.id) == {Purpose.TALENT_POOL}
    here.post("/profile/consents", {"public_verification": "y"})
    assert consents.in_force(account.id) == {Purpose.PUBLIC_VERIFICATION}
    here.post("/profile/consents")
    assert consents.in_force(account.id) == frozenset()


def test_what_was_agreed_stays_on_record(browser, person):
    account = person()
    here = browser().sign_in(account)
    here.post("/profile/consents", {"talent_pool": "y"})
    here.post("/profile/consents")
    kept = db.session.query(Consent).filter_by(account_id=account.id).one()
    assert kept.given_at <= kept.withdrawn_at
