"""Whoever writes a certificate's design is told file, line and field of what is wrong, before anything is printed."""

import shutil

import pytest
from click.testing import CliRunner

from curriculum_app import shipped
from curriculum_app.cli import main
from curriculum_app.content.designs import read_design
from curriculum_app.content.problems import Problems
from tests.content import sample

SETTINGS, PAGE = "certificate.yaml", "certificate.html"

# the design, its file, what is replaced, by what, and what the author is told
BROKEN = [
    ("completion", SETTINGS, "kind: completion", "kind: diploma", "certificate.yaml:2 kind: 'diploma' is not one of completion, course, level"),
    ("completion", SETTINGS, "seal: 수료인", "stamp: 수료인", "certificate.yaml:8 stamp: unknown key"),
    ("completion", SETTINGS, "{ko: 수료증, en: Certificate of completion}", "{ko: 수료증}", "certificate.yaml:3 title.en: is missing"),
    ("completion", SETTINGS, "orientations: [portrait, landscape]", "orientations: [sideways]", "certificate.yaml:7 orientations.0: 'sideways'"),
    ("completion", SETTINGS, "sizes: [22, 18, 15, 12.5]", "sizes: [15, 18]", "certificate.yaml:9 name.sizes: the sizes go from large to small"),
    ("completion", SETTINGS, "{ko: 수료증,", "{ko: 자격증,", "certificate.yaml:3 title.ko: 자격증 may only stand in qualification_title"),
    ("completion", SETTINGS, "위 사람은 위 교육과정을", "국가공인 교육과정을", "certificate.yaml:5 words.ko.0: '국가공인' may stand on no certificate"),
    ("completion", SETTINGS, "has finished", "is state-accredited and has finished", "certificate.yaml:6 words.en: 'state-accredited' may stand on no"),
    ("completion", PAGE, "facts.course.ko", "fact.course.ko", "certificate.html:5 fact: is given to no page; a page is given address, design, facts"),
    ("completion", PAGE, "| points }}점", "| marks }}점", "certificate.html:33: this is no template: No filter named 'marks'"),
    ("completion", PAGE, "{%- if pictures.logo %}", "{%- iff pictures.logo %}", "certificate.html:14: this is no template: Encountered unknown tag 'iff'"),
    ("completion", PAGE, "이 파일 하나로 확인", "국가 공인 파일로 확인", "'국가 공인' may stand on no certificate"),
    ("level", PAGE, "<dt>성명", "<dt>자격증", "자격증 may only stand in qualification_title"),
    ("level", SETTINGS, "  reviewer:", "  rviewer:", "certificate.yaml:12 levels.rviewer.[key]: 'rviewer' is not one of associate, reviewer, domain-expert"),
]  # fmt: skip


@pytest.fixture
def copied(tmp_path):
    """A folder of content with copies of the shipped designs."""
    sample.write(tmp_path)
    shutil.copytree(shipped.root() / "certificates", tmp_path / "certificates")
    return tmp_path


def check(folder):
    return CliRunner().invoke(main, ["content", "check", str(folder)])


def test_the_shipped_designs_are_right(copied):
    result = check(copied)
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(("design", "file", "was", "becomes", "told"), BROKEN, ids=[row[4][:60] for row in BROKEN])
def test_what_is_wrong_is_told_by_file_line_and_field(copied, design, file, was, becomes, told):
    place = copied / "certificates" / design / file
    written = place.read_text("utf-8")
    assert was in written
    place.write_text(written.replace(was, becomes, 1), "utf-8")
    result = check(copied)
    assert result.exit_code == 1
    assert told in result.output


@pytest.mark.parametrize("name", ["certificate.css", "landscape.css", "certificate.html"])
def test_a_file_that_is_missing_is_named(copied, name):
    (copied / "certificates/completion" / name).unlink()
    assert name in check(copied).output


def test_an_endless_design_of_settings_is_not_even_built(copied):
    place = copied / "certificates/completion"
    (place / SETTINGS).write_text("a: &a [x, x]\nb: *a\n", "utf-8")
    problems = Problems()
    assert read_design(place, problems) is None
    assert [problem.code for problem in problems] == ["alias"]


COURSE = "courses/sample/course.yaml"
TERMS = [
    ("{kind: level}", ":19 certificate.level: a certificate of kind level names its level"),
    ("{level: reviewer}", ":19 certificate.level: only a certificate of kind level has a level"),
    (
        "{kind: level, level: master}",
        ":19 certificate.level: 'master' is not one of associate, reviewer, domain-expert",
    ),
    ("{design: gilded}", ":19 certificate.design: there is no design 'gilded' in certificates/"),
    (
        "{kind: course, design: completion}",
        ":19 certificate.design: the design 'completion' is for certificates of kind completion",
    ),
    ("{orientation: sideways}", ":19 certificate.orientation: 'sideways' is not one of portrait, landscape"),
]


@pytest.mark.parametrize(("terms", "told"), TERMS)
def test_a_course_names_what_it_gives(tmp_path, terms, told):
    file = sample.write(tmp_path) / COURSE
    file.write_text(file.read_text("utf-8") + f"certificate: {terms}\n", "utf-8")
    assert COURSE + told in check(tmp_path).output.replace(f"{tmp_path}/", "")


@pytest.mark.parametrize("terms", ["{kind: course}", "{kind: level, level: reviewer, orientation: landscape}"])
def test_what_is_right_passes(tmp_path, terms):
    file = sample.write(tmp_path) / COURSE
    file.write_text(file.read_text("utf-8") + f"certificate: {terms}\n", "utf-8")
    assert check(tmp_path).exit_code == 0


def test_a_level_needs_an_exam(tmp_path):
    file = sample.write(tmp_path) / COURSE
    written = file.read_text("utf-8")
    start, end = written.index("exam:\n"), written.index("check_bank:")
    file.write_text(written[:start] + written[end:] + "certificate: {kind: level, level: reviewer}\n", "utf-8")
    assert "certificate.kind: a level is reached by an exam, and the course has none" in check(tmp_path).output
