"""Links that open doors, and sessions: used once, for an hour, in no log, and ended when they should be."""

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from curriculum_app.accounts import tokens
from curriculum_app.accounts.models import Token
from curriculum_app.cohorts import joining, queries
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.refusal import Refused
from tests.accounts.test_signing_in import mailed_link
from tests.conftest import PASSWORD

FORMS = {"confirm": {}, "reset": {"password": "another long one"}}


def secret_of(link):
    return re.split(r"[/?]", link)[2]


@pytest.fixture
def link(app, person):
    """A joining link."""
    school = Organisation(name_ko="학교", name_en="School", kind=OrganisationKind.SCHOOL)
    db.session.add(school)
    db.session.flush()
    today = utc_now().date()
    cohort = joining.open_cohort(
        school.id, "기수", live().courses["sample"].id, today, today + timedelta(days=9), person().id
    )
    db.session.commit()
    return f"/join/{cohort.join_code}"


def test_the_links_that_are_mailed_are_good_for_an_hour_at_most(browser, person):
    account, here = person(), browser()
    here.post("/reset", {"email": account.email})
    mailed_link()
    here.post("/sign-up", {"name": "새 사람", "email": "new@example.org", "password": PASSWORD})
    mailed_link()
    lives = [token.expires_at - utc_now() for token in db.session.query(Token)]
    assert len(lives) == 2
    assert max(lives) <= timedelta(hours=1)


@pytest.mark.parametrize("purpose", FORMS)
def test_after_an_hour_a_link_leads_nowhere(browser, person, purpose):
    account = person()
    old = tokens.make(account.id, purpose, utc_now() - timedelta(hours=1))
    young = tokens.make(account.id, purpose, utc_now() - timedelta(minutes=59))
    assert browser().get(f"/{purpose}/{old}").status_code == 409
    assert browser().post(f"/{purpose}/{old}", FORMS[purpose]).status_code == 409
    with pytest.raises(Refused, match="token_invalid"):
        tokens.use(old, purpose, utc_now())
    assert browser().post(f"/{purpose}/{young}", FORMS[purpose]).status_code == 302


def test_a_link_for_one_purpose_serves_no_other(browser, person):
    secret = tokens.make(person().id, "confirm", utc_now())
    assert browser().post(f"/reset/{secret}", FORMS["reset"]).status_code == 409


def fail(*_, **__):
    raise OperationalError("select 1", {"secret": "parameters"}, Exception("away"))


def crash(*_, **__):
    raise RuntimeError("a bug")


@pytest.mark.parametrize("trouble", [None, fail, crash])
def test_no_log_holds_a_secret(app, browser, person, link, monkeypatch, caplog, capfd, trouble):
    """Neither where all is well nor where the database fails or a view has a bug."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    account, here = person(), browser()
    here.post("/reset", {"email": account.email})
    addresses = [mailed_link(), link]
    if trouble is not None:
        monkeypatch.setattr(tokens, "holds", trouble)
        monkeypatch.setattr(queries, "by_code", trouble)
    for address in addresses:
        for _ in range(2):
            answers = [here.get(address), here.post(address, FORMS["reset"])]
            assert trouble is None or {answer.status_code for answer in answers} <= {401, 500, 503}
    printed = "".join(capfd.readouterr())
    assert trouble is None or "exception" in caplog.text or "did not answer" in caplog.text
    for address in addresses:
        assert secret_of(address) not in caplog.text + printed
    assert str(account.email) not in caplog.text + printed


def test_what_was_sent_to_the_database_is_in_no_message_of_its_errors(app):
    with pytest.raises(sa.exc.DBAPIError) as caught:
        db.session.execute(sa.text("select * from nowhere where code = :code"), {"code": "the secret"})
    db.session.rollback()
    assert "the secret" not in str(caught.value)


def test_the_server_keeps_no_log_of_addresses():
    """gunicorn writes each address where it is told to; the script tells it not to."""
    script = (Path(__file__).parents[2] / "script/server").read_text()
    assert "--access-logfile /dev/null" in script


def test_signing_in_begins_another_session_and_the_old_one_is_not_signed_in(app, browser, person):
    here = browser()
    here.token()
    before = here.client.get_cookie("session").value
    here.sign_in(person())
    assert here.client.get_cookie("session").value != before
    thief = browser()
    thief.client.set_cookie("session", before)
    assert thief.get("/profile").status_code == 302
    assert here.get("/profile").status_code == 200


def test_a_token_laid_into_the_session_before_signing_in_is_worth_nothing_after(browser, person):
    here = browser()
    planted = here.token()
    here.sign_in(person())
    assert here.client.post("/language", data={"csrf_token": planted, "language": "en"}).status_code == 400


def test_a_new_password_ends_every_other_session_with_the_next_request(browser, person):
    account = person()
    others = [browser().sign_in(account) for _ in range(3)]
    here = browser()
    here.post("/reset", {"email": account.email})
    assert here.post(mailed_link(), FORMS["reset"]).status_code == 302
    assert here.get("/profile").status_code == 200
    assert {other.get("/profile").status_code for other in others} == {302}
    assert {other.post("/courses/sample/enrol").status_code for other in others} == {401}
