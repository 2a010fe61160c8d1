"""Positions mean the same to author, browser and grader."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum_app.grading.text import MarkedTextError, Span, find, normalise, occurrences, read_marks, snap, trim

FAMILY = "👨‍👩‍👧"


def test_marks_are_taken_out_and_kept_by_code_point():
    plain, marks = read_marks("🙂 [서울 [강남구]{#b}]{#a}에 있습니다.")
    assert plain == "🙂 서울 강남구에 있습니다."
    assert marks == {"a": Span(2, 8), "b": Span(5, 8)}


def test_escaped_brackets_are_text():
    assert read_marks(r"a\[0\] = [1]{#x} \\") == ("a[0] = 1 \\", {"x": Span(7, 8)})


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("[열린 채", "mark_unclosed"),
        ("[이름 없음]", "mark_unclosed"),
        ("닫기만]{#a}", "mark_unopened"),
        ("[a]{#x} [b]{#x}", "mark_twice"),
        ("[]{#x}", "mark_empty"),
        ("[a\nb]{#x}", "mark_crosses_paragraph"),
    ],
)
def test_a_broken_mark_is_named(source, code):
    with pytest.raises(MarkedTextError) as broken:
        read_marks(source)
    assert broken.value.code == code


def test_decomposed_korean_becomes_composed():
    assert normalise(unicodedata.normalize("NFD", "한국어\r\n")) == "한국어"


def test_a_span_inside_a_family_emoji_grows_to_the_whole_family():
    text = f"a{FAMILY}b"
    assert snap(Span(2, 3), text) == Span(1, 1 + len(FAMILY))


def test_trimming_keeps_a_span_of_nothing_but_space():
    assert trim(Span(0, 5), " ab  ") == Span(1, 3)
    assert trim(Span(0, 2), "  ") == Span(0, 2)


def test_quotes_are_found_by_occurrence():
    assert list(occurrences("aa", "aaa")) == [Span(0, 2), Span(1, 3)]
    assert find("aa", "aaa", 3) is None
    assert list(occurrences("", "aaa")) == []


@given(st.text(), st.data())
def test_snapping_covers_and_is_stable(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    once = snap(Span(start, end), text)
    assert once.start <= start <= end <= once.end
    assert snap(once, text) == once
