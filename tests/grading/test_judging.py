"""Rating and preferring responses, gold on which a panel disagrees, and what all kinds of judging share."""

import math
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum_app.grading.gaming import gamed
from curriculum_app.grading.kind import FileProblem, InvalidAnswer
from curriculum_app.grading.kinds import GOLDS, TASKS
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.verdict import Verdict
from curriculum_app.practice.messages import FIELDS, KINDS, PARTS, SENTENCES, STEPS
from tests.grading.judged import FIVE, PANEL, prefer, preference, ranking, rating, read, samples

# Rating


@pytest.mark.parametrize(
    ("level", "credit", "sort"), [(4, 1, "hit"), (5, 0.5, "partial"), (3, 0.5, "partial"), (2, 0, "missed"), (1, 0, "missed")]
)
def test_credit_falls_linearly_with_distance(level, credit, sort):
    task, gold = rating({"value": 4, "reason": "why"})
    verdict = gold.grade(task, task.parse({"ratings": {"truth": level}}))
    assert verdict.score == credit
    assert (verdict.outcomes[0].sort, verdict.outcomes[0].reason) == (sort, "why")


@given(st.integers(1, 7), st.integers(1, 7), st.integers(0, 2))
def test_credit_is_one_less_the_share_of_the_tolerance(gold_level, level, tolerance):
    task, gold = rating({"value": gold_level, "reason": "w", "tolerance": tolerance}, {1: "x", 4: "y", 7: "z"})
    score = gold.grade(task, task.parse({"ratings": {"truth": level}})).score
    assert score == pytest.approx(max(0, 1 - abs(level - gold_level) / (tolerance + 1)))


def test_criteria_count_by_their_weights():
    heavy = {"id": "truth", "name": "Truth", "anchors": FIVE, "weight": 3}
    light = {"id": "tone", "name": "Tone", "anchors": {1: "rude", 2: "polite"}}
    gold = {name: {"value": 1, "reason": "why"} for name in ("truth", "tone")}
    task, gold = read("rating_scale", response="r", criteria=[heavy, light], gold=gold)
    verdict = gold.grade(task, task.parse({"ratings": {"truth": 1, "tone": 2}}))
    assert verdict.score == pytest.approx(0.75)
    assert verdict.headline.parameters == {"criteria": 2, "exact": 1, "near": 0}


def test_short_scales_have_no_tolerance_by_default_and_the_middle_earns_nothing_at_an_end():
    for best in range(2, 11):
        middle = {(best + 1) // 2: "middle"}
        for end in (1, best):
            task, gold = rating({"value": end, "reason": "why"}, {1: "low", **middle, best: "high"})
            guessed = task.guess(Strategy.MIDDLE, Random(1))
            if best > 2:
                assert gold.grade(task, guessed).score == 0
            assert gold.criteria["truth"].tolerance == (1 if best > 4 else 0)


@pytest.mark.parametrize(
    ("ratings", "field", "code"),
    [
        ({}, "ratings-truth", "criterion_unrated"),
        ({"truth": 6}, "ratings-truth", "level_off_scale"),
        ({"truth": 1, "other": 1}, "ratings-other", "criterion_not_rated_here"),
        ({"truth": 0}, "ratings-truth", "answer_malformed"),
        ({"truth": "3"}, "ratings-truth", "answer_malformed"),
        ({"truth": 3.0}, "ratings-truth", "answer_malformed"),
        ({"truth": True}, "ratings-truth", "answer_malformed"),
        ({"truth": math.nan}, "ratings-truth", "answer_malformed"),
        ([1], "ratings", "answer_malformed"),
        (None, "ratings", "answer_malformed"),
    ],
)
def test_a_rating_that_cannot_be_is_refused(ratings, field, code):
    task, _ = rating({"value": 4, "reason": "why"})
    with pytest.raises(InvalidAnswer) as refused:
        task.parse({"ratings": ratings})
    assert (field, code) in [(place, message.code) for place, message in refused.value.problems]


@pytest.mark.parametrize(
    ("gold", "anchors", "path", "code"),
    [
        ({"value": 6, "reason": "w"}, FIVE, ("gold", "truth", "value"), "level_outside"),
        ({"value": 4}, FIVE, ("gold", "truth"), "criterion_without_reason"),
        ({"reason": "w"}, FIVE, ("gold", "truth"), "label_or_contested"),
        ({"value": 4, "reason": "w", "tolerance": 2}, FIVE, ("gold", "truth", "tolerance"), "tolerance_too_wide"),
        ({"value": 1, "reason": "w"}, {1: "x", 5: "y"}, ("criteria", 0, "anchors"), "anchor_missing"),
        ({"value": 2, "reason": "w"}, {2: "x", 3: "y"}, ("criteria", 0, "anchors"), "anchor_missing"),
    ],
)
def test_a_rating_file_that_does_not_hold_together_names_the_place(gold, anchors, path, code):
    with pytest.raises(FileProblem) as problem:
        rating(gold, anchors)
    assert (problem.value.path, problem.value.message.code) == (path, code)


def test_a_criterion_without_gold_and_gold_without_criterion_are_named():
    scale = [{"id": name, "name": name, "anchors": FIVE} for name in ("truth", "tone")]
    given_gold = {"truth": {"value": 1, "reason": "w"}}
    with pytest.raises(FileProblem, match="criterion_without_gold"):
        read("rating_scale", response="r", criteria=scale, gold=given_gold)
    with pytest.raises(FileProblem, match="criterion_unknown"):
        read("rating_scale", response="r", criteria=scale[:1], gold={**given_gold, "tone": {"value": 1, "reason": "w"}})


def test_a_generous_models_ratings_taken_over_are_reported():
    task, gold = rating({"value": 2, "reason": "why"}, suggested={"ratings": {"truth": 4}})
    parts = {part.name: part.value for part in gold.assess(task, task.parse(task.suggested)).parts}
    assert parts["wrong_suggestions_accepted"] == 1


# Preference


@pytest.mark.parametrize(
    ("better", "strength", "score", "sort"),
    [("b", 3, 1, "hit"), ("b", 2, 0.85, "partial"), ("b", 1, 0.7, "partial"), ("a", 3, 0, "missed"), ("tie", 0, 0, "missed")],
)
def test_strength_counts_only_on_the_right_side(better, strength, score, sort):
    task, gold = preference({"better": "b", "strength": 3, "reason": "because"})
    verdict = gold.grade(task, prefer(task, better, strength))
    assert verdict.score == pytest.approx(score)
    assert (verdict.outcomes[0].sort, verdict.outcomes[0].reason) == (sort, "because")
    assert verdict.outcomes[0].mine.values["preference_reason"] == "because of it"


def test_a_tie_is_all_or_nothing():
    task, gold = preference({"better": "tie", "reason": "alike"})
    assert gold.grade(task, prefer(task, "tie", 0)).score == 1
    assert gold.grade(task, prefer(task, "a", 1)).score == 0


def test_weights_are_the_files_own():
    task, gold = preference({"better": "b", "strength": 3, "reason": "because", "weights": {"better": 1, "strength": 0}})
    assert gold.grade(task, prefer(task, "b", 1)).score == 1


@pytest.mark.parametrize(
    ("raw", "field", "code"),
    [
        ({"better": "a", "strength": 2, "reason": " . "}, "reason", "preference_reason_missing"),
        ({"better": "a", "strength": 2, "reason": "x" * 2001}, "reason", "answer_malformed"),
        ({"better": "a", "strength": 2, "reason": "half \ud800 a pair"}, "reason", "answer_malformed"),
        ({"better": "a", "strength": 2}, "reason", "answer_missing"),
        ({"strength": 2, "reason": "because"}, "preference", "preference_missing"),
        ({"better": "c", "strength": 2, "reason": "because"}, "preference", "answer_malformed"),
        ({"better": "a", "strength": 0, "reason": "because"}, "preference", "preference_not_offered"),
        ({"better": "a", "strength": 4, "reason": "because"}, "preference", "answer_malformed"),
        ({"better": "a", "strength": math.inf, "reason": "because"}, "preference", "answer_malformed"),
        ({"better": "tie", "strength": 1, "reason": "because"}, "preference", "preference_not_offered"),
        ({"better": ["a"], "strength": 1, "reason": "because"}, "preference", "answer_malformed"),
    ],
)
def test_a_preference_that_cannot_be_is_refused(raw, field, code):
    task, _ = preference({"better": "a", "strength": 1, "reason": "because"})
    with pytest.raises(InvalidAnswer) as refused:
        task.parse(raw)
    assert (field, code) in [(place, message.code) for place, message in refused.value.problems]


def test_a_tie_is_refused_where_none_is_offered():
    task, _ = preference({"better": "a", "strength": 1, "reason": "because"}, ties=False)
    with pytest.raises(InvalidAnswer, match="preference_not_offered"):
        prefer(task, "tie", 0)
    assert task.guess(Strategy.MIDDLE, Random(1)) is None


@pytest.mark.parametrize(
    ("gold", "more", "path", "code"),
    [
        ({"reason": "because"}, {}, ("gold",), "label_or_contested"),
        ({"better": "a", "strength": 1, "contested": PANEL}, {}, ("gold",), "label_or_contested"),
        ({"better": "tie", "reason": "because"}, {"ties": False}, ("gold", "better"), "ties_not_allowed"),
        ({"better": "a", "reason": "because"}, {}, ("gold", "strength"), "strength_of_a_side"),
        ({"better": "tie", "strength": 1, "reason": "because"}, {}, ("gold", "strength"), "strength_of_a_side"),
        ({"better": "a", "strength": 1}, {}, ("gold", "reason"), "preference_without_reason"),
    ],
)
def test_a_preference_file_that_does_not_hold_together_names_the_place(gold, more, path, code):
    with pytest.raises(FileProblem) as problem:
        preference(gold, **more)
    assert (problem.value.path, problem.value.message.code) == (path, code)


def test_the_form_and_the_stored_answer_mean_the_same():
    task, _ = preference({"better": "a", "strength": 1, "reason": "because"})
    for option in task.options:
        answer = task.parse(task.read_form({"preference": option, "reason": "because of it"}))
        assert answer.option == option
        assert task.parse(answer.model_dump(mode="json")) == answer


# Contested gold


def contested(kind):
    if kind == "preference":
        return preference({"contested": PANEL})
    if kind == "rating_scale":
        shares = {"persons": 10, "shares": {3: 0.6, 4: 0.4}, "rationales": {3: "A is right.", 4: "B is kinder."}}
        return rating({"contested": shares})
    options = [{"id": name, "text": name.upper()} for name in "abc"]
    return read("choice", question="q", options=options, gold={"contested": PANEL, "reasons": {"c": "Nobody says so."}})


ANSWERS = {
    "preference": [{"better": name, "strength": s, "reason": "because"} for name, s in (("a", 1), ("b", 3), ("tie", 0))],
    "rating_scale": [{"ratings": {"truth": level}} for level in (3, 4, 5)],
    "choice": [{"chosen": [name]} for name in "abc"],
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_contested_gold_gives_the_share_that_agrees_and_says_both_sides(kind):
    task, gold = contested(kind)
    verdicts = [gold.grade(task, task.parse(raw)) for raw in ANSWERS[kind]]
    assert [verdict.score for verdict in verdicts] == pytest.approx([0.6, 0.4, 0])
    assert [verdict.outcomes[0].sort for verdict in verdicts] == ["hit", "partial", "missed"]
    for verdict in verdicts:
        assert "A is right." in verdict.outcomes[0].reason
        assert "B is kinder." in verdict.outcomes[0].reason
        assert "60 %" in verdict.outcomes[0].notes[0].parameters["shares"]
        assert verdict.outcomes[0].notes[0].parameters["persons"] == 10
    assert gold.best_score == pytest.approx(0.6)
    assert gold.grade(task, gold.ideal(task)).score == pytest.approx(gold.best_score)


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"persons": 4}, ("persons",), "persons_too_few"),
        ({"shares": {"a": 0.6, "b": 0.3}}, ("shares",), "shares_not_whole"),
        ({"shares": {"a": 0.55, "b": 0.45}}, ("shares", "a"), "share_impossible"),
        ({"shares": {"a": 0.6, "z": 0.4}}, ("shares", "z"), "label_unknown"),
        ({"rationales": {"a": "why"}}, ("rationales",), "rationale_missing"),
        ({"rationales": {**PANEL["rationales"], "tie": "why"}}, ("rationales", "tie"), "rationale_of_nobody"),
    ],
)
def test_a_panel_that_cannot_be_is_an_authors_mistake(change, path, code):
    with pytest.raises(FileProblem) as problem:
        preference({"contested": {**PANEL, **change}})
    assert (problem.value.path, problem.value.message.code) == (("gold", "contested", *path), code)


def test_thirds_written_with_two_decimals_are_shares_of_six_persons():
    panel = {"persons": 6, "shares": {"a": 0.33, "b": 0.67}, "rationales": PANEL["rationales"]}
    assert preference({"contested": panel})[1].best_score == pytest.approx(0.67)


def test_gold_of_several_options_cannot_be_contested():
    options = [{"id": name, "text": name} for name in "ab"]
    with pytest.raises(FileProblem, match="contested_one_only"):
        read("choice", question="q", many=True, options=options, gold={"contested": PANEL})
    with pytest.raises(FileProblem, match="label_or_contested"):
        read("choice", question="q", options=options, gold={"reasons": {"a": "r", "b": "r"}})


def test_no_shipped_item_claims_a_panel():
    assert not [file for file in Path("exercises").rglob("*.yaml") if "contested:" in file.read_text("utf-8")]


# All three

EVERY = [
    lambda: rating({"value": 4, "reason": "why"}),
    lambda: preference({"better": "b", "strength": 1, "reason": "because"}),
    lambda: ranking([2, 1, 2]),
    *(lambda kind=kind: contested(kind) for kind in ANSWERS),
]


@pytest.mark.parametrize("item", EVERY)
def test_task_gold_and_verdict_are_stored_and_read_back(item):
    task, gold = item()
    again = TASKS.validate_json(TASKS.dump_json(task)), GOLDS.validate_json(GOLDS.dump_json(gold))
    assert again == (task, gold)
    verdict = again[1].grade(again[0], gold.ideal(task))
    assert verdict.score == pytest.approx(gold.best_score)
    assert Verdict.from_json(verdict.to_json()) == verdict
    assert task.parse(gold.ideal(task).model_dump(mode="json")) == gold.ideal(task)


@pytest.mark.parametrize("item", EVERY)
def test_every_code_has_its_words(item):
    task, gold = item()
    for _ in range(20):
        verdict = gold.grade(task, task.guess(Strategy.RANDOM, Random(_)))
        messages = [verdict.headline, *(note for outcome in verdict.outcomes for note in outcome.notes)]
        assert {message.code for message in messages} <= SENTENCES.keys()
        assert {part.name for part in verdict.parts} <= PARTS.keys()
        assert {step.name for outcome in verdict.outcomes for step in outcome.steps} <= STEPS.keys()
        assert {name for o in verdict.outcomes for mark in (o.mine, o.gold) if mark for name in mark.values} <= FIELDS.keys()
    assert task.kind in KINDS


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("kind", ["rating-scale", "preference", "ranking"])
def test_no_strategy_gains_on_the_samples(kind, language):
    items = samples(kind, language)
    assert len(items) == 2
    assert not gamed(items).over
