"""Planted errors, found ones and false alarms, counted by hand and by the program."""

from uuid import uuid4

import pytest

from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.searching import Search, search, total
from curriculum_app.grading.verdict import Verdict
from tests.grading.test_critique_and_choice import ISSUE, critique, issue
from tests.grading.test_critique_and_choice import review as criticised
from tests.grading.test_sequences import BAD, NOTHING, dialogue, review

COMMON = {"title": "t", "languages": ["en"], "skills": ["find_errors"], "difficulty": 1, "minutes": 1, "instructions": "i"}
TEXT = "Built in [1453]{#e1} by [three]{#e2} kings, it is [9 km]{#e3} long and made of stone."
MARK = {"type": "number_date_unit", "severity": "major", "evidentness": "evident", "correction": "x", "reason": "r"}


def hallucinations(text=TEXT, clean=False):
    marks = {} if clean else {name: MARK for name in ("e1", "e2", "e3")}
    gold = {"marks": marks, **({"clean_reason": "All of it is true."} if clean else {})}
    return FILES.validate_python({
        **COMMON, "id": uuid4(), "kind": "hallucination_spans", "prompt": "p", "text": text, "gold": gold,
    }).split("en")  # fmt: skip


def marked(task, *quotes, **more):
    """An answer that marks these words, as wrong in everything else as can be."""
    places = [(task.text.index(quote), quote) for quote in quotes]
    marks = [{"start": at, "end": at + len(quote), "quote": quote, "type": "entity", "severity": "minor", **more} for at, quote in places]
    return task.parse({"text_hash": task.hash, "marks": marks})


def counted(task, gold, answer):
    """The count by the verdict, as it is stored and read back."""
    return search(gold, Verdict.from_json(gold.assess(task, answer).to_json()))


def test_a_found_error_counts_whatever_was_said_of_it_and_a_wrong_mark_in_its_text_is_no_false_alarm():
    task, gold = hallucinations()
    assert counted(task, gold, marked(task, "1453", "9 km", "stone")) == Search(planted=3, found=2, false_alarms=0, clean=0)


def test_a_mark_over_the_whole_text_finds_nothing():
    task, gold = hallucinations()
    assert counted(task, gold, marked(task, task.text)) == Search(3, 0, 0, 0)


def test_every_mark_in_a_clean_text_is_a_false_alarm():
    task, gold = hallucinations("Built in 1443 by four kings.", clean=True)
    assert counted(task, gold, marked(task, "1443", "four")) == Search(planted=0, found=0, false_alarms=2, clean=1)
    assert counted(task, gold, marked(task)) == Search(0, 0, 0, 1)


def test_issues_of_a_critique_count_and_its_overall_verdict_does_not():
    task, gold = critique("First, [drop the table]{#i1}, then wait.", "unacceptable", {"i1": ISSUE})
    assert counted(task, gold, criticised(task, "acceptable", issue(task, "drop the table", category="factuality"))) == Search(1, 1, 0, 0)
    assert counted(task, gold, criticised(task, "unacceptable")) == Search(1, 0, 0, 0)
    task, gold = critique("Take a back-up, then drop the table.", "acceptable", {})
    assert counted(task, gold, criticised(task, "needs_revision", issue(task, "drop the table"))) == Search(0, 0, 1, 1)
    assert counted(task, gold, criticised(task, "acceptable")) == Search(0, 0, 0, 1)


def test_the_first_bad_turn_is_found_only_where_the_very_one_is_named():
    task, gold = dialogue(BAD)
    assert counted(task, gold, review(task, "4", category="safety")) == Search(1, 1, 0, 0)
    assert counted(task, gold, review(task, "2")) == Search(1, 0, 0, 0)
    assert counted(task, gold, review(task, "none")) == Search(1, 0, 0, 0)
    task, gold = dialogue(NOTHING)
    assert counted(task, gold, review(task, "4")) == Search(0, 0, 1, 1)
    assert counted(task, gold, review(task, "none")) == Search(0, 0, 0, 1)


@pytest.mark.parametrize("made", [hallucinations, lambda: dialogue(BAD)])
def test_an_item_without_an_answer_found_nothing(made):
    _, gold = made()
    assert search(gold, None) == Search(3 if gold.kind == "hallucination_spans" else 1, 0, 0, 0)


def test_a_choice_is_no_search_and_an_exam_of_choices_has_none():
    _, gold = FILES.validate_python({
        **COMMON, "id": uuid4(), "kind": "choice", "question": "?", "options": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}],
        "gold": {"answer": ["a"], "reasons": {"a": "yes", "b": "no"}},
    }).split("en")  # fmt: skip
    assert search(gold, None) is None
    assert total([None, None]) is None
    assert total([None, Search(3, 2, 0, 0), Search(0, 0, 2, 1)]) == Search(3, 2, 2, 1)
