"""The administrator revokes and suspends many: by numbers, by a file, by what they are of; sees it beforehand; a second one agrees."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest

from curriculum_app.cohorts.models import Cohort, CohortMember
from curriculum_app.credentials import changing, keys
from curriculum_app.credentials.models import Credential
from curriculum_app.credentials.standing_models import Change, Kind
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Enrolment
from curriculum_app.operations import gathering
from curriculum_app.operations.gathering import Pick
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role
from tests.credentials.earning import earn, work

REASON = "문항이 유출되어 시험을 다시 봅니다."
NEW = "/administration/changes/new"


@pytest.fixture
def administrator(browser, person):
    def signed_in(name):
        account = person(name, Role.ADMINISTRATOR)
        here = browser().sign_in(account)
        here.account = account
        return here

    return signed_in


@pytest.fixture
def here(administrator):
    return administrator("관리자")


def issued(count, first=1, **more):
    keys.ensure(utc_now())
    now, names = utc_now(), {"ko": "시험 과정", "en": "Sample course"}
    facts = {"course": names, "issuer": names, "bank": "sample-exam", "issued_on": "2026-11-25", "valid_until": "2028-11-25", "score": 90.0}
    given = {"course_id": uuid4(), **more}
    made = [
        Credential(id=uuid4(), year=2026, number=number, status_list=1, status_index=number, issued_at=now,
                   valid_until=now + timedelta(days=700), facts={"name": f"사람 {number}", **facts}, **given)
        for number in range(first, first + count)
    ]  # fmt: skip
    db.session.add_all(made)
    db.session.commit()
    return made


def previewed(here, **form):
    answer = here.post(NEW, {"kind": "revoke", **form})
    assert answer.status_code == 303, re.sub(r"\s+", " ", answer.text)[:2000]
    return answer.headers["Location"]


def test_pasted_numbers_lead_to_a_preview_of_exactly_those_and_then_to_the_deed(here):
    first, second, third = issued(3)
    changing.single(Kind.REVOKE, third, here.account.id, "other", "먼저", utc_now())
    db.session.commit()
    typed = f"2026-1, 제 2026-0002호\n2026-0003; 2026-9999\thttp://localhost:8000/verify/{first.id}\n아무개"
    address = previewed(here, numbers=typed)
    shown = here.get(address).text
    for said in ("사람 1", "사람 2", "사람 3", "2026-9999", "아무개", "이미 폐기되어 있었음", "증서 2개 폐기하기"):
        assert said in shown
    assert first.revoked_at is None
    assert here.post(address, {"ground": "issued_in_error", "reason": "  "}).status_code == 422
    assert here.post(address, {"ground": "whatever", "reason": REASON}).status_code == 422
    assert here.post(address, {"ground": "issued_in_error", "reason": REASON}).status_code == 303
    assert "0/3" in here.get(address).text
    work()
    done = here.get(address).text
    assert REASON in done
    assert (first.revocation_reason, second.revocation_reason, third.revocation_reason) == (REASON, REASON, "먼저")
    assert here.post(address, {"ground": "other", "reason": REASON}).status_code == 409
    assert "증서 폐기" in here.get("/administration/changes").text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
def test_a_file_of_numbers_is_read_as_spreadsheets_write_it(here, encoding):
    issued(3)
    table = "이름,증서 번호\n사람 1,제 2026-0001호\n사람 3,2026-0003\n없는 사람,\n".encode(encoding)
    address = previewed(here, table=(io.BytesIO(table), "numbers.csv"))
    change = db.session.query(Change).one()
    shown = here.get(address).text
    assert ("사람 1" in shown, "사람 2" in shown, "사람 3" in shown, change.unknown) == (True, False, True, ["없는 사람"])


def test_a_course_a_bank_and_days_pick_what_fulfils_all_of_them(here):
    course = live().courses["sample"].id
    mine, elsewhere, older = issued(1, course_id=course), issued(1, first=2), issued(1, first=3, course_id=course)
    older[0].issued_at = utc_now() - timedelta(days=40)
    db.session.commit()
    today = utc_now().date()
    assert len(gathering.picked(Pick(course_id=course))) == 2
    assert len(gathering.picked(Pick(bank="sample-exam"))) == 3
    assert gathering.banks() == ["sample-exam"]
    days = {"first": str(today - timedelta(days=2)), "last": str(today + timedelta(days=1))}
    address = previewed(here, course=str(course), bank="sample-exam", **days)
    shown = here.get(address).text
    assert mine[0].serial in shown
    assert elsewhere[0].serial not in shown
    assert older[0].serial not in shown


def test_a_cohort_picks_its_members(here, trainee):
    credential = earn(trainee)
    issued(1, first=50)
    school = Organisation(name_ko="한빛", name_en="Hanbit", kind=OrganisationKind.SCHOOL)
    db.session.add(school)
    db.session.flush()
    today = utc_now().date()
    cohort = Cohort(organisation_id=school.id, name="1기", course_id=credential.course_id, starts_on=today, ends_on=today,
                    join_code="x", join_until=today)  # fmt: skip
    db.session.add(cohort)
    db.session.flush()
    enrolment = db.session.query(Enrolment.id).scalar()
    db.session.add(CohortMember(cohort_id=cohort.id, enrolment_id=enrolment, joined_at=utc_now()))
    db.session.commit()
    assert "1기" in here.get(NEW).text
    assert gathering.picked(Pick(cohort_id=cohort.id)) == [credential.id]
    assert credential.serial in here.get(previewed(here, cohort=str(cohort.id))).text


@pytest.mark.parametrize("form", [{}, {"numbers": "없는 번호"}, {"numbers": "2026-9999"}, {"course": "x"}, {"first": "yesterday"},
                                  {"numbers": "2026-1\n" * 5_001 + "\n".join(f"2026-{n}" for n in range(5_001))},
                                  {"table": b"\xff\xfe\x00\x81"}])  # fmt: skip
def test_what_means_nobody_or_too_many_is_said(here, form):
    issued(1)
    files = {name: (io.BytesIO(data), "x.csv") for name, data in form.items() if isinstance(data, bytes)}
    assert here.post(NEW, {"kind": "revoke", **form, **files}).status_code == 422
    assert db.session.query(Change).count() == 0


def test_the_table_to_download_has_everybody_and_no_formula(here):
    issued(1)
    credential = issued(1, first=2)[0]
    credential.facts = {**credential.facts, "name": "=cmd()"}
    db.session.commit()
    address = previewed(here, numbers="2026-1\n2026-2\n+2026")
    answer = here.get(f"{address}.csv")
    rows = answer.data.decode("utf-8-sig").splitlines()
    assert len(rows) == 4
    assert "'=cmd()" in rows[2]
    assert rows[3].startswith("'+2026")


def test_a_preview_of_thousands_comes_by_the_page(here):
    issued(250)
    address = previewed(here, numbers="\n".join(f"2026-{number}" for number in range(1, 251)))
    first, third = here.get(address).text, here.get(f"{address}?page=3").text
    assert first.count("<tr>") == 101
    assert third.count("<tr>") == 51
    assert "증서 250개 폐기하기" in first


def test_anothers_preview_can_be_seen_and_not_done(here, administrator):
    issued(1)
    address = previewed(here, numbers="2026-1")
    other = administrator("다른 관리자")
    assert "다른 사람이 만든 미리보기입니다." in other.get(address).text
    assert other.post(address, {"ground": "other", "reason": REASON}).status_code == 409


def test_one_certificate_is_suspended_and_set_free_on_its_page(here, browser, trainee):
    credential = earn(trainee)
    address = f"/administration/certificates/{credential.id}"
    assert here.post(f"{address}/suspend", {"suspend-ground": "under_review", "suspend-reason": ""}).status_code == 422
    assert here.post(f"{address}/suspend", {"suspend-ground": "under_review", "suspend-reason": REASON}).status_code == 303
    assert "효력이 정지된 증서입니다" in browser().get(f"/verify/{credential.id}").text
    assert "정지됨" in here.get("/administration/certificates").text
    assert here.post(f"{address}/lift", {"lift-reason": "이상이 없었습니다."}).status_code == 303
    assert "유효한 증서입니다" in browser().get(f"/verify/{credential.id}").text
    shown = here.get(address).text
    for deed in ("증서 효력 정지", "정지 해제", REASON, "이상이 없었습니다."):
        assert deed in shown
    assert here.post(f"{address}/lift", {"lift-reason": "x"}).status_code == 409


# By two people


@pytest.fixture
def school(app):
    made = Organisation(name_ko="한빛대학교", name_en="Hanbit", kind=OrganisationKind.SCHOOL)
    db.session.add(made)
    db.session.commit()
    return made


def test_two_people_revoke_where_the_organisation_asks_for_it(here, administrator, school):
    credential = issued(1, organisation_id=school.id)[0]
    two = f"/administration/organisations/{school.id}/two-people"
    assert here.post(two).status_code == 409  # there is no second administrator
    second = administrator("둘째 관리자")
    assert here.post(two).status_code == 303
    assert here.post(f"/administration/certificates/{credential.id}", {"ground": "misconduct", "reason": REASON}).status_code == 303
    work()
    assert credential.revoked_at is None
    waiting = f"/administration/changes/{db.session.query(Change.id).scalar()}"
    assert "1건 대기" in second.get("/administration").text
    assert "두 번째 사람을 기다림" in here.get(f"/administration/certificates/{credential.id}").text
    assert "동의하십니까?" not in here.get(waiting).text
    assert here.post(f"{waiting}/approve").status_code == 409
    assert "동의하십니까?" in second.get(waiting).text
    assert REASON in second.get("/administration/changes").text
    assert second.post(f"{waiting}/approve").status_code == 303
    work()
    assert credential.revocation_reason == REASON
    trail = here.get("/administration/trail").text
    for deed in ("증서 상태 바꾸기 요청", "증서 상태 바꾸기 동의", "증서 폐기"):
        assert deed in trail


def test_a_second_person_declines_with_a_reason(here, administrator, school):
    school.two_person_approval = True
    credential = issued(1, organisation_id=school.id)[0]
    address = previewed(here, numbers=credential.serial)
    assert "두 번째 사람의 승인이 필요함" in here.get(address).text
    here.post(address, {"ground": "other", "reason": REASON})
    second = administrator("둘째 관리자")
    assert second.post(f"{address}/decline", {"reason": ""}).status_code == 422
    assert second.post(f"{address}/decline", {"reason": "근거가 없습니다."}).status_code == 303
    work()
    assert credential.revoked_at is None
    assert "근거가 없습니다." in here.get(address).text


def test_one_person_alone_does_not_end_it(here, administrator, school):
    second = administrator("둘째 관리자")
    here.post(f"/administration/organisations/{school.id}/two-people")
    here.post(f"/administration/organisations/{school.id}/one-person")
    assert school.two_person_approval
    waiting = f"/administration/changes/{db.session.query(Change.id).scalar()}"
    assert "한빛대학교" in second.get(waiting).text
    assert here.post(f"{waiting}/approve").status_code == 409
    assert second.post(f"{waiting}/approve").status_code == 303
    assert not school.two_person_approval


def test_entries_are_told_apart_and_doubles_counted_once(app):
    assert gathering.numbers_in("2026-1, 2026-2;\n\n 제 2026-3호\t") == ["2026-1", "2026-2", "제 2026-3호"]
    made = issued(2)
    assert gathering.meant(["2026-0001", "2026-1", str(made[0].id), "2026-99999999999", "x" * 300]) == (
        [made[0].id], ["2026-99999999999", "x" * 100])  # fmt: skip
    assert gathering.numbers_of(b"") == []
    with pytest.raises(Refused, match="unreadable_table"):
        gathering.numbers_of(b"\xff\xff\xff")
