"""A form whose session has ended is held on the page while its sender signs in again; nothing typed is lost."""

import re
from html import unescape
from uuid import uuid4

import pytest

from curriculum_app.database import db
from curriculum_app.practice.models import Answer
from tests.conftest import PASSWORD

PICK = "/courses/sample/practice/pick"
HERE = {"Origin": "http://localhost", "Referer": f"http://localhost{PICK}"}
TYPED = '답 "가"\n둘째 줄 <b>'


def hidden(page):
    """The hidden fields of the last form of a page."""
    form = page.rsplit('<form method="post" action=', 1)[1]
    return {name: unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)}


def form():
    return {"key": str(uuid4()), "chosen": "a", "reason": TYPED}


def signed_out(trainee, headers=HERE):
    """What the page says when an answer is handed in after the session ended."""
    written = form()
    trainee.client.delete_cookie("session")
    return trainee.send("POST", PICK, data={**written, "csrf_token": "of the session before"}, headers=headers), written


def sign_in(trainee, held, password=PASSWORD):
    return trainee.send("POST", "/sign-in", data={**hidden(held.text), "email": trainee.account.email, "password": password})


def test_what_was_sent_is_there_after_signing_in_and_counts_when_it_is_sent(trainee):
    refused, written = signed_out(trainee)
    assert refused.status_code == 401
    assert "잃은 것은 없습니다" in refused.text
    back = sign_in(trainee, refused)
    assert back.status_code == 200
    fields = hidden(back.text)
    assert fields.pop("csrf_token")
    assert fields == written
    answer = trainee.send("POST", PICK, data=hidden(back.text))
    assert answer.status_code == 303, answer.text
    assert db.session.query(Answer).one().answer["chosen"] == ["a"]


def test_a_wrong_password_does_not_lose_it(trainee):
    refused, written = signed_out(trainee)
    again = sign_in(trainee, refused, "not the password")
    assert again.status_code == 422
    back = trainee.send("POST", "/sign-in", data={
        "held": unescape(re.search(r'name="held" value="([^"]+)"', again.text).group(1)), "password": PASSWORD,
        "csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', again.text.split("<main")[1]).group(1),
        "email": trainee.account.email,
    })  # fmt: skip
    assert hidden(back.text).items() >= written.items()


def test_a_page_that_was_open_too_long_gives_back_what_was_sent(trainee):
    written = form()
    refused = trainee.send("POST", PICK, data={**written, "csrf_token": "stale"}, headers=HERE)
    assert refused.status_code == 400
    assert "그대로 남아 있습니다" in refused.text
    assert hidden(refused.text).items() >= written.items()
    assert trainee.send("POST", PICK, data=hidden(refused.text)).status_code == 303


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null", "Referer": "https://evil.example/"}])
def test_what_another_site_sent_never_comes_back_with_a_button(trainee, headers):
    stale = trainee.send("POST", PICK, data={**form(), "csrf_token": "stale"}, headers=headers)
    assert (stale.status_code, "둘째 줄" in stale.text) == (400, False)
    refused, _ = signed_out(trainee, headers)
    assert refused.status_code == 401
    assert 'name="held"' not in refused.text


def test_a_script_is_told_in_json(trainee):
    trainee.client.delete_cookie("session")
    refused = trainee.send("PUT", f"{PICK}/draft", data={"version": "0"}, headers={**HERE, "Accept": "application/json"})
    assert refused.status_code == 401
    assert refused.json["error"]


def test_what_is_forged_or_of_another_make_is_not_released(trainee):
    refused, _ = signed_out(trainee)
    for forged in (hidden(refused.text)["held"][:-3] + "abc", "x", "W10"):
        token = re.search(r'name="csrf_token" value="([^"]+)"', trainee.send("GET", "/about").text).group(1)
        answer = trainee.send(
            "POST", "/sign-in", data={"held": forged, "csrf_token": token, "email": trainee.account.email, "password": PASSWORD}
        )
        assert answer.status_code == 302
        trainee.client.delete_cookie("session")
