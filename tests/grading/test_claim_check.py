"""Claims against sources: verdict and evidence, the cap on what may be cited, and FEVER's scores as its scorer has them."""

from random import Random
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from curriculum_app.grading.fever import FeverScores, Instance, fever_scores
from curriculum_app.grading.kind import FileProblem, InvalidAnswer
from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.strategy import Strategy
from curriculum_app.grading.verdict import Sort

NEI = "not_enough_information"
GOLD = {
    "a": {"verdict": "supported", "evidence": [[1, 2], [4]]},
    "b": {"verdict": "refuted", "evidence": [[3]]},
    "c": {"verdict": NEI},
}
RIGHT = {"a": ("supported", 1, 2), "b": ("refuted", 3), "c": (NEI,)}


def claims(gold=GOLD, names="abc", suggested=None, sentences=8, most_cited=5, **more):
    written = {name: {**said, "reason": f"because {name}"} for name, said in gold.items()}
    return FILES.validate_python({
        "id": uuid4(), "kind": "claim_check", "title": "t", "languages": ["en"], "skills": ["find_errors"], "difficulty": 1,
        "minutes": 1, "instructions": "i", "prompt": "p", "response": "r", "most_cited": most_cited,
        "sources": [{"title": "s", "sentences": [f"s{n}" for n in range(sentences)]}],
        "claims": [{"id": name, "text": f"claim {name}"} for name in names], "suggested": suggested or {},
        "gold": {"claims": written, **more},
    }).halves("en")  # fmt: skip


def said(**changed):
    return {"claims": {n: {"verdict": v, "evidence": list(cited)} for n, (v, *cited) in {**RIGHT, **changed}.items()}}


def graded(halves, **changed):
    task, gold = halves
    return gold.assess(task, task.parse(said(**changed)))


def figures(verdict):
    return {part.name: part.value for part in verdict.parts}


def test_right_verdicts_with_complete_evidence_score_one_and_carry_the_reasons():
    verdict = graded(claims())
    assert verdict.score == 1
    assert [outcome.reason for outcome in verdict.outcomes] == ["because a", "because b", "because c"]
    assert graded(claims(), a=("supported", 4)).score == 1, "another group is as good"
    assert verdict.outcomes[0].notes[1].parameters == {"groups": "1, 2 / 4"}


def test_verdict_and_evidence_weigh_as_the_file_says():
    assert graded(claims(), a=("supported",)).score == pytest.approx((0.6 + 1 + 1) / 3)
    assert graded(claims(), a=("supported", 1)).score == pytest.approx((0.6 + 0.4 * 2 / 3 + 1 + 1) / 3)
    assert graded(claims(), a=("refuted", 1, 2)).score == pytest.approx((0.4 + 1 + 1) / 3)
    assert graded(claims(), c=("supported", 1)).score == pytest.approx(2 / 3), "there is no evidence to find"
    assert graded(claims(weights={"verdict": 1, "evidence": 0}), a=("supported",)).score == 1
    verdict = graded(claims(), a=(NEI,), b=("refuted", 3, 4))
    assert [outcome.sort for outcome in verdict.outcomes] == [Sort.MISSED, Sort.PARTIAL, Sort.HIT]


def test_fevers_figures_stand_beside_the_score():
    shown = figures(graded(claims(), a=("supported", 1), b=("refuted", 3, 4)))
    assert shown["claim_accuracy"] == 1
    assert shown["claim_strict"] == pytest.approx(2 / 3)
    assert shown["evidence_precision"] == pytest.approx((1 + 1 / 2) / 2)
    assert shown["evidence_recall"] == pytest.approx(1 / 2)
    nothing = figures(graded(claims({name: {"verdict": NEI} for name in "abc"})))
    assert nothing["evidence_precision"] is None


def test_always_supported_pays_no_more_than_chance_on_balanced_claims_and_citing_much_no_more_than_citing_little():
    task, gold = claims()
    chance = Random(5)
    random = sum(gold.grade(task, task.guess(Strategy.RANDOM, chance)).score for _ in range(500)) / 500
    for strategy in (Strategy.FIRST, Strategy.MARK_ALL, Strategy.MARK_NONE):
        assert gold.grade(task, task.guess(strategy, chance)).score < random + 0.1
    assert task.guess(Strategy.LONGEST, chance) is None


@pytest.mark.parametrize(
    ("raw", "field", "code"),
    [
        ({}, "claims-a-verdict", "claim_verdict_missing"),
        ({"claims": None}, "claims", "answer_malformed"),
        ({"claims": "all"}, "claims", "answer_malformed"),
        ({"claims": {}}, "claims-a-verdict", "claim_verdict_missing"),
        (said(b=("",)), "claims-b-verdict", "claim_verdict_missing"),
        (said(b=("true",)), "claims-b-verdict", "answer_malformed"),
        ({"claims": {**said()["claims"], "b": "refuted"}}, "claims-b", "answer_malformed"),
        ({"claims": {**said()["claims"], "z": {"verdict": NEI}}}, "claims", "claim_unknown"),
        (said(a=("supported", 9)), "claims-a-evidence", "sentence_unknown"),
        (said(a=("supported", 0)), "claims-a-evidence", "sentence_unknown"),
        (said(a=("supported", 1, 1)), "claims-a-evidence", "claim_cited_twice"),
        (said(a=("supported", 1, 2, 3, 4, 5, 6)), "claims-a-evidence", "claim_cited_too_much"),
        (said(c=(NEI, 1)), "claims-c-evidence", "claim_cited_without_need"),
        (said(a=("supported", "\ud800")), "claims-a-evidence-0", "answer_malformed"),
        (said(a=("supported", float("nan"))), "claims-a-evidence-0", "answer_malformed"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_by_its_field(raw, field, code):
    task, _ = claims()
    with pytest.raises(InvalidAnswer) as refused:
        task.parse(raw)
    assert dict(refused.value.problems)[field].code == code


def test_the_form_is_read_claim_by_claim():
    task, gold = claims()
    form = MultiDict({f"claims-{name}-verdict": verdict for name, (verdict, *_) in RIGHT.items()})
    form.setlist("claims-a-evidence", ["1", "2", "x"])
    form["claims-b-evidence"] = "3"
    assert gold.grade(task, task.parse(task.read_form(form))).score == 1
    with pytest.raises(InvalidAnswer, match="claims-a-verdict"):
        task.parse(task.read_form(MultiDict()))


@pytest.mark.parametrize(
    ("changed", "place", "code"),
    [
        ({"names": "abca"}, ("claims", 3, "id"), "id_twice_in_list"),
        ({"names": "abcd"}, ("claims", 3), "claim_without_gold"),
        ({"names": "ab"}, ("gold", "claims", "c"), "gold_without_claim"),
        ({"gold": {**GOLD, "b": {"verdict": "refuted"}}}, ("gold", "claims", "b", "evidence"), "evidence_missing"),
        ({"gold": {**GOLD, "b": {"verdict": "refuted", "evidence": [[]]}}}, ("gold", "claims", "b", "evidence"), "evidence_missing"),
        ({"gold": {**GOLD, "c": {"verdict": NEI, "evidence": [[1]]}}}, ("gold", "claims", "c", "evidence"), "evidence_needless"),
        ({"sentences": 3}, ("gold", "claims", "a", "evidence"), "sentence_not_in_sources"),
        ({"most_cited": 1}, ("gold", "claims", "a", "evidence"), "evidence_group_too_long"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_hold_together_is_refused_by_its_place(changed, place, code):
    with pytest.raises(FileProblem) as problem:
        claims(**changed)
    assert (problem.value.path, problem.value.message.code) == (place, code)


def test_accepting_all_suggestions_is_one_and_zero():
    suggested = said(a=("supported", 2, 1), b=("supported", 3))
    halves = claims(suggested=suggested)
    accepted = graded(halves, b=("supported", 3))
    assert [figures(accepted)[f"{name}"] for name in ("wrong_suggestions_accepted", "right_suggestions_rejected")] == [
        1,
        0,
    ]
    rejected = graded(halves, a=(NEI,), b=(NEI,), c=("supported", 1))
    assert [figures(rejected)[f"{name}"] for name in ("wrong_suggestions_accepted", "right_suggestions_rejected")] == [
        0,
        1,
    ]
    with pytest.raises(FileProblem, match="suggestion_unreadable"):
        claims(suggested={"claims": {"a": {"verdict": "supported"}}})


def test_fevers_scores_where_its_scorer_would_divide_by_zero_are_zero():
    scores = fever_scores([Instance("SUPPORTS", [["p"]], "SUPPORTS", ["q"])])
    assert scores == FeverScores(strict=0, accuracy=1, precision=0, recall=0)
    assert scores.f1 == 0


SENTENCES = st.lists(st.integers(1, 8), max_size=8, unique=True)


@given(st.lists(SENTENCES.filter(bool), min_size=1, max_size=3), SENTENCES)
def test_strict_needs_one_complete_group_among_the_first_five(groups, cited):
    scores = fever_scores([Instance("REFUTES", groups, "REFUTES", cited)])
    assert scores.strict == scores.recall == any(set(group) <= set(cited[:5]) for group in groups)
