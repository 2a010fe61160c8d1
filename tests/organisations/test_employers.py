"""An employer proves its domain before anybody lets it in."""

from datetime import timedelta

import pytest

from curriculum_app import jobs, mail
from curriculum_app.accounts.models import Grant
from curriculum_app.database import db, utc_now
from curriculum_app.organisations import registering
from curriculum_app.organisations.employer_models import EmployerRegistration, RegistrationState
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role

FORM = {"name_ko": "맑은데이터", "name_en": "Clear Data", "work_email": "hr@clear-data.example"}


def link():
    while jobs.run_waiting():
        pass
    letter = next(letter for letter in mail.laid_down(20) if "/employers/confirm/" in letter.get_content())
    return "/employers/confirm/" + letter.get_content().split("/employers/confirm/")[1].split()[0]


@pytest.mark.parametrize(("email", "domain"), [("a@clear.example", "clear.example"), ("a@HR.Clear.Example.", "hr.clear.example"),
                                               ("가@회사.example", "xn--vf4b131b.example")])  # fmt: skip
def test_a_company_has_its_own_domain(email, domain):
    assert registering.company_domain(email) == domain


@pytest.mark.parametrize("email", ["a@gmail.com", "a@NAVER.com", "a@mail.naver.com", "a@hanmail.net", "a@GMAIL.com.", "a@kakao.com"])
def test_free_mail_is_no_company(email):
    with pytest.raises(Refused, match="free_mail"):
        registering.company_domain(email)


@pytest.mark.parametrize("email", ["a@localhost", "a@", "a@" + "x" * 64 + ".example"])
def test_what_is_no_domain_is_refused(email):
    with pytest.raises(Refused, match="no_domain"):
        registering.company_domain(email)


def test_from_the_form_over_the_mail_and_the_administrator_to_the_pool(browser, person):
    account = person("담당", email="me@home.example")
    here = browser().sign_in(account)
    assert here.get("/talent").status_code == 403
    assert here.post("/employers/register", FORM).status_code == 303
    confirm = link()
    assert db.session.query(Organisation).count() == 0
    assert here.get(confirm).status_code == 200
    assert db.session.query(EmployerRegistration).one().state == RegistrationState.ASKED  # opening it confirms nothing
    assert here.post(confirm).status_code == 303
    assert here.get("/talent").status_code == 403
    chief = browser().sign_in(person("관리자", Role.ADMINISTRATOR))
    assert "hr@clear-data.example" in chief.get("/administration/employers").text
    asked = db.session.query(EmployerRegistration).one()
    assert chief.post(f"/administration/employers/{asked.id}/approve").status_code == 303
    assert chief.post(f"/administration/employers/{asked.id}/approve").status_code == 409
    assert here.get("/talent").status_code == 200
    made = db.session.query(Organisation).one()
    assert (made.kind, made.name_en) == (OrganisationKind.EMPLOYER, "Clear Data")


def test_the_link_is_for_who_asked_once_and_for_an_hour(browser, person):
    account, other = person(), person()
    here, there = browser().sign_in(account), browser().sign_in(other)
    here.post("/employers/register", FORM)
    confirm = link()
    assert there.post(confirm).status_code == 409
    assert browser().get(confirm).status_code == 302
    assert here.post(confirm).status_code == 303
    assert here.post(confirm).status_code == 409
    with pytest.raises(Refused, match="registration_link_invalid"):
        registering.confirm(account.id, confirm.rsplit("/", 1)[1], utc_now() + timedelta(hours=2))


def test_by_setting_nobody_has_to_decide(browser, person, app, monkeypatch):
    monkeypatch.setitem(app.config, "EMPLOYERS_OPEN", True)
    here = browser().sign_in(person())
    here.post("/employers/register", FORM)
    here.post(link())
    assert here.get("/talent").status_code == 200


def test_a_domain_has_one_employer(browser, person, app, monkeypatch):
    monkeypatch.setitem(app.config, "EMPLOYERS_OPEN", True)
    browser_one, browser_two = browser().sign_in(person()), browser().sign_in(person())
    browser_one.post("/employers/register", FORM)
    browser_one.post(link())
    answer = browser_two.post("/employers/register", {**FORM, "name_ko": "다른이름", "work_email": "x@clear-data.example"})
    assert answer.status_code == 422
    assert "clear-data.example" in answer.text


def test_who_is_refused_reads_why_and_gets_no_role(browser, person):
    here = browser().sign_in(person())
    here.post("/employers/register", FORM)
    here.post(link())
    asked = db.session.query(EmployerRegistration).one()
    chief = browser().sign_in(person("관리자", Role.ADMINISTRATOR))
    assert chief.post(f"/administration/employers/{asked.id}/refuse", {"reason": ""}).status_code == 422
    assert chief.post(f"/administration/employers/{asked.id}/refuse", {"reason": "사업자 확인 불가"}).status_code == 303
    assert "사업자 확인 불가" in here.get("/employers/register").text
    assert db.session.query(Grant).filter_by(role=Role.EMPLOYER).count() == 0


def test_one_asks_three_times_a_day(browser, person):
    here = browser().sign_in(person())
    for number in range(3):
        assert here.post("/employers/register", {**FORM, "work_email": f"a@c{number}.example"}).status_code == 303
    assert here.post("/employers/register", {**FORM, "work_email": "a@c4.example"}).status_code == 422
