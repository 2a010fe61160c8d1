"""On a running site, with its server and its worker, a revocation is seen by everybody within five seconds."""

import http.cookiejar
import json
import re
import time
import urllib.request
from contextlib import suppress
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest

from curriculum_app.credentials import statuses
from curriculum_app.operations.demonstration import PASSWORD
from tests.browser.conftest import serving

SECONDS = 5
REASON = "시험을 대신 치렀습니다."


class Visitor:
    """Somebody who clicks through the site without a browser."""

    def __init__(self, address):
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, path):
        with self.opener.open(f"{self.address}{path}", timeout=20) as answer:
            return answer.read().decode()

    def post(self, path, form, page):
        token = re.search(r'name="csrf_token" value="([^"]+)"|name="csrf_token" type="hidden" value="([^"]+)"', self.get(page))
        sent = urlencode({"csrf_token": token[1] or token[2], **form}).encode()
        with self.opener.open(urllib.request.Request(f"{self.address}{path}", sent), timeout=20) as answer:
            return answer.read().decode()

    def send(self, path, data):
        request = urllib.request.Request(f"{self.address}{path}", data, {"Content-Type": "application/json"})
        with self.opener.open(request, timeout=20) as answer:
            return json.loads(answer.read())


@pytest.fixture
def site(tmp_path):
    with serving(tmp_path, CURRICULUM_ENVIRONMENT="development") as running:
        yield running.address


def until(happens, limit):
    """How long it takes, in seconds; at most the limit."""
    begun = time.monotonic()
    while time.monotonic() - begun < limit:
        with suppress(HTTPError):
            if happens():
                return time.monotonic() - begun
        time.sleep(0.1)
    pytest.fail(f"not within {limit} seconds")


@pytest.mark.long
def test_a_revocation_shows_on_the_page_by_api_and_in_the_list(site):
    stranger, administrator = Visitor(site), Visitor(site)
    administrator.post("/sign-in", {"email": "administrator@example.org", "password": PASSWORD}, "/sign-in")
    ids = re.findall(r"/administration/certificates/([0-9a-f-]{36})", administrator.get("/administration/certificates"))
    public = next(id for id in ids if shown_publicly(stranger, id))
    document = stranger.get(f"/api/v1/credentials/{public}")
    place = json.loads(document)["credentialStatus"]
    assert stranger.send("/api/v1/verify", document.encode())["state"] == "valid"

    address = f"/administration/certificates/{public}"
    administrator.post(address, {"ground": "misconduct", "reason": REASON}, address)

    def on_the_page():
        return REASON in stranger.get(f"/verify/{public}")

    def by_api():
        return stranger.send("/api/v1/verify", document.encode())["state"] == "revoked"

    def in_the_list():
        signed = json.loads(stranger.get(f"/status/{place['statusListCredential'].rsplit('/', 1)[1]}"))
        return statuses.is_set(signed["credentialSubject"]["encodedList"], int(place["statusListIndex"]))

    begun = time.monotonic()
    for happens in (on_the_page, by_api, in_the_list):
        until(happens, SECONDS - (time.monotonic() - begun))


def shown_publicly(stranger, public_id):
    """Whether it is printed and its holder shows the name; the worker may still be printing."""
    until(lambda: "유효한 증서입니다" in stranger.get(f"/verify/{public_id}"), 120)
    try:
        return bool(stranger.get(f"/api/v1/credentials/{public_id}"))
    except HTTPError:
        return False
