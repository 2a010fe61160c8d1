"""`curriculum content check` passes what is right and names file, line and field of what is wrong."""

import pytest
from click.testing import CliRunner

from curriculum_app.cli import main
from tests.content import sample

COURSE, LESSON = "courses/sample/course.yaml", "courses/sample/lessons/01-basics.ko.md"
PICK, MARK, FINAL = (
    "exercises/sample/pick.ko.yaml",
    "exercises/sample/mark.ko.yaml",
    "exercises/sample-exam/final.ko.yaml",
)
MARK_EN = "exercises/sample/mark.en.yaml"

# file, what is replaced, by what, and what the author is told
BROKEN = [
    (MARK, "severity: major", "severity: sever", f"{MARK}:19 gold.marks.e1.severity: 'sever' is not one of neutral, minor, major, critical"),
    (MARK, "      reason: 자료와 다릅니다.\n", "", f"{MARK}:17 gold.marks.e1.reason: is missing"),
    (MARK, "prompt:", "promt:", f"{MARK}:9 promt: unknown key"),
    (MARK, "[1453년]{#e1}", "1453년", f"{MARK}:17 gold.marks.e1: the mark 'e1' does not occur in the text"),
    (MARK, "[1453년]{#e1}", "[1453년]{#e2}", f"{MARK}:13 text: the mark 'e2' has no entry under gold.marks"),
    (MARK, "[1453년]{#e1}", "[1453년", f"{MARK}:13 text: a bracket is opened and not closed as [text]{{#id}} near '1453년입니다.'"),
    (MARK, "evidence: [1]", "evidence: [4]", f"{MARK}:22 gold.marks.e1.evidence: sentence 4 is cited, but the sources have 1"),
    (MARK, "      reason:", "      quote: 1999년\n      reason:", f"{MARK}:23 gold.marks.e1.quote: the mark 'e1' is placed both in the text and by quote"),
    (MARK, "kind: hallucination_spans", "kind: spans", f"{MARK}:2 kind: 'spans' is not one of choice, span_labels, hallucination_spans, critique"),
    (MARK, "difficulty: 1", "difficulty: 9", f"{MARK}:6 difficulty: Input should be less than or equal to 5"),
    (MARK, "title: 찾기", "title: 찾기\ntitle: 또", f"{MARK}:4 title: the key is given twice"),
    (MARK, "title: 찾기", "title: [찾기", f"{MARK}:4: this is not YAML"),
    (MARK, "title: 찾기", "title: &a 찾기\nfamily: *a", f"{MARK}: YAML anchors and aliases are not used here"),
    (MARK, "skills: [find_errors]", "skills: [fly]", f"{MARK}:5 skills.0: 'fly' is no skill of courses/skills.yaml"),
    (MARK_EN, "difficulty: 1", "difficulty: 2", f"{MARK_EN}:6 difficulty: differs from mark.ko.yaml, where it is 1"),
    (MARK_EN, "languages: [ko, en]", "languages: [ko]", f"{MARK_EN}:4 languages: the file is there in 'en', but languages does not name it"),
    (PICK, "answer: [a]", "answer: [c]", f"{PICK}:17 gold.answer.0: 'c' is no option of this item"),
    (PICK, ", b: 꼬리", "", f"{PICK}:18 gold.reasons: the option 'b' has no reason"),
    (PICK, "cat.svg", "dog.svg", f"{PICK}:10 stimulus.0.picture: there is no picture 'dog.svg' beside the file"),
    (PICK, "cat.svg", "../sample-exam/cat.svg", f"{PICK}:10 stimulus.0.picture: there is no picture '../sample-exam/cat.svg' beside the file"),
    (FINAL, "111116", "111115", f"{FINAL}:1 id: the id is already used by item sample/mark"),
    (COURSE, "check_bank:", "certificate: {renewal: {questions: 2}}\ncheck_bank:", f"{COURSE}:18 certificate.renewal.questions: the update test needs 1 to 1 questions: every line of the exam's blueprint once, and no more than all"),
    (LESSON, "lesson:sample/basics", "lesson:sample/nowhere", f"{LESSON}:9: the link 'lesson:sample/nowhere' leads nowhere"),
    (LESSON, "---\nid", "id", f"{LESSON}:1: the file must begin with a front matter between two lines of ---"),
    (LESSON, "objectives: [표시하는 법을 압니다]", "objectives: 표시", f"{LESSON}:4 objectives: Input should be a valid tuple"),
    (COURSE, "lessons: [basics]", "lessons: [basic]", f"{COURSE}:8 modules.0.lessons.0: there is no lesson 'basic'"),
    (COURSE, "practice: [pick, mark]", "practice: [pick, mork]", f"{COURSE}:9 modules.0.practice.1: there is no item 'mork' in bank 'sample'"),
    (COURSE, "items: 1", "items: 2", f"{COURSE}:17 exam.blueprint.0: the blueprint asks for 2 items of kind choice in ko; the bank has 1"),
    (COURSE, "bank: sample-exam", "bank: sample", f"{COURSE}:12 exam.bank: bank 'sample' is for practice"),
    (COURSE, "title: {ko: 시험 과정, en: Sample course}", "title: {ko: 시험 과정}", f"{COURSE}:2 title.en: is missing"),
]  # fmt: skip


def check(folder):
    return CliRunner().invoke(main, ["content", "check", str(folder)])


def test_what_is_right_passes(tmp_path):
    result = check(sample.write(tmp_path))
    assert result.exit_code == 0, result.output
    assert "All good: 1 courses, 2 lessons, 4 banks, 10 exercises." in result.output


@pytest.mark.parametrize(
    ("name", "old", "new", "said"), BROKEN, ids=[said.split(": ", 1)[-1][:50] for *_, said in BROKEN]
)
def test_what_is_wrong_is_named(tmp_path, name, old, new, said):
    file = sample.write(tmp_path) / name
    before = file.read_text()
    assert before.count(old) >= 1
    file.write_text(before.replace(old, new))
    result = check(tmp_path)
    assert result.exit_code == 1
    assert any(line.startswith(f"{tmp_path}/{said}") for line in result.output.splitlines()), result.output


@pytest.mark.parametrize(("name", "field"), [(LESSON, ""), (MARK, "languages"), (FINAL, "languages")])
def test_a_missing_language_is_named(tmp_path, name, field):
    file = sample.write(tmp_path) / name
    file.unlink()
    result = check(tmp_path)
    assert f"the ko version is missing: {file.name}" in result.output


@pytest.mark.parametrize("depth", [31, 20_000])
def test_nesting_bombs_and_huge_files_are_refused_at_once(tmp_path, depth):
    folder = sample.write(tmp_path)
    (folder / MARK).write_text("a: " + "[" * depth + "]" * depth)
    (folder / PICK).write_text("a: " + "x" * 300_000)
    (folder / FINAL).write_bytes(b"\xff\xfe\x00")
    output = check(folder).output
    assert f"{MARK}: nested deeper than 30 levels" in output
    assert f"{PICK}: the file is larger than 256 KB" in output
    assert f"{FINAL}: the file can't be read: it is not UTF-8" in output


def test_a_review_of_an_item_that_is_not_there_is_named(tmp_path):
    file = sample.write(tmp_path) / "exercises/sample/reviews.yaml"
    review = "{reviewer: {kind: automatic}, on: 2026-11-24, language: ko, blind: true, items: 2, mean_credit: 0.9, differences:"
    file.write_text(f"reviews:\n  - {review} [{{item: gone, said: x, outcome: gold_kept}}]}}\n")
    assert f"{file}:2 reviews.0.differences.0.item: there is no item 'gone' in bank 'sample'" in check(tmp_path).output


def test_what_is_shipped_passes():
    result = CliRunner().invoke(main, ["content", "check"])
    assert result.exit_code == 0, result.output


def test_schemas_are_written_for_every_sort_of_file(tmp_path):
    result = CliRunner().invoke(main, ["content", "schema", str(tmp_path)])
    assert result.exit_code == 0
    assert {file.name.split(".")[0] for file in tmp_path.iterdir()} == {
        "certificate",
        "course",
        "lesson",
        "bank",
        "reviews",
        "skills",
        "taxonomies",
        "exercise",
        "glossary",
        "paths",
        "project",
    }
