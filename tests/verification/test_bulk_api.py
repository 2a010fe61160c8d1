"""Many certificates checked by API: asked with a key, answered in the order of the rows, one's own alone."""

import pytest

from curriculum_app.organisations.models import OrganisationKind
from curriculum_app.verification import bulk
from curriculum_app.web.access import Role
from tests.credentials.earning import earn, work
from tests.organisations.keyed import bearer, granted, key, organisation

BULK = "/api/v1/verify/bulk"


@pytest.fixture
def secret(person):
    return key(granted(person("채용"), Role.EMPLOYER, organisation("기업", OrganisationKind.EMPLOYER)))[1]


def ask(browser, secret, rows):
    return browser().send("POST", BULK, json={"rows": rows}, **bearer(secret))


def test_rows_are_asked_looked_after_and_read(browser, trainee, secret):
    credential = earn(trainee)
    rows = [{"number": credential.serial, "name": "김하늘"}, {"number": str(credential.id)}, {"number": credential.serial, "name": "이"}]
    asked = ask(browser, secret, rows)
    assert asked.status_code == 202
    address = asked.headers["Location"]
    assert (asked.json["size"], asked.json["done"], asked.json["finished"]) == (3, 0, False)
    early = browser().get(f"{address}/results", **bearer(secret))
    assert (early.status_code, early.json["error"]) == (409, "not_finished")
    work()
    assert browser().get(address, **bearer(secret)).json["finished"]
    results = browser().get(f"{address}/results", **bearer(secret)).json["results"]
    assert [(row["outcome"], row["state"]) for row in results] == [("match", "valid"), ("match", "valid"), ("no_match", None)]
    assert results[1]["serial"] == credential.serial
    assert results[1]["course"] == credential.facts["course"]
    assert results[0]["course"] is None


def test_anothers_check_is_unknown(browser, person, secret):
    address = ask(browser, secret, [{"number": "2026-0001", "name": "김"}]).headers["Location"]
    other = key(granted(person("다른 채용"), Role.EMPLOYER))[1]
    assert browser().get(address, **bearer(other)).status_code == 404
    assert browser().get(f"{address}/results", **bearer(other)).status_code == 404


@pytest.mark.parametrize(("given", "status", "error"), [
    ({"json": {}}, 422, "unfit"), ({"json": {"rows": []}}, 422, "unfit"), ({"json": {"rows": [{"number": 1}]}}, 422, "unfit"),
    ({"json": {"rows": [{"number": "1", "role": "administrator"}]}}, 422, "unfit"), ({"data": b"{"}, 415, "wrong_media_type"),
    ({"data": b"{", "content_type": "application/json"}, 400, "bad_request"), ({"json": {"rows": [{"number": "1"}] * 5001}}, 422, "unfit"),
    ({"json": {"rows": [{"number": "1" * 301}]}}, 422, "unfit"),
    ({"data": b"[" * 100_000, "content_type": "application/json"}, 400, "bad_request"),
    ({"data": b" " * 3_000_000, "content_type": "application/json"}, 413, "too_large"),
])  # fmt: skip
def test_what_is_no_wish_says_why(browser, secret, given, status, error):
    answer = browser().send("POST", BULK, headers=bearer(secret)["headers"], **given)
    assert (answer.status_code, answer.json["error"]) == (status, error)


def test_a_fourth_check_at_once_has_to_wait(browser, secret):
    answers = [ask(browser, secret, [{"number": "1"}]) for _ in range(bulk.UNDER_WAY + 1)]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
    assert answers[-1].json["error"] == "bulk_under_way"
    assert int(answers[-1].headers["Retry-After"]) >= 1
    work()
    assert ask(browser, secret, [{"number": "1"}]).status_code == 202
