"""The guideline of a bank: read, checked by file and line, kept as safe HTML, and shown clause by clause beside an exercise."""

import pytest

from curriculum_app.content.checking import check
from curriculum_app.content.reading import read
from tests.content import sample
from tests.practice.tour import live_folder

KO, EN = "exercises/sample/guideline.ko.md", "exercises/sample/guideline.en.md"
PICK, BANK, EXAM_BANK = "exercises/sample/pick.ko.yaml", "exercises/sample/bank.yaml", "exercises/sample-exam/bank.yaml"
GUIDELINE = """\
# {title}

{opening}

## 1. {first} {{#marking}}

표시는 **짧게** 합니다. [다음 조항](#ends)을 보십시오.

### 1.1 {second} {{#ends}}

끝은 낱말의 끝입니다. <script>alert(1)</script>

## 2. 그 밖 {{#other}}

[과정](course:sample)을 보십시오.
"""


def write(folder, *changes):
    """The sample with a guideline and an item that names two clauses, then changed: (file, what, by what)."""
    sample.write(folder)
    for file, words in ((KO, ("작업 지침", "여는 말입니다.", "표시", "끝")), (EN, ("Guideline", "Opening.", "Marking", "Ends"))):
        title, opening, first, second = words
        (folder / file).write_text(GUIDELINE.format(title=title, opening=opening, first=first, second=second))
    for language in ("ko", "en"):
        item = folder / f"exercises/sample/pick.{language}.yaml"
        item.write_text(item.read_text().replace("minutes: 2\n", "minutes: 2\nguideline: [ends, other]\n"))
    for file, old, new in changes:
        place = folder / file
        if old is None:
            place.unlink()
        else:
            text = place.read_text() if place.exists() else ""
            assert old in text, (file, old)
            place.write_text(text.replace(old, new) if old else text + new)
    return folder


def problems_of(folder):
    library, problems = read([folder])
    return [str(problem).replace(f"{folder}/", "") for problem in check(library, problems)]


NAMES = "guideline: sample\n"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([(PICK, "[ends, other]", "[ends, nowhere]")], f"{PICK}:8 guideline.1: 'nowhere' is no clause of guideline.ko.md"),
        ([(EN, None, "")], f"{KO}: the en version is missing: guideline.en.md"),
        ([(KO, "{#ends}", "{#marking}")], f"{KO}:9"),
        ([(KO, "{#ends}", "{#end}")], f"{KO}:9"),
        ([(KO, "## 2. 그 밖 {#other}", "## 2. 그 밖")], f"{KO}:13"),
        ([(KO, "# 작업 지침", "작업 지침")], f"{KO}:1"),
        ([(KO, "(#ends)", "(#nowhere)")], f"{KO}:7: the link '#nowhere' leads nowhere"),
        ([(KO, "(course:sample)", "(course:none)")], f"{KO}:15: the link 'course:none' leads nowhere"),
        ([(KO, "(course:sample)", "(../x.svg)")], f"{KO}:15: the link '../x.svg' leads nowhere"),
        ([(BANK, "", "guideline: sample-exam\n")], f"{BANK}:4 guideline: bank 'sample-exam' has no guideline"),
        ([(EXAM_BANK, "", "guideline: none\n")], f"{EXAM_BANK}:4 guideline: bank 'none' has no guideline"),
        ([(BANK, "", NAMES)], f"{BANK}:4 guideline: the bank has a guideline of its own"),
        ([(KO, None, ""), (EN, None, "")], f"{PICK}:8 guideline.0: bank 'sample' has no guideline of which a clause could apply"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_file_line_and_field(tmp_path, changes, said):
    assert any(problem.startswith(said) for problem in problems_of(write(tmp_path, *changes))), problems_of(tmp_path)


def test_an_item_names_the_same_clauses_in_both_languages(tmp_path):
    write(tmp_path, (PICK, "[ends, other]", "[ends]"))
    assert any("guideline: differs from pick.ko.yaml" in problem for problem in problems_of(tmp_path))


def test_a_bank_may_be_worked_by_anothers_guideline(tmp_path):
    write(tmp_path, (EXAM_BANK, "", NAMES))
    for language in ("ko", "en"):
        item = tmp_path / f"exercises/sample-exam/final.{language}.yaml"
        item.write_text(item.read_text().replace("minutes: 2\n", "minutes: 2\nguideline: [marking]\n"))
    assert problems_of(tmp_path) == []


@pytest.fixture
def live_guideline(app, tmp_path):
    """The sample with its guideline is live; the exam's bank works by it."""
    folder = write(tmp_path, (EXAM_BANK, "", NAMES))
    for language in ("ko", "en"):
        item = folder / f"exercises/sample-exam/final.{language}.yaml"
        item.write_text(item.read_text().replace("minutes: 2\n", "minutes: 2\nguideline: [marking]\n"))
    with live_folder(folder):
        yield


def test_the_clauses_that_apply_stand_beside_the_exercise(live_guideline, trainee):
    page = trainee.get("/courses/sample/practice/pick").text
    panel = page.split('<aside class="at-hand"')[1].split("</aside>")[0]
    assert "1.1 끝" in panel
    assert "끝은 낱말의 끝입니다." in panel
    assert "표시는" not in panel
    assert 'href="/courses/sample/guideline"' in panel
    assert "<script>" not in panel
    assert '<aside class="at-hand"' not in trainee.get("/courses/sample/practice/mark").text


def test_a_clause_brings_what_stands_under_it_and_links_into_the_whole(live_guideline, trainee):
    question = trainee.post("/courses/sample/exam").headers["Location"]
    panel = trainee.get(question).text.split('<aside class="at-hand"')[1].split("</aside>")[0]
    assert "<strong>짧게</strong>" in panel
    assert "<h4>1.1 끝</h4>" in panel
    assert 'href="/courses/sample/guideline#ends"' in panel
    assert "2 그 밖" not in panel


def test_the_whole_guideline_has_a_page_with_anchors_in_the_readers_language(live_guideline, browser, trainee):
    page = trainee.get("/courses/sample/guideline").text
    assert '<section id="ends" class="clause"' in page
    assert "여는 말입니다." in page
    assert "<script>alert" not in page
    stranger = browser().send("GET", "/courses/sample/guideline", headers={"Accept-Language": "en"})
    assert "Opening." in stranger.text


def test_a_course_without_a_guideline_has_no_such_page(trainee):
    assert trainee.get("/courses/sample/guideline").status_code == 404
