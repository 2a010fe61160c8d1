"""Blocks of lessons are read, become parts of a page, and what is wrong with them is named by file and line."""

import pytest
from click.testing import CliRunner

from curriculum_app.cli import main
from curriculum_app.content.blocks import parse
from curriculum_app.content.library import Lesson
from curriculum_app.content.pages import page
from curriculum_app.content.schemas import LESSON
from tests.content import sample

KO, EN = "courses/sample/lessons/01-basics.ko.md", "courses/sample/lessons/01-basics.en.md"
COURSE, QUICK = "courses/sample/course.yaml", "exercises/sample-checks/quick.ko.yaml"
WORKED = "::: worked #years skill=find_errors 연도 대조하기"

# file, what is replaced, by what, and what the author is told
BROKEN = [
    (KO, WORKED, "::: workd #years 연도", f"{KO}:11: ::: workd is none of worked, step, contrast,"),
    (KO, WORKED, "::: worked 연도", f"{KO}:11 worked: needs an anchor"),
    (KO, WORKED, "::: worked #연도 연도", f"{KO}:11 worked: needs an anchor"),
    (KO, WORKED, "::: worked #years", f"{KO}:11 worked: ::: worked needs a title or name behind it"),
    (KO, WORKED, "::: worked #years skill=fly 연도", f"{KO}:11 worked.skill: 'fly' is no skill of courses/skills.yaml"),
    (KO, WORKED, "::: worked #years colour=red 연도", f"{KO}:11 worked.colour: unknown key"),
    (KO, ":::\n:::\n\n::: check", ":::\n\n::: check", f"{KO}:11 worked: ::: worked is opened and not closed by a line of :::"),
    (KO, "::: check quick", "::: check quick\n:::", f"{KO}:23: ::: closes nothing"),
    (KO, "::: check quick", f"{WORKED}\n::: step 하나\n둘\n:::\n:::", f"{KO}:22 worked: ::: worked holds at least 2 ::: step"),
    (KO, "::: check quick", f"{WORKED}\n::: step 하나\n둘\n:::\n:::", f"{KO}:22 worked: the anchor 'years' is given twice"),
    (KO, "::: check quick", "::: step 하나\n둘\n:::", f"{KO}:22 step: ::: step may only stand directly in worked"),
    (KO, "연도가 다릅니다.", "", f"{KO}:14 step: ::: step is empty"),
    (KO, "연도가 다릅니다.", "## 연도", f"{KO}:15 step: a block has no headings of the first or second level"),
    (KO, "::: near-miss\n서기 1443년: 같은 해입니다.\n:::\n", "", f"{KO}:26 contrast: ::: contrast holds at least 1 ::: near-miss"),
    (KO, "[환각](term:hallucination)입니다", "**[환각](term:hallucination)**입니다", f"{KO}:12: ** stays in the text as typed"),
    (KO, "term:hallucination", "term:nothing", f"{KO}:12: 'term:nothing' is neither".replace("term:", "")),
    (KO, "term:hallucination", "term:severity/huge", f"{KO}:12: 'severity/huge' is neither in courses/glossary.yaml nor"),
    (KO, "::: check quick", "::: term severity/huge", f"{KO}:22 term: 'severity/huge' is neither in courses/glossary.yaml nor"),
    (KO, "::: check quick", "::: check slow", f"{KO}:22 check: there is no item 'slow' in bank 'sample-checks'"),
    (KO, "::: check quick", "::: check quick\n::: check quick", f"{KO}:23 check: 'quick' is checked twice in one lesson"),
    (KO, "lesson:sample/basics", "lesson:sample/basics#worked-days", f"{KO}:9: the link 'lesson:sample/basics#worked-days' leads nowhere"),
    (COURSE, "check_bank: sample-checks\n", "completion: {practice_mean: 0}\n", f"{KO}:22 check: course.yaml names no check_bank"),
    (COURSE, "check_bank: sample-checks", "check_bank: sample", f"{COURSE}:18 check_bank: bank 'sample' is for practice"),
    (QUICK, sample.CHECK, sample.SPANS.replace("111115", "1111c1"), f"{KO}:22 check: hallucination_spans is too large for a check"),
    (EN, "::: check quick\n", "", f"{EN}:23 section 2: differs from 01-basics.ko.md, where it is check quick"),
    (EN, ":::\n::: step 무엇이라고 부릅니까?", "", f"{EN}:11 worked: ::: worked holds at least 2 ::: step"),
    (EN, "## 마무리", "", f"{EN}:26 contrast of 1 and 1: differs from 01-basics.ko.md, where it is section 2"),
    (EN, "#years", "#days", f"{EN}:11 worked #days with 2 steps: differs from 01-basics.ko.md, where it is worked #years with 2 steps"),
    ("courses/glossary.yaml", ", definition:", ", meaning:", "courses/glossary.yaml:1 hallucination.definition: is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "said"), BROKEN, ids=[said.split(" ", 1)[-1][:60] for *_, said in BROKEN])
def test_what_is_wrong_is_named(tmp_path, name, old, new, said):
    file = sample.write(tmp_path) / name
    before = file.read_text()
    assert old in before
    file.write_text(before.replace(old, new))
    result = CliRunner().invoke(main, ["content", "check", str(tmp_path)])
    assert result.exit_code == 1
    assert any(line.startswith(f"{tmp_path}/{said}") for line in result.output.splitlines()), result.output


def page_of(body):
    blocks, problems = parse(body)
    assert problems == []
    return page(blocks, lambda target: f"/resolved/{target}")


def test_a_page_has_sections_with_their_blocks_and_names_its_terms():
    shown = page_of(sample.LESSON.split("---\n")[2])
    assert [section["title"] for section in shown["sections"]] == ["", "시작", "마무리"]
    sorts = [[block["sort"] for block in section["blocks"]] for section in shown["sections"]]
    assert sorts == [[], ["text", "worked", "check"], ["contrast"]]
    worked = shown["sections"][1]["blocks"][1]
    assert (worked["anchor"], worked["skill"], worked["title"]) == ("years", "find_errors", "연도 대조하기")
    assert [step["title"] for step in worked["steps"]] == ["무엇이 다릅니까?", "무엇이라고 부릅니까?"]
    assert shown["sections"][1]["blocks"][2] == {"sort": "check", "name": "quick"}
    assert shown["terms"] == ["hallucination"]


def test_a_term_is_a_button_that_opens_its_definition():
    html = page_of("[환각](term:severity/major)\n")["sections"][0]["blocks"][0]["html"]
    assert html == '<p><button type="button" class="term" popovertarget="term-severity-major">환각</button></p>\n'


def test_no_line_breaks_between_a_term_and_its_particle():
    """A button may stand at the end of a line and leave the particle to the next; a word joiner holds them together."""
    joined = {"[환각](term:x)이라고": "환각</button>\u2060이라고", "[**환각**](term:x)을": "</strong></button>\u2060을",
              "([환각](term:x))": "(\u2060<button"}  # fmt: skip
    for source, html in joined.items():
        assert html in page_of(source)["sections"][0]["blocks"][0]["html"]
    for source in ("a [term](term:x) b", "a\n[term](term:x)\nb", "[term](term:x)"):
        assert "\u2060" not in page_of(source)["sections"][0]["blocks"][0]["html"]


@pytest.mark.parametrize("title", ["<script>x</script>", '" onload="x'])
def test_titles_stay_words(title):
    """They are kept as they are written, for templates that escape them; what is HTML is cleaned."""
    shown = page_of(f"::: contrast {title}\n::: example\n{title}\n:::\n::: near-miss\nb\n:::\n:::\n")
    contrast = shown["sections"][0]["blocks"][0]
    assert contrast["title"] == title
    assert "<script" not in contrast["examples"][0]


def test_lines_of_code_are_no_blocks():
    shown = page_of("```\n::: check quick\n## no heading\n```\n")
    assert [block["sort"] for section in shown["sections"] for block in section["blocks"]] == ["text"]


def lesson(body, language):
    head = LESSON.validate_python({"id": "11111111-1111-4111-8111-111111111113", "title": "x", "objectives": ["x"], "skills": ["x"]})
    return Lesson("c", "l", language, head, body, None, 1, "")


def test_reading_time_counts_characters_of_korean_and_words_of_english():
    assert lesson("가나다 라마 " * 280, "ko").minutes == 4  # 1,400 characters at 350 a minute
    assert lesson("four words make this " * 120, "en").minutes == 3  # 480 words at 160 a minute
    assert lesson("**가**", "ko").minutes == 1
    marked = "[가나다](https://example.org/a-very-long-address-that-nobody-reads-in-a-lesson) " * 350
    assert lesson(marked, "ko").minutes == 3  # 1,050 characters
