"""Reviews of a conversation and of an agent's steps: the first bad one, its category, and what stands beside it."""

from random import Random
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from curriculum_app.grading.kind import FileProblem, InvalidAnswer
from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.strategy import Strategy

COMMON = {
    "title": "t",
    "languages": ["en"],
    "skills": ["find_errors"],
    "difficulty": 1,
    "minutes": 1,
    "instructions": "i",
}
NOTHING = {"first_bad": "none", "reason": "All is well."}
BAD = {"first_bad": 4, "category": "factuality", "fix": "Seven days.", "reason": "The rule says seven."}
CATEGORIES = [{"id": name, "name": name, "definition": "d"} for name in ("wrong_tool", "invented", "unsafe")]


def dialogue(gold=BAD, levels=(3, 1, 2), scale=3, turns="umumum", **more):
    ratings = {2 * n: {"level": level, "reason": f"because {n}"} for n, level in enumerate(levels, 1)}
    return FILES.validate_python({
        **COMMON, "id": uuid4(), "kind": "dialogue_review", "scale": [f"level {n}" for n in range(1, scale + 1)],
        "turns": [{"who": {"u": "user", "m": "model"}[who], "text": f"turn {n}"} for n, who in enumerate(turns, 1)],
        **more, "gold": {"ratings": ratings, **gold},
    }).halves("en")  # fmt: skip


def trace(gold, **more):
    steps = [{"thought": "t", "tool": "look", "arguments": "x", "result": "y"} for _ in range(3)]
    return FILES.validate_python({
        **COMMON, "id": uuid4(), "kind": "trace_review", "prompt": "p", "steps": [*steps, {"says": "Done."}],
        "categories": CATEGORIES, "gold": {"outcome": "failed", "outcome_reason": "o", "reason": "r", **gold}, **more,
    }).halves("en")  # fmt: skip


def review(task, first_bad="4", category="factuality", fix="Seven days.", levels=(3, 1, 2)):
    ratings = {str(2 * n): level for n, level in enumerate(levels, 1)}
    if first_bad == "none":
        category = fix = ""
    return task.parse({"first_bad": first_bad, "category": category, "fix": fix, "ratings": ratings})


def parts(verdict):
    return {part.name.removeprefix("review_"): part.value for part in verdict.parts}


def test_the_right_turn_category_and_ratings_score_one():
    task, gold = dialogue()
    verdict = gold.grade(task, review(task))
    assert verdict.score == pytest.approx(1)
    assert verdict.headline.code == "turn_found"
    assert [outcome.reason for outcome in verdict.outcomes] == [
        "The rule says seven.",
        "because 1",
        "because 2",
        "because 3",
    ]


@pytest.mark.parametrize(
    ("place", "credit", "code"),
    [("2", 0.5, "turn_one_early"), ("6", 0.5, "turn_one_late"), ("none", 0, "turn_overlooked")],
)
def test_one_turn_of_the_model_off_counts_as_half(place, credit, code):
    task, gold = dialogue()
    verdict = gold.grade(task, review(task, place))
    assert parts(verdict)["first_bad"] == credit
    assert verdict.headline.code == code


def test_how_much_the_neighbour_counts_is_a_field_of_the_file():
    task, gold = dialogue({**BAD, "near": 0.25})
    assert parts(gold.grade(task, review(task, "6")))["first_bad"] == 0.25


def test_two_turns_off_earn_neither_place_nor_category():
    task, gold = dialogue({**BAD, "first_bad": 2}, levels=(1, 3, 3))
    verdict = gold.grade(task, review(task, "6", levels=(1, 3, 3)))
    assert parts(verdict) == {"first_bad": 0, "ratings": 1, "category": 0}
    assert verdict.score == pytest.approx(0.3)


def test_an_accepted_category_counts_as_the_category():
    task, gold = dialogue({**BAD, "accepted_categories": ["safety"]})
    assert gold.grade(task, review(task, category="safety")).score == pytest.approx(1)
    other = gold.grade(task, review(task, category="relevance"))
    assert other.score == pytest.approx(0.8)
    assert other.outcomes[0].sort == "partial"


def test_a_clean_conversation_left_clean_is_right_and_fully_counts():
    task, gold = dialogue(NOTHING)
    verdict = gold.grade(task, review(task, "none"))
    assert verdict.score == pytest.approx(1)
    assert parts(verdict)["category"] is None
    assert (verdict.headline.code, verdict.outcomes[0].sort) == ("turns_clean", "hit")


def test_a_turn_named_in_a_clean_conversation_is_an_alarm():
    task, gold = dialogue(NOTHING)
    verdict = gold.grade(task, review(task))
    assert verdict.score == pytest.approx(0.3)
    assert (verdict.headline.code, verdict.outcomes[0].sort) == ("turns_clean_alarm", "alarm")


def test_a_rating_loses_by_the_square_of_its_distance():
    task, gold = dialogue(levels=(5, 1, 3), scale=5)
    verdict = gold.grade(task, review(task, levels=(4, 5, 3)))
    assert [outcome.credit for outcome in verdict.outcomes[1:]] == [pytest.approx(15 / 16), 0, 1]
    assert [outcome.sort for outcome in verdict.outcomes[1:]] == ["partial", "missed", "hit"]
    assert [outcome.notes[0].code for outcome in verdict.outcomes[1:]] == ["rated_lower", "rated_higher", "rated_alike"]


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=8))
def test_ratings_weigh_distance_as_quadratic_weighted_kappa_does(pairs):
    golds, mine = zip(*pairs, strict=True)
    task, gold = dialogue(NOTHING, levels=golds, scale=5, turns="um" * len(pairs))
    ratings = parts(gold.grade(task, review(task, "none", levels=mine)))["ratings"]
    spread = sum((g - m) ** 2 for g in golds for m in mine) / len(pairs) ** 2
    if spread:  # else kappa is not defined
        kappa = cohen_kappa_score(golds, mine, labels=range(1, 6), weights="quadratic")
        assert 1 - 16 * (1 - ratings) / spread == pytest.approx(kappa)


def test_weights_are_fields_of_the_file():
    task, gold = dialogue({**BAD, "weights": {"first_bad": 0.1, "category": 0.1, "ratings": 0.8}})
    assert gold.grade(task, review(task, "none")).score == pytest.approx(0.8)


def test_a_trace_is_judged_by_step_category_and_outcome():
    task, gold = trace({"first_bad": 2, "category": "invented", "fix": "Look first."})
    said = {"first_bad": "2", "category": "invented", "fix": "Look first.", "outcome": "failed"}
    assert gold.grade(task, task.parse(said)).score == pytest.approx(1)
    assert gold.grade(task, task.parse({**said, "first_bad": "3"})).score == pytest.approx(0.75)
    wrong = gold.grade(task, task.parse({**said, "outcome": "succeeded"}))
    assert wrong.score == pytest.approx(0.7)
    assert (wrong.outcomes[1].sort, wrong.outcomes[1].reason) == ("missed", "o")


def test_a_clean_trace_left_clean_is_right():
    task, gold = trace({"first_bad": "none", "outcome": "succeeded"})
    assert gold.grade(task, task.parse({"first_bad": "none", "outcome": "succeeded"})).score == 1


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [({"first_bad": ""}, "first_bad", "first_bad_missing"), ({"first_bad": "3"}, "first_bad", "turn_unknown"),
     ({"first_bad": "٢"}, "first_bad", "answer_malformed"), ({"first_bad": 4}, "first_bad", "answer_malformed"),
     ({"first_bad": "99999"}, "first_bad", "answer_malformed"), ({"first_bad": "none"}, "first_bad", "none_with_category"),
     ({"category": ""}, "category", "bad_category_missing"), ({"category": "x"}, "category", "bad_category_unknown"),
     ({"fix": " "}, "fix", "bad_fix_missing"), ({"fix": "x" * 2001}, "fix", "answer_malformed"),
     ({"fix": "lone \ud800"}, "fix", "answer_malformed"), ({"fix": None}, "fix", "answer_malformed"),
     ({"ratings": {"2": 3, "4": 1}}, "ratings-6", "rating_missing"), ({"ratings": {"2": 3, "4": 1, "6": 4}}, "ratings-6", "rating_outside"),
     ({"ratings": {"2": 3, "4": 1, "6": 2, "1": 1}}, "ratings-1", "turn_unknown"),
     ({"ratings": {"2": 3, "4": 1, "6": float("nan")}}, "ratings-6", "answer_malformed"),
     ({"ratings": {"2": 3, "4": 1, "6": "2"}}, "ratings-6", "answer_malformed"),
     ({"ratings": {"2": 3, "4": 1, "6": True}}, "ratings-6", "answer_malformed"),
     ({"ratings": []}, "ratings", "answer_malformed"), ({"ratings": None}, "ratings", "answer_malformed")],
)  # fmt: skip
def test_a_malformed_review_is_refused_by_field(change, field, code):
    task, _ = dialogue()
    raw = {
        "first_bad": "4",
        "category": "factuality",
        "fix": "Seven days.",
        "ratings": {"2": 3, "4": 1, "6": 2},
        **change,
    }
    with pytest.raises(InvalidAnswer) as refused:
        task.parse(raw)
    assert (field, code) in [(name, message.code) for name, message in refused.value.problems]


def test_a_review_of_a_trace_without_outcome_is_refused():
    task, _ = trace({"first_bad": "none", "outcome": "succeeded"})
    with pytest.raises(InvalidAnswer, match="outcome_missing"):
        task.parse({"first_bad": "none"})
    with pytest.raises(InvalidAnswer, match="outcome"):
        task.parse({"first_bad": "none", "outcome": "perhaps"})
    with pytest.raises(InvalidAnswer, match="step_unknown"):
        task.parse({"first_bad": "5", "category": "unsafe", "fix": "Stop.", "outcome": "failed"})


@pytest.mark.parametrize(
    ("gold", "path", "code"),
    [({**BAD, "first_bad": 3}, ("gold", "first_bad"), "bad_not_there"),
     ({**BAD, "category": "x"}, ("gold", "category"), "category_not_in_list"),
     ({**BAD, "fix": ""}, ("gold", "fix"), "bad_needs"), ({**NOTHING, "category": "safety"}, ("gold", "category"), "none_has_nothing"),
     ({**BAD, "accepted_categories": ["x"]}, ("gold", "accepted_categories", 0), "category_not_in_list"),
     ({**BAD, "ratings": {2: {"level": 1, "reason": "r"}}}, ("gold", "ratings"), "turn_unrated"),
     ({**BAD, "ratings": {n: {"level": 1, "reason": "r"} for n in (1, 2, 4, 6)}}, ("gold", "ratings", 1), "bad_not_there"),
     ({**BAD, "ratings": {n: {"level": 4, "reason": "r"} for n in (2, 4, 6)}}, ("gold", "ratings", 2, "level"), "level_outside")],
)  # fmt: skip
def test_gold_that_does_not_hold_together_is_an_authors_mistake(gold, path, code):
    with pytest.raises(FileProblem) as problem:
        dialogue(gold)
    assert (problem.value.path, problem.value.message.code) == (path, code)


def test_a_conversation_of_users_alone_and_a_category_given_twice_are_refused():
    with pytest.raises(FileProblem, match="no_model_turn"):
        dialogue(NOTHING, turns="uu")
    with pytest.raises(FileProblem, match="id_twice_in_list"):
        trace({"first_bad": "none"}, categories=[CATEGORIES[0], CATEGORIES[0]])


def test_a_suggested_review_is_reported_apart():
    suggested = {"first_bad": 2, "category": "safety", "fix": "No.", "ratings": {2: 3, 4: 3, 6: 2}}
    task, gold = dialogue(suggested=suggested)
    verdict = gold.assess(task, task.parse(task.suggested))
    told = {part.name: part.value for part in verdict.parts if not part.counts}
    assert told == {"wrong_suggestions_accepted": 1, "right_suggestions_rejected": 0}
    with pytest.raises(FileProblem, match="suggestion_unreadable"):
        dialogue(suggested={"first_bad": 3})


def test_who_answers_without_reading_earns_less_than_half_where_something_is_bad():
    task, gold = dialogue({**BAD, "category": "references"})
    for strategy in (Strategy.MARK_NONE, Strategy.RANDOM):
        guesses = [task.guess(strategy, Random(n)) for n in range(300)]
        assert sum(gold.grade(task, guess).score for guess in guesses) / 300 < 0.5
    assert task.guess(Strategy.MARK_ALL, Random(1)) is None


def test_what_the_languages_share_is_named():
    task, gold = dialogue()
    assert task.paired()["turns"] == ["user", "model"] * 3
    assert gold.paired()["gold.first_bad"] == "4"
