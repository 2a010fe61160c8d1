"""An employer's try-out from export to result: private, blind, final, and gone after ninety days."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from curriculum_app.accounts.models import Account, Grant
from curriculum_app.audit import AuditEntry
from curriculum_app.database import Model, db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Edition
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.practice.models import Answer
from curriculum_app.refusal import Refused
from curriculum_app.talent import figures
from curriculum_app.tryouts import taking, tasks
from curriculum_app.tryouts.models import Tryout, TryoutAnswer, TryoutCandidate, TryoutItem
from curriculum_app.web.access import Role
from tests.tryouts.exports import GOOD, TEXT, box, spans, upload

FORM = {"title": "라벨 시험", "language": "ko", "instructions": "알맞은 것을 고르십시오.", "guideline": "# 지침\n\n**장소**만 표시합니다. ![x](https://evil.example/p.png)",
        "shows_gold": ""}  # fmt: skip


def company(browser, person, name="맑은데이터"):
    """An employer of an organisation, signed in."""
    made = Organisation(name_ko=name, name_en=f"{name} Inc.", kind=OrganisationKind.EMPLOYER)
    db.session.add(made)
    db.session.flush()
    account = person(f"{name} 담당자")
    db.session.add(Grant(account_id=account.id, role=Role.EMPLOYER, organisation_id=made.id))
    db.session.commit()
    here = browser().sign_in(account)
    here.account, here.organisation = account, made
    return here


@pytest.fixture
def employer(browser, person):
    return company(browser, person)


def make(here, tasks=GOOD, **more):
    """The answer to the form, and the address of what it made."""
    form = {**FORM, "organisation": str(here.organisation.id), "export": upload(tasks), **more}
    answer = here.post("/try-outs/new", form)
    return answer, answer.headers.get("Location", "")


def opened(here, address, days=14, most=20):
    """The link of a try-out, as the page shows it once."""
    assert here.post(f"{address}/link", {"days": days, "most": most}).status_code == 303
    link = re.search(r"/try-outs/join/[\w-]+", here.get(address).text).group()
    assert link not in here.get(address).text  # the second time it is not there
    return link


@pytest.fixture
def ready(employer):
    """(address, link) of an open try-out of three items."""
    _, address = make(employer)
    return address, opened(employer, address)


def candidate(browser, person, link, name="지원자", **more):
    here = browser().sign_in(person(name))
    answer = here.post(link, {"agree": "y", **more})
    assert answer.status_code == 303
    here.part = answer.headers["Location"]
    return here


def mark(here, place=1, quote="서울"):
    page = here.get(f"{here.part}/{place}").text
    text_hash = page.split('name="text_hash" value="')[1].split('"')[0]
    label = db.session.query(TryoutItem).filter_by(place=place).first().task["labels"][0]["id"]
    start = TEXT.index(quote)
    marks = [{"start": start, "end": start + len(quote), "quote": quote, "label": label}]
    return here.post(f"{here.part}/{place}", {"text_hash": text_hash, "marks": json.dumps(marks)})


def choose(here, place, right=True):
    item = db.session.query(TryoutItem).filter_by(place=place).first()
    chosen = [option["id"] for option in item.task["options"] if (option["id"] in item.gold["answer"]) == right][0]
    return here.post(f"{here.part}/{place}", {"chosen": chosen})


def test_from_an_export_to_results(employer, browser, person, ready):
    address, link = ready
    stranger = browser()
    page = stranger.get(link).text
    for said in ("맑은데이터", "라벨 시험", "저장하는 것", "번호로만", "로그인"):
        assert said in page
    here = candidate(browser, person, link)
    assert "**" not in here.get(here.part).text
    assert "evil.example" not in here.get(here.part).text
    answer = mark(here)
    assert answer.status_code == 303
    assert "<strong>100</strong>" in here.get(answer.headers["Location"]).text
    assert choose(here, 2).status_code == 303
    assert choose(here, 3, right=False).status_code == 303
    assert "모두 답했습니다" in here.get(here.part).text
    page = employer.get(address).text
    assert "문항 3개 중 3개" in page
    assert "<b>67</b>" in page
    one = db.session.query(TryoutCandidate).one()
    assert f"지원자 {one.number}" in page
    details = employer.get(f"{address}/candidates/{one.id}").text
    assert details.count("<b>100</b>") == 2
    assert "서울" in employer.get(f"{address}/candidates/{one.id}/items/1").text


def test_a_candidate_is_a_number_until_the_name_is_shown_and_again_afterwards(employer, browser, person, ready):
    address, link = ready
    here = candidate(browser, person, link, "박지원")
    account = db.session.query(Account).filter_by(name="박지원").one()
    pages = [address, f"{address}/candidates/{db.session.query(TryoutCandidate).one().id}"]

    def seen():
        return ["박지원" in employer.get(page).text or account.email in employer.get(page).text for page in pages]

    assert seen() == [False, False]
    here.post(f"{here.part}/name", {"shown": "1"})
    assert seen() == [True, True]
    here.post(f"{here.part}/name")
    assert seen() == [False, False]
    other = candidate(browser, person, link, "이나래", reveal="y")
    assert "이나래" in employer.get(address).text
    assert other.get(here.part).status_code == 200  # one's own part in the same try-out
    assert "박지원" not in other.get(here.part).text


def test_without_agreeing_nobody_takes_part(browser, person, ready):
    here = browser().sign_in(person())
    answer = here.post(ready[1], {"reveal": "y"})
    assert answer.status_code == 422
    assert "동의하지 않으면" in answer.text
    assert db.session.query(TryoutCandidate).count() == 0


def test_what_was_agreed_to_is_kept_with_its_text_and_time(browser, person, ready):
    candidate(browser, person, ready[1])
    one = db.session.query(TryoutCandidate).one()
    assert one.text_version
    assert utc_now() - one.agreed_at < timedelta(minutes=1)
    assert db.session.query(AuditEntry).filter_by(deed="tryout_joined").one().actor_id == one.account_id


def test_the_first_answer_is_final_and_joining_twice_is_joining_once(browser, person, ready):
    here = candidate(browser, person, ready[1])
    choose(here, 2, right=False)
    assert choose(here, 2).status_code == 303
    assert db.session.query(TryoutAnswer).one().score == 0
    assert here.get(f"{here.part}/2").status_code == 302
    assert here.post(ready[1], {"agree": "y"}).status_code == 303
    assert db.session.query(TryoutCandidate).count() == 1


def test_an_answer_that_is_none_stays_on_the_page_with_the_reason(browser, person, ready):
    here = candidate(browser, person, ready[1])
    answer = here.post(f"{here.part}/2", {})
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert db.session.query(TryoutAnswer).count() == 0


def test_no_gold_reaches_a_candidate_unless_the_employer_shows_it(employer, browser, person, ready):
    here = candidate(browser, person, ready[1])
    before = [here.get(f"{here.part}/{place}").text for place in (1, 2, 3)]
    choose(here, 2, right=False)
    after = here.get(f"{here.part}/2/result").text
    assert "골드를 보이지 않습니다" in after
    assert all("이유를 적지 않았습니다" not in page for page in (*before, after))
    _, address = make(employer, shows_gold="y")
    other = candidate(browser, person, opened(employer, address), "둘째")
    newest = db.session.query(Tryout).order_by(Tryout.created_at.desc()).first()
    item = db.session.query(TryoutItem).filter_by(tryout_id=newest.id, place=2).one()
    other.post(f"{other.part}/2", {"chosen": item.task["options"][0]["id"]})
    assert "이유를 적지 않았습니다" in other.get(f"{other.part}/2/result").text


def test_a_link_ends_by_time_by_number_by_a_new_one_and_by_closing(employer, browser, person):
    _, address = make(employer)
    first = opened(employer, address, most=1)
    candidate(browser, person, first)
    late = browser().sign_in(person())
    assert "다 찼습니다" in late.post(first, {"agree": "y"}).text
    second = opened(employer, address, most=2)
    assert late.get(first).status_code == 404
    db.session.query(Tryout).update({Tryout.link_until: utc_now() - timedelta(seconds=1)})
    db.session.commit()
    assert late.post(second, {"agree": "y"}).status_code == 409
    third = opened(employer, address)
    here = candidate(browser, person, third, "셋째")
    employer.post(f"{address}/close")
    assert late.get(third).status_code == 404
    assert here.post(f"{here.part}/2", {"chosen": "x"}).status_code == 409
    assert employer.post(f"{address}/link", {"days": 1, "most": 1}).status_code == 409
    assert "지원자" in employer.get(address).text


@pytest.mark.parametrize(("days", "most"), [("61", "1"), ("0", "1"), ("5", "201"), ("", "x")])
def test_a_link_has_bounds(employer, days, most):
    _, address = make(employer)
    assert employer.post(f"{address}/link", {"days": days, "most": most}).status_code == 422


def test_only_the_hash_of_a_link_is_kept(employer, ready):
    secret = ready[1].rsplit("/", 1)[1]
    kept = "".join(repr(db.session.execute(sa.select(table)).all()) for table in Model.metadata.sorted_tables)
    assert secret not in kept
    assert db.session.query(Tryout).one().secret_hash in kept


def test_problems_are_listed_and_nothing_is_kept(employer):
    answer, _ = make(employer, [box(), spans(end=99)])
    assert answer.status_code == 422
    assert "1번째 줄" in answer.text
    assert "구간이 아닙니다" in answer.text
    answer, _ = make(employer, [box(), spans(), box()])
    assert answer.text.count("그림이 있는 문항입니다") == 2
    assert FORM["title"] in answer.text
    assert db.session.query(Tryout).count() == db.session.query(TryoutItem).count() == 0


def test_other_tenants_candidates_and_strangers_get_what_is_not_there(employer, browser, person, ready):
    address, link = ready
    here = candidate(browser, person, link)
    one = db.session.query(TryoutCandidate).one().id
    other, nobody = company(browser, person, "딴회사"), browser().sign_in(person("남"))
    views = [address, f"{address}/preview/1", f"{address}/candidates/{one}", f"{address}/candidates/{one}/items/1"]
    for view in views:
        assert other.get(view).status_code == 404
        assert here.get(view).status_code == nobody.get(view).status_code == 403
    for deed in ("link", "close", "remove"):
        assert other.post(f"{address}/{deed}", {"days": 1, "most": 1}).status_code == 404
    for view in ("", "/1", "/1/result"):
        assert nobody.get(f"{here.part}{view}").status_code == 404
        assert employer.get(f"{here.part}{view}").status_code == 404
    assert nobody.post(f"{here.part}/2", {"chosen": "x"}).status_code == 404
    assert nobody.post(f"{here.part}/back").status_code == 404
    assert other.get(address.replace(address.rsplit("/", 1)[1], str(uuid4()))).status_code == 404
    assert "라벨 시험" not in other.get("/try-outs").text
    assert make(other, organisation=str(employer.organisation.id))[0].status_code == 422


def test_nothing_of_it_is_in_catalogue_practice_figures_or_the_bench(employer, browser, person, ready):
    editions, before = db.session.query(Edition).count(), dict(live().items)
    here = candidate(browser, person, ready[1])
    mark(here)
    assert (db.session.query(Edition).count(), live().items) == (editions, before)
    assert db.session.query(Answer).count() == 0
    taker = db.session.query(TryoutCandidate).one().account_id
    assert figures.made_of(taker) == {}
    author = browser().sign_in(person("저자", Role.AUTHOR, Role.ADMINISTRATOR, Role.INSTRUCTOR))
    for address in ("/author", "/courses", "/", "/administration", "/talent/mine", "/talent/mine.json", "/cohorts"):
        for reader in (author, here):
            assert "라벨 시험" not in reader.get(address).text
            assert TEXT not in reader.get(address).text


def test_a_candidate_takes_everything_back(employer, browser, person, ready):
    here = candidate(browser, person, ready[1])
    mark(here)
    assert here.post(f"{here.part}/back").status_code == 303
    assert db.session.query(TryoutCandidate).count() == db.session.query(TryoutAnswer).count() == 0
    assert "아직" in employer.get(ready[0]).text
    assert here.get(here.part).status_code == 404


def test_after_ninety_days_nothing_is_left(employer, browser, person, ready):
    here = candidate(browser, person, ready[1])
    mark(here)
    made = db.session.query(Tryout).one()
    made.created_at = utc_now() - timedelta(days=89, hours=23)
    db.session.commit()
    tasks.remove_old()
    db.session.commit()
    assert db.session.query(Tryout).count() == 1
    db.session.query(Tryout).one().created_at = utc_now() - timedelta(days=90)
    db.session.commit()
    tasks.remove_old()
    db.session.commit()
    assert [db.session.query(model).count() for model in (Tryout, TryoutItem, TryoutCandidate, TryoutAnswer)] == [0] * 4
    assert db.session.query(AuditEntry).filter_by(deed="tryout_removed").one().actor_id is None


def test_of_many_who_come_at_once_a_link_takes_in_as_many_as_it_says(app, employer, person):
    _, address = make(employer)
    opened(employer, address, most=3)
    people, tryout = [person(f"동시{number}").id for number in range(10)], db.session.query(Tryout.id).scalar()
    db.session.commit()

    def join(account_id):
        with app.app_context():
            try:
                taking.join(db.session.get_one(Tryout, tryout), account_id, False, utc_now())
                db.session.commit()
                return 1
            except Refused:
                db.session.rollback()
                return 0

    with ThreadPoolExecutor(10) as threads:
        assert sum(threads.map(join, people)) == 3
    assert db.session.query(TryoutCandidate).count() == 3


def test_a_link_never_outlives_its_try_out(employer):
    _, address = make(employer)
    db.session.query(Tryout).one().created_at = utc_now() - timedelta(days=80)
    db.session.commit()
    opened(employer, address, days=60)
    made = db.session.query(Tryout).one()
    assert made.link_until == made.created_at + timedelta(days=90)


def test_an_employer_removes_it_and_a_person_who_goes_leaves_nothing(employer, browser, person, ready):
    here = candidate(browser, person, ready[1])
    mark(here)
    db.session.delete(db.session.get_one(Account, db.session.query(TryoutCandidate).one().account_id))
    db.session.commit()
    assert db.session.query(TryoutAnswer).count() == 0
    assert employer.post(f"{ready[0]}/remove").status_code == 303
    assert db.session.query(TryoutItem).count() == 0


def test_an_employer_without_an_organisation_is_told_why_not(browser, person):
    here = browser().sign_in(person("혼자", Role.EMPLOYER))
    for address in ("/try-outs", "/try-outs/new"):
        assert "어느 기관에도 속해 있지 않아" in here.get(address).text


def test_the_preview_shows_every_item_with_its_gold(employer):
    _, address = make(employer)
    for place, said in ((1, "서울"), (2, "부정"), (3, "긍정")):
        assert said in employer.get(f"{address}/preview/{place}").text
    assert employer.get(f"{address}/preview/4").status_code == 404
