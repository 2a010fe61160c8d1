"""Employers find what people can do, and only people who agree, never fewer than five, never by name."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from curriculum_app import jobs
from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Consent
from curriculum_app.credentials.models import Credential
from curriculum_app.database import Model, db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.talent import keeping_current, recording, searching, terms
from curriculum_app.talent.models import Availability, TalentRecord, TalentSkill, TalentTerm
from curriculum_app.talent.searching import Wish
from curriculum_app.web.access import Role
from tests.credentials.earning import earn
from tests.talent.pooled import certified, listed


@pytest.fixture
def look(employer):
    """The scores an employer finds, and who."""

    def looking(wish=Wish(), now=None):  # noqa: B008  a frozen value
        found = searching.find(wish, employer.organisation.id, 1, now or utc_now())
        return [round(seen.skills[0].score) for seen in found.people]

    return looking


def test_the_last_assessed_stand_first_and_nobody_by_name(pool, employer, look):
    assert look() == [85, 80, 75, 70, 65, 60]
    page = employer.get("/talent").text
    assert "6명" in page
    for account, credential, record in pool:
        assert account.name not in page
        assert account.email not in page
        assert str(credential.id) not in page
        assert record.id.hex[:8] in page


def test_filters_narrow_and_fewer_than_five_are_not_shown(pool, employer, look):
    assert look(Wish(least=60)) == [85, 80, 75, 70, 65, 60]
    assert look(Wish(least=65)) == [85, 80, 75, 70, 65]
    assert look(Wish(least=70)) == []
    assert look(Wish(language="ko")) == [80, 75, 70, 65, 60]
    assert look(Wish(language="en")) == []
    assert look(Wish(skill="find_errors")) == [85, 80, 75, 70, 65, 60]
    assert look(Wish(skill="use_evidence")) == []
    assert look(Wish(courses=(str(live().courses["sample"].id),))) == [85, 80, 75, 70, 65, 60]
    assert look(Wish(courses=(str(uuid4()),))) == []
    four, none = (employer.get(f"/talent?least={least}").text.split("<main")[1] for least in (70, 90))
    assert "다섯 사람보다 적습니다" in four
    assert four.replace('value="70"', "").replace(" selected", "").replace("least=70", "") == none.replace(
        'value="70"', ""
    ).replace(" selected", "").replace("least=90", "")


def test_a_skill_is_found_at_its_level_and_above_and_not_at_another_skills(person, employer, look):
    for number in range(5):
        account, _, _ = listed(person, 10 + number, score=70, level="reviewer")
        certified(account, 20 + number, skill="use_evidence", score=70)
    db.session.commit()
    assert len(look(Wish(level="reviewer"))) == 5
    assert len(look(Wish(level="associate", skill="find_errors"))) == 5
    assert look(Wish(level="domain-expert")) == []
    assert len(look(Wish(skill="use_evidence"))) == 5
    assert look(Wish(level="associate", skill="use_evidence")) == []


def test_freshness_and_availability_are_filters(pool, person, look):
    today = utc_now().date()
    for _, _, record in pool[:5]:
        record.availability, record.available_from, record.hours, record.remote = Availability.FROM, today + timedelta(20), 20, True
    db.session.commit()
    assert len(look(Wish(available_by=today + timedelta(31)))) == 5
    assert look(Wish(available_by=today)) == []
    assert len(look(Wish(hours=20, remote=True))) == 5
    assert look(Wish(hours=40)) == []
    assert len(look(Wish(fresh=90))) == 6
    db.session.execute(sa.update(TalentRecord).values(assessed_at=utc_now() - timedelta(days=100)))
    assert look(Wish(fresh=90)) == []
    assert len(look(Wish(fresh=180))) == 6


def test_facets_tell_by_fives_and_no_handful(pool, person, employer):
    found = searching.find(Wish(), employer.organisation.id, 1, utc_now())
    assert found.facets["skill"] == {"find_errors": 5}
    assert found.facets["language"] == {"ko": 5}
    assert found.facets["level"] == {}
    for number in range(5):
        listed(person, 30 + number, language="en", level="associate")
    found = searching.find(Wish(), employer.organisation.id, 1, utc_now())
    assert found.facets["language"] == {"ko": 5, "en": 5}
    assert found.facets["skill"] == {"find_errors": 10}
    assert found.facets["level"] == {"associate": 5}
    assert "10명 이상" in employer.get("/talent").text


def test_a_withdrawn_consent_delists_on_the_next_request(pool, employer):
    consents.choose(pool[0][0].id, [], utc_now())
    db.session.commit()
    assert "5명" in employer.get("/talent").text
    consents.choose(pool[1][0].id, [], utc_now())
    db.session.commit()
    assert "다섯 사람보다 적습니다" in employer.get("/talent").text


def test_a_consent_that_ran_out_delists_without_any_round(pool, look):
    db.session.execute(sa.update(Consent).where(Consent.account_id == pool[0][0].id).values(expires_at=utc_now()))
    db.session.commit()
    assert look() == [85, 80, 75, 70, 65]
    assert look(now=utc_now() + timedelta(days=366)) == []


def test_the_revoked_and_the_expired_are_not_found(pool, look):
    pool[5][1].revoked_at, pool[5][1].revocation_reason = utc_now(), "시험"
    db.session.commit()
    assert look() == [80, 75, 70, 65, 60]
    assert look(now=utc_now() + timedelta(days=401)) == []


def test_the_suspended_and_the_replaced_do_not_count(pool, look):
    credential = pool[5][1]
    credential.suspended_at, credential.suspension_reason = utc_now(), "시험"
    db.session.commit()
    assert look() == [80, 75, 70, 65, 60]
    credential.suspended_at, credential.suspension_reason = None, ""
    db.session.commit()
    assert len(look()) == 6
    credential.superseded_at = utc_now()
    db.session.commit()
    assert look() == [80, 75, 70, 65, 60]


def test_a_bulk_statement_hides_as_well(pool, look):
    db.session.execute(
        sa.update(Credential).where(Credential.id == pool[5][1].id).values(revoked_at=utc_now(), revocation_reason="시험")
    )
    db.session.commit()
    assert look() == [80, 75, 70, 65, 60]
    assert db.session.get_one(TalentRecord, pool[5][2].id).shown_until is None


def test_who_holds_another_certificate_is_shown_again_by_the_round(pool, person, look, app):
    account = pool[0][0]
    certified(account, 50, score=90, days=800)
    db.session.commit()
    later = utc_now() + timedelta(days=500)
    db.session.execute(sa.update(TalentRecord).values(shown_until=utc_now() - timedelta(seconds=1)))
    db.session.commit()
    assert look() == []
    keeping_current.look_at_the_clock()
    db.session.commit()
    jobs.run_waiting()
    assert len(look()) == 6
    assert look(now=later) == []


def test_of_very_many_at_once_all_are_hidden_and_the_round_shows_whom_it_may(pool, look, monkeypatch):
    monkeypatch.setattr(keeping_current, "AT_ONCE", 2)
    db.session.execute(sa.update(Consent).values(page="x"))
    db.session.commit()
    assert look() == []
    keeping_current.look_at_the_clock()
    db.session.commit()
    jobs.run_waiting()
    assert len(look()) == 6


def test_every_moment_of_a_certificate_is_decided_on_in_one_place():
    """A new one (a suspension, say) has to be decided on in keeping_current.in_force, and then here."""
    moments = {column.name for column in Credential.__table__.c if column.name.endswith("_at") or "until" in column.name}
    assert moments == {"created_at", "erased_at", "issued_at", "revoked_at", "suspended_at", "superseded_at", "valid_until"}


@pytest.mark.parametrize("query", ["least=abc", "least=101", "course=none", "skill=none", "language=fr", "level=x", "hours=-1"])
def test_a_senseless_filter_is_refused_with_a_reason(pool, employer, query):
    answer = employer.get(f"/talent?{query}")
    assert answer.status_code == 422
    assert "field-error" in answer.text


def test_only_employers_search(browser, person, trainee):
    assert trainee.get("/talent").status_code == 403
    assert browser().get("/talent").status_code == 302
    assert browser().sign_in(person("강사", Role.INSTRUCTOR)).get("/talent").status_code == 403


def test_who_looks_for_no_company_is_shown_nobody(pool, browser, person):
    here = browser().sign_in(person("홀로", Role.EMPLOYER))
    page = here.get("/talent").text
    assert "계정이 속한 기업이 없습니다" in page
    assert pool[0][2].id.hex[:8] not in page
    assert here.get(f"/talent/people/{pool[0][2].id}").status_code == 404


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


def test_a_skill_beyond_the_last_bit_is_left_out_and_breaks_nothing(app):
    db.session.add_all(TalentTerm(sort="skill", name=f"s{bit}", bit=bit) for bit in range(terms.MOST))
    db.session.commit()
    assert terms.bit("skill", "s61") == 1 << 61
    assert terms.bit("skill", "one more") == 0


def test_the_number_of_queries_does_not_grow_with_the_pool(pool, person, employer, count_queries):
    with count_queries() as few:
        employer.get("/talent")
    for number in range(14):
        listed(person, 100 + number)
    with count_queries() as many:
        employer.get("/talent")
    assert len(few) == len(many)


def test_pages_are_stable_and_show_everybody_once(person, employer):
    for number in range(43):
        listed(person, 200 + number)
    db.session.execute(sa.update(TalentRecord).values(assessed_at=utc_now()))  # all equal: the id decides
    db.session.commit()
    pages = [searching.find(Wish(), employer.organisation.id, page, utc_now()) for page in (1, 2, 3, 99)]
    assert [len(found.people) for found in pages] == [20, 20, 3, 3]
    assert len({seen.id for found in pages[:3] for seen in found.people}) == 43


def test_a_track_takes_every_course_of_it(pool, look):
    sample = str(live().courses["sample"].id)
    assert len(look(Wish(courses=(sample,)))) == 6
    assert look(Wish(courses=(sample, str(uuid4())))) == []


def test_what_may_not_be_asked_has_no_place_in_the_pool():
    forbidden = ("photo", "looks", "birth", "sex", "gender", "marital", "family", "property", "school", "religion")
    columns = {
        column.name for table in Model.metadata.sorted_tables if table.name.startswith("talent_") for column in table.c
    }
    assert not [name for name in columns for word in forbidden if word in name]
