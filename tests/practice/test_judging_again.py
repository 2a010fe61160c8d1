"""A judgement comes back after weeks in another guise; the answer counts as said of the exercise as it was written."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from curriculum_app.database import db
from curriculum_app.learning.models import StepResult
from curriculum_app.measurement.consistency import LEAST
from curriculum_app.practice import measuring, mirroring, scheduling
from curriculum_app.practice.models import Answer, Context, VerdictRow
from curriculum_app.practice.review_models import CardSort, MirroredAnswer, ReviewCard
from tests.practice import moving, tour

SLUGS = ["preference-1", "preference-2", "ranking-1", "rating-scale-1"]


@pytest.fixture
def clock(app, monkeypatch):
    return moving.Clock(monkeypatch)


@pytest.fixture
def trainee(trainee, tmp_path, clock):
    """A trainee in a course whose practice is of judgements."""
    with tour.course_with(tmp_path, SLUGS):
        yield trainee
        db.session.query(MirroredAnswer).delete()
        db.session.query(ReviewCard).delete()
        db.session.commit()


def again(slug):
    return f"/courses/sample/judge-again/{slug}"


def judge(here, path, **said):
    found = here.post(path, {"key": str(uuid4()), **said})
    assert found.status_code == 303, found.text
    return here.get(found.headers["Location"]).text


def prefer(here, path, preference):
    return judge(here, path, preference=preference, reason="규정과 대조했습니다.")


def rank(here, path, *ranks):
    return judge(here, path, **{f"ranks-{letter}": rank for letter, rank in zip("abcd", ranks, strict=True)})


def due(here, clock):
    return [one.place.entry.slug for one in scheduling.due(here.account.id, clock.now) if one.sort == CardSort.MIRROR]


def shown(page):
    """The responses in the order in which a page shows them."""
    return re.findall(r'<div class="given"[^>]*>\s*<p[^>]*>(.+?)</p>', page)


def test_a_judgement_comes_back_after_two_weeks_and_not_before(trainee, clock):
    prefer(trainee, tour.PAGE + "preference-1", "b-3")
    clock.move(days=13)
    assert due(trainee, clock) == []
    assert trainee.get(again("preference-1")).headers["Location"] == "/today"
    clock.move(days=1)
    assert due(trainee, clock) == ["preference-1"]
    assert "다시 판단하기" in trainee.get("/today").text


def test_it_comes_back_with_the_responses_in_the_opposite_order(trainee, clock):
    first = shown(trainee.get(tour.PAGE + "preference-1").text)
    prefer(trainee, tour.PAGE + "preference-1", "b-3")
    clock.move(days=14)
    assert shown(trainee.get(again("preference-1")).text) == first[::-1]


def test_the_same_text_preferred_again_is_the_same_answer_and_earns_the_same(trainee, clock):
    prefer(trainee, tour.PAGE + "preference-1", "b-3")
    clock.move(days=14)
    result = prefer(trainee, again("preference-1"), "a-3")  # what was B stands first now
    assert "<strong>100</strong>" in result
    assert "응답을 거꾸로 놓고" in result
    assert "판단 1개 가운데 1개가 2026-03-02의 판단과 같습니다." in result
    first, second = db.session.query(Answer).order_by(Answer.created_at)
    assert (first.answer["better"], second.answer["better"]) == ("b", "b")
    assert second.context == Context.MIRROR


def test_the_same_place_preferred_again_is_another_answer(trainee, clock):
    prefer(trainee, tour.PAGE + "preference-1", "b-3")
    clock.move(days=14)
    result = prefer(trainee, again("preference-1"), "b-3")
    assert "<strong>0</strong>" in result
    assert "판단 1개 가운데 0개가" in result


def test_a_second_judgement_is_no_try_no_measure_and_rates_no_card_of_memory(trainee, clock):
    prefer(trainee, tour.PAGE + "preference-1", "a-3")
    measured, before = measuring.measured(trainee.account.id), {c.subject: c.due_at for c in db.session.query(ReviewCard)}
    clock.move(days=14)
    prefer(trainee, again("preference-1"), "a-3")
    step = db.session.query(StepResult).one()
    assert (step.tries, step.first_score) == (1, 0)
    assert measuring.measured(trainee.account.id) == measured
    after = {c.subject: c.due_at for c in db.session.query(ReviewCard)}
    assert {s: at for s, at in after.items() if "mirror" not in s} == {s: at for s, at in before.items() if "mirror" not in s}


def test_after_swapping_comes_padding_and_then_nothing(trainee, clock):
    prefer(trainee, tour.PAGE + "preference-1", "b-3")
    clock.move(days=14)
    prefer(trainee, again("preference-1"), "a-3")
    assert due(trainee, clock) == []
    clock.move(days=14)
    padded = tour.item("preference-1")["padded"]["text"]
    assert shown(trainee.get(again("preference-1")).text)[0] == padded
    result = prefer(trainee, again("preference-1"), "b-2")
    assert "응답 A에 내용 없는 말을" in result
    clock.move(days=60)
    assert due(trainee, clock) == []
    assert [row.guise for row in db.session.query(MirroredAnswer).join(Answer, Answer.id == MirroredAnswer.answer_id)
            .order_by(Answer.created_at)] == ["swapped", "padded"]  # fmt: skip


def test_a_ranking_is_carried_back_response_by_response(trainee, clock):
    rank(trainee, tour.PAGE + "ranking-1", 3, 1, 4, 2)
    clock.move(days=14)
    result = rank(trainee, again("ranking-1"), 2, 4, 1, 3)
    assert "<strong>100</strong>" in result
    assert "판단 6개 가운데 6개가" in result


def test_a_rating_comes_back_as_it_was(trainee, clock):
    levels = {"ratings-faithfulness": 4, "ratings-coverage": 4, "ratings-length": 3}
    judge(trainee, tour.PAGE + "rating-scale-1", **levels)
    clock.move(days=14)
    result = judge(trainee, again("rating-scale-1"), **{**levels, "ratings-coverage": 5})
    assert "처음과 똑같이 보여 드렸습니다." in result
    assert "판단 3개 가운데 2개가" in result


def test_what_a_model_had_filled_in_does_not_come_back(trainee, clock):
    prefer(trainee, tour.PAGE + "preference-2", "a-1")
    clock.move(days=20)
    assert due(trainee, clock) == []


def test_what_is_wrong_with_a_second_judgement_is_said_at_its_controls(trainee, clock):
    rank(trainee, tour.PAGE + "ranking-1", 3, 1, 4, 2)
    clock.move(days=14)
    refused = trainee.post(again("ranking-1"), {"key": "k", "ranks-a": 1, "ranks-b": 2, "ranks-c": 3})
    assert refused.status_code == 422
    page = tour.Page(refused.text)
    assert page.links == ["#ranks-d"]
    assert page.values["ranks-a"] == ["1"]  # as it was shown, not carried back


def test_a_double_click_is_one_judgement_and_another_key_comes_too_late(trainee, clock):
    rank(trainee, tour.PAGE + "ranking-1", 3, 1, 4, 2)
    clock.move(days=14)
    said = {f"ranks-{letter}": n for letter, n in zip("abcd", (2, 4, 1, 3), strict=True)}
    one, two = (trainee.post(again("ranking-1"), {"key": "once", **said}) for _ in range(2))
    assert one.headers["Location"] == two.headers["Location"]
    assert trainee.post(again("ranking-1"), {"key": "other", **said}).status_code == 409
    assert db.session.query(MirroredAnswer).count() == 1


def test_what_was_written_otherwise_meanwhile_is_not_judged_again(trainee, clock, tmp_path):
    prefer(trainee, tour.PAGE + "preference-1", "b-3")

    def rewrite(bank):
        for language in ("ko", "en"):
            file = bank / f"preference-1.{language}.yaml"
            file.write_text(file.read_text().replace("14", "15").replace("2시", "3시").replace("2 p.m.", "3 p.m."))

    clock.move(days=14)
    assert due(trainee, clock) == ["preference-1"]
    with tour.course_with(tmp_path / "newer", SLUGS, rewrite):
        assert due(trainee, clock) == []
        assert trainee.get(again("preference-1")).headers["Location"] == "/today"
        for table in (MirroredAnswer, VerdictRow, Answer, ReviewCard):
            db.session.query(table).delete()


def test_bias_is_reported_once_there_is_enough(trainee, clock):
    page = trainee.get("/skills").text
    assert page.count(f"아직 부족합니다. 필요한 판단 {LEAST}개 가운데 0개가 있습니다.") == 4
    rank(trainee, tour.PAGE + "ranking-1", 1, 2, 3, 4)
    prefer(trainee, tour.PAGE + "preference-1", "a-3")
    for step in range(2):
        clock.move(days=14)
        rank(trainee, again("ranking-1"), 1, 2, 3, 4)  # always the order on the page
        prefer(trainee, again("preference-1"), "a-3")
        assert len(mirroring.judged_twice(trainee.account.id)) == 2 * (step + 1)
    page = trainee.get("/skills").text
    # Swapping turned all seven pairs round, padding none: 14 judgements, half of them alike.
    assert "14개 가운데 7개, 50%" in page
    assert page.count("아직 부족합니다.") == 3  # ratings, and seven swapped and four padded pairs are not ten


def test_the_clock_of_the_next_guise_begins_with_the_last_answer(trainee, clock):
    prefer(trainee, tour.PAGE + "preference-1", "b-3")
    clock.move(days=30)
    prefer(trainee, again("preference-1"), "a-3")
    card = db.session.query(ReviewCard).filter_by(sort=CardSort.MIRROR).one()
    assert card.due_at == clock.now + timedelta(days=14)
