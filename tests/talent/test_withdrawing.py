"""A consent withdrawn is gone from every outlet with the next request. Every route of the pool has its outlet, or its reason, here."""

from datetime import timedelta

import pytest

from curriculum_app import jobs, mail
from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Account, Purpose
from curriculum_app.database import db, utc_now
from curriculum_app.talent import contacting, looking, searching, shortlisting, visibility
from curriculum_app.talent.employer_models import SavedSearch, Sort
from curriculum_app.talent.looking import Employer
from curriculum_app.talent.searching import Wish
from curriculum_app.web.access import Scope
from tests.credentials.earning import earn
from tests.organisations.keyed import bearer, key
from tests.talent.pooled import listed
from tests.talent.showing import answer, edition_of, enrolled, printed, retired, sat

MESSAGE = "번역 검수 일을 함께할 분을 찾습니다. 보수는 시간당 이만 원입니다."

# How each route that could show an employer (or a program) a person of the pool is asked for that person.
OUTLETS = {
    "talent.search": lambda here, who: here.get("/talent?skill=find_errors"),
    "talent.person": lambda here, who: here.get(f"/talent/people/{who.id}"),
    "talent.sample": lambda here, who: here.get(f"/talent/people/{who.id}/samples/{who.sample}"),
    "talent.shortlist": lambda here, who: here.get("/talent/shortlist"),
    "talent.compare": lambda here, who: here.get(f"/talent/compare?who={who.id}&who={who.other}"),
    "talent.asked": lambda here, who: here.get("/talent/contacts"),
    "talent.saved": lambda here, who: here.client.get(f"/talent/searches/{who.saved}", follow_redirects=True),
}
# Those that act on a person: refused as if there were nobody.
ACTS = {
    "talent.open_record": "/talent/people/{}/open",
    "talent.contact": "/talent/people/{}/contact",
    "talent.put_aside": "/talent/people/{}/shortlist",
    "talent.report_person": "/talent/people/{}/report",
}
# Those that show nobody of the pool to anybody else, and why.
NO_OUTLETS = {
    "talent.choose_compared": "leads to talent.compare; refused below",
    "talent.take_off": "takes away only",
    "talent.searches": "names of searches and filters",
    "talent.save_search": "filters",
    "talent.switch_mails": "a switch",
    "talent.remove_search": "takes away only",
    "talent.stop_mails": "a switch",
    "credentials.public_credential": "one certificate, to whoever has its id; goes by another consent, below",
    "verification.verify": "answers about a certificate that is sent along, whoever sends it",
    "talent.record": "goes by key, below",
    "changes.page": "ids of records and certificates, by key",
    "api.openapi": "describes the interface",
    "rechecks.ask": "about a certificate whose address the employer has",
    **{f"api_keys.{name}": "keys of one's own organisation" for name in ("listing", "revoke")},
    **{f"webhooks.{name}": "webhooks of one's own organisation" for name in (
        "listing", "show", "rotate", "switch_on", "switch_off", "test", "replay", "remove")},
    **{f"verification.{name}": "answers about certificates that are sent along, whoever sends them" for name in (
        "ask_bulk", "bulk_progress", "bulk_results", "lists", "list_of_many", "check_list", "list_progress", "list_results",
        "forget_list")},
    "talent.claims": "staff of the person's own school, whom the person asked",
    "talent.claim": "staff of the person's own school, whom the person asked",
    **{f"tryouts.{name}": "a try-out's candidates under numbers; no record and nobody of the pool" for name in (
        "candidate", "candidate_answer", "close", "listing", "new", "open_link", "preview", "remove", "tryout")},
    **{f"talent.{name}": "one's own" for name in (
        "mine", "export", "as_employer", "my_sample", "take_along", "resume", "schema_org",
        "facts", "add_fact", "change_fact", "remove_fact", "ask_fact", "looks", "block", "unblock", "contacts", "accept", "decline",
        "report_employer", "reveal", "conceal", "availability", "leave")},
}  # fmt: skip


def test_every_route_that_could_show_somebody_is_decided_on(app):
    """A new page of the pool, or any address for programs, has to be put above: as an outlet that is walked, or with its reason."""
    found = {
        rule.endpoint for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("talent.") or rule.rule.startswith("/api/")
        or "employer" in getattr(app.view_functions[rule.endpoint], "guard", "").split(", ")
    }  # fmt: skip
    assert found == {*OUTLETS, *ACTS, *NO_OUTLETS}


@pytest.fixture
def known(app, person, employer):
    """Somebody an employer found, opened, compared, shortlisted, asked and was shown the name of; and eight others."""
    people = [listed(person, number + 1, name=f"이름{number}하늘", score=80 + number) for number in range(9)]
    sample = sampled(*people[0][:2])
    (account, _, record), (_, _, other) = people[0], people[1]
    now, here = utc_now(), Employer(employer.organisation, employer.account.id)
    for one in (record, other):
        shortlisting.put_aside(here, one.id, "비밀 메모", now)
    looking.note(here, [record.id, other.id], Sort.OPENED, now)
    contact = contacting.ask(here, record.id, MESSAGE, now)
    contacting.accept(contact, account.id, True, now, language="ko", page="/talent/mine/contacts")
    saved = shortlisting.save(here, "찾기", Wish(skill="find_errors"), {"skill": "find_errors"}, True, now - timedelta(days=2))
    db.session.commit()
    while jobs.run_waiting():
        pass
    record.other, record.saved, record.sample = other.id, saved.id, sample
    with retired(("sample-exam", "final")):
        yield account, record


def sampled(account, credential):
    """An exam answer of theirs, to be shown as a work sample once its item is retired."""
    consents.choose(account.id, [Purpose.TALENT_POOL, Purpose.WORK_SAMPLES], utc_now())
    enrolment = enrolled(account)
    credential.enrolment_id = enrolment.id
    printed(credential)
    return answer(enrolment, edition_of("final", "sample-exam"), sat(enrolment)).id


def shows(answer, account, record):
    return [mark for mark in (account.name, account.email, str(record.id), record.id.hex[:8]) if mark in answer.text]


def end_listing(account, record, browser, employer):
    browser().sign_in(account).post("/profile/consents", {})


def block_the_employer(account, record, browser, employer):
    browser().sign_in(account).post("/talent/mine/blocks", {"organisation": str(employer.organisation.id)})


def leave(account, record, browser, employer):
    browser().sign_in(account).post("/talent/mine/leave")


@pytest.mark.parametrize("withdraw", [end_listing, block_the_employer, leave])
def test_who_withdraws_is_gone_from_every_outlet_with_the_next_request(known, employer, browser, withdraw, tmp_path):
    account, record = known
    name, email, who = account.name, account.email, record.id
    before = {name: ask(employer, record) for name, ask in OUTLETS.items()}
    assert all(shows(answer, account, record) for answer in before.values())
    assert {name for name, answer in before.items() if account.name in answer.text} == set(OUTLETS)
    assert "9명" in before["talent.search"].text
    saved, other, sample = record.saved, record.other, record.sample
    withdraw(account, record, browser, employer)
    marks = (name, email, str(who), who.hex[:8])

    class Gone:
        id = who

    Gone.saved, Gone.other, Gone.sample = saved, other, sample
    for endpoint, ask in OUTLETS.items():
        answer = ask(employer, Gone)
        body = answer.text.split("<main")[-1]
        assert not [mark for mark in marks if mark in body], endpoint
        assert "no-store" in answer.headers["Cache-Control"], endpoint
        assert "ETag" not in answer.headers, endpoint
    assert "8명" in employer.get("/talent").text
    assert MESSAGE not in employer.get("/talent/contacts").text
    for endpoint, address in ACTS.items():
        form = {"message": MESSAGE, "reason": "이유를 적습니다 이유를", "note": "x"}
        assert employer.post(address.format(who), form).status_code == 404, endpoint
    answer = employer.post("/talent/compare", {"who": [str(who), str(other)]})
    assert answer.status_code == 409


@pytest.mark.parametrize("withdraw", [end_listing, block_the_employer, leave])
def test_who_withdraws_is_gone_for_programs_with_the_next_request(known, employer, browser, withdraw):
    account, record = known
    asked = {"path": f"/api/v1/talent/{record.id}", **bearer(key(employer.account.grants[0], Scope.TALENT_READ)[1])}
    before = browser().client.get(**asked)
    assert before.json["figures"][0]["skill"] == "find_errors"
    assert account.name not in before.text
    withdraw(account, record, browser, employer)
    assert browser().client.get(**asked).status_code == 404


def test_a_cached_page_is_not_confirmed_as_unchanged(known, employer, browser):
    account, record = known
    before = employer.get("/talent")
    end_listing(account, record, browser, employer)
    again = employer.get("/talent", headers={"If-None-Match": '"x"', "If-Modified-Since": before.headers.get("Date", "")})
    assert again.status_code == 200
    assert not shows(again, account, record)


def test_facets_forget_who_withdraws(known, employer, browser):
    def facets():
        return searching.find(Wish(), employer.organisation.id, 1, utc_now()).facets

    assert facets()["skill"] == {"find_errors": 5}
    for number in range(4):
        end_listing(*listed_one(number), browser, employer)
    assert facets()["language"] == {"ko": 5}
    end_listing(*listed_one(4), browser, employer)
    assert facets() == {}


def listed_one(number):
    account = db.session.query(Account).filter_by(name=f"이름{number}하늘").one()
    return account, visibility.own_record(account.id)


def test_mails_of_saved_searches_name_nobody_and_stop_where_too_few_are_left(known, employer, browser):
    account, record = known

    def letters():
        shortlisting.look_at_the_clock()
        db.session.commit()
        while jobs.run_waiting():
            pass
        return [str(letter) for letter in mail.laid_down(100) if "/talent/searches/" in letter.get_content()]

    before = len(letters())
    assert before >= 1
    assert not [letter for letter in letters() if account.name in letter or record.id.hex[:8] in letter]
    db.session.get_one(SavedSearch, record.saved).looked_at = utc_now() - timedelta(days=2)
    for number in range(5):
        consents.choose(listed_one(number)[0].id, [], utc_now())
    db.session.commit()
    assert len(letters()) == before


def test_a_reveal_taken_back_hides_the_name_and_nothing_else(known, employer, browser):
    account, record = known
    here = browser().sign_in(account)
    assert here.post(f"/talent/mine/reveals/{employer.organisation.id}/remove").status_code == 303
    for endpoint, ask in OUTLETS.items():
        page = ask(employer, record).text
        assert record.id.hex[:8] in page, endpoint
        assert account.name not in page, endpoint
        assert account.email not in page, endpoint
    assert Purpose.TALENT_POOL in consents.in_force(account.id)


def test_the_public_name_withdrawn_is_gone_from_page_and_interface_and_no_cache_keeps_it(trainee, browser):
    credential, stranger = earn(trainee), browser()
    page, data = f"/verify/{credential.id}", f"/api/v1/credentials/{credential.id}"
    trainee.post("/profile/consents", {"public_verification": "y"})
    assert trainee.account.name in stranger.get(page).text
    etag = stranger.get(data).headers["ETag"]
    assert stranger.get(data, headers={"If-None-Match": etag}).status_code == 304
    trainee.post("/profile/consents", {})
    assert trainee.account.name not in stranger.get(page).text
    assert stranger.get(data, headers={"If-None-Match": etag}).status_code == 404
