"""Typed spans: agreement with nervaluate where it is well-defined, floors, Korean boundaries."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nervaluate.evaluator import Evaluator

from curriculum_app.grading.kind import FileProblem, InvalidAnswer
from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.span_labels import GoldLabel, LabelledSpan, scheme_credits
from curriculum_app.grading.verdict import soft_scores


def file(text, marks, **more):
    return FILES.validate_python(
        {
            "id": uuid4(), "kind": "span_labels", "title": "t", "languages": ["ko"], "skills": ["find_errors"],
            "difficulty": 1, "minutes": 1, "instructions": "i", "text": text,
            "labels": [{"id": "place", "name": "장소", "definition": "d"}, {"id": "date", "name": "날짜", "definition": "d"}],
            "gold": {"marks": {name: {"label": label, "reason": "r"} for name, label in marks.items()}, **more},
        }
    )  # fmt: skip


def marks(task, *found):
    spans = [{"start": s, "end": e, "quote": task.text[s:e], "label": label} for s, e, label in found]
    return task.parse({"text_hash": task.hash, "marks": spans})


@pytest.fixture
def item():
    return file("[서울]{#m1}에서 [5월 3일]{#m2}에 만났습니다.", {"m1": "place", "m2": "date"}).split("ko")


def test_a_perfect_answer_scores_one_and_says_why(item):
    task, gold = item
    verdict = gold.grade(task, marks(task, (0, 2, "place"), (5, 10, "date")))
    assert verdict.score == 1
    assert [outcome.sort for outcome in verdict.outcomes] == ["hit", "hit"]
    assert all(outcome.reason for outcome in verdict.outcomes)


def test_a_particle_taken_along_costs_a_tenth(item):
    task, gold = item
    verdict = gold.grade(task, marks(task, (0, 4, "place"), (5, 10, "date")))
    assert verdict.score == pytest.approx((0.9 + 1) / 2)
    assert verdict.outcomes[0].notes[0].code == "boundary_only"
    assert verdict.outcomes[0].sort == "hit"


def test_marking_everything_scores_nothing(item):
    task, gold = item
    everything = [
        (at, at + 1, label) for at in range(len(task.text)) for label in ("place", "date") if task.text[at].strip()
    ]
    assert gold.grade(task, marks(task, *everything)).score == 0


def test_a_wrong_label_is_half_right(item):
    task, gold = item
    verdict = gold.grade(task, marks(task, (0, 2, "date"), (5, 10, "date")))
    assert verdict.score == pytest.approx(0.75)
    assert verdict.outcomes[0].sort == "partial"


def test_nothing_marked_in_a_clean_text_is_right():
    task, gold = file("여기에는 아무것도 없습니다.", {}).split("ko")
    assert gold.grade(task, marks(task)).score == 1
    assert gold.grade(task, marks(task, (0, 2, "place"))).score == 0


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ({"start": 0, "end": 99, "quote": "서울", "label": "place"}, "span_outside"),
        ({"start": 0, "end": 2, "quote": "부산", "label": "place"}, "quote_differs"),
        ({"start": 0, "end": 2, "quote": "서울", "label": "person"}, "label_missing"),
        ({"start": -1, "end": 2, "quote": "서울", "label": "place"}, "answer_malformed"),
        ({"start": 0, "end": 2, "label": "place"}, "answer_missing"),
        ("서울", "answer_malformed"),
    ],
)
def test_a_malformed_mark_is_refused_by_name(item, mark, code):
    task, _ = item
    with pytest.raises(InvalidAnswer) as refused:
        task.parse({"text_hash": task.hash, "marks": [mark]})
    assert {message.code for _, message in refused.value.problems} == {code}


def test_an_answer_on_another_text_is_refused(item):
    with pytest.raises(InvalidAnswer, match="text_changed"):
        item[0].parse({"text_hash": "0" * 16, "marks": []})


def test_gold_that_is_not_in_the_text_is_named_by_its_place():
    with pytest.raises(FileProblem) as problem:
        file("본문", {"m1": "place"}).split("ko")
    assert problem.value.path == ("gold", "marks", "m1")


TEXT = "가나다라마바사아자차카타파하"
disjoint = st.lists(st.booleans(), min_size=6, max_size=6)


@given(disjoint, st.lists(st.sampled_from(["place", "date"]), min_size=6, max_size=6), disjoint)
def test_strict_exact_partial_and_type_agree_with_nervaluate(present, labels, answered):
    """Disjoint spans of two characters leave nervaluate's greedy matching no choice, so the figures must be equal."""
    gold = [(2 * n, 2 * n + 2, labels[n]) for n in range(6) if present[n]]
    mine = [(2 * n, 2 * n + 2 - (n % 2), "place") for n in range(6) if answered[n]]
    if not gold or not mine:
        return
    as_dicts = [[{"label": label, "start": s, "end": e - 1} for s, e, label in spans] for spans in (gold, mine)]
    theirs = Evaluator([as_dicts[0]], [as_dicts[1]], tags=["place", "date"], loader="dict").evaluate()["overall"]
    credits = scheme_credits(
        [LabelledSpan(start=s, end=e, quote=TEXT[s:e], label=label) for s, e, label in mine],
        [GoldLabel(id=str(s), start=s, end=e, quote=TEXT[s:e], label=label, reason="r") for s, e, label in gold],
    )
    ours = {name: soft_scores(credit, len(mine), len(gold))[2] for name, credit in credits.items()}
    assert ours["strict"] == pytest.approx(theirs["strict"].f1)
    assert ours["exact"] == pytest.approx(theirs["exact"].f1)
    assert ours["partial"] == pytest.approx(theirs["partial"].f1)
    assert ours["type"] == pytest.approx(theirs["ent_type"].f1)
