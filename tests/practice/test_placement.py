"""The placement test: what it asks, what it passes over, and that a certificate stays honest."""

import json
import re
from uuid import UUID, uuid4

import pytest

from curriculum_app.credentials import eligibility
from curriculum_app.database import db
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import ItemEntry, live
from curriculum_app.learning.models import StepResult
from curriculum_app.practice import measuring, placing, work_record
from curriculum_app.practice.models import Answer, Context, VerdictRow
from curriculum_app.practice.placing import Asked, Known
from curriculum_app.practice.regrading import _renew_results
from curriculum_app.practice.review_models import Placement, ReviewCard
from tests.credentials.earning import MARK

TEST = "/courses/sample/placement"


def item(slug, difficulty, *skills, minutes=5):
    return ItemEntry(UUID(int=abs(hash(slug)) % 2**100), "bank", slug, "ko", uuid4(), "choice", slug, minutes, difficulty, skills, "", ())


EASY, HARD, BOTH, OTHER = (
    item("easy", 1, "find"), item("hard", 3, "find"), item("both", 3, "find", "cite"), item("other", 2, "cite"),
)  # fmt: skip
POOL = [EASY, HARD, BOTH, OTHER]
SKILLS = ("find", "cite")


def run(credit_of):
    """The whole test of somebody who earns `credit_of(item)`: the slugs asked, and what is said of each skill."""
    asked = []
    while (entry := placing.next_item(SKILLS, asked, POOL)) is not None:
        asked.append(Asked(entry, credit_of(entry)))
    return [one.entry.slug for one in asked], {skill: placing.said(skill, asked, POOL) for skill in SKILLS}


def test_the_hardest_comes_first_and_of_equals_the_one_that_decides_more():
    assert run(lambda _: 1.0) == (["both", "hard", "other"], {"find": Known.KNOWN, "cite": Known.KNOWN})


def test_one_failure_leaves_its_skills_to_the_course_and_asks_no_more_of_them():
    assert run(lambda entry: 0.5 if entry is BOTH else 1.0) == (["both"], {"find": Known.NOT_YET, "cite": Known.NOT_YET})
    assert run(lambda entry: 0.5 if entry is HARD else 1.0)[1] == {"find": Known.NOT_YET, "cite": Known.KNOWN}


@pytest.mark.parametrize(("credit", "known"), [(0.8, Known.KNOWN), (0.79, Known.NOT_YET)])
def test_a_skill_is_known_from_four_fifths_on(credit, known):
    assert set(run(lambda _: credit)[1].values()) == {known}


def test_a_skill_with_one_exercise_is_decided_by_it_and_one_without_stays_untested():
    pool = [HARD, OTHER]
    assert placing.said("cite", [Asked(OTHER, 1.0)], pool) == Known.KNOWN
    assert placing.said("write", [], pool) == Known.UNTESTED
    assert placing.next_item(("write",), [], pool) is None


def test_what_was_answered_elsewhere_meanwhile_says_nothing():
    asked = [Asked(BOTH, None), Asked(HARD, 1.0)]
    assert placing.said("find", asked, POOL) == Known.UNTESTED
    assert placing.next_item(SKILLS, asked, POOL) is EASY


def test_a_test_ends_after_its_most_exercises():
    pool = [item(f"s{n}", 1, f"skill{n}") for n in range(placing.MOST + 5)]
    assert placing.longest([f"skill{n}" for n in range(placing.MOST + 5)], pool)[0] == placing.MOST


# Through the pages


@pytest.fixture
def begun(trainee):
    """The address of the first question of a trainee's test."""
    return trainee.post(TEST).headers["Location"]


def answer(here, question, right=True, key=None):
    """Hands an answer in to whatever the question asks; where one is sent next."""
    page = here.get(question).text
    if 'name="chosen"' in page:
        data = {"chosen": "a" if right else "b"}
    else:
        text_hash = re.search(r'name="text_hash" value="([^"]+)"', page).group(1)
        data = {"marks": json.dumps([MARK] if right else []), "text_hash": text_hash}
    found = here.post(question, {"key": key or str(uuid4()), **data})
    assert found.status_code == 303, found.text
    return found.headers["Location"]


def test_the_entrance_says_how_long_it_takes_and_the_course_offers_it(trainee):
    assert f'href="{TEST}"' in trainee.get("/courses/sample").text
    page = trainee.get(TEST).text
    assert "문제는 2개쯤이고 4분쯤 걸립니다." in page
    assert "시험도 보아야 합니다." in page


def test_who_knows_it_all_has_the_lesson_passed_over_and_the_answers_counted(trainee, begun):
    following = answer(trainee, begun)
    assert following == begun[:-1] + "2"
    assert answer(trainee, following) == TEST
    page = trainee.get(TEST).text
    assert "아는 내용" in page
    assert "/courses/sample/lessons/basics" in page
    steps = {step.sort: step for step in db.session.query(StepResult)}
    assert (steps["lesson"].known_at is not None, steps["lesson"].done_at) == (True, None)
    assert [s.first_score for s in db.session.query(StepResult).filter_by(sort="item")] == [1, 1]
    assert len(measuring.measured(trainee.account.id)) == 2
    assert len(work_record.rows(trainee.account.id)) == 2
    course = trainee.get("/courses/sample").text
    assert "건너뜀: 아는 내용" in course
    assert "배치 평가 결과" in course
    assert "건너뜀: 아는 내용" in trainee.get("/progress").text


def test_nothing_is_said_of_an_answer_before_the_test_is_over(trainee, begun):
    answer(trainee, begun)
    first = db.session.query(Answer).one()
    assert first.context == Context.PLACEMENT
    assert trainee.get(f"/answers/{first.id}").status_code == 404
    answer(trainee, begun[:-1] + "2")
    assert trainee.get(f"/answers/{first.id}").status_code == 200


def test_who_fails_is_taught_everything(trainee, begun):
    assert answer(trainee, begun, right=False) == TEST
    assert "과정을 처음부터 시작합니다." in trainee.get(TEST).text
    assert db.session.query(StepResult).filter(StepResult.known_at.is_not(None)).count() == 0
    assert db.session.query(ReviewCard).count() >= 1  # what was missed comes back


def standing(here):
    enrolment = learning.enrolment_of(here.account.id, live().courses["sample"].id)
    progress = learning.progress_in(live(), enrolment)
    return progress, {one.code: one for one in eligibility.requirements(live().courses["sample"], progress, None)}


def test_for_a_certificate_a_known_lesson_counts_as_read_and_unanswered_practice_does_not(trainee, begun):
    answer(trainee, answer(trainee, begun))
    progress, asked = standing(trainee)
    assert (asked["lessons"].met, asked["practice"].met, asked["exam"].met) == (True, True, False)
    # The same with an exercise passed over that the test had not asked.
    result = db.session.query(StepResult).filter_by(sort="item").first()
    result.tries, result.done_at, result.first_score, result.best_score = 0, None, None, None
    result.known_at = result.last_at
    db.session.commit()
    progress, asked = standing(trainee)
    assert (asked["lessons"].met, asked["practice"].met) == (True, False)
    assert progress.next.id == result.step_id  # it comes last, but it comes
    assert progress.done == 2


def test_what_was_passed_over_can_be_done_and_its_first_answer_measures(trainee, begun):
    answer(trainee, answer(trainee, begun))
    result = db.session.query(StepResult).filter_by(sort="item").first()
    result.tries, result.done_at, result.first_score, result.best_score = 0, None, None, None
    result.known_at = result.last_at
    slug = next(step.slug for step in live().steps("sample", "ko") if step.id == result.step_id)
    db.session.query(VerdictRow).delete()
    db.session.query(Answer).delete()
    db.session.commit()
    answer(trainee, f"/courses/sample/practice/{slug}", right=False)
    db.session.refresh(result)
    assert (result.tries, result.first_score) == (1, 0)
    assert trainee.post("/courses/sample/lessons/basics").status_code == 302
    assert db.session.query(StepResult).filter_by(sort="lesson").one().done_at is not None


def test_a_retry_in_practice_is_a_second_try_and_regrading_keeps_the_placement_answer_first(trainee, begun):
    answer(trainee, begun, right=False)
    result = db.session.query(StepResult).filter_by(sort="item").one()
    slug = next(step.slug for step in live().steps("sample", "ko") if step.id == result.step_id)
    answer(trainee, f"/courses/sample/practice/{slug}")
    db.session.refresh(result)
    assert (result.tries, result.first_score, result.best_score) == (2, 0, 1)
    _renew_results({(result.enrolment_id, result.step_id)})
    db.session.refresh(result)
    assert (result.first_score, result.best_score) == (0, 1)


def test_the_test_is_taken_once_and_before_the_exercises(trainee, begun, person, browser):
    answer(trainee, begun, right=False)
    assert trainee.post(TEST).status_code == 409
    assert trainee.post(begun, {"key": "late", "chosen": "a"}).status_code == 409
    other = browser().sign_in(person("다른 사람"))
    other.post("/courses/sample/enrol")
    answer(other, "/courses/sample/practice/pick")
    assert f'href="{TEST}"' not in other.get("/courses/sample").text
    assert "과정을 시작하기 전에 봅니다" in other.get(TEST).text
    assert other.post(TEST).status_code == 409


def test_a_double_click_is_one_answer_and_one_goes_on_where_one_was(trainee, begun):
    once = answer(trainee, begun, key="once")
    again = trainee.post(begun, {"key": "once", "chosen": "a"})
    assert again.headers["Location"] == once
    assert db.session.query(Answer).count() == 1
    assert trainee.get(begun).headers["Location"] == once
    assert trainee.post(TEST).headers["Location"] == once
    assert "평가 이어서 보기" in trainee.get(TEST).text


def test_the_test_may_be_ended_early(trainee, begun):
    answer(trainee, begun)
    found = db.session.query(Placement).one()
    assert trainee.post(f"/placements/{found.id}/end").headers["Location"] == TEST
    assert trainee.post(f"/placements/{found.id}/end").status_code == 303
    page = trainee.get(TEST).text
    assert "평가하지 않음" in page
    assert db.session.query(StepResult).filter(StepResult.known_at.is_not(None)).count() == 0


def test_what_is_answered_in_practice_meanwhile_does_not_count_in_the_test(trainee, begun):
    slug = "pick" if 'name="chosen"' in trainee.get(begun).text else "mark"
    answer(trainee, f"/courses/sample/practice/{slug}")
    answer(trainee, begun)
    found = db.session.query(Placement).one()
    assert found.form[0]["answer"] is None
    assert db.session.query(Answer).filter_by(context=Context.PLACEMENT).count() == 0


def test_another_persons_test_is_nobodys_business(trainee, begun, person, browser):
    other = browser().sign_in(person("다른 사람"))
    other.post("/courses/sample/enrol")
    for ask in (other.get, other.post):
        assert ask(begun).status_code == 404
    assert other.put(begun, {"version": "0", "chosen": "a"}).status_code == 404
    assert other.get(f"{begun}/arrived?key=x").status_code == 404


def test_a_draft_of_the_test_is_kept(trainee, begun):
    page = trainee.get(begun).text
    if 'name="chosen"' not in page:
        begun = answer(trainee, begun)
    assert trainee.put(begun, {"version": "0", "chosen": "b"}).status_code == 200
    assert 'value="b" checked' in trainee.get(begun).text
    assert trainee.get(f"{begun}/arrived?key=x").json == {"location": None}


def test_who_is_not_enrolled_has_no_test(browser, person):
    other = browser().sign_in(person())
    assert other.get(TEST).status_code == 404
    assert other.post(TEST).status_code == 404
