"""Leaving the pool takes the record away; what is taken along and erased of a whole person is tested in operations."""

from datetime import timedelta

import pytest

from curriculum_app import jobs
from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Consent
from curriculum_app.database import db, utc_now
from curriculum_app.organisations.employer_models import EmployerRegistration
from curriculum_app.talent import contacting, looking, shortlisting
from curriculum_app.talent.employer_models import AbuseReport, Sort, TalentBlock
from curriculum_app.talent.looking import Employer
from curriculum_app.talent.models import Availability
from curriculum_app.talent.searching import Wish
from tests.talent.pooled import company, hire, listed

MARK = "표지9137"


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
