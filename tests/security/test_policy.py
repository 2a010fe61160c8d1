"""The strict policy stands on every answer of every route, on error pages of each sort too."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from curriculum_app.database import db
from curriculum_app.learning.catalogue import live
from curriculum_app.web.access import Role
from tests.conftest import PASSWORD
from tests.house.routes import calls


def assert_strict(answer, *statuses):
    if statuses:
        assert answer.status_code in statuses, (answer.request.path, answer.status_code)
    policy = dict(part.partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split("; "))
    assert "unsafe" not in str(policy), answer.request.path
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    to_keep = answer.headers.get("Content-Disposition", "").startswith("attachment")  # a browser never shows it here
    if answer.mimetype == "text/html" and not to_keep:
        page = answer.text
        assert "<script>" not in page
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR], ids=str)
def test_every_answer_of_every_route_carries_it(app, browser, person, role):
    here = browser().sign_in(person("사람", role)) if role else browser()
    token = {"X-CSRFToken": here.token()}
    for _, _, address in sorted(calls(app), key=lambda call: call[0] == "accounts.sign_out"):  # signing out comes last
        for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"):
            for headers in (token, {}):  # without the token most of them are error pages
                with here.send(method, address, headers=headers) as answer:
                    assert_strict(answer)


def test_what_any_cache_may_keep_carries_nobodys_cookie(app, browser, person):
    here = browser().sign_in(person())
    assert "session=" in here.get("/").headers["Set-Cookie"]
    files = [f"/assets/{name}" for name in app.extensions["assets"].names(look_again=True).values()]
    for path in (*files, *(f"/pictures/{name}" for name in live().pictures)):
        with here.get(path) as answer:
            assert answer.cache_control.public, path
            assert "Set-Cookie" not in answer.headers
            assert "Cookie" not in answer.vary


def test_error_pages_of_each_sort_carry_it(app, browser, person):
    here = browser().sign_in(person())
    token = {"X-CSRFToken": here.token()}
    assert_strict(here.get("/nowhere"), 404)
    assert_strict(here.send("POST", "/nowhere", headers=token), 404)
    assert_strict(here.get("/administration"), 403)
    assert_strict(here.send("PUT", "/about", headers=token), 405)
    assert_strict(here.send("POST", "/language"), 400)
    assert_strict(browser().post("/courses/sample/enrol"), 401)
    assert_strict(here.post("/reset/none"), 409)
    assert_strict(here.post("/verify", {"name": ""}), 422)
    too_large = b"x" * (app.config["MAX_CONTENT_LENGTH"] + 1)
    assert_strict(here.send("POST", "/verify", data=too_large, headers=token), 413)
    form = {"email": "nobody@example.org", "password": PASSWORD}
    for _ in range(app.config["FAILED_SIGN_INS"]):
        assert_strict(here.post("/sign-in", form), 422)
    assert_strict(here.post("/sign-in", form), 429)


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_fails_unexpectedly_carries_it(app, browser, person, monkeypatch, accept):
    here = browser().sign_in(person())
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    for endpoint in ("learning.catalogue", "learning.progress"):
        monkeypatch.setitem(app.view_functions, endpoint, lambda: 1 / 0)
    for path in ("/courses", "/progress"):
        assert_strict(here.get(path, headers={"Accept": accept}), 500)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_where_the_database_is_away_a_page_says_so_and_carries_it(browser, person, method):
    here = browser().sign_in(person())
    token = {"X-CSRFToken": here.token()}
    assert here.get("/progress").status_code == 200

    def be_away(*_):
        raise OperationalError("", None, Exception("away"))

    db.session.commit()
    sa.event.listen(db.engine, "before_cursor_execute", be_away)
    try:
        answer = here.client.open(
            "/progress" if method == "GET" else "/courses/sample/enrol", method=method, headers=token
        )
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", be_away)
    assert_strict(answer, 503)
    assert "바쁩니다" in answer.text or "busy" in answer.text
