"""Rewriting: what had to change, what had to stay, how much was changed; handing the text back earns nothing."""

from random import Random
from uuid import uuid4

import pytest
from pydantic import ValidationError

from curriculum_app.grading.edits import edit_share
from curriculum_app.grading.kind import FileProblem, InvalidAnswer
from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.similarity import chrf
from curriculum_app.grading.strategy import Strategy

ORIGINAL = "The hall has 60 seats and is open every day. You can return book there, by post or in person."
EDIT = "The hall has 40 seats and is open every day. You can return books there, by post or in person."
COMMON = {
    "kind": "rewrite", "title": "t", "languages": ["en"], "skills": ["write_clearly"], "difficulty": 1, "minutes": 1,
    "instructions": "i", "original": ORIGINAL,
}  # fmt: skip
SEATS = {"id": "seats", "name": "Seats", "forms": ["40 seats", "forty seats"], "reason": "Sentence 1."}
DAYS = {"id": "days", "name": "Days", "forms": ["every day"], "reason": "Sentence 2."}
SLIP = {"id": "slip", "name": "Grammar", "forms": ["return book there"], "reason": "Plural."}
GOLD = {"required": [SEATS, DAYS], "forbidden": [SLIP], "edits": [EDIT]}
CLEAN = {"required": [DAYS], "clean_reason": "Nothing is wrong.", "largest_edit": 0.3}


def item(gold=GOLD, **more):
    return FILES.validate_python({**COMMON, "id": uuid4(), "gold": gold, **more}).halves("en")


def grade(text, gold=GOLD):
    task, gold = item(gold)
    return gold.grade(task, task.parse({"text": text}))


def parts(verdict):
    return {part.name: part.value for part in verdict.parts}


def test_an_accepted_edit_earns_everything():
    verdict = grade(EDIT)
    assert verdict.score == 1
    assert [(o.about, o.sort, o.notes[0].code) for o in verdict.outcomes] == [
        ("Seats", "hit", "required_there"), ("Days", "hit", "required_there"), ("Grammar", "hit", "forbidden_gone"),
    ]  # fmt: skip
    assert verdict.headline.parameters == {"done": 2, "due": 2}


def test_handing_the_text_back_earns_nothing():
    verdict = grade(ORIGINAL)
    assert verdict.score == 0
    assert verdict.headline.code == "rewrite_unchanged"
    assert [o.sort for o in verdict.outcomes] == ["missed", "hit", "missed"]


def test_nor_does_a_change_that_mends_nothing_or_throwing_the_text_away():
    assert grade(ORIGINAL + " Thanks.").score == 0
    assert grade("Hello.").score < 0.1


def test_score_is_the_share_mended_times_the_care_taken():
    text = ORIGINAL.replace("60", "40")
    verdict = grade(text)
    care = 0.5 * 1 + 0.3 * chrf(text, EDIT) + 0.2 * 1
    assert verdict.score == pytest.approx(0.5 * care)
    assert parts(verdict)["mended"] == 0.5
    assert parts(verdict)["edit_share"] == pytest.approx(edit_share(ORIGINAL, text))


def test_a_fact_that_is_lost_lowers_the_score():
    verdict = grade(EDIT.replace("open every day", "open"))
    assert parts(verdict)["required"] == 0.5
    assert verdict.score < 0.8
    assert verdict.outcomes[1].notes[0].code == "required_lost"


def test_another_accepted_form_is_as_good():
    assert parts(grade(EDIT.replace("40", "forty")))["mended"] == 1


def test_a_number_is_not_found_in_a_longer_one():
    assert parts(grade(EDIT.replace("40", "140")))["mended"] == 0.5


def test_the_nearest_accepted_edit_counts_and_is_shown():
    other = EDIT.replace("every day", "daily, that is every day")
    verdict = grade(other, {**GOLD, "edits": [EDIT, other]})
    assert (verdict.score, verdict.model_answer) == (1, other)


def test_changing_far_more_than_needed_is_told_and_costs():
    text = "40 seats, every day. Books may be sent or brought back by anyone who wishes, at any hour that suits them best of all."
    verdict = grade(text)
    assert verdict.outcomes[-1].sort == "partial"
    assert verdict.outcomes[-1].notes[0].code == "changed_too_much"
    assert parts(verdict)["size"] < 1


def test_weights_and_the_largest_edit_are_the_files():
    task, gold = item({**GOLD, "weights": {"required": 0, "closeness": 1, "size": 0}})
    text = EDIT.replace("by post", "by mail")
    assert gold.grade(task, task.parse({"text": text})).score == pytest.approx(chrf(text, EDIT))


def test_a_clean_text_is_right_when_handed_back():
    verdict = grade(ORIGINAL, CLEAN)
    assert (verdict.score, verdict.headline.code) == (1, "rewrite_clean_left")
    assert verdict.outcomes[-1].reason == "Nothing is wrong."


def test_a_clean_text_that_was_changed_earns_at_most_what_the_file_says():
    text = ORIGINAL.replace("The hall", "This hall")
    verdict = grade(text, CLEAN)
    assert verdict.score == pytest.approx(0.5 * (1 - edit_share(ORIGINAL, text) / 0.3))
    assert verdict.outcomes[-1].sort == "alarm"
    assert grade("Something else entirely.", CLEAN).score == 0


def test_only_line_ends_and_spaces_changed_is_not_changed():
    assert grade(ORIGINAL.replace(". You", ".\nYou "), CLEAN).score == 1


@pytest.mark.parametrize(
    "raw", [{}, {"text": " \n"}, {"text": "x" * 5001}, {"text": "\ud800"}, {"text": 5}, {"text": ["x"]}]
)
def test_malformed_answers_are_refused(raw):
    task, _ = item()
    with pytest.raises(InvalidAnswer) as refused:
        task.parse(raw)
    assert refused.value.problems[0][0] == "text"


@pytest.mark.parametrize(
    ("gold", "path", "code"),
    [
        ({**GOLD, "forbidden": [{**SLIP, "forms": ["not there"]}]}, ("gold", "forbidden", 0), "forbidden_not_there"),
        ({"required": [DAYS], "edits": [ORIGINAL]}, ("gold",), "nothing_to_mend"),
        ({**GOLD, "edits": [EDIT, ORIGINAL]}, ("gold", "edits", 1), "edit_fails"),
        ({**GOLD, "largest_edit": 0.01}, ("gold", "edits", 0), "edit_fails"),
        ({**CLEAN, "required": [SEATS]}, ("gold", "required", 0), "clean_lacks"),
        ({**CLEAN, "forbidden": [SLIP]}, ("gold", "forbidden", 0), "forbidden_not_there"),
        ({**GOLD, "required": [SEATS, SEATS]}, ("gold", 2, "id"), "id_twice_in_list"),
    ],
)
def test_a_file_that_does_not_hold_together_is_told_where(gold, path, code):
    with pytest.raises(FileProblem) as problem:
        item(gold)
    assert (problem.value.path, problem.value.message.code) == (path, code)


def test_a_text_is_clean_or_has_edits():
    for gold in ({**GOLD, "clean_reason": "r"}, {"required": [DAYS]}):
        with pytest.raises(ValidationError):
            item(gold)


def test_copying_and_guessing_do_not_pay():
    task, gold = item()
    assert gold.grade(task, task.guess(Strategy.COPY_SOURCE, Random(1))).score == 0
    assert gold.grade(task, task.guess(Strategy.RANDOM, Random(1))).score < 0.3
    assert task.guess(Strategy.FIRST, Random(1)) is None


def test_a_model_s_suggestion_that_is_accepted_whole_is_reported():
    task, gold = item(suggested={"text": ORIGINAL})
    verdict = gold.assess(task, task.parse(task.suggested))
    assert parts(verdict)["wrong_suggestions_accepted"] == 1
