"""The feed tells what changed in an order that never changes, and nothing its reader may not know at the time of asking."""

from datetime import timedelta
from uuid import uuid4

import pytest

from curriculum_app import jobs
from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Account, Purpose
from curriculum_app.credentials import keys, revoking
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.deliveries import noticing
from curriculum_app.deliveries.models import Change
from curriculum_app.organisations.models import OrganisationKind
from curriculum_app.talent.models import TalentRecord
from curriculum_app.web.access import Role, Scope
from tests.credentials.earning import work
from tests.deliveries.telling import credential, go_round
from tests.organisations.keyed import bearer, granted, key, organisation

CHANGES = "/api/v1/changes"


@pytest.fixture
def school(app):
    keys.ensure(utc_now())
    return organisation()


@pytest.fixture
def of_school(person, school):
    return key(granted(person("강사"), Role.INSTRUCTOR, school))[1]


@pytest.fixture
def of_employer(person):
    return key(granted(person("채용"), Role.EMPLOYER, organisation("회사", OrganisationKind.EMPLOYER)))[1]


def read(browser, secret, **query):
    answer = browser().get(CHANGES, query_string=query, **bearer(secret))
    assert answer.status_code == 200, answer.text
    return answer.json


def listed(person, number, place=None):
    """Somebody with a certificate who agreed to be found, and the id of their record."""
    account = person(f"사람{number}")
    consents.choose(account.id, [Purpose.TALENT_POOL], utc_now())
    db.session.commit()
    made = credential(account, place, number)
    return account, made, str(db.session.query(TalentRecord.id).filter_by(account_id=account.id).scalar())


def test_a_school_reads_its_own_page_by_page_and_goes_on_from_where_it_was(browser, person, school, of_school):
    made = [credential(person(), school, number) for number in range(1, 6)]
    credential(person(), organisation("다른 학교"), 9)
    first = read(browser, of_school, limit=3)
    second = read(browser, of_school, limit=3, after=first["next"])
    assert (first["more"], second["more"]) == (True, False)
    told = [change["credential"]["id"] for change in first["changes"] + second["changes"]]
    assert told == [str(one.id) for one in made]
    nothing = read(browser, of_school, after=second["next"])
    assert nothing == {"changes": [], "next": second["next"], "more": False}
    revoking.revoke(made[0], school.id and db.session.query(Account.id).first()[0], "시험", utc_now())
    db.session.commit()
    go_round()
    (change,) = read(browser, of_school, after=second["next"])["changes"]
    assert (change["type"], change["credential"]["revocation_reason"]) == ("credential.revoked", "시험")


def test_what_was_read_once_is_read_again_the_same(browser, person, school, of_school):
    for number in range(1, 4):
        credential(person(), school, number)
    before = read(browser, of_school)["changes"]
    credential(person(), school, 4)
    assert read(browser, of_school)["changes"][:3] == before


def test_an_employer_reads_of_records_of_those_who_agree_alone(browser, person, of_employer):
    credential(person("이수줍"), number=8)
    account, made, record = listed(person, 1)
    text = browser().get(CHANGES, **bearer(of_employer)).text
    told = read(browser, of_employer)["changes"]
    assert {change["type"] for change in told} == {"consent.given", "credential.issued"}
    assert {change["record"] for change in told} == {record}
    assert all(change["credential"] is None for change in told)
    for hidden in (account.name, account.email, str(account.id), str(made.id), made.serial):
        assert hidden not in text


def test_consent_withdrawn_takes_everything_told_before_away_at_once(browser, person, of_employer):
    account, _, record = listed(person, 1)
    assert read(browser, of_employer)["changes"]
    consents.choose(account.id, [], utc_now())
    db.session.commit()
    assert read(browser, of_employer)["changes"] == []  # before the worker has done anything
    work()
    (change,) = read(browser, of_employer)["changes"]
    assert (change["type"], change["record"]) == ("consent.withdrawn", record)


def test_a_person_who_is_gone_is_told_as_withdrawn(browser, person, of_employer):
    account, _, record = listed(person, 1)
    db.session.query(Credential).delete()
    db.session.delete(db.session.get_one(Account, account.id))
    db.session.commit()
    go_round()
    (change,) = read(browser, of_employer)["changes"]
    assert (change["type"], change["record"]) == ("consent.withdrawn", record)


def test_an_expired_one_is_told_without_anybody_doing_anything(browser, person, school, of_school):
    made = credential(person(), school)
    made.valid_until = utc_now() - timedelta(seconds=1)
    db.session.commit()
    go_round()
    assert [change["type"] for change in read(browser, of_school)["changes"]] == ["credential.issued", "credential.expired"]


def test_what_a_lost_signal_left_is_caught_up_with(app, person, school):
    db.session.add(Credential(
        account_id=person().id, course_id=uuid4(), organisation_id=school.id, year=2020, number=1, status_list=1, status_index=1,
        facts={"skills": [], "course": {"ko": "", "en": ""}, "language": "ko", "score": 1.0}, issued_at=utc_now() - timedelta(days=900),
        valid_until=utc_now() - timedelta(days=1),
    ))  # fmt: skip
    db.session.commit()
    go_round()
    assert [change.kind for change in db.session.query(Change).order_by(Change.sequence)] == ["credential.issued", "credential.expired"]


def test_more_than_one_job_can_hold_are_noted_by_the_next(app, person, school, monkeypatch):
    monkeypatch.setattr(noticing, "AT_ONCE", 2)
    for number in range(1, 6):
        db.session.add(Credential(
            course_id=uuid4(), organisation_id=school.id, year=2020, number=number, status_list=1, status_index=number,
            facts={"skills": [], "language": "ko", "score": 1.0}, issued_at=utc_now(), valid_until=utc_now() + timedelta(days=1),
        ))  # fmt: skip
    db.session.commit()
    go_round()
    assert [change.sequence for change in db.session.query(Change).order_by(Change.sequence)] == [1, 2, 3, 4, 5]
    assert db.session.query(jobs.Job).filter(jobs.Job.done_at.is_(None)).count() == 0


def test_a_key_reads_only_what_its_scopes_say(browser, person, school):
    credential(person(), school)
    account = person("강사")
    both = key(granted(account, Role.INSTRUCTOR, school), Scope.VERIFY_BULK, Scope.CREDENTIALS_READ)[1]
    bulk_only = key(account.grants[0], Scope.VERIFY_BULK)[1]
    assert len(read(browser, both)["changes"]) == 1
    assert browser().get(CHANGES, **bearer(bulk_only)).status_code == 403


def test_an_administrator_reads_of_every_certificate_and_of_no_consent(browser, person, school):
    listed(person, 1)
    credential(person(), school, 2)
    secret = key(person("관리자", Role.ADMINISTRATOR).grants[0])[1]
    assert {change["type"] for change in read(browser, secret)["changes"]} == {"credential.issued"}
    assert len(read(browser, secret)["changes"]) == 2


@pytest.mark.parametrize("query", [{"after": "x"}, {"after": str(uuid4())}, {"limit": 0}, {"limit": 501}, {"limit": "many"}])
def test_a_cursor_or_limit_that_is_none_says_so(browser, of_school, query):
    answer = browser().get(CHANGES, query_string=query, **bearer(of_school))
    assert answer.status_code == 422
    assert answer.json["error"] in {"unfit", "unknown_cursor"}


def test_a_page_costs_the_same_however_long_the_feed(browser, person, school, of_school, count_queries):
    for number in range(1, 9):
        credential(person(), school, number)
    read(browser, of_school, limit=1)

    def statements(limit):
        with count_queries() as counted:
            read(browser, of_school, limit=limit)
        return len(counted)

    assert statements(1) == statements(8)


# The record itself


def test_a_listed_record_is_read_and_gone_with_the_consent(browser, person, of_employer):
    people = [listed(person, number) for number in range(1, 6)]
    account, made, record = people[0]
    answer = browser().get(f"/api/v1/talent/{record}", **bearer(of_employer))
    assert answer.status_code == 200
    assert answer.json["skills"][0]["skill"] == "find_errors"
    for hidden in (account.name, account.email, str(account.id), str(made.id), made.serial):
        assert hidden not in answer.text
    sixth = listed(person, 6)
    consents.choose(account.id, [], utc_now())
    db.session.commit()
    gone, unknown = (browser().get(f"/api/v1/talent/{id}", **bearer(of_employer)) for id in (record, uuid4()))
    assert gone.status_code == unknown.status_code == 404
    assert gone.json == unknown.json
    assert browser().get(f"/api/v1/talent/{sixth[2]}", **bearer(of_employer)).status_code == 200


def test_where_fewer_than_five_are_listed_nobody_is_shown(browser, person, of_employer):
    *_, (_, _, record) = [listed(person, number) for number in range(1, 5)]
    assert browser().get(f"/api/v1/talent/{record}", **bearer(of_employer)).status_code == 404


def test_a_school_reads_its_own_signed_credential_by_key_and_others_do_not(browser, trainee, person, school, of_school, of_employer):
    from tests.credentials.earning import earn

    made = earn(trainee)
    url = f"/api/v1/credentials/{made.id}"
    assert [browser().get(url, **bearer(secret)).status_code for secret in (of_school, of_employer)] == [404, 404]
    made.organisation_id = school.id
    assert [browser().get(url, **bearer(secret)).status_code for secret in (of_school, of_employer)] == [200, 404]
    assert browser().get(url).status_code == 404
