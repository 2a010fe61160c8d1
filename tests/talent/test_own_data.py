"""All the pool keeps of a person can be taken along and erased; every table says what becomes of it."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from curriculum_app import jobs
from curriculum_app.accounts import consents, facts
from curriculum_app.accounts.models import Consent, Purpose
from curriculum_app.database import Model, db, utc_now
from curriculum_app.organisations.employer_models import EmployerRegistration
from curriculum_app.talent import contacting, looking, own_data, shortlisting
from curriculum_app.talent.employer_models import AbuseReport, Sort, TalentBlock
from curriculum_app.talent.looking import Employer
from curriculum_app.talent.models import Availability
from curriculum_app.talent.searching import Wish
from tests.talent.pooled import company, hire, listed

MARK = "표지9137"


def test_every_table_of_the_pool_says_what_becomes_of_it():
    ours = {
        table.name for table in Model.metadata.sorted_tables
        if table.name.startswith("talent_") or table.name in {"consent", "employer_registration", "person_fact"}
    }  # fmt: skip
    assert set(own_data.DECLARED) == ours
    for name, columns in own_data.DECLARED.items():
        people = {
            column.name for column in Model.metadata.tables[name].c
            if any(key.column.table.name == "account" for key in column.foreign_keys)
        }  # fmt: skip
        assert people <= {*columns, "account_id"}, name
        assert set(columns.values()) <= {own_data.ERASE, own_data.ANONYMISE, own_data.KEEP}


@pytest.fixture
def entangled(app, person):
    """Somebody with something in every table, on both sides of the pool; the marks planted there."""
    account, credential, record = listed(person, 1, name="아무개")
    other, _, another = listed(person, 2)
    clear, own = company("맑은데이터"), company("제회사")
    hire(account, own)
    recruiter = Employer(clear, hire(person("채용"), clear).id)
    now = utc_now()
    record.availability, record.hours = Availability.NOW, 33
    facts.declare(account.id, facts.Sort.LICENCE, f"{MARK}-fact", "", None, now)
    marked = facts.declare(other.id, facts.Sort.LICENCE, "운전", "", None, now)
    facts.ask(marked, now)
    facts.mark(marked, facts.Proof.ISSUER_CONFIRMED, None, account.id, None, now)
    looking.note(recruiter, [record.id], Sort.OPENED, now)
    contact = contacting.ask(recruiter, record.id, f"{MARK}-received 함께 일하실 분을 찾습니다", now)
    contacting.accept(contact, account.id, True, now, language="ko", page=f"{MARK}-page")
    contacting.report(False, account.id, clear.id, record.id, f"{MARK}-report")
    shortlisting.put_aside(recruiter, record.id, f"{MARK}-theirs", now)
    db.session.add(TalentBlock(record_id=record.id, organisation_id=company(f"{MARK}-blocked").id))
    mine = Employer(own, account.id)
    shortlisting.put_aside(mine, another.id, f"{MARK}-note", now)
    shortlisting.save(mine, f"{MARK}-search", Wish(), {}, False, now)
    contacting.ask(mine, another.id, f"{MARK}-sent 함께 일하실 분을 찾습니다", now)
    db.session.add(EmployerRegistration(account_id=account.id, name_ko=f"{MARK}-ko", name_en=f"{MARK}-en", work_email=f"{MARK}@c.example",
                                        domain="c.example", secret_hash="x" * 64, expires_at=now + timedelta(hours=1)))  # fmt: skip
    db.session.commit()
    while jobs.run_waiting():
        pass
    return account, record, other


def test_what_is_taken_along_holds_every_mark(entangled, browser):
    taken = browser().sign_in(entangled[0]).get("/talent/mine/everything.json")
    text = json.dumps(taken.json, ensure_ascii=False)
    planted = ("received", "page", "fact", "report", "blocked", "note", "search", "sent", "ko", "en")
    assert [mark for mark in planted if f"{MARK}-{mark}" not in text] == []
    assert f"{MARK}@c.example" in text
    assert f"{MARK}-theirs" not in text  # the employer's note on the person
    assert taken.json["record"]["hours"] == 33
    assert taken.json["looks"][0]["organisation"] == "맑은데이터"
    assert "account_id" not in taken.json["looks"][0]
    assert taken.json["figures"][0]["computed_at"]
    assert "secret_hash" not in text


def everything():
    return "\n".join(
        repr(tuple(row)) for table in Model.metadata.sorted_tables if table.name not in {"edition", "revision", "organisation"}
        for row in db.session.execute(sa.select(table))
    )  # fmt: skip


def test_erased_nothing_of_one_is_left_in_the_pool_and_others_stay(entangled):
    account, record, other = entangled
    record_id = repr(record.id)
    for _ in range(2):  # safe to run twice
        own_data.erase(account.id)
        db.session.commit()
    kept = everything()
    assert MARK not in kept
    tables = [name for name in own_data.DECLARED if name != "consent"]
    for name in (*tables, "consent"):
        table = Model.metadata.tables[name]
        assert repr(account.id) not in repr(db.session.execute(sa.select(table)).all()), name
        assert record_id not in repr(db.session.execute(sa.select(table)).all()), name
    assert Purpose.TALENT_POOL in consents.in_force(other.id)


def test_leaving_erases_the_record_and_keeps_the_history_of_consents(entangled, browser):
    account, record, other = entangled
    here = browser().sign_in(account)
    assert "모든 것을 지웁니다" in here.get("/talent/mine/leave").text
    assert here.post("/talent/mine/leave").status_code == 303
    assert consents.in_force(account.id) == frozenset()
    assert db.session.query(Consent).filter_by(account_id=account.id, withdrawn_at=None).count() == 0
    assert db.session.query(Consent).filter_by(account_id=account.id).count() == 2
    assert db.session.query(AbuseReport).count() == 0
    assert here.get("/talent/mine/looks").status_code == 200
