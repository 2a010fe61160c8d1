"""A key lets a program in as its maker: shown once, kept as a hash, gone with its date, its revocation or the role."""

import re
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest

from curriculum_app import create_app
from curriculum_app.accounts.models import Account
from curriculum_app.audit import AuditEntry
from curriculum_app.database import db, utc_now
from curriculum_app.organisations import api_keys
from curriculum_app.organisations.key_models import ApiKey
from curriculum_app.organisations.models import Organisation
from curriculum_app.refusal import Refused
from curriculum_app.web import limiter
from curriculum_app.web.access import Role, Scope
from tests.organisations.keyed import bearer, granted, key, organisation

CHANGES = "/api/v1/changes"


@pytest.fixture
def teacher(person):
    return person("강사")


@pytest.fixture
def grant(teacher):
    return granted(teacher, Role.INSTRUCTOR, organisation())


def asked(browser, secret, url=CHANGES):
    return browser().get(url, **bearer(secret))


def test_a_key_made_on_the_page_is_shown_once_and_kept_as_a_hash(browser, teacher, grant):
    here = browser().sign_in(teacher)
    page = here.post("/keys", {"name": "인사 시스템", "grant": grant.id, "scopes": "credentials:read", "days": "90"}).text
    (secret,) = set(re.findall(r"atk_[0-9a-f]{8}_[\w-]{43}", page))
    row = db.session.query(ApiKey).one()
    assert row.secret_hash == sha256(secret.encode()).hexdigest()
    assert secret.startswith(row.prefix)
    assert asked(browser, secret).status_code == 200
    later = here.get("/keys").text
    assert secret not in later
    assert row.prefix in later
    assert "인사 시스템" in later


@pytest.mark.parametrize("wrong", [
    {}, {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": "Bearer "}, {"Authorization": "Bearer atk_00000000_no"},
    {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer \x00"}, {"Authorization": "Bearer " + "x" * 5000},
])  # fmt: skip
def test_without_a_key_that_holds_the_answer_is_401_with_its_challenge(app, wrong):
    answer = app.test_client().get(CHANGES, headers=wrong)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].lower().startswith('bearer realm="the api"')
    assert answer.mimetype == "application/problem+json"
    assert answer.json["error"] == "no_key"
    assert answer.json["status"] == 401


def test_a_session_opens_nothing_and_a_key_no_page(browser, teacher, grant):
    assert browser().sign_in(teacher).get(CHANGES).status_code == 401
    assert browser().get("/keys", **bearer(key(grant)[1])).status_code == 302


def test_a_key_without_the_scope_is_refused(browser, grant):
    answer = asked(browser, key(grant, Scope.VERIFY_BULK)[1])
    assert (answer.status_code, answer.json["error"]) == (403, "scope_lacking")


def test_a_revoked_key_opens_nothing_with_the_next_request(browser, teacher, grant):
    made, secret = key(grant)
    assert asked(browser, secret).status_code == 200
    assert browser().sign_in(teacher).post(f"/keys/{made.id}/revoke").status_code == 303
    assert asked(browser, secret).status_code == 401
    assert [entry.deed for entry in db.session.query(AuditEntry).order_by(AuditEntry.created_at)] == ["api_key_made", "api_key_revoked"]


def test_an_expired_key_opens_nothing(browser, grant):
    made, secret = key(grant)
    made.expires_at = utc_now()
    assert asked(browser, secret).status_code == 401


def test_who_loses_the_role_or_is_removed_loses_the_key_with_it(browser, teacher, grant):
    _, secret = key(grant)
    grant.organisation_id = organisation("다른 학교").id
    assert asked(browser, secret).status_code == 401
    grant.organisation_id = db.session.query(ApiKey).one().organisation_id
    assert asked(browser, secret).status_code == 200
    grant.role = Role.AUTHOR
    assert asked(browser, secret).status_code == 401
    grant.role = Role.INSTRUCTOR
    db.session.delete(db.session.get_one(Account, teacher.id))
    assert asked(browser, secret).status_code == 401


def test_the_last_use_is_noted_also_where_nothing_else_is_written(browser, grant):
    made, secret = key(grant)
    assert made.last_used_at is None
    asked(browser, secret)
    first = made.last_used_at
    assert abs(first - utc_now()) < timedelta(minutes=1)
    asked(browser, secret)
    assert made.last_used_at == first  # not with each request


@pytest.mark.parametrize(("role", "scope"), [
    (Role.INSTRUCTOR, Scope.TALENT_READ), (Role.EMPLOYER, Scope.CREDENTIALS_READ), (Role.ADMINISTRATOR, Scope.TALENT_READ),
])  # fmt: skip
def test_no_role_gives_more_than_it_has(browser, person, role, scope):
    account = person("사람")
    grant = granted(account, role, None if role == Role.ADMINISTRATOR else organisation())
    with pytest.raises(Refused, match="scope_not_allowed"):
        api_keys.make(grant, "x", [scope], 30, utc_now())
    page = browser().sign_in(account).post("/keys", {"name": "x", "grant": grant.id, "scopes": scope, "days": "30"})
    assert page.status_code == 422
    assert db.session.query(ApiKey).count() == 0


def test_only_ones_own_roles_are_offered_and_taken(browser, person, grant):
    other = person("남")
    granted(other, Role.EMPLOYER)
    here = browser().sign_in(other)
    assert here.post("/keys", {"name": "x", "grant": grant.id, "scopes": "verify:bulk", "days": "30"}).status_code == 422
    assert here.post("/keys", {"name": "x", "grant": uuid4(), "scopes": "verify:bulk", "days": "30"}).status_code == 422
    assert here.post("/keys", {"name": "x", "grant": str(other.grants[0].id), "scopes": "verify:bulk", "days": "9999"}).status_code == 422


def test_another_organisations_key_is_as_unknown_as_one_that_is_not_there(browser, person, grant):
    made, secret = key(grant)
    stranger, colleague, administrator = person("남"), person("동료"), person("관리자", Role.ADMINISTRATOR)
    granted(stranger, Role.INSTRUCTOR, organisation("다른 학교"))
    there = browser().sign_in(stranger)
    assert made.prefix not in there.get("/keys").text
    assert there.post(f"/keys/{made.id}/revoke").status_code == there.post(f"/keys/{uuid4()}/revoke").status_code == 404
    granted(colleague, Role.INSTRUCTOR, db.session.get(Organisation, made.organisation_id))
    assert made.prefix in browser().sign_in(administrator).get("/keys").text
    assert browser().sign_in(colleague).post(f"/keys/{made.id}/revoke").status_code == 303
    assert asked(browser, secret).status_code == 401
    assert browser().sign_in(colleague).post(f"/keys/{made.id}/revoke").status_code == 409


def test_twenty_keys_are_enough(grant):
    for _ in range(api_keys.MOST):
        key(grant)
    with pytest.raises(Refused, match="too_many_keys"):
        key(grant)


@pytest.fixture
def limited(app):
    """The same site with its limits in force, three requests a minute for a key."""
    other = create_app(
        DATA_DIR=app.config["DATA_DIR"], DATABASE_URL=app.config["DATABASE_URL"], TESTING=True, SECRET_KEY="tests only",
        RATELIMIT_ENABLED=True, RATELIMIT_API="3 per minute",
    )  # fmt: skip
    yield other
    limiter.enabled = False  # there is one limiter in a process
    with other.app_context():
        db.engine.dispose()


def test_a_key_that_asks_too_often_waits_and_no_other_does(limited, grant):
    busy, calm = key(grant)[1], key(grant)[1]
    answers = [limited.test_client().get(CHANGES, **bearer(busy)) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].json["error"] == "too_many_requests"
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61
    assert limited.test_client().get(CHANGES, **bearer(calm)).status_code == 200


def test_employers_without_an_organisation_have_keys_too(browser, person):
    account = person("채용", Role.EMPLOYER)
    made, secret = key(account.grants[0], Scope.TALENT_READ)
    assert asked(browser, secret).status_code == 200
    assert made.organisation_id is None


@pytest.mark.parametrize(("method", "url", "status", "error"), [
    ("GET", "/api/v1/nothing", 404, "not_found"), ("DELETE", "/api/v1/verify", 405, "method_not_allowed"),
    ("GET", "/log/inclusion/none", 404, "not_found"), ("GET", "/log/entries?start=x", 422, "bad_number"),
    ("GET", "/.well-known/nothing", 404, "not_found"), ("POST", "/api/v1/verify", 422, "no_json"),
])  # fmt: skip
def test_every_error_of_the_api_is_problem_details(app, method, url, status, error):
    answer = app.test_client().open(url, method=method)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json["error"] == error
    assert answer.json["status"] == status
    assert answer.json["title"]
    assert answer.json["detail"]
    assert answer.json["type"].endswith("/api#problems")
    if status == 405:
        assert "POST" in answer.headers["Allow"]
