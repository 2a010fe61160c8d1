"""Certificates for a whole cohort: previewed, issued part by part, each person one, packed and registered."""

import csv
import io
import json
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import openpyxl
import pytest

from curriculum_app import jobs
from curriculum_app.accounts.models import Grant
from curriculum_app.audit import AuditEntry
from curriculum_app.cohorts import archiving, issuing, joining
from curriculum_app.cohorts.issue_models import CohortIssue, CohortIssuePlace
from curriculum_app.credentials import certification, keys
from curriculum_app.credentials import issuing as credentials
from curriculum_app.credentials.models import Credential, LogEntry
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Enrolment, StepResult
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role
from tests.cohorts.class_of import finished, member
from tests.credentials.earning import work


@pytest.fixture
def school(app):
    keys.ensure(utc_now())
    certification.ensure(utc_now())
    made = Organisation(name_ko="한빛대학교", name_en="Hanbit University", kind=OrganisationKind.SCHOOL)
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def teacher(browser, person, school):
    account = person("박가람")
    db.session.add(Grant(account_id=account.id, role=Role.INSTRUCTOR, organisation_id=school.id))
    db.session.commit()
    here = browser().sign_in(account)
    here.account = account
    return here


@pytest.fixture
def cohort(school, person):
    today = utc_now().date()
    made = joining.open_cohort(school.id, "가을", live().courses["sample"].id, today, today + timedelta(days=30), person("운영자").id)
    db.session.commit()
    return made


def address(cohort):
    return f"/cohorts/{cohort.id}/certificates"


def test_the_preview_says_who_has_earned_one_and_what_others_lack(teacher, cohort):
    finished(cohort, 3)
    member(cohort, "느린이")
    page = teacher.get(address(cohort)).text
    assert "4명 가운데 0명이 수료증을 받았습니다. 3명은" in page
    assert re.search(r"느린이.*시험 통과", page, re.DOTALL)
    assert "수료증 3부 발급" in page


def test_everybody_who_has_earned_one_gets_exactly_one(teacher, cohort):
    finished(cohort, 25)
    slow = member(cohort, "느린이")
    answer = teacher.post(address(cohort))
    assert answer.status_code == 303
    going = teacher.get(answer.headers["Location"]).text
    assert "<issue-progress" in going
    assert 'http-equiv="refresh"' not in going
    work()
    assert db.session.query(Credential).count() == db.session.query(LogEntry).count() == 25
    assert {one.organisation_id for one in db.session.query(Credential)} == {cohort.organisation_id}
    assert sorted(one.number for one in db.session.query(Credential)) == list(range(1, 26))
    assert db.session.query(Credential).filter_by(enrolment_id=slow.id).count() == 0
    assert "모두 발급했습니다" in teacher.get(answer.headers["Location"]).text
    progress = json.loads(teacher.get(f"{answer.headers['Location']}/progress.json").data)
    assert (progress["printed"], progress["total"], progress["done"]) == (25, 25, True)
    assert db.session.query(AuditEntry).filter_by(deed="cohort_issue_started").one().particulars == {"people": 25}


def test_numbers_follow_the_names(teacher, cohort):
    finished(cohort, 4, names=["하준", "가온", "나래", "다솜"])
    teacher.post(address(cohort))
    work()
    made = db.session.query(Credential).order_by(Credential.number)
    assert [one.facts["name"] for one in made] == ["가온", "나래", "다솜", "하준"]


def test_an_issue_for_nobody_and_a_second_one_meanwhile_are_refused(teacher, cohort):
    assert "새로 받을 사람이 없습니다" in teacher.post(address(cohort)).text
    finished(cohort, 2)
    assert teacher.post(address(cohort)).status_code == 303
    assert "이미 발급하고 있습니다" in teacher.post(address(cohort)).text
    work()
    assert teacher.post(address(cohort)).status_code == 409
    assert db.session.query(CohortIssue).count() == 1


def test_more_than_the_most_are_refused(teacher, cohort, monkeypatch):
    finished(cohort, 3)
    monkeypatch.setattr(issuing, "MOST", 2)
    assert "한 번에 2부까지" in teacher.post(address(cohort)).text


def test_who_lost_a_condition_meanwhile_gets_none_and_is_named(teacher, cohort):
    enrolments = finished(cohort, 2)
    place = teacher.post(address(cohort)).headers["Location"]
    db.session.query(StepResult).filter_by(enrolment_id=enrolments[0], sort="lesson").delete()
    db.session.commit()
    work()
    assert db.session.query(Credential).one().enrolment_id == enrolments[1]
    assert "조건이 달라짐" in teacher.get(place).text


def test_a_person_who_claims_theirs_meanwhile_has_one_too(teacher, cohort):
    enrolments = finished(cohort, 1)
    teacher.post(address(cohort))
    credentials.issue(db.session.get_one(Enrolment, enrolments[0]), live(), utc_now())
    db.session.commit()
    work()
    assert db.session.query(Credential).count() == 1
    assert db.session.query(CohortIssuePlace).one().credential_id == db.session.query(Credential).one().id


def test_two_workers_at_once_make_one_certificate_each(app, teacher, cohort):
    finished(cohort, 41)
    teacher.post(address(cohort))
    db.session.commit()

    def drain(_):
        with app.app_context():
            for _ in range(5):
                for job in jobs.waiting():
                    jobs.run(job)
                db.session.rollback()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(drain, range(2)))
    work()
    assert db.session.query(Credential).count() == db.session.query(LogEntry).count() == 41
    assert db.session.query(jobs.Job).filter(jobs.Job.done_at.is_(None)).count() == 0


def test_another_organisations_issue_is_as_unknown_as_an_unknown_one(browser, person, teacher, cohort):
    finished(cohort, 1)
    place = teacher.post(address(cohort)).headers["Location"]
    other = Organisation(name_ko="남", name_en="Other", kind=OrganisationKind.SCHOOL)
    db.session.add(other)
    db.session.flush()
    stranger = person("딴 강사")
    db.session.add(Grant(account_id=stranger.id, role=Role.INSTRUCTOR, organisation_id=other.id))
    db.session.commit()
    here = browser().sign_in(stranger)
    for answer in (here.get(address(cohort)), here.post(address(cohort)), here.get(place), here.get(f"{place}/progress.json"),
                   here.post(f"{address(cohort)}.zip")):  # fmt: skip
        assert answer.status_code == 404


def test_the_zip_holds_every_pdf_byte_by_byte_under_an_inert_name(teacher, cohort):
    finished(cohort, 2, names=["../../etc/passwd", "김하늘"])
    teacher.post(address(cohort))
    work()
    answer = teacher.post(f"{address(cohort)}.zip")
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as pack:
        names = pack.namelist()
        assert len(names) == len(set(names)) == 2
        assert any(name.endswith(" 김하늘.pdf") for name in names)
        assert not any("/" in name or ".." in name.removesuffix(".pdf").split(" ")[0] for name in names)
        assert pack.testzip() is None
        assert all(pack.read(name).startswith(b"%PDF") for name in names)
    assert db.session.query(AuditEntry).filter_by(deed="certificates_downloaded").one().particulars == {"files": 2}


@pytest.mark.parametrize("name", ["a/b\\c:d", "\u202egnp.exe", "..", "x" * 300, "CON", "김\u0000하늘", " . ", "=1+1"])
def test_no_name_gets_out_of_its_file(name):
    made = archiving.file_name("2026-0001", name)
    assert made.startswith("2026-0001")
    assert made.endswith(".pdf")
    assert len(made) < 90
    assert not set(made) & set('/\\:*?"<>|\0\u202e')


def test_the_register_says_what_was_signed_as_xlsx_and_csv(teacher, cohort):
    finished(cohort, 2, names=["=HYPERLINK(\"http://x\")", "김하늘"])
    teacher.post(address(cohort))
    work()
    year = str(db.session.query(Credential).first().year)
    form = {"organisation": str(cohort.organisation_id), "cohort": str(cohort.id), "year": year}
    answer = teacher.post("/certificates/register", {**form, "kind": "csv"})
    head, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert head[:2] == ["번호", "이름"]
    assert len(rows) == 2
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    answer = teacher.post("/certificates/register", {**form, "kind": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"inlineStr", "s", "n"}
    assert not [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith("=")]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [f"{year}-0001", f"{year}-0002"]
    assert db.session.query(AuditEntry).filter_by(deed="register_downloaded").count() == 2


def test_an_instructors_register_ends_at_their_organisation(browser, person, teacher, cohort):
    finished(cohort, 1)
    teacher.post(address(cohort))
    work()
    db.session.query(Credential).one().organisation_id = None
    db.session.commit()
    form = {"organisation": "", "cohort": "", "year": "", "kind": "csv"}
    assert len(teacher.post("/certificates/register", form).data.splitlines()) == 1
    administrator = browser().sign_in(person("관리자", Role.ADMINISTRATOR))
    assert len(administrator.post("/certificates/register", form).data.splitlines()) == 2
    foreign = {**form, "organisation": "11111111-1111-4111-8111-111111111111"}
    assert teacher.post("/certificates/register", foreign).status_code == 422


def test_a_cohort_of_a_course_without_an_exam_says_so(teacher, cohort, monkeypatch):
    course = live().courses["sample"].model_copy(update={"exam": None})
    monkeypatch.setitem(live().courses, "sample", course)
    assert "수료증을 주지 않습니다" in teacher.get(address(cohort)).text
    with pytest.raises(Refused, match="course_without_certificate"):
        issuing.start(cohort, teacher.account.id, live(), utc_now())


def test_the_preview_of_many_needs_few_queries(teacher, cohort, count_queries):
    finished(cohort, 120)
    with count_queries() as statements:
        issuing.standings(cohort, live())
    assert len(statements) <= 6
