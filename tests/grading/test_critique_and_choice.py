"""Critique: structure graded, prose kept for people. Choice: exact or Jaccard, a reason for every option."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import jaccard_score

from curriculum_app.grading.kind import FileProblem, InvalidAnswer
from curriculum_app.grading.kinds import FILES

COMMON = {
    "title": "t",
    "languages": ["en"],
    "skills": ["give_feedback"],
    "difficulty": 1,
    "minutes": 1,
    "instructions": "i",
}


def critique(text, verdict, marks):
    gold = {"verdict": verdict, "verdict_reason": "why", "marks": marks}
    return FILES.validate_python({
        **COMMON, "id": uuid4(), "kind": "critique", "domain": "software", "prompt": "p", "text": text, "gold": gold,
    }).split("en")  # fmt: skip


ISSUE = {"category": "safety", "severity": "critical", "reason": "It deletes data.", "fix": "Back up first."}


def review(task, verdict, *marks):
    return task.parse({"text_hash": task.hash, "verdict": verdict, "marks": list(marks)})


def issue(task, quote, **more):
    start = task.text.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote, "category": "safety", "severity": "critical",
            "explanation": "This destroys data.", "fix": "Take a back-up.", **more}  # fmt: skip


def test_a_found_issue_and_the_right_verdict_score_one():
    task, gold = critique("First, [drop the table]{#i1}.", "unacceptable", {"i1": ISSUE})
    verdict = gold.grade(task, review(task, "unacceptable", issue(task, "drop the table")))
    assert verdict.score == pytest.approx(1)
    assert verdict.outcomes[0].notes[0].code == "prose_by_people"


def test_an_acceptable_answer_called_acceptable_scores_one_and_an_invented_issue_costs():
    task, gold = critique("Take a back-up, then drop the table.", "acceptable", {})
    assert gold.grade(task, review(task, "acceptable")).score == 1
    assert gold.grade(task, review(task, "needs_revision", issue(task, "drop the table"))).score == pytest.approx(0.125)


def test_a_review_without_verdict_or_words_is_refused():
    task, _ = critique("First, [drop the table]{#i1}.", "unacceptable", {"i1": ISSUE})
    with pytest.raises(InvalidAnswer, match="verdict_missing"):
        review(task, "")
    with pytest.raises(InvalidAnswer, match="explanation"):
        review(task, "acceptable", issue(task, "drop", explanation=""))


def test_unacceptable_needs_an_issue():
    with pytest.raises(FileProblem, match="verdict_without_issue"):
        critique("Fine.", "unacceptable", {})


def choice(many, answer, ids="abcd", reasons=None):
    return FILES.validate_python({
        **COMMON, "id": uuid4(), "kind": "choice", "question": "q", "many": many,
        "options": [{"id": name, "text": name} for name in ids],
        "gold": {"answer": answer, "reasons": reasons or {name: f"because {name}" for name in ids}},
    }).split("en")  # fmt: skip


def test_one_right_option_is_all_or_nothing():
    task, gold = choice(False, ["b"])
    assert gold.grade(task, task.parse({"chosen": ["b"]})).score == 1
    assert gold.grade(task, task.parse({"chosen": ["a"]})).score == 0


@given(st.sets(st.sampled_from("abcd"), min_size=1), st.sets(st.sampled_from("abcd"), min_size=1))
def test_several_right_options_score_as_scikit_learns_jaccard(right, chosen):
    task, gold = choice(True, sorted(right))
    verdict = gold.grade(task, task.parse({"chosen": sorted(chosen)}))
    truth, answer = ([int(name in which) for name in "abcd"] for which in (right, chosen))
    assert verdict.score == pytest.approx(jaccard_score(truth, answer))
    assert [outcome.reason for outcome in verdict.outcomes] == [f"because {name}" for name in "abcd"]


@pytest.mark.parametrize(
    ("chosen", "code"), [([], "choose_one"), (["a", "b"], "choose_only_one"), (["z"], "unknown_option")]
)
def test_a_choice_that_cannot_be_is_refused(chosen, code):
    task, _ = choice(False, ["b"])
    with pytest.raises(InvalidAnswer, match=code):
        task.parse({"chosen": chosen})


def test_an_option_without_reason_is_an_authors_mistake():
    with pytest.raises(FileProblem, match="reason_missing"):
        choice(False, ["a"], reasons={"a": "only this"})
