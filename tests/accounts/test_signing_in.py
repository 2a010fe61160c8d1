"""Signing up, in, out and resetting: what is told, what is counted, what ends."""

import re

from curriculum_app import mail
from curriculum_app.accounts.models import Account, Token
from curriculum_app.database import db
from tests.conftest import PASSWORD
from tests.credentials.earning import work


def mailed_link():
    """The path in the newest message."""
    work()
    return re.search(r"http://[^/]+(/\S+)", mail.laid_down(1)[0].get_content()).group(1)


def test_a_newcomer_signs_up_confirms_and_is_in(browser):
    here = browser()
    answer = here.post("/sign-up", {"name": "김하늘", "email": "Haneul@Example.org", "password": PASSWORD})
    assert "haneul" in answer.text.lower()
    link = mailed_link()
    assert here.get(link).status_code == 200
    assert here.post(link).status_code == 302
    assert "김하늘" in here.get("/profile").text


def test_signing_up_with_a_known_address_answers_the_same(browser, person):
    person("이미", email="known@example.org")
    answers = [
        browser().post("/sign-up", {"name": "새 사람", "email": email, "password": PASSWORD})
        for email in ("known@example.org", "fresh@example.org")
    ]
    assert answers[0].status_code == answers[1].status_code == 200
    bodies = [re.sub(r"known|fresh|value=\"[^\"]+\"", "", answer.text) for answer in answers]
    assert bodies[0] == bodies[1]
    assert db.session.query(Account).filter_by(email="known@example.org").one().name == "이미"


def test_a_wrong_password_and_an_unknown_address_answer_the_same(browser, person):
    account = person()
    answers = [
        browser().post("/sign-in", {"email": email, "password": "wrong"}) for email in (account.email, "x@example.org")
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert all("password is wrong" in answer.text or "맞지 않습니다" in answer.text for answer in answers)


def test_guessing_stops_however_the_address_is_forged(browser, person):
    account = person()
    here = browser()
    statuses = [
        here.post(
            "/sign-in", {"email": account.email, "password": f"guess {n}"}, headers={"X-Forwarded-For": f"10.0.0.{n}"}
        ).status_code
        for n in range(14)
    ]
    assert statuses[:10] == [422] * 10
    assert statuses[10:] == [429] * 4
    assert here.post("/sign-in", {"email": account.email, "password": PASSWORD}).status_code == 429


def test_a_token_is_used_once(browser):
    here = browser()
    here.post("/sign-up", {"name": "김하늘", "email": "once@example.org", "password": PASSWORD})
    link = mailed_link()
    assert here.post(link).status_code == 302
    assert browser().post(link).status_code == 409


def test_only_the_hash_of_a_token_is_kept(browser):
    here = browser()
    here.post("/sign-up", {"name": "김하늘", "email": "hash@example.org", "password": PASSWORD})
    secret = mailed_link().split("/")[2].split("?")[0]
    assert secret not in db.session.query(Token).one().secret_hash


def test_a_reset_ends_every_other_session(browser, person):
    account = person()
    old = browser().sign_in(account)
    assert old.get("/profile").status_code == 200
    here = browser()
    here.post("/reset", {"email": account.email})
    assert here.post(mailed_link(), {"password": "another long one"}).status_code == 302
    assert here.get("/profile").status_code == 200
    assert old.get("/profile").status_code == 302


def test_asking_a_reset_tells_nothing(browser, person):
    account = person()
    texts = [
        re.sub(r"value=\"[^\"]+\"", "", browser().post("/reset", {"email": email}).text).replace(email, "")
        for email in (account.email, "nobody@example.org")
    ]
    assert texts[0] == texts[1]


def test_the_session_is_fresh_after_signing_in(browser, person):
    here = browser()
    here.post("/language", {"language": "en"})
    with here.client.session_transaction() as before:
        before["planted"] = "by a stranger"
    here.sign_in(person())
    with here.client.session_transaction() as after:
        assert "planted" not in after
        assert after["language"] == "en"


def test_nobody_is_sent_elsewhere_after_signing_in(browser, person):
    account = person()
    for hostile in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "http:evil",
    ):
        here = browser()
        answer = here.post("/sign-in", {"email": account.email, "password": PASSWORD}, query_string={"next": hostile})
        assert answer.headers["Location"] == "/"


def test_a_form_without_token_is_refused_and_says_why(app):
    answer = app.test_client().post("/sign-in", data={"email": "a@example.org", "password": "x"})
    assert answer.status_code == 400
    assert "CSRF" not in answer.text


def test_role_and_confirmation_cannot_be_sent_along(browser, person):
    account = person()
    here = browser().sign_in(account)
    planted = {"roles": "administrator", "email": "x@y.zz", "grants-0-role": "administrator"}
    here.post("/profile", {"name": "새 이름", "name_latin": "", "language": "ko", **planted})
    db.session.refresh(account, ["name", "email"])
    assert account.name == "새 이름"
    assert account.email != "x@y.zz"
