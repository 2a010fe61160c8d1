"""Edit distance, alignment and error rates, against jiwer and rapidfuzz; what is overlooked when texts are compared."""

import jiwer
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from curriculum_app.grading.edits import alignment, cer, distance, edit_share, wer, word_changes
from curriculum_app.grading.folding import contains, fold
from curriculum_app.grading.transcripts import differences

LETTERS = st.text(alphabet="ab가나 .", max_size=30)


@given(LETTERS, LETTERS)
def test_distance_agrees_with_rapidfuzz(reference, answer):
    assert distance(reference, answer) == Levenshtein.distance(reference, answer)


@given(LETTERS, LETTERS)
def test_error_rates_agree_with_jiwer_empty_texts_included(reference, answer):
    assert cer(reference, answer) == pytest.approx(jiwer.cer(reference, answer))
    assert wer(reference, answer) == pytest.approx(jiwer.wer(reference, answer))


@given(LETTERS, LETTERS)
def test_an_alignment_is_a_shortest_way_from_one_text_to_the_other(reference, answer):
    steps = alignment(reference, answer)
    assert sum(step.operation != "kept" for step in steps) == distance(reference, answer)
    assert "".join(reference[slice(*step.reference)] for step in steps) == reference
    assert "".join(answer[slice(*step.answer)] for step in steps) == answer
    for step in steps:
        if step.operation == "kept":
            assert reference[slice(*step.reference)] == answer[slice(*step.answer)]


@given(LETTERS, LETTERS)
def test_changes_hold_both_texts(before, after):
    changes = word_changes(before, after)
    assert "".join(change.removed for change in changes) == before
    assert "".join(change.added for change in changes) == after


@given(LETTERS, LETTERS, st.sampled_from(["cer", "wer"]))
def test_there_are_differences_exactly_where_the_rate_is_not_zero(gold, mine, metric):
    rate = cer if metric == "cer" else wer
    same = rate(fold(gold), fold(mine)) == 0
    assert bool(differences(gold, mine, metric, ())) != same


def test_decomposed_hangul_is_the_same_text():
    assert cer("한글", "한글") == 0


def test_a_page_of_wrong_text_is_measured_at_once():
    assert distance("가나다라" * 1250, "마바사아" * 1250) == 5000
    assert edit_share("", "") == 0


def test_a_split_word_is_one_difference():
    found = differences("지하철로 갈 수 있습니다", "지하철로 갈수 있습니다", "cer", ())
    assert [(d.gold_text, d.mine_text) for d in found] == [("갈 수", "갈수")]


@pytest.mark.parametrize(
    ("text", "overlooked", "folded"),
    [
        ("  두  줄\n글 ", (), "두 줄 글"),
        ("Hello, World!", ("case", "punctuation"), "hello world"),
        ("1.5 km, 3,000원.", ("punctuation",), "1.5 km 3,000원"),
        ("갈 수 있다", ("spacing",), "갈수있다"),
        ("ＡＢ ㎞", ("width",), "AB km"),
        ("a - b", ("punctuation",), "a b"),
        ("…", ("punctuation",), ""),
    ],
)
def test_only_what_is_declared_is_overlooked(text, overlooked, folded):
    assert fold(text, overlooked) == folded


@pytest.mark.parametrize(
    ("form", "text", "there"),
    [
        ("40석", "자리는 40석입니다", True),
        ("40", "자리는 140석입니다", False),
        ("200", "1,200원", False),
        ("5", "0.5 km", False),
        ("5", "5, then 6", True),
        ("sale", "wholesale", False),
        ("every day", "open every day.", True),
        (" ", "anything", False),
    ],
)
def test_a_form_is_no_piece_of_a_longer_number_or_word(form, text, there):
    assert contains(form, text) is there
