"""The human ceiling of a bank comes from persons and from nobody else."""

import json

from click.testing import CliRunner

from curriculum_app.cli import main
from curriculum_app.grading.choice import ChoiceAnswer
from curriculum_app.grading.marking import MarksAnswer, SpanAnswer
from curriculum_app.measurement.ceiling import agreement
from tests.content import sample


def marked(*places):
    return MarksAnswer(marks=tuple(SpanAnswer(start=s, end=e, quote="x") for s, e in places))


def test_marks_agree_by_character_with_what_half_of_the_others_marked():
    assert agreement(marked((0, 4)), [marked((0, 4)), marked((0, 4))]) == 1
    assert agreement(marked((0, 4)), [marked((2, 6))]) == 0.5
    assert agreement(marked((0, 4)), [marked((0, 4)), marked(), marked()]) == 0
    assert agreement(marked(), [marked()]) == 1


def test_choices_agree_by_decision():
    assert agreement(ChoiceAnswer(chosen=("a",)), [ChoiceAnswer(chosen=("a",))]) == 1
    assert agreement(ChoiceAnswer(chosen=("a",)), [ChoiceAnswer(chosen=("b",))]) == 0


def test_a_bank_nobody_answered_is_not_measured_and_one_that_persons_answered_is(tmp_path):
    folder = sample.write(tmp_path)
    said = CliRunner().invoke(main, ["content", "ceiling", str(folder)]).output
    assert "| sample ko | not measured | – | – |" in said
    rows = [
        {"person": person, "item": "pick", "language": "ko", "answer": {"chosen": [chosen]}}
        for person, chosen in (("p1", "a"), ("p2", "a"), ("p3", "b"))
    ]
    (folder / "exercises/sample/annotations.yaml").write_text(json.dumps({"annotations": rows}))
    said = CliRunner().invoke(main, ["content", "ceiling", str(folder)]).output
    assert "| sample ko | 0.44 | 1 | 3 |" in said
