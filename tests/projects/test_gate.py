"""The gate: passed or not, tried again a limited number of times, told honestly, without giving gold away."""

from datetime import timedelta

from curriculum_app.database import utc_now
from tests.content.sample_project import MESSAGES, REASONS
from tests.projects.bots import GATE, PAGE


def fail(worker):
    for slug in GATE:
        assert worker.hand_in(slug, "hold").status_code == 303


def test_the_first_day_is_shut_before_the_gate_is_passed(worker):
    assert worker.standing().day == 0
    assert worker.get("/days/1").headers["Location"] == PAGE
    assert worker.item("money").status_code == 302
    assert worker.here.post(f"{PAGE}/items/money", {"chosen": "refund", "key": "a"}).status_code == 409
    worker.pass_gate()
    assert worker.standing().day == 1
    assert worker.get("/days/1").status_code == 200


def test_each_item_leads_to_the_next_and_the_last_to_what_came_of_it(worker):
    first = worker.hand_in("gate-money", "refund")
    assert first.headers["Location"] == f"{PAGE}/items/gate-size"
    assert worker.hand_in("gate-size", "exchange").headers["Location"] == f"{PAGE}/days/0"
    page = worker.get("/days/0").text
    assert "100점 만점에 100점으로 통과했습니다." in page
    assert "/answers/" in page


def test_who_fails_is_told_the_score_and_what_to_read_again_but_not_the_gold(worker):
    fail(worker)
    page = worker.get("/days/0").text
    assert "1차 시도는 100점 만점에 0점입니다. 80점이 필요합니다." in page
    assert 'guideline/1#refund' in page
    assert "기회가 1번 남았습니다." in page
    assert not any(reason in page for reason in REASONS["ko"].values())
    assert "/answers/" not in page
    for work in worker.standing().works:
        assert worker.get(f"/answers/{work.answer_id}").status_code == 404


def test_half_right_is_below_the_pass_mark(worker):
    worker.hand_in("gate-money", "refund")
    worker.hand_in("gate-size", "hold")
    assert worker.standing().tries[0].mean == 0.5
    assert worker.standing().day == 0


def test_after_the_last_try_the_gate_is_shut_for_some_days_and_then_tries_begin_anew(worker):
    fail(worker)
    fail(worker)
    shut = worker.standing()
    assert shut.open == []
    assert shut.gate_opens_at - shut.works[-1].at == timedelta(days=3)
    assert "이번 회차의 기회를 모두 썼습니다." in worker.get("/days/0").text
    assert worker.here.post(f"{PAGE}/items/gate-money", {"chosen": "refund", "key": "a"}).status_code == 409
    later = worker.standing(utc_now() + timedelta(days=4))
    assert later.open == list(GATE)
    assert (later.try_number, later.tries_left) == (3, 2)


def test_the_results_of_all_tries_are_shown_after_passing(worker):
    fail(worker)
    worker.pass_gate()
    works = worker.standing().works
    assert len(works) == 4
    for work in works:
        page = worker.get(f"/answers/{work.answer_id}")
        assert page.status_code == 200
        assert REASONS["ko"][MESSAGES[work.slug][0]] in page.text


def test_the_same_form_handed_in_twice_counts_once(worker):
    for _ in range(2):
        answer = worker.here.post(f"{PAGE}/items/gate-money", {"chosen": "refund", "key": "same"})
        assert answer.status_code == 303
    assert len(worker.standing().works) == 1
    other = worker.here.post(f"{PAGE}/items/gate-money", {"chosen": "hold", "key": "same"})
    assert other.status_code == 422
    assert "이미 다른 답으로 제출되었습니다" in other.text


def test_an_answer_of_the_wrong_shape_comes_back_with_what_was_typed(worker):
    answer = worker.here.post(f"{PAGE}/items/gate-money", {"key": "a", "confidence": "unsure"})
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert 'value="unsure" checked' in answer.text
    assert worker.standing().works == []


def test_beginning_twice_is_one_run(worker):
    run = worker.run().id
    assert worker.begin().status_code == 303
    assert worker.run().id == run
