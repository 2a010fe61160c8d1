"""An export becomes items whose gold is the annotation; what can't be is named by line, and then nothing is taken."""

import json

import pytest

from curriculum_app.grading.kinds import GOLDS, TASKS
from curriculum_app.tryouts.reading import MOST, Unreadable, read
from curriculum_app.tryouts.words import say
from tests.tryouts.exports import GOOD, box, bytes_of, choice, spans


def problems(tasks):
    with pytest.raises(Unreadable) as raised:
        read(tasks if isinstance(tasks, bytes) else bytes_of(tasks), "ko", "고르십시오.")
    return raised.value.problems


def test_spans_and_choices_come_with_the_annotation_as_gold():
    brought = read(bytes_of(GOOD), "ko", "어느 쪽입니까?")
    assert [task.kind for task, _ in brought.items] == ["span_labels", "choice", "choice"]
    (marked, gold), (chosen, answer), _ = brought.items
    assert (gold.marks[0].quote, gold.marks[0].label) == ("서울", marked.labels[0].id)
    assert (chosen.question, chosen.title) == ("알맞은 것을 고르십시오.", "배송이 늦었어요.")
    assert chosen.instructions == "어느 쪽입니까?"
    assert [option.text for option in chosen.options] == ["부정", "긍정"]
    assert answer.answer == (chosen.options[0].id,)
    for task, gold in brought.items:
        assert gold.assess(task, gold.ideal(task)).score == 1
        assert TASKS.validate_python(json.loads(task.model_dump_json())) == task
        assert GOLDS.validate_python(json.loads(gold.model_dump_json())) == gold


def test_a_text_in_which_nothing_is_marked_is_a_clean_item():
    said = {"kind": "span_labels", "labels": [{"id": "place", "name": "장소", "definition": "곳"}]}
    empty = {"data": {"text": "깨끗한 글", "item": said}, "annotations": [{"result": []}]}
    (task, gold), _ = read(bytes_of([empty, spans()]), "ko", "표시하십시오.").items
    assert gold.marks == ()
    assert gold.assess(task, gold.ideal(task)).score == 1


def test_a_task_gives_no_gold_away():
    task, _ = read(bytes_of([spans()]), "ko", "표시하십시오.").items[0]
    assert "r1" not in task.model_dump_json()
    assert not task.suggested


@pytest.mark.parametrize(("tasks", "code", "line"), [
    (b"{", "json", 1), (b"\xff\xfe", "not_utf8", 1), (b"[]", "nothing", 0), (b'[{"text": 1}]', "not_this_format", 1),
    ([spans(end=99)], "span_outside", 1), ([spans(start=0, end=2)], "quote_differs", 1), ([box()], "pictures", 1),
    ([spans()] * (MOST + 1), "too_many_items", 0), (b"[" * 5000, "too_deep", 1),
])  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(app, tasks, code, line):
    with app.test_request_context():
        found = problems(tasks)
        assert [(one.code, one.line) for one in found] == [(code, line)]
        assert say(found[0])


def test_every_problem_is_named_at_once():
    assert [problem.code for problem in problems([box(), spans(), box()])] == ["pictures", "pictures"]


def test_twenty_items_are_taken():
    assert len(read(bytes_of([choice(f"글 {n}", ("긍정", "부정")[n % 2]) for n in range(MOST)]), "en", "Which?").items) == MOST


def test_what_is_not_carried_is_told():
    task = spans()
    task["annotations"][0]["result"].append({"id": "x", "type": "relation", "from_id": "r1", "to_id": "r1", "value": {}})
    assert any("relation" in where for where, _ in read(bytes_of([task]), "ko", "표시하십시오.").losses)
