"""The description of the API is valid OpenAPI, says every route there is, and the server answers as it says."""

import warnings
from concurrent.futures import ThreadPoolExecutor

import hypothesis
import pytest
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator

from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.api.described import OPERATIONS
from curriculum_app.api.views import SUMMARIES, TAGS, description
from curriculum_app.database import db, utc_now
from curriculum_app.talent.models import TalentRecord
from curriculum_app.verification import bulk
from curriculum_app.verification.bulk import Row
from curriculum_app.web.access import Role
from curriculum_app.web.problems import ROADS
from tests.credentials.earning import earn, work
from tests.organisations.keyed import granted, key, organisation

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the library's own, on import
    import schemathesis
    from schemathesis import GenerationMode
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance]


@pytest.fixture
def described(app):
    return description()


def test_it_is_valid_openapi(described):
    OpenAPIV31SpecValidator(described).validate()


def test_every_route_for_programs_is_described_and_nothing_else(app, described):
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith(ROADS)} - {"api.openapi"}
    assert set(OPERATIONS) == set(SUMMARIES) == routes
    assert {operation.tag for operation in OPERATIONS.values()} == set(TAGS)


def test_the_scopes_it_names_are_those_the_guards_ask_for(app):
    for endpoint, operation in OPERATIONS.items():
        guard = app.view_functions[endpoint].guard
        assert guard == (f"key {' | '.join(sorted(operation.scopes))}" if operation.scopes else "anyone"), endpoint


def test_it_is_served_to_any_page_and_shown_to_people_in_both_languages(browser, described):
    answer = browser().get("/api/v1/openapi.json")
    assert answer.json == described
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    korean, english = browser().get("/api").text, browser().get("/api", headers={"Accept-Language": "en"}).text
    for path in described["paths"]:
        assert path in korean
        assert path in english
    assert "여러 증서를 한 번에 확인" in korean
    assert "Check many certificates at once" in english


@pytest.fixture
def site(app, trainee, person):
    """Something behind every address, and a key for each role."""
    earned = earn(trainee)
    school = organisation()
    earned.organisation_id = school.id
    consents.choose(trainee.account.id, [Purpose.TALENT_POOL, Purpose.PUBLIC_VERIFICATION], utc_now())
    employer = person("채용", Role.EMPLOYER)
    asked = bulk.ask(employer.id, [Row(str(earned.id))], utc_now())
    db.session.commit()
    work()
    keys = [key(grant)[1] for grant in (employer.grants[0], granted(person("강사"), Role.INSTRUCTOR, school))]
    ids = {"public_id": str(earned.id), "check_id": str(asked.id), "number": 1,
           "record_id": str(db.session.query(TalentRecord.id).filter_by(account_id=trainee.account.id).scalar())}  # fmt: skip
    db.session.commit()  # on SQLite a test that still reads would keep others from writing
    return keys, ids


def ask(app, site, examples):
    """Every operation with what fits its description and with what does not: with each key, without one, and with a wrong one."""
    keys, ids = site
    seen = set()
    with ThreadPoolExecutor(1) as thread:  # a request must not share the test's session
        schema = thread.submit(schemathesis.openapi.from_wsgi, "/api/v1/openapi.json", app).result()
        for found in schema.get_all_operations():
            for secret in (*keys, None, "atk_00000000_wrong"):
                for mode in GenerationMode:
                    real = ids if secret in keys and mode.is_positive else {}
                    walk(thread, found.ok(), mode, secret, real, examples, seen)
    return seen


def walk(thread, operation, mode, secret, ids, examples, seen):
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    @hypothesis.settings(max_examples=examples, derandomize=True, database=None, deadline=None, phases=[hypothesis.Phase.generate],
                         suppress_health_check=list(hypothesis.HealthCheck))  # fmt: skip
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
    def check(case, real):
        if real or examples < 5:
            case.path_parameters = {name: ids.get(name, value) for name, value in (case.path_parameters or {}).items()}
        response = thread.submit(case.call, headers=headers).result()
        seen.add((operation.label, response.status_code))
        case.validate_response(response, checks=CHECKS, headers=headers)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library
        try:
            check()
        except hypothesis.errors.Unsatisfiable:  # there is nothing that would not fit
            assert mode == GenerationMode.NEGATIVE


def test_the_server_answers_as_the_description_says(app, site):
    seen = ask(app, site, 2)
    assert {200, 202, 401, 403, 404, 422} <= {status for _, status in seen}
    assert len({label for label, _ in seen}) == len(OPERATIONS)
    assert len({label for label, status in seen if status < 300}) >= 11  # a certificate is not found by chance


@pytest.mark.long
def test_the_server_answers_as_the_description_says_to_many_more(app, site):
    ask(app, site, 60)


def test_the_checks_would_notice_an_undeclared_answer(app, site, monkeypatch):
    monkeypatch.setitem(app.view_functions, "log.entries", lambda: ({"error": "teapot"}, 418))
    with pytest.raises(BaseExceptionGroup, match="status") as raised:
        ask(app, site, 2)
    assert "418" in str(raised.value.exceptions[0])
