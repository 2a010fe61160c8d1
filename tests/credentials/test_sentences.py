"""What a certificate says in sentences: right in both languages, whatever the numbers, and silent where nothing is known."""

import pytest

from curriculum_app.credentials import sentences
from tests.credentials.school import FACTS


def found(planted, hit, wrong, clean):
    return sentences.found({"found": {"planted": planted, "found": hit, "false_alarms": wrong, "clean": clean}})


FOUND = [
    ((50, 41, 4, 20), "심은 오류 50개 중 41개를 찾았고, 깨끗한 글 20편에서 4번 잘못 표시했습니다.",
     "Found 41 of 50 planted errors and made 4 wrong marks in 20 clean texts."),
    ((1, 1, 1, 1), "심은 오류 1개 중 1개를 찾았고, 깨끗한 글 1편에서 1번 잘못 표시했습니다.",
     "Found 1 of 1 planted error and made 1 wrong mark in 1 clean text."),
    ((9, 9, 0, 6), "심은 오류 9개 중 9개를 찾았고, 깨끗한 글 6편에서 한 번도 잘못 표시하지 않았습니다.",
     "Found 9 of 9 planted errors and made no wrong marks in 6 clean texts."),
    ((9, 0, 2, 6), "심은 오류 9개를 하나도 찾지 못했고, 깨끗한 글 6편에서 2번 잘못 표시했습니다.",
     "Found none of 9 planted errors and made 2 wrong marks in 6 clean texts."),
    ((9, 4, 0, 0), "심은 오류 9개 중 4개를 찾았습니다.", "Found 4 of 9 planted errors."),
    ((0, 0, 3, 5), "깨끗한 글 5편에서 3번 잘못 표시했습니다.", "Made 3 wrong marks in 5 clean texts."),
    ((0, 0, 0, 0), "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("numbers", "korean", "english"), FOUND, ids=[str(row[0]) for row in FOUND])
def test_a_hiring_lead_reads_what_was_found(numbers, korean, english):
    assert found(*numbers) == (korean, english)


def test_an_old_certificate_says_only_what_it_knows():
    said = sentences.said(FACTS)
    assert not any(said[name] for name in ("found", "conditions", "pedigree", "supersedes", "qualification"))
    assert said["score"] == ("통과 70.0, 100점 만점", "of 100 (pass 70.0)")
    assert sentences.score({**FACTS, "standard_error": 3.0}).en == "of 100 (standard error 3.0, pass 70.0)"
    assert said["tested"] == (
        "무작위로 뽑은 1문항 · 한국어 · 2026.11.20.",
        "1 question drawn at random · in Korean · 20 November 2026",
    )


CONDITIONS = [
    ({"supervised": False, "by": "", "identity_seen": False}, "감독 없이 응시", "unsupervised"),
    ({"supervised": True, "by": "예시대학교", "identity_seen": True}, "감독 아래 응시 (감독: 예시대학교), 신분 확인함", "supervised by 예시대학교, identity seen"),
    ({"supervised": True, "by": "", "identity_seen": False}, "감독 아래 응시, 신분 확인하지 않음", "supervised, identity not seen"),
]  # fmt: skip


@pytest.mark.parametrize(("conditions", "korean", "english"), CONDITIONS)
def test_it_says_under_which_conditions(conditions, korean, english):
    assert sentences.conditions({"conditions": conditions}) == (korean, english)


@pytest.mark.parametrize(("minutes", "korean", "english"), [
    (5, "총 5분", "5 minutes of study"), (60, "총 1시간", "1 hour of study"), (1441, "총 24시간 1분", "24 hours 1 minute of study"),
])  # fmt: skip
def test_it_says_how_long_the_course_takes(minutes, korean, english):
    assert sentences.study({"minutes": minutes}) == (korean, english)


@pytest.mark.parametrize("pedigree", sentences.PEDIGREES)
def test_it_says_in_plain_words_who_looked_over_the_questions(pedigree):
    assert all(sentences.pedigree({"pedigree": pedigree}))
