"""Employers find what people can do, and only people who agree, never fewer than five, never by name."""

from datetime import timedelta
from uuid import uuid4

import pytest

from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.talent import recording, searching
from curriculum_app.talent.models import TalentRecord, TalentSkill
from curriculum_app.talent.searching import Wish
from curriculum_app.web.access import Role
from tests.credentials.earning import earn


@pytest.fixture
def pool(app, person):
    """Six people with certificates of 60, 65, … 85 points, all listed: the last in English."""
    people = []
    for number in range(6):
        account, score = person(f"사람{number}"), 60.0 + 5 * number
        skill = {"id": "find_errors", "ko": "", "en": "", "mean": score, "items": 3}
        credential = Credential(
            account_id=account.id, course_id=live().courses["sample"].id, year=2026, number=number + 1, status_list=1, status_index=number,
            facts={"skills": [skill], "language": "en" if number == 5 else "ko", "score": score}, issued_at=utc_now(),
            valid_until=utc_now() + timedelta(days=9),
        )  # fmt: skip
        db.session.add(credential)
        db.session.flush()
        recording.record(str(credential.id))
        consents.choose(account.id, [Purpose.TALENT_POOL], utc_now())
        people.append((account, credential))
    db.session.commit()
    return people


@pytest.fixture
def employer(browser, person):
    return browser().sign_in(person("채용", Role.EMPLOYER))


def scores(wish=Wish()):  # noqa: B008  a frozen value
    return [round(skills[0].score) for _, skills in searching.find(wish, 1, utc_now()).people]


def test_the_best_stand_first_and_nobody_by_name(pool, employer):
    assert scores() == [85, 80, 75, 70, 65, 60]
    page = employer.get("/talent").text
    assert "6명" in page
    for account, credential in pool:
        assert account.name not in page
        assert account.email not in page
        assert str(credential.id) not in page


def test_filters_narrow_and_fewer_than_five_are_not_shown(pool, employer):
    assert scores(Wish(least=65)) == [85, 80, 75, 70, 65]
    assert searching.find(Wish(least=70), 1, utc_now()).total is None
    assert scores(Wish(language="ko")) == [80, 75, 70, 65, 60]
    assert scores(Wish(skill="use_evidence")) == []
    assert scores(Wish(course_id=uuid4())) == []
    page = employer.get("/talent?least=70").text
    assert "다섯 사람보다 적습니다" in page
    assert page.split("<main")[1] == employer.get("/talent?least=100").text.split("<main")[1].replace(
        'value="100"', 'value="70"'
    )


def test_a_withdrawn_consent_delists_on_the_next_request(pool, employer):
    consents.choose(pool[0][0].id, [], utc_now())
    db.session.commit()
    assert "5명" in employer.get("/talent").text
    consents.choose(pool[1][0].id, [], utc_now())
    db.session.commit()
    assert "다섯 사람보다 적습니다" in employer.get("/talent").text


def test_the_revoked_and_the_expired_are_not_found(pool):
    pool[5][1].revoked_at, pool[5][1].revocation_reason = utc_now(), "시험"
    db.session.commit()
    assert scores() == [80, 75, 70, 65, 60]
    assert searching.find(Wish(), 1, utc_now() + timedelta(days=10)).total is None


@pytest.mark.parametrize("query", ["least=abc", "least=101", "least=-1", "course=none", "skill=none", "language=fr"])
def test_a_senseless_filter_is_refused_with_a_reason(pool, employer, query):
    answer = employer.get(f"/talent?{query}")
    assert answer.status_code == 422
    assert "field-error" in answer.text


def test_only_employers_search(browser, person, trainee):
    assert trainee.get("/talent").status_code == 403
    assert browser().get("/talent").status_code == 302
    assert browser().sign_in(person("강사", Role.INSTRUCTOR)).get("/talent").status_code == 403


def test_a_record_is_made_with_the_certificate_hidden_and_can_be_taken_along(trainee):
    assert "아직 비어 있습니다" in trainee.get("/talent/mine").text
    credential = earn(trainee)
    assert db.session.query(TalentRecord).one().account_id == trainee.account.id
    assert db.session.query(TalentSkill).one().score == 100
    assert "나에게만 보입니다" in trainee.get("/talent/mine").text
    taken = trainee.get("/talent/mine.json").json
    assert taken["listed"] is False
    assert taken["certificates"][0]["number"] == credential.serial
    assert taken["skills"][0]["skill"] == "find_errors"
    assert taken["skills"][0]["certificate"] == str(credential.id)
    assert taken["skills"][0]["assessed_at"] == credential.issued_at.isoformat()


def test_recording_twice_is_recording_once(pool):
    recording.record(str(pool[0][1].id))
    db.session.commit()
    assert db.session.query(TalentSkill).count() == 6


def test_the_number_of_queries_does_not_grow_with_the_pool(pool, person, employer, count_queries):
    with count_queries() as few:
        employer.get("/talent")
    record = TalentRecord(account_id=person().id)
    db.session.add(record)
    db.session.flush()
    db.session.add_all(
        TalentSkill(
            record_id=record.id, credential_id=pool[0][1].id, course_id=uuid4(), skill=f"s{number}", language="ko", score=1.0,
            questions=1, exam_score=1.0, assessed_at=utc_now())
        for number in range(1000)
    )  # fmt: skip
    consents.choose(record.account_id, [Purpose.TALENT_POOL], utc_now())
    db.session.commit()
    with count_queries() as many:
        employer.get("/talent")
    assert len(few) == len(many)
