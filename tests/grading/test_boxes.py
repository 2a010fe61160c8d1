"""Boxes in a picture: IoU and pairing as the references have them, labels, floors, and what is refused."""

from random import Random
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask
from pydantic import ValidationError
from scipy.optimize import linear_sum_assignment
from werkzeug.datastructures import MultiDict

from curriculum_app.grading.boxes import iou, matches
from curriculum_app.grading.kind import FileProblem, InvalidAnswer
from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.verdict import Sort

LABELS = [{"id": name, "name": name.title(), "definition": "d"} for name in ("cat", "dog")]
GOLD = {"a": ([10, 10, 40, 20], "cat"), "b": ([100, 10, 40, 20], "dog"), "c": ([10, 100, 40, 20], "cat")}
SIDES = ("x", "y", "width", "height")


def boxes(gold=GOLD, suggested=None, **more):
    written = {name: {"box": box, "label": label, "reason": f"because {name}"} for name, (box, label) in gold.items()}
    return FILES.validate_python({
        "id": uuid4(), "kind": "boxes", "title": "t", "languages": ["en"], "skills": ["find_errors"], "difficulty": 1,
        "minutes": 1, "instructions": "i", "picture": "p.svg", "alt": "a", "description": "d", "width": 200, "height": 150,
        "labels": LABELS, "suggested": suggested or {},
        "gold": {"boxes": written, **({} if written else {"clean_reason": "Nothing is there."}), **more},
    }).halves("en")  # fmt: skip


def drawn(*some):
    return {"boxes": [dict(zip(SIDES, box, strict=True)) | {"label": label} for box, label in some]}


def graded(halves, *some):
    task, gold = halves
    return gold.assess(task, task.parse(drawn(*some)))


def test_boxes_that_are_gold_score_one_and_carry_the_reasons():
    verdict = graded(boxes(), *GOLD.values())
    assert verdict.score == 1
    assert {outcome.reason for outcome in verdict.outcomes} == {"because a", "because b", "because c"}
    assert all(outcome.sort == Sort.HIT for outcome in verdict.outcomes)


def test_a_wrong_label_earns_half_and_a_box_that_is_too_loose_nothing():
    halves = boxes()
    a, b, c = GOLD.values()
    assert graded(halves, a, b, (c[0], "dog")).score == pytest.approx(2.5 / 3)
    verdict = graded(halves, a, b, ([0, 90, 90, 50], "cat"))
    assert verdict.score == pytest.approx(2 / 3)
    assert [o.notes[0].code for o in verdict.outcomes if o.sort == Sort.ALARM] == ["box_overlaps_little"]
    assert [o.reason for o in verdict.outcomes if o.sort == Sort.MISSED] == ["because c"]


def test_threshold_and_weight_stand_in_the_file():
    a, b, c = GOLD.values()
    loose = ([10, 100, 40, 30], "cat")  # IoU 2/3
    assert graded(boxes(), a, b, loose).score == 1
    assert graded(boxes(least_iou=0.7), a, b, loose).score == pytest.approx(2 / 3)
    assert graded(boxes(wrong_label=0.2), a, b, (c[0], "dog")).score == pytest.approx(2.2 / 3)


def test_boxes_are_paired_for_the_greatest_credit_whatever_their_order():
    halves = boxes({"a": ([10, 10, 40, 40], "cat"), "b": ([16, 10, 40, 40], "dog")})
    some = [([14, 10, 40, 40], "cat"), ([12, 10, 40, 40], "dog")]  # each lies nearer to the other's gold
    assert graded(halves, *some).score == graded(halves, *reversed(some)).score == 1


def test_a_box_drawn_twice_is_one_hit_and_one_false_alarm():
    near = ([11, 10, 40, 20], "cat")
    verdict = graded(boxes({"a": GOLD["a"]}), GOLD["a"], near)
    assert verdict.score == pytest.approx(2 / 3)
    assert sorted(outcome.sort for outcome in verdict.outcomes) == [Sort.ALARM, Sort.HIT]


def test_a_picture_without_anything_left_empty_scores_one_and_a_box_in_it_zero():
    halves = boxes({})
    assert graded(halves).score == 1
    verdict = graded(halves, GOLD["a"])
    assert verdict.score == 0
    assert verdict.remark == "Nothing is there."


def test_marking_the_whole_picture_earns_nothing_and_a_file_in_which_it_would_is_refused():
    task, gold = boxes()
    assert gold.grade(task, task.guess(Strategy.MARK_ALL, Random(1))).score == 0
    assert gold.grade(task, task.guess(Strategy.MARK_NONE, Random(1))).score == 0
    with pytest.raises(FileProblem, match="mark_all_pays"):
        boxes({"a": ([0, 0, 200, 100], "cat")})


def test_random_boxes_are_answers_and_earn_little():
    task, gold = boxes()
    chance = Random(3)
    assert sum(gold.grade(task, task.guess(Strategy.RANDOM, chance)).score for _ in range(300)) / 300 < 0.05
    assert task.guess(Strategy.LONGEST, chance) is None


@pytest.mark.parametrize(
    ("raw", "field", "code"),
    [
        ({"boxes": "all"}, "boxes", "answer_malformed"),
        ({"boxes": [7]}, "boxes-0", "answer_malformed"),
        ({"boxes": [{"x": 1}]}, "boxes-0-y", "box_numbers_wrong"),
        (drawn(([float("nan"), 0, 5, 5], "cat")), "boxes-0-x", "box_numbers_wrong"),
        (drawn(([0, 0, float("inf"), 5], "cat")), "boxes-0-width", "box_numbers_wrong"),
        (drawn((["1", 0, 5, 5], "cat")), "boxes-0-x", "box_numbers_wrong"),
        (drawn(([True, 0, 5, 5], "cat")), "boxes-0-x", "box_numbers_wrong"),
        (drawn(([0, -1, 5, 5], "cat")), "boxes-0-y", "box_numbers_wrong"),
        (drawn(([0, 0, 5, 0], "cat")), "boxes-0-height", "box_numbers_wrong"),
        (drawn(([196, 0, 5, 5], "cat")), "boxes-0-x", "box_outside"),
        (drawn(([0, 1e308, 5, 1e308], "cat")), "boxes-0-x", "box_outside"),
        (drawn(([0, 0, 5, 5], "")), "boxes-0-label", "box_label_missing"),
        (drawn(([0, 0, 5, 5], "\ud800")), "boxes-0-label", None),
        (drawn(([0, 0, 5, 5], "cat"), ([0, 0, 5, 5], "cat")), "boxes-1", "box_twice"),
        (drawn(*(([0, 0, 5 + n, 5], "cat") for n in range(101))), "boxes", "answer_malformed"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_by_its_field(raw, field, code):
    task, _ = boxes()
    with pytest.raises(InvalidAnswer) as refused:
        task.parse(raw)
    assert field in dict(refused.value.problems)
    assert code is None or dict(refused.value.problems)[field].code == code


def test_the_form_is_read_by_rows_and_keeps_what_is_no_number():
    task, gold = boxes()
    form = MultiDict(
        {"boxes-0-x": "10", "boxes-0-y": "10", "boxes-0-width": "40", "boxes-0-height": "20", "boxes-0-label": "cat"}
    )
    form.update({"boxes-4-x": "ten", "boxes-4-label": "dog"})
    raw = task.read_form(form)
    assert [box["x"] for box in raw["boxes"]] == [10.0, "ten"]
    with pytest.raises(InvalidAnswer, match="boxes-1-x"):
        task.parse(raw)
    raw["boxes"].pop()
    assert gold.grade(task, task.parse(raw)).score == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("gold", "more", "place"),
    [
        ({"a": ([10, 10, 40, 20], "cow")}, {}, ("gold", "boxes", "a", "label")),
        ({"a": ([190, 10, 40, 20], "cat")}, {}, ("gold", "boxes", "a", "box")),
        ({"a": ([10, 10, 0, 20], "cat")}, {}, ("gold", "boxes", "a", "box")),
        (GOLD, {"clean_reason": "but there are some"}, ("gold", "clean_reason")),
        ({}, {"clean_reason": ""}, ("gold", "clean_reason")),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused_by_its_place(gold, more, place):
    with pytest.raises(FileProblem) as problem:
        boxes(gold, **more)
    assert problem.value.path == place


def test_a_gold_box_must_be_made_of_numbers():
    for number in (float("nan"), float("inf")):
        with pytest.raises(ValidationError):
            boxes({"a": ([10, number, 40, 20], "cat")})


def test_a_suggestion_is_right_where_it_meets_gold_and_accepting_all_is_one_and_zero():
    suggested = {"boxes": [{"box": [12, 10, 40, 20], "label": "cat"}, {"box": [100, 10, 40, 20], "label": "cat"}]}
    task, gold = boxes(suggested=suggested)
    all_of_it, nothing, moved = (task.parse(raw) for raw in (task.suggested, {"boxes": []}, drawn(GOLD["a"])))

    def shares(answer):
        return tuple(part.value for part in gold.assess(task, answer).parts[-2:])

    assert shares(all_of_it) == (1, 0)
    assert shares(nothing) == (0, 1)
    assert shares(moved) == (0, 0)
    for wrong in (
        {"boxes": [{"box": [1, 2], "label": "cat"}]},
        {"boxes": [{"box": ["a", 1, 2, 3], "label": "cat"}]},
        {"boxes": 3},
    ):
        with pytest.raises(FileProblem, match="suggestion_unreadable"):
            boxes(suggested=wrong)


def test_the_picture_says_how_large_it_has_to_be():
    assert boxes()[0].picture_files()[0].size == (200, 150)


NUMBER = st.integers(0, 60) | st.floats(0, 60)
BOX = st.tuples(NUMBER, NUMBER, st.floats(0.5, 50), st.floats(0.5, 50))
SOME = st.lists(BOX, max_size=7)


@given(BOX, BOX)
def test_iou_is_that_of_pycocotools(a, b):
    reference = mask.iou(np.array([a], dtype=float), np.array([b], dtype=float), [0])[0][0]
    assert iou(a, b) == pytest.approx(reference, abs=1e-9)
    assert iou(a, b) == pytest.approx(iou(b, a))


@given(SOME, SOME, st.sampled_from([0.1, 0.5, 0.75]))
def test_pairs_have_the_greatest_total_iou_as_scipy_finds_it(answers, golds, least):
    table = np.array([[v if (v := iou(a, g)) >= least else 0.0 for g in golds] for a in answers]).reshape(
        len(answers), len(golds)
    )
    best = table[linear_sum_assignment(table, maximize=True)].sum()
    found = matches(answers, golds, least)
    assert sum(value for *_, value in found) == pytest.approx(best)
    assert all(value >= least for *_, value in found)
    assert len({a for a, *_ in found}) == len({g for _, g, _ in found}) == len(found)
