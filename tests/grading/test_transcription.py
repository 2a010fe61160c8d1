"""Transcripts: error rates by the metric of the language, hard places, alternatives, and every difference told."""

from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from pydantic import ValidationError

from curriculum_app.grading.edits import cer, wer
from curriculum_app.grading.kind import FileProblem, InvalidAnswer
from curriculum_app.grading.kinds import FILES
from curriculum_app.grading.strategy import Strategy

ROOT = Path(__file__).parents[2]
COMMON = {
    "kind": "transcription", "title": "t", "languages": ["ko", "en"], "skills": ["read_guideline"], "difficulty": 1,
    "minutes": 1, "instructions": "i", "picture": "note.svg", "alt": "A note.",
}  # fmt: skip
TEXT = "Come at 4 pm.\nBring [?] too, please."
BLOT = {"id": "blot", "quote": "[?]", "accepted": ["[?] [?]"], "reason": "It is covered."}
GOLD = {"text": TEXT, "places": [BLOT], "reason": "As written."}


def item(gold=GOLD, language="en", **more):
    return FILES.validate_python({**COMMON, "id": uuid4(), "gold": gold, **more}).halves(language)


def grade(text, gold=GOLD, language="en", **more):
    task, gold = item(gold, language, **more)
    return gold.grade(task, task.parse({"text": text}))


def test_the_same_text_is_right_wherever_its_lines_end():
    verdict = grade("Come at 4 pm. Bring\n[?] too,  please.")
    assert (verdict.score, verdict.headline.code) == (1, "transcribed_all")
    assert [(o.sort, o.reason) for o in verdict.outcomes] == [("hit", "It is covered.")]


def test_english_is_measured_by_words_and_korean_by_characters():
    mine = "Come at 5 pm. Bring [?] too."
    gold = " ".join(TEXT.split())
    assert grade(mine).score == pytest.approx(1 - wer(gold, mine))
    assert grade(mine, language="ko").score == pytest.approx(1 - cer(gold, mine))
    assert grade(mine, metric="cer").score == pytest.approx(1 - cer(gold, mine))


def test_every_difference_is_an_outcome_in_the_order_of_the_text():
    verdict = grade("Come here at 5 pm. Bring cake too.")
    told = [(o.sort, o.mine and o.mine.quote, o.gold and o.gold.quote, o.notes[0].code) for o in verdict.outcomes]
    assert told == [
        ("alarm", "here", None, "words_added"),
        ("missed", "5", "4", "words_replaced"),
        ("missed", "cake", "[?]", "place_misread"),
        ("missed", "too.", "too,", "words_replaced"),
        ("missed", None, "please.", "words_missing"),
    ]


def test_more_wrong_than_there_is_scores_nothing_and_not_less():
    assert grade("a b c d e f g h i j k l m n o p q r s t").score == 0


def test_another_reading_of_a_place_is_as_good():
    verdict = grade(TEXT.replace("[?]", "[?] [?]"))
    assert verdict.score == 1
    assert verdict.outcomes[0].gold.quote == "[?] [?]"


def test_several_places_are_read_each_by_itself():
    places = [
        {"id": f"p{n}", "quote": f"{n} × 5", "accepted": [f"{n} x 5", f"{n} * 5"], "reason": "r"} for n in (1, 2, 3)
    ]
    gold = {"text": "1 × 5 and 2 × 5 and 3 × 5", "places": places, "reason": "r"}
    assert grade("1 x 5 and 2 × 5 and 3 * 5", gold).score == 1


def test_a_whole_alternative_is_as_good_and_the_nearest_counts():
    gold = {**GOLD, "alternatives": [TEXT + "\nStamp: paid"]}
    assert grade(TEXT + " Stamp: paid", gold).score == 1
    verdict = grade(TEXT + " Stamp: pad", gold)
    assert 0 < verdict.score < 1
    assert verdict.model_answer.endswith("paid")


def test_only_what_the_file_declares_is_overlooked():
    mine = "come at 4 pm bring [?] too please"
    assert grade(mine).score < 1
    gold = {**GOLD, "text": TEXT.replace("[?]", "cake"), "places": []}
    assert grade(mine.replace("[?]", "cake"), gold, ignore=["case", "punctuation"]).score == 1


def test_spacing_is_overlooked_in_korean_where_declared():
    gold = {"text": "지하철로 갈 수 있다", "reason": "r"}
    assert grade("지하철로 갈수있다", gold, "ko", ignore=["spacing"]).score == 1
    verdict = grade("지하철로 갈수 있다", gold, "ko")
    assert verdict.score == pytest.approx(1 - 1 / 11)
    assert [(o.mine.quote, o.gold.quote) for o in verdict.outcomes] == [("갈수", "갈 수")]


@pytest.mark.parametrize("raw", [{}, {"text": ""}, {"text": "x" * 5001}, {"text": "\udfff"}, {"text": None}])
def test_malformed_answers_are_refused(raw):
    task, _ = item()
    with pytest.raises(InvalidAnswer) as refused:
        task.parse(raw)
    assert refused.value.problems[0][0] == "text"


@pytest.mark.parametrize(
    ("more", "path", "code"),
    [
        ({"audio": "note.ogg"}, ("picture",), "picture_or_audio"),
        ({"picture": "", "alt": ""}, ("picture",), "picture_or_audio"),
        ({"alt": ""}, ("alt",), "picture_needs_alt"),
        ({"alt": "It says: come at 4 PM! Bring too, please"}, ("alt",), "alt_tells"),
        ({"ignore": ["spacing"]}, ("ignore",), "spacing_is_words"),
        ({"gold": {**GOLD, "places": [BLOT, {**BLOT, "id": "b2"}]}}, ("gold", "places", 1, "quote"), "place_not_there"),
    ],
)
def test_a_file_that_does_not_hold_together_is_told_where(more, path, code):
    with pytest.raises(FileProblem) as problem:
        item(**more)
    assert (problem.value.path, problem.value.message.code) == (path, code)


@pytest.mark.parametrize("name", ["../note.svg", "note.html", "a/b.png", "note"])
def test_a_file_of_another_sort_or_folder_is_refused(name):
    with pytest.raises(ValidationError):
        item(picture=name)


def test_audio_travels_as_pictures_do():
    task, _ = item(picture="", alt="", audio="note.ogg")
    assert [(picture.path, picture.file) for picture in task.picture_files()] == [(("audio",), "note.ogg")]


def test_guessing_does_not_pay_and_the_task_holds_no_gold():
    task, gold = item()
    assert "please" not in task.model_dump_json()
    assert gold.grade(task, task.guess(Strategy.RANDOM, Random(1))).score < 0.2
    assert task.guess(Strategy.COPY_SOURCE, Random(1)) is None
