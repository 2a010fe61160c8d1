"""Every view says who may open it, and every page carries the strict policy."""

from uuid import uuid4

import pytest

# Every route and whom it lets in. A new view is written here, or this fails.
GUARDS = {
    "accounts.ask_reset": "anyone", "accounts.choose_consents": "learner", "accounts.confirm": "anyone", "accounts.outbox": "anyone",
    "accounts.profile": "learner", "accounts.reset": "anyone", "accounts.sign_in": "anyone", "accounts.sign_out": "anyone",
    "accounts.sign_up": "anyone", "assets.file": "anyone",
    "cohorts.accept": "learner", "cohorts.cohort": "instructor", "cohorts.export": "instructor", "cohorts.join": "anyone",
    "cohorts.listing": "instructor", "cohorts.new": "instructor", "cohorts.renew_link": "instructor",
    "exams.answer": "learner", "exams.entrance": "learner", "exams.hand_in": "learner",
    "exams.overview": "learner", "exams.question": "learner", "exams.result": "learner", "exams.start": "learner",
    "learning.active": "learner", "learning.catalogue": "anyone",
    "learning.course": "anyone", "learning.enrol": "learner", "learning.finish_lesson": "learner", "learning.home": "anyone",
    "learning.lesson": "anyone", "learning.picture": "anyone", "learning.progress": "learner", "operations.alive": "anyone",
    "operations.ready": "anyone", "practice.exercise": "learner", "practice.hand_in": "learner", "practice.keep_draft": "learner",
    "practice.result": "learner", "web.about": "anyone", "web.choose_language": "anyone",
}  # fmt: skip


def test_every_view_is_listed_with_its_guard(app):
    found = {
        rule.endpoint: getattr(app.view_functions[rule.endpoint], "guard", "none") for rule in app.url_map.iter_rules()
    }
    assert found == GUARDS


@pytest.mark.parametrize(
    "url", ["/", "/courses", "/nowhere", "/sign-in", "/progress", "/courses/sample/lessons/basics"]
)
def test_every_page_carries_the_policy_and_no_inline_script_or_style(browser, url):
    answer = browser().get(url)
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "<style" not in answer.text
    assert " style=" not in answer.text
    assert "<script>" not in answer.text


def test_pages_for_others_are_refused_alike(browser):
    here = browser()
    for url in ("/profile", "/progress", "/courses/sample/practice/pick"):
        answer = here.get(url)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in?next=")
    assert here.post("/courses/sample/enrol").status_code == 401


VALUES = {"course": "sample", "slug": "basics", "code": "none", "secret": "none", "name": "none", "number": 1, "answer_id": uuid4(),
          "sitting_id": uuid4(), "cohort_id": uuid4(), "step_id": uuid4()}  # fmt: skip


def calls(app):
    """Every route and method with an address."""
    for rule in app.url_map.iter_rules():
        address = rule.build({name: VALUES[name] for name in rule.arguments})[1]
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, address


def ask(here, method, address):
    if method == "GET":
        return here.get(address)
    return here.put(address, {}) if method == "PUT" else here.post(address)


def test_every_route_and_method_answers_each_role_as_its_guard_says(app, browser, person):
    stranger, learner = browser(), browser().sign_in(person())
    for endpoint, method, address in calls(app):
        guard = GUARDS[endpoint]
        answer = ask(stranger, method, address)
        refused = answer.status_code == 401 or (
            answer.status_code == 302 and "/sign-in?next=" in answer.headers["Location"]
        )
        assert refused == (guard != "anyone"), (endpoint, method, answer.status_code)
    for endpoint, method, address in calls(app):
        if endpoint == "accounts.sign_out":
            continue
        status = ask(learner, method, address).status_code
        assert (status == 403) == (GUARDS[endpoint] == "instructor"), (endpoint, method, status)
        assert status < 500


def test_every_state_change_needs_a_token(app, browser, person):
    here = browser().sign_in(person())
    for endpoint, method, address in calls(app):
        if method != "GET":
            answer = here.client.open(address, method=method, data={"name": "x"})
            assert answer.status_code == 400, (endpoint, method, answer.status_code)
