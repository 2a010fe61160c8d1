"""What people say of themselves, who has seen it proven, and what never comes in."""

import pytest
import sqlalchemy as sa

from curriculum_app.accounts import facts
from curriculum_app.accounts.facts import Document, PersonFact, Proof, Sort
from curriculum_app.accounts.models import Grant
from curriculum_app.audit import AuditEntry
from curriculum_app.database import Model, db, utc_now
from curriculum_app.learning.models import Enrolment
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role


@pytest.fixture
def school(app):
    made = Organisation(name_ko="학교", name_en="School", kind=OrganisationKind.SCHOOL)
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def teacher(school, browser, person):
    account = person("강사")
    db.session.add(Grant(account_id=account.id, role=Role.INSTRUCTOR, organisation_id=school.id))
    db.session.commit()
    here = browser().sign_in(account)
    here.account = account
    return here


@pytest.fixture
def member(trainee, school):
    """A trainee of the school."""
    db.session.execute(sa.update(Enrolment).values(organisation_id=school.id))
    db.session.commit()
    return trainee


def declare(here, sort="licence", **fields):
    given = {"licence": {"name": "간호사"}, "degree": {"grade": "bachelor", "name": "언어학"}, "language": {"name": "en", "grade": "C1"},
             "hours": {"name": "번역", "hours": "120"}}[sort] | fields  # fmt: skip
    return here.post(f"/talent/mine/facts/{sort}", {f"{sort}-{name}": value for name, value in given.items()})


def only_fact():
    return db.session.query(PersonFact).one()


def test_four_sorts_of_facts_are_declared_and_shown(trainee):
    for sort in Sort:
        assert declare(trainee, sort).status_code == 303
    page = trainee.get("/talent/mine/facts").text
    for said in ("간호사", "학사 · 언어학", "영어 · CEFR C1", "번역 · 120시간", "본인 진술"):
        assert said in page
    assert {fact.proof for fact in facts.of(trainee.account.id)} == {Proof.SELF_DECLARED}


@pytest.mark.parametrize("text", [
    "990101-1234567", "9901011234567", "９９０１０１－２３４５６７８", "990101 - 3******", "주민 990101–4234567", "면허 1234567",
    "a@example.org", "https://example.org", "서울대학교 언어학", "linguistics, Seoul National University", "010-1234-5678",
])  # fmt: skip
def test_what_must_not_be_kept_is_refused_and_stays_in_the_form(trainee, text):
    answer = declare(trainee, "licence", name=text)
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert db.session.query(PersonFact).count() == 0


def test_harmless_names_pass():
    for text in ("간호사 1급", "TOPIK 6", "2026년 언어학", "ISO 17100 번역", "정보처리기사", "전산언어학"):
        facts.check_text(text)


def test_a_document_is_seen_by_staff_who_were_asked_and_it_is_on_the_trail(member, teacher, school):
    declare(member)
    fact = only_fact()
    assert "간호사" not in teacher.get("/talent/facts").text
    assert teacher.get(f"/talent/facts/{fact.id}").status_code == 404
    member.post(f"/talent/mine/facts/{fact.id}/ask")
    assert "간호사" in teacher.get("/talent/facts").text
    assert teacher.post(f"/talent/facts/{fact.id}", {"proof": "document_seen", "document": ""}).status_code == 422
    assert teacher.post(f"/talent/facts/{fact.id}", {"proof": "document_seen", "document": "licence"}).status_code == 303
    fact = only_fact()
    assert (fact.proof, fact.document, fact.proven_by, fact.proven_for) == ("document_seen", "licence", teacher.account.id, school.id)
    entry = db.session.query(AuditEntry).filter_by(deed="fact_marked").one()
    assert (entry.actor_id, entry.subject_id, entry.organisation_id) == (teacher.account.id, fact.id, school.id)
    assert entry.particulars == {"sort": "licence", "proof": "document_seen", "document": "licence"}
    assert [one.id for one in facts.seen(member.account.id)] == [fact.id]


def test_only_seen_licences_and_degrees_count_as_seen(app, person):
    holder, staff = person(), person("직원")
    for sort, name in ((Sort.LICENCE, "간호사"), (Sort.DEGREE, "언어학"), (Sort.LANGUAGE, "en")):
        fact = facts.declare(holder.id, sort, name, "bachelor" if sort == Sort.DEGREE else "", None, utc_now())
        facts.ask(fact, utc_now())
        if sort != Sort.LICENCE:
            facts.mark(fact, Proof.DOCUMENT_SEEN, Document.CERTIFICATE, staff.id, None, utc_now())
    assert [fact.name for fact in facts.seen(holder.id)] == ["언어학"]
    assert facts.seen(person("다른 사람").id) == []


def test_a_change_drops_the_mark_and_no_change_keeps_it(member, teacher):
    declare(member, "hours")
    fact = only_fact()
    member.post(f"/talent/mine/facts/{fact.id}/ask")
    teacher.post(f"/talent/facts/{fact.id}", {"proof": "issuer_confirmed", "document": ""})
    member.post(f"/talent/mine/facts/{fact.id}", {"name": "번역", "hours": "120"})
    assert only_fact().proof == Proof.ISSUER_CONFIRMED
    assert "표시가 사라집니다" in member.get(f"/talent/mine/facts/{fact.id}").text
    assert member.post(f"/talent/mine/facts/{fact.id}", {"name": "번역", "hours": "1200"}).status_code == 303
    fact = only_fact()
    assert (fact.proof, fact.proven_at, fact.proven_by, fact.asked_at) == (Proof.SELF_DECLARED, None, None, None)
    assert teacher.get(f"/talent/facts/{fact.id}").status_code == 404


def test_removed_is_gone_at_once(trainee):
    declare(trainee)
    assert trainee.post(f"/talent/mine/facts/{only_fact().id}/remove").status_code == 303
    assert db.session.query(PersonFact).count() == 0
    assert "간호사" not in trainee.get("/talent/mine.json").text


def test_others_neither_see_nor_change_nor_mark(member, teacher, browser, person, school):
    declare(member)
    fact = only_fact()
    member.post(f"/talent/mine/facts/{fact.id}/ask")
    other = browser().sign_in(person("남"))
    assert other.get(f"/talent/mine/facts/{fact.id}").status_code == 404
    assert other.post(f"/talent/mine/facts/{fact.id}/remove").status_code == 404
    stranger = person("다른 학교 강사")
    elsewhere = Organisation(name_ko="딴 학교", name_en="Elsewhere", kind=OrganisationKind.SCHOOL)
    db.session.add(elsewhere)
    db.session.flush()
    db.session.add(Grant(account_id=stranger.id, role=Role.INSTRUCTOR, organisation_id=elsewhere.id))
    db.session.commit()
    there = browser().sign_in(stranger)
    assert there.post(f"/talent/facts/{fact.id}", {"proof": "issuer_confirmed", "document": ""}).status_code == 404
    assert "간호사" not in there.get("/talent/facts").text
    administrator = browser().sign_in(person("관리자", Role.ADMINISTRATOR))
    assert administrator.post(f"/talent/facts/{fact.id}", {"proof": "issuer_confirmed", "document": ""}).status_code == 303


def test_nobody_marks_facts_of_ones_own(app, person):
    one = person()
    fact = facts.declare(one.id, Sort.LICENCE, "간호사", "", None, utc_now())
    facts.ask(fact, utc_now())
    with pytest.raises(Refused, match="own_fact"):
        facts.mark(fact, Proof.ISSUER_CONFIRMED, None, one.id, None, utc_now())


@pytest.mark.parametrize("change", [
    {"proof": "document_seen"}, {"sort": "hours"}, {"sort": "looks"}, {"proof": "issuer_confirmed"}, {"document": "licence"},
])  # fmt: skip
def test_the_database_keeps_no_mark_without_what_belongs_to_it(app, person, change):
    row = {"sort": "licence", "name": "x", "grade": "", "proof": "self_declared"} | change
    db.session.add(PersonFact(account_id=person().id, changed_at=utc_now(), **row))
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()


FORBIDDEN = {"looks", "appearance", "height", "weight", "photo", "birthplace", "hometown", "marital", "married", "spouse", "property",
             "assets", "family", "parents", "religion", "blood", "sex", "gender", "resident", "registration", "rrn"}  # fmt: skip


def test_no_table_has_a_field_for_what_employers_may_not_ask(app):
    tables = [t for t in Model.metadata.sorted_tables if t.name.startswith(("talent", "person", "account", "tryout"))]
    found = {part for table in tables for column in table.columns for part in column.name.split("_")}
    assert len(tables) >= 7
    assert not found & FORBIDDEN
