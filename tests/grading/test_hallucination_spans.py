"""The ladder: each step counts for itself, clean texts are left clean, and marking everything does not pay."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sacrebleu.metrics import CHRF

from curriculum_app.grading.hallucination_spans import correction_credit
from curriculum_app.grading.kind import FileProblem, InvalidAnswer
from curriculum_app.grading.kinds import FILES, GOLDS, TASKS
from curriculum_app.grading.similarity import chrf

ERROR = {
    "type": "number_date_unit", "severity": "major", "evidentness": "evident", "correction": "1443년",
    "accepted_corrections": ["1443"], "evidence": [1], "reason": "자료 1은 1443년이라고 합니다.",
}  # fmt: skip


def file(text, gold):
    return FILES.validate_python(
        {
            "id": uuid4(), "kind": "hallucination_spans", "title": "t", "languages": ["ko"], "skills": ["find_errors"],
            "difficulty": 1, "minutes": 1, "instructions": "i", "prompt": "훈민정음은 언제 창제되었습니까?", "text": text,
            "sources": [{"title": "자료", "sentences": ["훈민정음은 1443년에 창제되었습니다.", "1446년에 반포되었습니다."]}],
            "gold": gold,
        }
    )  # fmt: skip


@pytest.fixture
def item():
    return file("훈민정음은 [1453년]{#e1}에 창제되었습니다.", {"marks": {"e1": ERROR}}).split("ko")


def found(task, quote="1453년", **more):
    start = task.text.index(quote)
    mark = {"start": start, "end": start + len(quote), "quote": quote, "type": "number_date_unit", "severity": "major",
            "correction": "1443년", "evidence": [1], **more}  # fmt: skip
    return task.parse({"text_hash": task.hash, "marks": [mark]})


def test_every_step_right_scores_one(item):
    task, gold = item
    verdict = gold.grade(task, found(task))
    assert verdict.score == pytest.approx(1)
    assert verdict.headline.parameters == {"gold": 1, "hits": 1, "alarms": 0}


@pytest.mark.parametrize(
    ("change", "step", "score"),
    [
        ({"type": "entity"}, "type", 0.8),
        ({"severity": "critical"}, "severity", 0.95),
        ({"correction": "1446년"}, "correction", 0.85),
        ({"evidence": [2]}, "evidence", 0.9),
        ({"quote": "1453년에"}, "boundaries", 0.85 + 0.15 * 10 / 11),  # a particle: never less than the character F1
    ],
)
def test_one_step_wrong_costs_that_step(item, change, step, score):
    task, gold = item
    verdict = gold.grade(task, found(task, **change))
    assert verdict.score == pytest.approx(score)
    lost = {s.name for s in verdict.outcomes[0].steps if s.credit != 1}
    assert lost == {step}


def test_a_digit_wrong_is_no_near_miss():
    assert correction_credit("2,512만 원", ["2,511만 원"]) == 0


def test_marking_the_whole_text_finds_nothing():
    text = "[1453년]{#e1}에 만들어진 훈민정음은 스물여덟 자로 이루어져 있고 오늘날까지 그 원리가 전해지며 누구나 쉽게 배울 수 있습니다."
    task, gold = file(text, {"marks": {"e1": ERROR}}).split("ko")
    verdict = gold.grade(task, found(task, quote=task.text))
    assert verdict.score == 0
    assert {outcome.sort for outcome in verdict.outcomes} == {"missed", "alarm"}


def test_a_clean_text_left_clean_is_right_and_says_why():
    task, gold = file("훈민정음은 1443년에 창제되었습니다.", {"clean_reason": "자료 1과 같습니다."}).split("ko")
    verdict = gold.grade(task, task.parse({"text_hash": task.hash, "marks": []}))
    assert (verdict.score, verdict.remark, verdict.headline.code) == (1, "자료 1과 같습니다.", "marks_clean_left")
    assert gold.grade(task, found(task, quote="1443년")).score == 0


def test_a_source_sentence_that_does_not_exist_is_refused(item):
    with pytest.raises(InvalidAnswer, match="sentence_unknown"):
        found(item[0], evidence=[7])


def test_gold_that_cites_a_missing_sentence_is_refused():
    with pytest.raises(FileProblem) as problem:
        file("[1453년]{#e1}", {"marks": {"e1": ERROR | {"evidence": [9]}}}).split("ko")
    assert problem.value.path == ("gold", "marks", "e1", "evidence")


def test_task_and_gold_survive_storage_and_the_task_holds_no_gold(item):
    task, gold = item
    stored = task.model_dump_json()
    assert TASKS.validate_json(stored) == task
    assert GOLDS.validate_json(gold.model_dump_json()) == gold
    assert "1443년에 창제" in stored  # the source
    assert "자료 1은" not in stored  # the reason
    assert "evident" not in stored.replace("evidence", "")


words = st.text(alphabet="가나다라 abc12.", min_size=1, max_size=20)


@given(words, words)
def test_chrf_agrees_with_sacrebleu(answer, reference):
    theirs = CHRF().sentence_score(answer, [reference]).score / 100
    assert chrf(answer, reference) == pytest.approx(theirs, abs=1e-6)
