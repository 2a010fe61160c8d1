"""The page around an exercise: what is said beside an answer, drafts and their conflicts, where one stands, and the queue."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Enrolment
from curriculum_app.practice import drafting, queueing, timing
from curriculum_app.practice.models import Answer, Draft, VerdictRow

PICK, MARK = "/courses/sample/practice/pick", "/courses/sample/practice/mark"
JSON = {"Accept": "application/json"}


def field(page, name):
    """What stands in a hidden field of a page."""
    return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)


def filled(app, here):
    """The addresses of the queue."""
    with app.test_request_context():
        return [queued.address for queued in queueing.fill(here.account.id, live(), utc_now())]


def sent(here, **more):
    """The form of the page with an answer in it."""
    page = here.get(PICK).text
    return {"key": field(page, "key"), "opened": field(page, "opened"), "chosen": "a", **more}


@pytest.mark.parametrize("confidence", ["sure", "probably", "unsure"])
def test_confidence_and_time_are_kept_with_the_answer(trainee, confidence):
    assert trainee.post(PICK, sent(trainee, confidence=confidence)).status_code == 303
    kept = db.session.query(Answer).one()
    assert kept.confidence == confidence
    assert 0 <= kept.seconds < 60


def test_neither_is_needed_and_nonsense_says_nothing(trainee):
    assert trainee.post(PICK, sent(trainee, opened="x", confidence="very")).status_code == 303
    kept = db.session.query(Answer).one()
    assert (kept.confidence, kept.seconds) == (None, None)


def test_they_never_touch_the_grade(trainee):
    for said in ({"confidence": "sure"}, {"confidence": "unsure"}, {"opened": ""}):
        trainee.post(PICK, sent(trainee, **said))
    verdicts = db.session.query(VerdictRow).all()
    assert [row.score for row in verdicts] == [1, 1, 1]
    assert verdicts[0].verdict == verdicts[1].verdict == verdicts[2].verdict


def test_time_counts_from_the_opening_by_the_servers_clock_and_has_a_limit(app):
    me, edition, now = uuid4(), uuid4(), utc_now()
    token = timing.token(me, edition, 30, now)

    def spent(after, token=token, who=me, what=edition):
        return timing.seconds(token, who, what, 2, now + timedelta(seconds=after))

    assert spent(0) == 30
    assert spent(100) == 130
    assert spent(100_000) == timing.LONGEST * 2 * 60
    assert spent(-2) is None  # a clock that was set back
    assert spent(10, token[:-2] + "xx") is None
    assert spent(10, who=uuid4()) is None
    assert spent(10, what=uuid4()) is None


def test_a_draft_brings_back_confidence_and_the_time_spent(trainee):
    enrolment, entry = db.session.query(Enrolment).one(), live().item("sample", "pick", "ko")
    said = drafting.Said(drafting.Confidence.UNSURE, 90)
    drafting.save(enrolment, entry.id, entry.edition, drafting.Base(0), {"chosen": ["b"]}, utc_now(), said=said)
    db.session.commit()
    page = trainee.get(PICK).text
    assert 'value="unsure" checked' in page
    assert 'value="b" checked' in page
    assert timing.seconds(field(page, "opened"), trainee.account.id, entry.edition, 2, utc_now()) >= 90


def test_the_state_that_is_kept_already_is_no_conflict(trainee):
    for version in ("0", "0", "5"):
        assert trainee.put(f"{PICK}/draft", {"version": version, "chosen": "a"}).json["version"] == 1
    assert trainee.put(f"{PICK}/draft", {"version": "0", "chosen": "b"}).status_code == 409
    assert trainee.put(f"{PICK}/draft", {"version": "0", "chosen": "a", "confidence": "sure"}).status_code == 409
    assert trainee.put(f"{PICK}/draft", {"version": "1", "chosen": "b"}).json["version"] == 2


def test_a_page_that_never_heard_of_its_own_last_words_is_in_no_conflict_with_them(trainee):
    def keep(chosen, version, pages):
        return trainee.put(f"{PICK}/draft", {"version": version, "chosen": chosen, "pages": pages}).status_code

    assert keep("a", "0", "one") == 200
    assert keep("b", "0", "one") == 200  # of the first it had no answer
    assert keep("a", "0", "two one") == 200  # and closed; this one took over what it left
    assert keep("b", "0", "two one") == 200
    assert keep("a", "0", "one") == 409
    assert keep("a", "0", "") == 409
    assert keep("a", "4", "x" * 41) == 200
    assert keep("b", "0", "x" * 41) == 409


def test_a_tab_that_was_overtaken_by_a_hand_in_is_told(trainee):
    trainee.put(f"{PICK}/draft", {"version": "0", "chosen": "a"})
    trainee.post(PICK, sent(trainee))
    late = trainee.put(f"{PICK}/draft", {"version": "1", "chosen": "b"})
    assert (late.status_code, late.json) == (409, {"version": 0, "saved_at": None})
    assert db.session.query(Draft).count() == 0


def test_twenty_thousand_characters_are_kept_and_come_back(trainee):
    long = "긴 글입니다 " * 2858 + "끝"
    assert trainee.put(f"{MARK}/draft", {"version": "0", "correction-0": long, "quote-0": "1453년"}).status_code == 200
    assert long.strip() in trainee.get(MARK).text


def test_a_script_is_told_where_to_go_on_and_a_form_is_sent_there(trainee):
    form = sent(trainee)
    told = trainee.post(PICK, form, headers=JSON)
    assert told.status_code == 200
    assert told.json["location"] == trainee.post(PICK, form).headers["Location"]
    assert db.session.query(Answer).count() == 1


def test_whether_a_form_came_through_is_told_by_its_key_to_its_sender_alone(trainee, browser, person):
    form = sent(trainee)
    address = trainee.post(PICK, form).headers["Location"]
    ask = f"{PICK}/arrived?key={form['key']}"
    assert trainee.get(ask).json == {"location": address}
    assert trainee.get(f"{PICK}/arrived?key={uuid4()}").json == {"location": None}
    assert trainee.get(f"{PICK}/arrived").json == {"location": None}
    assert trainee.get(f"{MARK}/arrived?key={form['key']}").json == {"location": None}
    stranger = browser().sign_in(person())
    assert stranger.get(ask).status_code == 404
    stranger.post("/courses/sample/enrol")
    assert stranger.get(ask).json == {"location": None}


def test_another_answer_under_a_used_key_stays_on_the_page_under_a_new_one(trainee):
    form = sent(trainee)
    trainee.post(PICK, form)
    refused = trainee.post(PICK, {**form, "chosen": "b", "confidence": "probably"})
    assert refused.status_code == 422
    assert "앞서 다른 답으로 제출" in refused.text
    assert 'value="b" checked' in refused.text
    assert 'value="probably" checked' in refused.text
    assert field(refused.text, "key") != form["key"]
    assert trainee.post(PICK, {**form, "chosen": "b", "key": field(refused.text, "key")}).status_code == 303
    assert [answer.try_number for answer in db.session.query(Answer).order_by(Answer.created_at)] == [1, 2]


def test_after_handing_in_the_page_says_so_and_leads_to_the_result(trainee):
    assert "재시도" not in trainee.get(PICK).text
    address = trainee.post(PICK, sent(trainee)).headers["Location"]
    page = trainee.get(PICK).text
    assert "재시도이며, 실력은 첫 답으로 잽니다" in page
    assert f'href="{address}"' in page


def test_the_page_says_where_one_stands_and_leads_to_its_neighbours(trainee):
    first, second = trainee.get(PICK).text, trainee.get(MARK).text
    assert '<progress value="1" max="2" aria-label="첫째"></progress><span>1/2</span>' in first
    assert f'href="{MARK}" rel="next"' in first
    assert 'rel="prev"' not in first
    assert f'href="{PICK}" rel="prev"' in second
    assert 'rel="next"' not in second


def test_the_queue_holds_what_fits_into_ten_minutes_and_leads_on(app, trainee):
    page = trainee.get("/queue").text
    assert "10분 연습" in page
    begun = trainee.post("/queue")
    assert filled(app, trainee) == [PICK, MARK]
    assert begun.headers["Location"] == PICK
    assert 'max="2" aria-label="10분 연습"' in trainee.get(PICK).text
    result = trainee.get(trainee.post(PICK, sent(trainee)).headers["Location"]).text
    assert "10분 연습의 다음 문제(2/2)" in result
    assert filled(app, trainee) == [MARK]
    assert "<span>2/2</span>" in trainee.get(MARK).text  # it keeps its number though the first is done


def test_a_queue_nobody_is_at_any_more_leads_nowhere(app):
    work = [queueing.Queued(f"/{n}", "sample", "", "ko", "choice", 2, False) for n in range(2)]
    with app.test_request_context():
        queueing.begin(work, utc_now())
        assert queueing.place_of("/0") == (1, 2, "/1")
        assert queueing.place_of("/elsewhere") is None
        queueing.begin(work, utc_now() - queueing.LASTS - timedelta(seconds=1))
        assert queueing.place_of("/0") is None


def test_who_has_nothing_to_do_is_told_so(browser, person):
    here = browser().sign_in(person())
    assert "지금은 할 것이 없습니다" in here.get("/queue").text
    assert here.post("/queue").headers["Location"] == "/queue"


@pytest.mark.parametrize(("minutes", "left"), [([4, 4, 4, 2], [0, 1, 3]), ([60, 5], [0]), ([10], [0]), ([3, 9, 7], [0, 2])])
def test_what_is_too_long_for_the_minutes_left_is_passed_over(monkeypatch, minutes, left):
    work = [queueing.Queued(f"/{n}", "sample", "", "ko", "choice", long, False) for n, long in enumerate(minutes)]
    monkeypatch.setattr(queueing, "_due", lambda *_: iter(work[:1]))
    monkeypatch.setattr(queueing, "_unfinished", lambda *_: iter(work))  # the first is both due and not done: it comes once
    assert [queued.address for queued in queueing.fill(uuid4(), None, utc_now())] == [f"/{n}" for n in left]
