"""A record says what there is enough of, to its holder with name, to employers without; and what is too little nowhere."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from curriculum_app import jobs
from curriculum_app.accounts import consents, facts
from curriculum_app.accounts.facts import Sort
from curriculum_app.accounts.models import Purpose
from curriculum_app.database import db, utc_now
from curriculum_app.practice.models import VerdictRow
from curriculum_app.talent import figures, visibility
from curriculum_app.talent.models import Availability
from curriculum_app.talent.record_models import TalentFigures
from tests.organisations.keyed import bearer, key
from tests.talent.showing import answer, certified, edition_of, enrolled, pooled

EXPORTS = ("/talent/mine.json", "/talent/mine/resume.json", "/talent/mine/schema-org.json")
PAGES = ("/talent/mine", "/talent/mine/as-employer")


def hit(kind="entity"):
    return {"sort": "hit", "credit": 1.0, "mine": {"values": {"type": kind}}, "gold": {"values": {"type": kind}}}


MISSED = {"sort": "missed", "credit": 0.0, "gold": {"values": {"type": "entity"}}}
ALARM = {"sort": "alarm", "credit": 0.0, "mine": {"values": {"type": "entity"}}}


@pytest.fixture
def here(browser, person):
    account = person("김하늘", name_latin="Kim Haneul")
    signed_in = browser().sign_in(account)
    signed_in.account = account
    return signed_in


def worked(account, n, **more):
    """So many first answers to marked texts, each of an item of its own: two errors hit, one missed; every third text is clean."""
    enrolment, mark = enrolled(account), edition_of("mark")
    for number in range(n):
        outcomes = [ALARM] if number % 3 == 0 else [hit(), hit(), MISSED]
        answer(enrolment, mark, score=0.5, seconds=90, item_id=uuid4(), outcomes=outcomes, **more)
    db.session.commit()
    return enrolment


def only_figures():
    db.session.expire_all()
    return db.session.query(TalentFigures).one()


def test_figures_are_made_with_the_certificate_and_shown_with_their_number(here):
    worked(here.account, 60)
    certified(here.account)
    made = only_figures().figures["ko"]["find_errors"]
    assert made["agreement"] == {"n": 60, "value": 0.5, "low": 0.377, "high": 0.623}
    assert made["errors"] == {"n": 120, "found": 80, "low": 0.578, "high": 0.745}
    assert made["clean"] == {"n": 20, "false_alarms": 20}
    assert made["seconds"] == {"n": 60, "median": 90}
    page = here.get("/talent/mine").text
    for said in ("50%(95% 구간 38–62%), 문항 60개", "120개 중 80개", "깨끗한 글 20편에서 20번", "문항마다 1분 30초",
                 "30문항에서 100점 만점에 81점"):
        assert said in page


def test_nineteen_answers_say_nothing_on_any_page_and_in_any_export(here):
    worked(here.account, 19)
    certified(here.account, questions=19)
    kept = json.dumps(only_figures().figures)
    for sign in ("value", "median", "false_alarms"):
        assert sign not in kept
    page = here.get("/talent/mine").text
    assert "말하기에 너무 적음</dt><dd>수료증의 역량 점수, 정답과의 일치, 잘못 표시, 걸린 시간의 중앙값" in page
    assert "81점" not in page
    assert "중앙값</dt>" not in page
    skill = here.get("/talent/mine.json").json["skills"][0]
    assert skill["score"] is None
    assert not skill.keys() & {"agreement", "beyond_chance", "clean", "seconds"}
    assert "일치" not in str(here.get("/talent/mine/resume.json").json["skills"])


def test_second_tries_hints_and_lesson_checks_do_not_count(here):
    enrolment, pick = enrolled(here.account), edition_of("pick")
    first = answer(enrolment, pick, score=0.0)
    helped = answer(enrolment, pick, item_id=uuid4())
    helped.hints = 1
    db.session.flush()
    made = figures.made_of(here.account.id)["ko"]["find_errors"]
    assert made["n"] == 1
    db.session.add(VerdictRow(answer_id=first.id, gold_edition_id=edition_of("mark").id, score=1.0, verdict={"outcomes": []},
                              created_at=utc_now() + timedelta(seconds=1)))  # fmt: skip
    db.session.commit()
    assert figures.made_of(here.account.id)["ko"]["find_errors"]["n"] == 1


def test_figures_are_renewed_a_day_later_where_there_is_news_and_else_not(here):
    enrolment = worked(here.account, 19)
    certified(here.account)
    answer(enrolment, edition_of("mark"), item_id=uuid4(), outcomes=[hit()])
    kept = only_figures()
    kept.computed_at = before = utc_now() - timedelta(days=2)
    db.session.commit()
    figures.renew()
    db.session.commit()
    while jobs.run_waiting():
        pass
    kept = only_figures()
    assert kept.computed_at > before
    assert kept.figures["ko"]["find_errors"]["n"] == 20
    kept.computed_at = utc_now() + timedelta(days=-2)
    db.session.query(VerdictRow).update({VerdictRow.created_at: utc_now() - timedelta(days=3)})
    db.session.commit()
    waiting = db.session.query(jobs.Job).count()
    figures.renew()
    assert db.session.query(jobs.Job).count() == waiting


def test_an_employer_sees_what_is_listed_and_no_name_once_the_record_is_opened(here, employer, person):
    worked(here.account, 60)
    supervised = {"supervised": True, "by": "한빛대학교 박감독", "identity_seen": True}
    credential = certified(here.account, conditions=supervised, level="reviewer",
                           band={"low": 74.0, "high": 90.0}, issuer={"ko": "한빛대학교", "en": "Hanbit"}, pedigree="expert-approved",
                           found={"planted": 50, "found": 41, "false_alarms": 4, "clean": 20}, name="김하늘")  # fmt: skip
    facts.declare(here.account.id, Sort.DEGREE, "언어학", "master", None, utc_now())
    pooled(person, 4)
    record = visibility.own_record(here.account.id)
    record.availability, record.hours = Availability.NOW, 33
    address = f"/talent/people/{record.id}"
    assert employer.get(address).status_code == 404
    consents.choose(here.account.id, [Purpose.TALENT_POOL], utc_now())
    db.session.commit()
    assert "50개 가운데" not in employer.get(address).text
    assert employer.post(f"{address}/open").status_code == 303
    page = employer.get(address).text
    for said in ("리뷰어", "50개 가운데 41개", "깨끗한 글 20편에서 4번", "감독 아래 치렀습니다", "본인 확인", "석사 · 언어학",
                 "전문가가 승인한"):
        assert said in page
    for hidden in ("김하늘", "Kim Haneul", here.account.email, credential.serial, str(credential.id), "한빛대학교", "박감독"):
        assert hidden not in page
    assert "박감독" in here.get("/talent/mine").text
    preview = here.get("/talent/mine/as-employer").text
    assert contents_of(preview) == contents_of(page)
    for once in ('id="certificates-title"', 'id="skills-title"', 'id="facts-title"', "석사 · 언어학", "50개 가운데 41개", "33시간"):
        assert page.count(once) == 1
    assert credential.serial not in preview
    assert "박감독" not in preview
    consents.choose(here.account.id, [], utc_now())
    db.session.commit()
    assert employer.get(address).status_code == 404
    assert here.get(address).status_code == 403


def test_programs_are_told_what_the_page_says_and_nothing_of_too_few(here, employer, browser):
    worked(here.account, 60)
    certified(here.account, questions=19, conditions={"supervised": True, "by": "박감독", "identity_seen": False})
    degree = facts.declare(here.account.id, Sort.DEGREE, "언어학", "master", None, utc_now())
    facts.ask(degree, utc_now())
    facts.mark(degree, facts.Proof.DOCUMENT_SEEN, facts.Document.CERTIFICATE, employer.account.id, None, utc_now())
    consents.choose(here.account.id, [Purpose.TALENT_POOL], utc_now())
    db.session.commit()
    address = f"/api/v1/talent/{visibility.own_record(here.account.id).id}"
    told = browser().get(address, **bearer(key(employer.account.grants[0])[1]))
    assert told.json["skills"][0]["score"] is None
    figures = told.json["figures"][0]
    assert figures["agreement"] == {"value": 0.5, "low": 0.377, "high": 0.623, "items": 60}
    assert figures["errors"] == {"found": 80, "planted": 120, "low": 0.578, "high": 0.745}
    assert figures["clean"] == {"false_alarms": 20, "clean_texts": 20}
    assert figures["time"] == {"seconds": 90, "items": 60}
    assert (figures["supervised"], figures["identity_seen"], figures["beyond_chance"]) == (True, False, None)
    fact = told.json["facts"][0]
    assert (fact["name"], fact["grade"], fact["proof"], fact["document"]) == ("언어학", "master", "document_seen", "certificate")
    for hidden in ("김하늘", "박감독", here.account.email, str(employer.account.id)):
        assert hidden not in told.text
    only_figures().figures = {}
    db.session.commit()
    few = browser().get(address, **bearer(key(employer.account.grants[0])[1])).json["figures"][0]
    assert {few[name] for name in ("agreement", "beyond_chance", "errors", "clean", "time", "last_answer_in")} == {None}


def contents_of(page):
    """What a page shows of a record, from its availability to its facts, without the addresses of its samples."""
    main = page[page.index("<main") : page.index("</main>")]
    shown = main[main.index("<p>지금 일할 수 있음") :]
    return shown[: shown.index("</ul>\n</section>", shown.index('id="facts-title"'))]


def test_a_revoked_certificate_is_told_to_its_holder_and_shown_to_nobody_else(here, person):
    credential = certified(here.account)
    credential.revoked_at, credential.revocation_reason = utc_now(), "시험"
    db.session.commit()
    assert "폐기됨" in here.get("/talent/mine").text
    assert "30문항" not in here.get("/talent/mine/as-employer").text
    assert here.get("/talent/mine/resume.json").json["certificates"] == []


def test_old_certificates_that_say_nothing_of_conditions_are_said_to_say_nothing(here):
    certified(here.account)
    assert "감독이 있었는지 수료증에 적혀 있지 않습니다" in here.get("/talent/mine").text
    assert here.get("/talent/mine.json").json["certificates"][0]["conditions"] is None


def test_every_page_and_export_answers_before_there_is_anything(here):
    for address in (*PAGES, *EXPORTS, "/talent/mine/take-along"):
        assert here.get(address).status_code == 200
