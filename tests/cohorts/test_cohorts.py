"""A cohort from opening to export: by link, within its dates, seen by its own instructors only."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from curriculum_app.accounts.models import Grant
from curriculum_app.cohorts import joining, queries
from curriculum_app.cohorts.models import Cohort, CohortMember
from curriculum_app.cohorts.queries import Member
from curriculum_app.database import db, utc_now
from curriculum_app.learning import progressing
from curriculum_app.learning.models import Enrolment
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role
from curriculum_app.web.spreadsheets import as_csv, inert

TODAY = date(2026, 11, 24)


@pytest.fixture
def school(app):
    """Makes schools."""

    def make(name="한빛대학교"):
        made = Organisation(name_ko=name, name_en=name, kind=OrganisationKind.SCHOOL)
        db.session.add(made)
        db.session.commit()
        return made

    return make


@pytest.fixture
def instructor(browser, person):
    """Signs an instructor of a school in."""

    def make(organisation):
        account = person("박가람")
        db.session.add(Grant(account_id=account.id, role=Role.INSTRUCTOR, organisation_id=organisation.id))
        db.session.commit()
        return browser().sign_in(account)

    return make


def open_one(here, organisation, name="가을 과정", days=30):
    first = datetime.now(UTC).date()
    form = {
        "name": name,
        "organisation": str(organisation.id),
        "course": "sample",
        "starts_on": str(first),
        "ends_on": str(first + timedelta(days=days)),
    }
    return here.post("/cohorts/new", form)


def link_of(here, address):
    return re.search(r"/join/[\w-]+", here.get(address).text).group(0)


def test_a_learner_joins_by_link_and_is_on_the_roster(school, instructor, browser, person):
    organisation = school()
    teacher = instructor(organisation)
    address = open_one(teacher, organisation).headers["Location"]
    link = link_of(teacher, address)
    learner = browser().sign_in(person("=HYPERLINK(1)", email="learner@example.org"))
    assert "박가람" not in learner.get(link).text
    assert learner.post(link).headers["Location"] == "/courses/sample"
    assert learner.post(link).status_code == 302
    assert db.session.query(CohortMember).count() == 1
    enrolment = db.session.query(Enrolment).one()
    assert enrolment.organisation_id == organisation.id
    assert enrolment.due_on is not None
    learner.post("/courses/sample/lessons/basics")
    for sort in ("exam", "item"):  # no step of the course: an exam, and an exercise that has left it
        progressing.note(enrolment.id, uuid4(), sort, utc_now(), 1.0)
    page = teacher.get(address).text
    assert "learner@example.org" in page
    assert "1/3" in page
    rows = list(csv.reader(io.StringIO(teacher.get(f"{address}/progress.csv").data.decode("utf-8-sig"))))
    assert rows[1][:3] == ["'=HYPERLINK(1)", "learner@example.org", "1"]


def test_another_schools_cohort_is_as_unknown_as_an_unknown_one(school, instructor):
    organisation = school()
    address = open_one(instructor(organisation), organisation).headers["Location"]
    stranger = instructor(school("다른대학교"))
    for path in (address, f"{address}/progress.csv", f"/cohorts/{uuid4()}"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"{address}/link").status_code == 404
    assert open_one(stranger, organisation, "빼앗은 이름").status_code == 422
    assert db.session.query(Cohort).count() == 1


def test_a_learner_is_no_instructor(trainee):
    for path in ("/cohorts", "/cohorts/new", f"/cohorts/{uuid4()}"):
        assert trainee.get(path).status_code == 403


def test_a_demoted_instructor_is_out_with_the_next_request(school, instructor):
    organisation = school()
    teacher = instructor(organisation)
    assert teacher.get("/cohorts").status_code == 200
    db.session.query(Grant).delete()
    db.session.commit()
    assert teacher.get("/cohorts").status_code == 403


def test_the_old_link_leads_nowhere_after_renewal(school, instructor, browser, person):
    organisation = school()
    teacher = instructor(organisation)
    address = open_one(teacher, organisation).headers["Location"]
    old = link_of(teacher, address)
    teacher.post(f"{address}/link")
    learner = browser().sign_in(person())
    assert learner.get(old).status_code == 404
    assert learner.get(link_of(teacher, address)).status_code == 200


def test_joining_ends_at_midnight_where_the_school_is(school, person):
    organisation, learner = school(), person()
    cohort = joining.open_cohort(organisation.id, "기한", uuid4(), TODAY, TODAY, learner.id)
    seoul_midnight = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    joining.join(cohort, learner.id, "ko", seoul_midnight - timedelta(seconds=1))
    with pytest.raises(Refused, match="joining_over"):
        joining.join(cohort, learner.id, "ko", seoul_midnight)


def test_bad_dates_and_taken_names_are_told_and_what_was_typed_stays(school, instructor):
    organisation = school()
    teacher = instructor(organisation)
    backwards = open_one(teacher, organisation, "거꾸로", days=-1)
    assert backwards.status_code == 422
    assert 'value="거꾸로"' in backwards.text
    open_one(teacher, organisation, "같은 이름")
    assert open_one(teacher, organisation, "같은 이름").status_code == 422


@pytest.mark.parametrize(
    ("done", "mean", "answers", "days", "why"),
    [
        (1, 0.9, 2, 8, "quiet"),
        (3, 0.9, 2, 8, ""),
        (1, 0.4, 2, 0, "low"),
        (1, 0.4, 1, 0, ""),
        (0, None, 0, 0, ""),
        (0, None, 0, 8, "quiet"),
    ],
)
def test_who_needs_help(done, mean, answers, days, why):
    now = datetime(2026, 11, 24, tzinfo=UTC)
    then = now - timedelta(days=days)
    assert Member("이름", "e", then, done, answers, mean, then if done else None, 0).needs_help(3, now) == why


ACTIVE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]


def test_no_name_of_a_learner_is_computed_by_a_spreadsheet(school, instructor, browser, person):
    organisation = school()
    teacher = instructor(organisation)
    address = open_one(teacher, organisation).headers["Location"]
    link = link_of(teacher, address)
    for number, name in enumerate(ACTIVE):
        browser().sign_in(person(name, email=f"{name[0].strip()}{number}@example.org")).post(link)
    exported = teacher.get(f"{address}/progress.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(exported, newline="")))[1:]
    assert sorted(row[0] for row in rows) == sorted(f"'{name}" for name in ACTIVE)
    assert not any(cell.startswith(tuple("=+-@\t\r")) for row in rows for cell in row)


@pytest.mark.parametrize("cell", ACTIVE)
def test_no_cell_becomes_a_formula(cell):
    assert inert(cell).startswith("'")
    assert as_csv(["a"], [[cell]]).decode("utf-8-sig").count("'") == 1


def test_the_roster_is_one_query_however_many(school, person):
    organisation, creator = school(), person()
    cohort = joining.open_cohort(organisation.id, "많은 사람", uuid4(), TODAY, TODAY + timedelta(days=9), creator.id)
    for _ in range(10):
        joining.join(cohort, person().id, "ko", datetime(2026, 11, 24, tzinfo=UTC))
    db.session.commit()
    asked = []
    count = lambda *arguments: asked.append(arguments[2])  # noqa: E731
    db.session.refresh(cohort)
    event.listen(db.engine, "before_cursor_execute", count)
    try:
        assert len(queries.roster(cohort, [])) == 10
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    assert len(asked) == 1
