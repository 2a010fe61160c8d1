"""A project is checked as a whole: its bank, its items, its guideline in both versions, and whether the drill can measure."""

import shutil

import pytest

from curriculum_app.content.checking import check
from curriculum_app.content.reading import read
from tests.content import sample, sample_project

PLACE = "courses/sample/project/"
PROJECT = f"{PLACE}project.yaml"


@pytest.fixture
def folder(tmp_path):
    return sample_project.write(sample.write(tmp_path))


def replace(folder, name, was, becomes):
    file = folder / name
    text = file.read_text("utf-8")
    assert was in text, was
    file.write_text(text.replace(was, becomes), "utf-8")


def problems_of(folder):
    library, problems = read([folder])
    return [str(problem).removeprefix(f"{folder}/") for problem in check(library, problems)]


def test_what_is_right_passes_and_counts_as_working_time(folder):
    library, problems = read([folder])
    assert list(check(library, problems)) == []
    files = library.projects["sample"]
    assert set(files.guidelines) == {(1, "ko"), (1, "en"), (2, "ko"), (2, "en")}
    assert library.project_minutes("sample", "ko") == len(sample_project.MESSAGES) + 1
    assert library.minutes("sample", "ko") - library.project_minutes("sample", "ko") == 5


def test_the_version_in_force_follows_day_and_place(folder):
    replace(folder, PROJECT, "  day: 4\n", "  day: 3\n  after: 1\n")
    project = read([folder])[0].projects["sample"].project
    places = [(0, 0), (2, 1), (3, 0), (3, 1), (4, 0), (5, 2)]
    assert [project.version(*place) for place in places] == [1, 1, 1, 2, 2, 2]


@pytest.mark.parametrize(
    ("name", "was", "becomes", "said"),
    [
        (PROJECT, "bank: sample-project", "bank: nowhere", f"{PROJECT}:4 bank: there is no bank 'nowhere'"),
        (PROJECT, "bank: sample-project", "bank: sample", f"{PROJECT}:4 bank: bank 'sample' is for practice"),
        (PROJECT, "[gate-money, gate-size]", "[gate-money, gate]", f"{PROJECT}:5 gate.items.1: there is no item 'gate' in bank 'sample-project'"),
        (PROJECT, "[gate-money, gate-size]", "[gate-money, money]", f"{PROJECT}:7 days.0.queue.0: 'money' is in the project twice"),
        (PROJECT, "pass: 0.8", "pass: 80", f"{PROJECT}:5 gate.pass: Input should be less than or equal to 1"),
        (PROJECT, "day: 4", "day: 2", f"{PROJECT}:13 change.day: Input should be greater than or equal to 3"),
        (PROJECT, "day: 4", "day: 4\n  after: 4", f"{PROJECT}:14 change.after: the queue of day 4 is over by then"),
        (PROJECT, "[exchange, repair]", "[exchange]", f"{PROJECT}:15 change.clauses: the clause 'repair' differs between the versions (en)"),
        (PROJECT, "[exchange, repair]", "[exchange, repair, refund]", f"{PROJECT}:15 change.clauses.2: the clause 'refund' does not differ"),
        (PROJECT, "[gift, radio]", "[gift]", f"{PROJECT}:12 change: before the change there are 2 affected items; the drill needs at least 3"),
        (PROJECT, "below: 0.7", "under: 0.7", f"{PROJECT}:16 send_backs.under: unknown key"),
        (PROJECT, sample_project.PROJECT_ID, "11111111-1111-4111-8111-111111111111", "is already used by"),
        (f"{PLACE}guideline.en.md", "{#refund}", "{#money}", f"{PLACE}guideline.ko.md:11 refund: differs from guideline.en.md"),
        (f"{PLACE}guideline.en.md", "gets a refund", "gets a [refund](lesson:sample/none)", "the link 'lesson:sample/none' leads nowhere"),
        (f"{PLACE}guideline-v2.ko.md", "# 메시지", "메시지", f"{PLACE}guideline-v2.ko.md:1: a guideline begins with its title"),
        ("exercises/sample-project/money.en.yaml", "[refund]\ninst", "[nix]\ninst", "money.en.yaml:8 guideline.0: 'nix' is no clause of guideline.en.md"),
        ("courses/sample/course.yaml", "practice_bank: sample", "practice_bank: sample-project", "bank 'sample-project' is for project"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_file_line_and_field(folder, name, was, becomes, said):
    replace(folder, name, was, becomes)
    problems = problems_of(folder)
    assert any(said in problem for problem in problems), problems


def test_an_item_of_one_language_only_is_refused(folder):
    replace(folder, "exercises/sample-project/money.ko.yaml", "[ko, en]", "[ko]")
    (folder / "exercises/sample-project/money.en.yaml").unlink()
    assert any("there is no item 'money' in bank 'sample-project' in 'en'" in problem for problem in problems_of(folder))


def test_a_missing_version_is_named(folder):
    (folder / PLACE / "guideline-v2.en.md").unlink()
    assert problems_of(folder) == [f"{PROJECT}: the project needs guideline-v2.en.md beside it"]


def test_two_projects_do_not_share_a_bank(folder):
    other = folder / "courses/other"
    (folder / "courses/sample").rename(other)
    sample.write(folder / "again")
    (folder / "again/courses/sample").rename(folder / "courses/sample")
    shutil.copytree(other / "project", folder / "courses/sample/project")
    assert any("belongs to the project of other already" in problem for problem in problems_of(folder))


def test_a_course_can_only_ask_for_a_project_it_has(folder):
    (folder / PROJECT).unlink()
    course = folder / "courses/sample/course.yaml"
    course.write_text(course.read_text() + "completion: {project: done}\n")
    assert any("completion.project: the course has no project" in problem for problem in problems_of(folder))
