"""Retired items are named in the bank of an exam, and the exam can still be drawn without them."""

import pytest

from curriculum_app.content.checking import check
from curriculum_app.content.reading import read
from tests.content import sample

EXAM, PRACTICE = "exercises/sample-exam/bank.yaml", "exercises/sample/bank.yaml"


def problems(folder, bank, line):
    file = sample.write(folder) / bank
    file.write_text(file.read_text() + line)
    library, found = read([folder])
    return [str(problem).replace(f"{folder}/", "") for problem in check(library, found)]


@pytest.mark.parametrize(("bank", "line", "said"), [
    (PRACTICE, "retired: [pick]\n", f"{PRACTICE}:4 retired: only banks of exams retire items; this one is for practice"),
    (EXAM, "retired: [none]\n", f"{EXAM}:4 retired.0: there is no item 'none' in bank 'sample-exam'"),
])  # fmt: skip
def test_what_can_not_be_retired_is_named_by_line(tmp_path, bank, line, said):
    assert said in problems(tmp_path, bank, line)


def test_an_exam_without_enough_items_left_is_a_problem(tmp_path):
    found = problems(tmp_path, EXAM, "retired: [final]\n")
    assert any("exam.blueprint.0" in problem and "the bank has 0" in problem for problem in found)
