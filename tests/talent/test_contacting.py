"""Looks are seen, blocks hold, requests are limited and run out, and a name is shown to nobody who was not shown it."""

from datetime import timedelta

import pytest

from curriculum_app import jobs, mail
from curriculum_app.accounts.models import Consent, Purpose
from curriculum_app.audit import AuditEntry
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from curriculum_app.talent import contacting, looking, shortlisting, visibility
from curriculum_app.talent.employer_models import (
    AbuseReport,
    ContactRequest,
    ContactState,
    SavedSearch,
    ShortlistEntry,
    TalentLook,
)
from curriculum_app.talent.looking import Employer
from curriculum_app.talent.searching import Wish
from curriculum_app.web.access import Role
from tests.talent.pooled import company, hire

MESSAGE = "번역 검수 일을 함께할 분을 찾습니다. 보수는 시간당 이만 원입니다."


def work():
    while jobs.run_waiting():
        pass


def test_a_record_is_opened_by_a_look_its_person_sees(pool, employer, browser):
    account, _, record = pool[0]
    closed = employer.get(f"/talent/people/{record.id}").text
    assert "60" not in closed.split("<main")[1].replace(record.id.hex[:8], "").replace(str(record.id), "")
    assert db.session.query(TalentLook).count() == 0
    assert employer.post(f"/talent/people/{record.id}/open").status_code == 303
    assert "만점에 60점" in employer.get(f"/talent/people/{record.id}").text
    seen = browser().sign_in(account).get("/talent/mine/looks").text
    assert "맑은데이터" in seen
    assert "기록을 열어 봄" in seen
    assert employer.account.email not in seen
    entry = db.session.query(AuditEntry).filter_by(deed="talent_looked").one()
    assert (entry.actor_id, entry.subject_id, entry.organisation_id) == (employer.account.id, record.id, employer.organisation.id)


def test_a_look_opens_for_a_while_and_for_its_employer_only(pool, employer, browser, person):
    _, _, record = pool[0]
    employer.post(f"/talent/people/{record.id}/open")
    other = browser().sign_in(hire(person("남"), company("다른회사")))
    assert "만점에 60점" not in other.get(f"/talent/people/{record.id}").text
    db.session.query(TalentLook).one().at = utc_now() - timedelta(hours=13)
    assert "만점에 60점" not in employer.get(f"/talent/people/{record.id}").text


def test_comparing_is_a_look_at_each_and_takes_two_to_four(pool, employer):
    ids = [str(record.id) for _, _, record in pool]
    for few in (ids[:1], ids[:5], [], ["x", ids[0]]):
        assert employer.post("/talent/compare", {"who": few}).status_code == 409
    page = employer.get(employer.post("/talent/compare", {"who": ids[:3]}).headers["Location"]).text
    assert [score for score in (60, 65, 70, 75) if f"<b>{score}</b>" in page] == [60, 65, 70]
    assert db.session.query(TalentLook).filter_by(sort="compared").count() == 3
    assert "<b>85</b>" not in employer.get(f"/talent/compare?who={ids[5]}&who={ids[0]}").text


def test_a_blocked_employer_sees_one_never_again_and_others_do(pool, employer, browser, person):
    account, _, record = pool[0]
    other = browser().sign_in(hire(person("남"), company("다른회사")))
    here = browser().sign_in(account)
    assert here.post("/talent/mine/blocks", {"organisation": str(employer.organisation.id)}).status_code == 303
    assert "5명" in employer.get("/talent").text
    assert employer.get(f"/talent/people/{record.id}").status_code == 404
    assert "6명" in other.get("/talent").text
    assert here.post(f"/talent/mine/blocks/{employer.organisation.id}/remove").status_code == 303
    assert "6명" in employer.get("/talent").text


def test_a_request_is_accepted_without_a_name_and_the_name_follows(pool, employer, browser):
    account, _, record = pool[0]
    here = browser().sign_in(account)
    employer.post(f"/talent/people/{record.id}/open")
    assert employer.post(f"/talent/people/{record.id}/contact", {"message": MESSAGE}).status_code == 303
    work()
    letter = next(letter for letter in mail.laid_down(50) if letter["To"] == account.email)
    assert "맑은데이터" in letter.get_content()
    assert MESSAGE in here.get("/talent/mine/contacts").text
    contact = db.session.query(ContactRequest).one()
    assert here.post(f"/talent/mine/contacts/{contact.id}/accept").status_code == 303
    work()
    asked = employer.get("/talent/contacts").text
    assert "수락함" in asked
    assert account.name not in asked
    assert account.email not in asked
    assert here.post(f"/talent/mine/reveals/{employer.organisation.id}").status_code == 303
    asked = employer.get("/talent/contacts").text
    assert account.name in asked
    assert account.email in asked
    given = db.session.query(Consent).filter_by(purpose=Purpose.REVEAL).one()
    assert (given.organisation_id, given.page, len(given.text_hash)) == (employer.organisation.id, "/talent/mine/contacts", 64)
    assert not [letter for letter in mail.laid_down(50) if letter["To"] == "hr@clear.example" and account.name in letter.get_content()]


def test_a_name_goes_to_no_employer_that_was_not_accepted(pool, employer, browser):
    here = browser().sign_in(pool[0][0])
    assert here.post(f"/talent/mine/reveals/{employer.organisation.id}").status_code == 409
    assert db.session.query(Consent).filter_by(purpose=Purpose.REVEAL).count() == 0


def test_a_name_shown_to_one_employer_is_shown_to_no_other(pool, employer, browser, person):
    account, _, record = pool[0]
    other = browser().sign_in(hire(person("남"), company("다른회사")))
    contact = contacting.ask(Employer(employer.organisation, employer.account.id), record.id, MESSAGE, utc_now())
    contacting.accept(contact, account.id, True, utc_now(), language="ko", page="x")
    db.session.commit()
    assert account.name in employer.get("/talent").text
    assert account.name not in other.get("/talent").text


def test_a_declined_request_is_not_repeated_for_ninety_days(pool, employer):
    here, record, now = Employer(employer.organisation, employer.account.id), pool[0][2], utc_now()
    contact = contacting.ask(here, record.id, MESSAGE, now)
    with pytest.raises(Refused, match="contact_open"):
        contacting.ask(here, record.id, MESSAGE, now)
    contacting.decline(contact, now)
    with pytest.raises(Refused, match="contact_over"):
        contacting.accept(contact, pool[0][0].id, True, now, language="ko", page="x")
    with pytest.raises(Refused, match="contact_declined_lately"):
        contacting.ask(here, record.id, MESSAGE, now + timedelta(days=89))
    assert contacting.ask(here, record.id, MESSAGE, now + timedelta(days=91)).state == ContactState.OPEN


def test_a_request_runs_out_after_fourteen_days_with_or_without_the_round(pool, employer):
    here, long_ago = Employer(employer.organisation, employer.account.id), utc_now() - timedelta(days=14, seconds=1)
    contact = contacting.ask(here, pool[0][2].id, MESSAGE, long_ago)
    db.session.commit()
    with pytest.raises(Refused, match="contact_over"):
        contacting.accept(contact, pool[0][0].id, False, utc_now(), language="ko", page="x")
    assert "기한 안에 답이 없음" in employer.get("/talent/contacts").text
    contacting.look_at_the_clock()
    db.session.commit()
    work()
    assert db.session.query(ContactRequest).one().state == ContactState.EXPIRED


def test_requests_are_limited_a_day(pool, employer, app, monkeypatch):
    monkeypatch.setitem(app.config, "CONTACTS_A_DAY", 2)
    here = Employer(employer.organisation, employer.account.id)
    for _, _, record in pool[:2]:
        contacting.ask(here, record.id, MESSAGE, utc_now())
    db.session.commit()
    employer.post(f"/talent/people/{pool[2][2].id}/open")
    answer = employer.post(f"/talent/people/{pool[2][2].id}/contact", {"message": MESSAGE})
    assert answer.status_code == 422
    assert "2번" in answer.text
    assert db.session.query(ContactRequest).count() == 2


@pytest.mark.parametrize("message", ["", "짧다", "가" * 1001])
def test_a_message_too_short_or_long_is_refused(pool, employer, message):
    employer.post(f"/talent/people/{pool[0][2].id}/open")
    answer = employer.post(f"/talent/people/{pool[0][2].id}/contact", {"message": message})
    assert answer.status_code == 422
    assert "field-error" in answer.text


def test_anothers_request_is_as_unknown_as_none(pool, employer, browser):
    contact = contacting.ask(Employer(employer.organisation, employer.account.id), pool[0][2].id, MESSAGE, utc_now())
    db.session.commit()
    here = browser().sign_in(pool[1][0])
    for act in ("accept", "decline", "report"):
        assert here.post(f"/talent/mine/contacts/{contact.id}/{act}", {"reason": "x" * 20}).status_code == 404


def test_a_note_is_the_employers_and_goes_with_it(pool, employer, browser, person):
    record = pool[0][2]
    employer.post(f"/talent/people/{record.id}/open")
    employer.post(f"/talent/people/{record.id}/shortlist", {"note": "꼼꼼함"})
    assert "꼼꼼함" in employer.get("/talent/shortlist").text
    other = browser().sign_in(hire(person("남"), company("다른회사")))
    assert "꼼꼼함" not in other.get("/talent/shortlist").text
    assert other.post(f"/talent/people/{record.id}/shortlist/remove").status_code == 404
    db.session.delete(employer.organisation)
    db.session.commit()
    assert db.session.query(ShortlistEntry).count() == 0


def test_a_saved_search_mails_once_a_day_and_stops_by_its_link(pool, employer, browser, person):
    here = Employer(employer.organisation, employer.account.id)
    employer.post("/talent/searches", {"filters": "skill=find_errors", "name": "오류", "by_mail": "y"})
    assert employer.post("/talent/searches", {"filters": "skill=x", "name": "오류"}).status_code == 422
    saved = db.session.query(SavedSearch).one()
    assert saved.wish == {"skill": "find_errors", "sent": {"skill": "find_errors"}}
    assert employer.get(f"/talent/searches/{saved.id}").headers["Location"] == "/talent?skill=find_errors"

    def mails():
        shortlisting.look_at_the_clock()
        db.session.commit()
        work()
        return [one for one in mail.laid_down(200) if f"/talent/searches/{saved.id}" in one.get_content()]

    assert mails() == []  # nobody new, and not a day yet
    saved.looked_at = utc_now() - timedelta(days=1, minutes=1)
    db.session.query(visibility.TalentRecord).update({"listed_at": utc_now() - timedelta(hours=1)})
    db.session.commit()
    assert len(mails()) == 1
    assert len(mails()) == 1
    stop = mails()[0].get_content().split("/talent/stop/")[1].split()[0]
    stranger = browser()
    assert stranger.get(f"/talent/stop/{stop}x").status_code == 404
    assert stranger.post(f"/talent/stop/{stop}").status_code == 200
    db.session.expire_all()
    assert not saved.by_mail
    assert shortlisting.searches(here)[0].name == "오류"
    assert Wish.of(saved.wish) == Wish(skill="find_errors")


def test_reports_reach_administrators_who_shut_out_either_side(pool, employer, browser, person):
    account, _, record = pool[0]
    contact = contacting.ask(Employer(employer.organisation, employer.account.id), record.id, MESSAGE, utc_now())
    db.session.commit()
    browser().sign_in(account).post(f"/talent/mine/contacts/{contact.id}/report", {"reason": "돈을 먼저 보내라고 합니다."})
    report = db.session.query(AbuseReport).one()
    chief = browser().sign_in(person("관리자", Role.ADMINISTRATOR))
    assert "돈을 먼저" in chief.get("/administration/employers").text
    assert chief.post(f"/administration/reports/{report.id}/exclude").status_code == 303
    assert chief.post(f"/administration/reports/{report.id}/exclude").status_code == 404
    assert "다섯 사람보다 적습니다" in employer.get("/talent").text
    assert employer.get(f"/talent/people/{record.id}").status_code == 404
    chief.post(f"/administration/excluded/{employer.organisation.id}/readmit")
    assert "6명" in employer.get("/talent").text
    employer.post(f"/talent/people/{record.id}/report", {"reason": "다른 사람의 증서입니다."})
    report = db.session.query(AbuseReport).filter_by(by_employer=True).one()
    chief.post(f"/administration/reports/{report.id}/exclude")
    assert "5명" in employer.get("/talent").text
    chief.post(f"/administration/shut-out/{record.id}/readmit")
    assert "6명" in employer.get("/talent").text


def test_looks_are_listed_by_page(pool, employer, browser):
    here = Employer(employer.organisation, employer.account.id)
    for minute in range(31):
        looking.note(here, [pool[0][2].id], looking.Sort.OPENED, utc_now() - timedelta(minutes=minute))
    db.session.commit()
    person = browser().sign_in(pool[0][0])
    assert person.get("/talent/mine/looks").text.count("기록을 열어 봄") == 30
    assert person.get("/talent/mine/looks?page=2").text.count("기록을 열어 봄") == 1


def test_availability_is_said_and_checked(pool, browser):
    here = browser().sign_in(pool[0][0])
    day = (utc_now() + timedelta(days=30)).date().isoformat()
    said = {"availability": "from", "available_from": day, "hours": "20", "remote": "yes"}
    assert here.post("/talent/mine/availability", said).status_code == 303
    record = visibility.own_record(pool[0][0].id)
    assert (record.availability, record.available_from.isoformat(), record.hours, record.remote) == ("from", day, 20, True)
    too_late = {"availability": "from", "available_from": "2099-01-01"}
    for wrong in ({"availability": "from", "available_from": ""}, {"hours": "61"}, {"availability": "x"}, too_late):
        assert here.post("/talent/mine/availability", wrong).status_code == 422
