"""An author sees what is live, and is told file, line and field of what is wrong."""

from curriculum_app.learning import catalogue
from curriculum_app.web.access import Role


def test_an_author_sees_courses_banks_and_that_all_is_well(browser, person, monkeypatch):
    monkeypatch.setattr(catalogue, "check_files", list)
    page = browser().sign_in(person("저자", Role.AUTHOR)).get("/authoring").text
    assert "시험 과정" in page
    assert "sample-exam" in page
    assert "문제가 없습니다" in page


def test_an_author_is_told_file_line_and_field(browser, person, monkeypatch):
    said = "exercises/sample/pick.ko.yaml:14 gold.answer: 'z' is no option"
    monkeypatch.setattr(catalogue, "check_files", lambda: [said])
    page = browser().sign_in(person("저자", Role.AUTHOR)).get("/authoring").text
    assert "gold.answer" in page
    assert "pick.ko.yaml:14" in page
