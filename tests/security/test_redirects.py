"""Whoever sends a `next` of another site along comes out on this one."""

from urllib.parse import urljoin, urlsplit

import pytest

from curriculum_app.accounts import tokens
from curriculum_app.accounts.models import Account
from curriculum_app.database import db, utc_now
from tests.accounts.test_signing_in import mailed_link
from tests.conftest import PASSWORD

HOSTILE = [
    "https://evil.example", "http://evil.example/", "HTTPS://EVIL.EXAMPLE", "//evil.example", "///evil.example",
    "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\\/evil.example",
    "//\\evil.example", "http:evil.example", "https:/evil.example", "https:///evil.example", "http:\\\\evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "file:///etc/passwd", "ftp://evil.example",
    "/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example", " //evil.example",
    "\n//evil.example", "\0//evil.example", "/\0/evil.example", "/\x0b/evil.example", "/\x0c/evil.example",
    "/\x85/evil.example", "/\u2028/evil.example", "//[", "//[::1]/", "//evil.example:80",
    "//evil.example\\@localhost", "//localhost@evil.example", "https://localhost@evil.example",
    "https://localhost.evil.example", "//localhost.evil.example/", "//evil。example", "//evil%E3%80%82example",
    "//%65vil.example", "/\u200b/evil.example", "/\r\nLocation: https://evil.example", "/\r\nSet-Cookie: a=b",
    "evil.example", "@evil.example", ".evil.example", "?next=//evil.example", "//", "\\", "https://",
    "https://evil.example/#/courses", "/https\\:evil.example",
]  # fmt: skip


def assert_stays(answer):
    """Follows the redirect as browsers do: they drop tabs and line ends, and read \\ as /."""
    location = answer.headers["Location"]
    assert not any(ord(character) < 33 for character in location)
    here = urlsplit(urljoin("http://localhost/", location.replace("\\", "/")))
    assert (here.scheme, here.netloc) == ("http", "localhost"), location
    assert "Set-Cookie: a" not in str(answer.headers)


def test_there_are_fifty_forms_of_it():
    assert len(set(HOSTILE)) >= 50


def test_after_signing_in(browser, person):
    account = person()
    for hostile in HOSTILE:
        form = {"email": account.email, "password": PASSWORD, "next": hostile}
        assert_stays(browser().post("/sign-in", form, query_string={"next": hostile}))


def test_after_confirming_an_address(browser, person):
    account = person()
    for hostile in HOSTILE:
        secret = tokens.make(account.id, "confirm", utc_now())
        answer = browser().post(f"/confirm/{secret}", {"next": hostile}, query_string={"next": hostile})
        assert_stays(answer)


def test_after_choosing_a_language(browser):
    here = browser()
    for hostile in HOSTILE:
        assert_stays(here.post("/language", {"language": "en", "next": hostile}))


def test_the_link_in_the_mail_of_signing_up(browser):
    for number, hostile in enumerate(HOSTILE[::5]):
        here, form = browser(), {"name": "새 사람", "email": f"a{number}@example.org", "password": PASSWORD}
        assert here.post("/sign-up", form, query_string={"next": hostile}).status_code == 200
        assert_stays(here.post(mailed_link()))
    assert db.session.query(Account).count() == len(HOSTILE[::5])


@pytest.mark.parametrize(
    "path", ["//evil.example/profile", "///profile", "/\\evil.example", "/profile?next=//evil.example"]
)
def test_what_asks_to_sign_in_comes_back_here(browser, person, path):
    here = browser()
    answer = here.get(f"http://localhost{path}")
    while answer.status_code in {301, 302, 308} and "/sign-in" not in answer.headers["Location"]:
        assert_stays(answer)
        answer = here.get(answer.headers["Location"])
    if answer.status_code == 302:
        account = person()
        assert_stays(here.post(answer.headers["Location"], {"email": account.email, "password": PASSWORD}))


def test_an_address_of_this_site_is_kept(browser, person):
    for path, kept in {
        "/courses/sample?a=1&b=%EA%B0%80": None,
        "/progress#end": None,
        "/과정": "/%EA%B3%BC%EC%A0%95",
    }.items():
        form = {"email": person().email, "password": PASSWORD}
        answer = browser().post("/sign-in", form, query_string={"next": path})
        assert answer.headers["Location"] == (kept or path)
