"""What was missed comes back, in time and without touching what measures."""

from datetime import timedelta
from uuid import uuid4

import pytest
import yaml

from curriculum_app.database import db
from curriculum_app.learning.models import StepResult
from curriculum_app.practice import measuring, scheduling
from curriculum_app.practice.models import Answer, Context
from curriculum_app.practice.review_models import CardSort, ReviewCard
from tests.practice import moving, tour

PICK, REVIEW = "/courses/sample/practice/pick", "/courses/sample/review/pick"


@pytest.fixture
def clock(app, monkeypatch):
    return moving.Clock(monkeypatch)


def answer(here, chosen, path=PICK, key=None, **more):
    found = here.post(path, {"key": key or str(uuid4()), "chosen": chosen, **more})
    assert found.status_code == 303, found.text
    return found.headers["Location"]


def cards(sort=None):
    found = db.session.query(ReviewCard)
    return (found.filter_by(sort=sort) if sort else found).all()


def due(here, clock):
    return [(one.sort, one.place.entry.slug) for one in scheduling.due(here.account.id, clock.now)]


def test_a_missed_exercise_is_due_the_next_day_and_not_before(trainee, clock):
    answer(trainee, "b")
    assert due(trainee, clock) == []
    clock.move(days=1)
    assert due(trainee, clock) == [(CardSort.ITEM, "pick")]


def test_it_is_due_from_the_morning_on_though_it_was_missed_in_the_evening(trainee, clock):
    clock.move(hours=12)  # ten in the evening
    answer(trainee, "b")
    clock.move(hours=1)
    assert due(trainee, clock) == []
    clock.move(hours=10)  # nine the next morning
    assert due(trainee, clock) == [(CardSort.ITEM, "pick")]


def test_a_right_answer_makes_no_card_for_the_exercise_but_its_skill_comes_back(trainee, clock):
    answer(trainee, "a")
    assert [card.subject for card in cards()] == ["skill:find_errors"]
    clock.move(days=7)
    assert due(trainee, clock) == []
    clock.move(days=1)
    assert due(trainee, clock) == [(CardSort.SKILL, "pick")]


def test_who_was_right_but_unsure_sees_it_again(trainee, clock):
    answer(trainee, "a", confidence="unsure")
    clock.move(days=1)
    assert due(trainee, clock) == [(CardSort.ITEM, "pick")]


def test_a_review_is_kept_by_itself_and_leaves_the_first_score_and_the_tries_alone(trainee, clock):
    answer(trainee, "b")
    clock.move(days=1)
    assert "무엇입니까?" in trainee.get(REVIEW).text
    result = trainee.get(answer(trainee, "a", REVIEW)).text
    assert "<strong>100</strong>" in result
    assert "복습입니다. 첫 점수는 달라지지 않습니다." in result
    step = db.session.query(StepResult).one()
    assert (step.tries, step.first_score, step.best_score) == (1, 0, 0)
    assert [a.context for a in db.session.query(Answer).order_by(Answer.created_at)] == [Context.PRACTICE, Context.REVIEW]
    assert [one.credit for one in measuring.measured(trainee.account.id)] == [0]


def test_the_better_it_goes_the_longer_it_stays_away_and_after_three_times_it_is_put_away(trainee, clock):
    answer(trainee, "b")
    clock.move(days=1)
    gaps = []
    for _ in range(3):
        answer(trainee, "a", REVIEW)
        (card,) = cards(CardSort.ITEM)
        if card.due_at:
            gaps.append((card.due_at - clock.now).days)
            clock.now = card.due_at
    assert len(gaps) == 2
    assert 1 <= gaps[0] < gaps[1] <= scheduling.LONGEST_DAYS
    assert card.due_at is None
    assert card.streak == 3


def test_a_miss_begins_anew(trainee, clock):
    answer(trainee, "b")
    clock.move(days=1)
    answer(trainee, "a", REVIEW)
    clock.now = cards(CardSort.ITEM)[0].due_at
    answer(trainee, "b", REVIEW)
    (card,) = cards(CardSort.ITEM)
    assert card.streak == 0
    assert card.due_at - clock.now == timedelta(days=1)


def test_a_retry_the_same_day_changes_no_card(trainee, clock):
    answer(trainee, "b")
    before = [(card.subject, card.due_at, card.stability) for card in cards()]
    answer(trainee, "a")
    assert [(card.subject, card.due_at, card.stability) for card in cards()] == before


def test_a_retry_of_what_is_due_counts_as_its_review(trainee, clock):
    answer(trainee, "b")
    clock.move(days=1)
    answer(trainee, "a")
    assert due(trainee, clock) == []
    assert cards(CardSort.ITEM)[0].streak == 1


def test_nothing_stays_away_longer_than_thirty_days_however_well_it_goes(trainee, clock):
    answer(trainee, "a")
    for _ in range(12):
        (card,) = cards(CardSort.SKILL)
        assert timedelta(days=1) <= card.due_at - clock.now <= timedelta(days=scheduling.LONGEST_DAYS)
        clock.now = card.due_at
        answer(trainee, "a", REVIEW)
    assert card.due_at - clock.now <= timedelta(days=scheduling.LONGEST_DAYS)


def test_the_same_answers_at_the_same_times_give_the_same_days(trainee, clock, person, browser):
    other = browser().sign_in(person("다른 사람"))
    other.post("/courses/sample/enrol")
    for here in (trainee, other):
        answer(here, "b")
    found = {(card.subject, card.due_at, card.stability) for card in cards()}
    assert len(cards()) == 4
    assert len(found) == 2


def test_today_says_what_is_due_and_how_long_it_takes(trainee, clock):
    answer(trainee, "b")
    clock.move(days=1)
    page = trainee.get("/today").text
    assert "1문제, 2분쯤 걸립니다" in page
    assert f'href="{REVIEW}"' in page
    assert "전에 놓친 문제" in page
    assert "다음: " in page  # the next step of the course


def test_today_with_nothing_due_says_when_something_is(trainee, clock):
    answer(trainee, "b")
    page = trainee.get("/today").text
    assert "다음 복습은 2026-03-03입니다." in page


def test_today_before_the_first_answer_says_what_will_come(trainee):
    assert "문제를 풀고 나면 놓친 문제가 여기에 다시 나옵니다." in trainee.get("/today").text


def test_today_of_somebody_in_no_course_says_what_to_do(browser, person):
    page = browser().sign_in(person()).get("/today").text
    assert "과정을 고르십시오." in page
    assert 'href="/courses"' in page


def test_what_is_not_due_is_not_opened_for_review(trainee, clock):
    answer(trainee, "b")
    found = trainee.get(REVIEW)
    assert found.headers["Location"] == "/today"
    refused = trainee.post(REVIEW, {"key": "k", "chosen": "a"})
    assert refused.status_code == 409
    assert db.session.query(Answer).count() == 1


def test_a_double_click_is_one_review(trainee, clock):
    answer(trainee, "b")
    clock.move(days=1)
    first = answer(trainee, "a", REVIEW, key="once")
    assert answer(trainee, "a", REVIEW, key="once") == first
    assert db.session.query(Answer).filter_by(context=Context.REVIEW).count() == 1


def test_a_review_that_says_nothing_is_told_so_and_stays_due(trainee, clock):
    answer(trainee, "b")
    clock.move(days=1)
    refused = trainee.post(REVIEW, {"key": "k"})
    assert refused.status_code == 422
    assert "error-summary" in refused.text
    assert due(trainee, clock) == [(CardSort.ITEM, "pick")]


def test_the_draft_of_a_review_is_not_that_of_the_practice(trainee, clock):
    answer(trainee, "b")
    clock.move(days=1)
    kept = trainee.put(f"{REVIEW}/draft", {"version": "0", "chosen": "b"})
    assert kept.status_code == 200
    assert 'value="b" checked' in trainee.get(REVIEW).text
    assert 'value="b" checked' not in trainee.get(PICK).text
    answer(trainee, "a", REVIEW)
    clock.now = cards(CardSort.ITEM)[0].due_at
    assert 'value="b" checked' not in trainee.get(REVIEW).text


def test_a_page_that_lost_the_line_learns_that_the_review_arrived(trainee, clock):
    answer(trainee, "b")
    clock.move(days=1)
    assert trainee.get(f"{REVIEW}/arrived?key=k1").json == {"location": None}
    location = answer(trainee, "a", REVIEW, key="k1")
    assert trainee.get(f"{REVIEW}/arrived?key=k1").json == {"location": location}


def test_who_is_not_enrolled_has_no_reviews(browser, person, trainee, clock):
    answer(trainee, "b")
    clock.move(days=1)
    stranger = browser().sign_in(person("다른 사람"))
    assert stranger.get(REVIEW).status_code == 404
    assert stranger.post(REVIEW, {"chosen": "a"}).status_code == 404
    assert trainee.get("/courses/sample/review/final").status_code == 404  # an item of the exam


def with_a_sibling(bank):
    """Gives the choice a family, and a sibling that no course lists."""
    for language in ("ko", "en"):
        file = bank / f"pick.{language}.yaml"
        written = yaml.safe_load(file.read_text()) | {"family": "pets"}
        file.write_text(yaml.safe_dump(written, allow_unicode=True))
        sibling = written | {"id": "11111111-1111-4111-8111-1111111111aa", "title": "또 고르기", "question": "이것은 무엇입니까?"}
        (bank / f"pick-sibling.{language}.yaml").write_text(yaml.safe_dump(sibling, allow_unicode=True))


def test_an_exercise_with_a_sibling_comes_back_as_its_sibling_and_the_first_answer_to_that_measures(trainee, clock, tmp_path):
    with tour.course_with(tmp_path, [], with_a_sibling):
        answer(trainee, "b")
        clock.move(days=1)
        assert due(trainee, clock) == [(CardSort.ITEM, "pick-sibling")]
        sibling = "/courses/sample/review/pick-sibling"
        assert "이것은 무엇입니까?" in trainee.get(sibling).text
        answer(trainee, "a", sibling)
        assert [one.credit for one in measuring.measured(trainee.account.id)] == [0, 1]
        (card,) = cards(CardSort.ITEM)
        clock.now = card.due_at
        assert due(trainee, clock) == [(CardSort.ITEM, "pick")]
        db.session.query(ReviewCard).delete()


def test_a_skill_never_comes_back_as_a_step_that_is_still_to_be_done(trainee, clock):
    answer(trainee, "a")
    clock.move(days=9)
    assert due(trainee, clock) == [(CardSort.SKILL, "pick")]  # mark has the skill too, and its first answer is still to come


def test_an_exercise_that_is_live_no_more_is_not_due(trainee, clock, tmp_path):
    answer(trainee, "b")
    (card,) = cards(CardSort.ITEM)
    card.item_id, card.subject = uuid4(), f"item:{uuid4()}"
    db.session.query(ReviewCard).filter_by(sort=CardSort.SKILL).delete()
    db.session.commit()
    clock.move(days=1)
    assert due(trainee, clock) == []
    assert trainee.get("/today").status_code == 200


def test_of_two_answers_at_once_one_makes_the_card_and_the_rest_is_kept(trainee, clock):
    def card(subject):
        return ReviewCard(account_id=trainee.account.id, sort=CardSort.SKILL, subject=subject, item_id=uuid4(), last_at=clock.now)

    db.session.add(card("skill:there"))
    db.session.commit()
    scheduling._add([card("skill:there"), card("skill:new")])
    db.session.commit()
    assert sorted(one.subject for one in cards()) == ["skill:new", "skill:there"]


def test_answers_of_before_there_were_cards_do_no_harm(trainee, clock):
    answer(trainee, "b")
    db.session.query(ReviewCard).delete()
    db.session.commit()
    clock.move(days=1)
    assert trainee.get("/today").status_code == 200
    assert trainee.get("/skills").status_code == 200
    answer(trainee, "a")  # a retry
    assert cards() == []
