"""Guessing passwords and addresses: how few guesses are looked at, and that an answer tells nothing, by its time either."""

import re
import time
from statistics import median

import pytest

from curriculum_app.accounts import passwords
from curriculum_app.accounts.models import Account, FailedSignIn
from curriculum_app.database import db
from tests.conftest import PASSWORD
from tests.security.parallel import at_once

EVALUATED = 20


@pytest.fixture
def evaluated(monkeypatch):
    """Every password that argon2 was asked to verify."""
    seen, verify = [], passwords._hasher.verify

    class Counting:
        hash = passwords._hasher.hash

        def verify(self, stored, password):
            seen.append(password)
            return verify(stored, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    return seen


@pytest.mark.parametrize("guesses", [60, pytest.param(1000, marks=pytest.mark.long)])
@pytest.mark.parametrize("email", ["known@example.org", "unknown@example.org"])
def test_of_many_guesses_from_forged_addresses_few_are_looked_at(browser, person, evaluated, email, guesses):
    person(email="known@example.org")
    here, statuses = browser(), set()
    token = here.token()
    for number in range(guesses):
        forged = f"10.{number // 250}.{number % 250}.1, 192.168.0.{number % 200}"
        form = {"csrf_token": token, "email": email, "password": f"guess number {number}"}
        headers = {"X-Forwarded-For": forged, "Forwarded": f"for={forged}", "X-Real-IP": forged}
        statuses.add(here.send("POST", "/sign-in", data=form, headers=headers).status_code)
    assert len(evaluated) <= EVALUATED
    assert statuses == {422, 429}
    assert db.session.query(FailedSignIn).count() == len(evaluated)


def test_of_guesses_that_come_all_at_once_few_are_looked_at(app, browser, person, evaluated):
    account = person(email="known@example.org")
    form = {"email": "known@example.org", "password": "wrong"}

    def guess(client, token):
        return client.post("/sign-in", data={"csrf_token": token, **form}).status_code

    statuses = at_once(app, browser(), 60, guess)
    assert len(evaluated) <= app.config["FAILED_SIGN_INS"] <= EVALUATED
    assert set(statuses) <= {422, 429}
    db.session.query(FailedSignIn).delete()
    assert browser().sign_in(account).get("/profile").status_code == 200


def test_signing_in_rightly_counts_for_no_failure(app, browser, person):
    account = person()
    for _ in range(app.config["FAILED_SIGN_INS"] + 2):
        browser().sign_in(account)
    assert db.session.query(FailedSignIn).count() == 0


FORMS = {
    "/sign-in": lambda email: {"email": email, "password": "wrong password"},
    "/reset": lambda email: {"email": email},
    "/sign-up": lambda email: {"email": email, "name": "새 사람", "password": PASSWORD},
}


def cpu_and_body(app, here, path, form):
    """The processor's milliseconds that an answer cost, other processes' work left out, and what it said."""
    with app.app_context():  # its own session, in this very thread, whose time is counted
        began = time.thread_time()
        answer = here.client.post(path, data=form)
        spent = 1000 * (time.thread_time() - began)
    return spent, re.sub(r'value="[^"]*"|content="[^"]*"', "", answer.text).replace(form["email"], "")


@pytest.mark.parametrize("tries", [10, pytest.param(60, marks=pytest.mark.long)])
@pytest.mark.parametrize("path", FORMS)
def test_a_known_address_gets_the_same_answer_in_the_same_time(app, browser, person, monkeypatch, path, tries):
    """Time on the processor is what a busy machine does not blur; waiting for the disk is compared by statements below."""
    monkeypatch.setitem(app.config, "FAILED_SIGN_INS", 10**6)
    here = browser()
    person(email="aaaaaaaa@known.example")
    token = here.token()
    here.post(path, FORMS[path]("first@known.example"))  # what is made on first need is made
    spent, bodies = {True: [], False: []}, set()
    for number in range(tries):
        for known in (True, False) if number % 2 else (False, True):
            email = "aaaaaaaa@known.example" if known else f"{number:08}@known.example"
            cost, body = cpu_and_body(app, here, path, {**FORMS[path](email), "csrf_token": token})
            spent[known].append(cost)
            bodies.add(body)
    assert len(bodies) == 1
    assert abs(median(spent[True]) - median(spent[False])) < 10, spent


@pytest.mark.parametrize("path", FORMS)
def test_a_known_address_makes_the_same_commits(browser, person, count_queries, path):
    """Each commit waits for the disk, and is the only thing here that waits."""
    account, seen = person(), {}
    for email in (account.email, "nobody@example.org"):
        here = browser()
        form = {**FORMS[path](email), "csrf_token": here.token()}
        with count_queries() as statements:
            here.send("POST", path, data=form)
        seen[email] = [word for statement in statements for word in statement.split()[:1]]
    known, unknown = seen.values()
    assert abs(len(known) - len(unknown)) <= 3
    assert known.count("INSERT") <= unknown.count("INSERT") <= known.count("INSERT") + 1


def test_a_stranger_who_signs_up_again_changes_nothing_of_an_account(browser, person):
    account = person(email="known@example.org")
    browser().post("/sign-up", FORMS["/sign-up"]("known@example.org"))
    db.session.refresh(account, ["name", "password_hash"])
    assert account.name == "김하늘"
    assert passwords.verify(account.password_hash, PASSWORD)
    assert db.session.query(Account).count() == 1
