"""Notes of one's own and the place reached: kept, told when another tab was faster, never anybody else's."""

import pytest

from curriculum_app.database import db
from curriculum_app.learning.note_models import LONGEST, Note, ReadingPlace

LESSON = "/courses/sample/lessons/basics"
NOTE = f"{LESSON}/notes/1"
JSON = {"Accept": "application/json"}


def texts():
    return [note.text for note in db.session.query(Note).order_by(Note.section)]


def test_a_note_is_kept_by_the_plain_form_and_stands_in_the_lesson_and_in_the_list(trainee):
    answer = trainee.post(NOTE, {"text": "  둘째 줄\r\n도 있습니다 ", "version": "0"})
    assert answer.headers["Location"] == f"{LESSON}#note-1"
    assert texts() == ["둘째 줄\n도 있습니다"]
    assert "둘째 줄\n도 있습니다</textarea>" in trainee.get(LESSON).text
    listed = trainee.get("/notes").text
    assert "둘째 줄\n도 있습니다" in listed
    assert f'href="{LESSON}#note-1">시작</a>' in listed


def test_the_widget_gets_the_new_version_as_json(trainee):
    first = trainee.post(NOTE, {"text": "하나", "version": "0"}, headers=JSON)
    assert first.json["version"] == 1
    second = trainee.post(NOTE, {"text": "둘", "version": "1"}, headers=JSON)
    assert (second.status_code, second.json["version"]) == (200, 2)
    same = trainee.post(NOTE, {"text": "둘", "version": "0"}, headers=JSON)
    assert (same.status_code, same.json["version"]) == (200, 2)


def test_of_two_tabs_the_later_one_is_told_and_loses_nothing(trainee):
    trainee.post(NOTE, {"text": "첫째 탭", "version": "0"})
    told = trainee.post(NOTE, {"text": "둘째 탭", "version": "0"})
    assert told.status_code == 409
    assert "둘째 탭</textarea>" in told.text
    assert "첫째 탭</p>" in told.text
    assert "다른 탭에서 이 메모를 고쳤습니다" in told.text
    assert texts() == ["첫째 탭"]
    assert trainee.post(NOTE, {"text": "둘째 탭", "version": "0"}, headers=JSON).json["version"] == 1
    trainee.post(NOTE, {"text": "둘째 탭", "version": "1"})
    assert texts() == ["둘째 탭"]


def test_a_note_of_twenty_thousand_characters_is_kept_and_a_longer_one_comes_back(trainee):
    trainee.post(NOTE, {"text": "가" * LONGEST, "version": "0"})
    assert texts() == ["가" * LONGEST]
    refused = trainee.post(NOTE, {"text": "나" * (LONGEST + 1), "version": "1"})
    assert refused.status_code == 422
    assert "나" * (LONGEST + 1) in refused.text
    assert "메모가 너무 깁니다" in refused.text
    assert texts() == ["가" * LONGEST]


def test_what_looks_like_markup_stays_text(trainee):
    trainee.post(NOTE, {"text": "</textarea><script>x</script>\x00", "version": "0"})
    for url in (LESSON, "/notes"):
        assert "<script>x" not in trainee.get(url).text


def test_an_empty_note_is_taken_away_and_a_listed_one_can_be_removed(trainee):
    trainee.post(NOTE, {"text": "하나", "version": "0"})
    trainee.post(NOTE, {"text": " ", "version": "1"})
    assert texts() == []
    trainee.post(f"{LESSON}/notes/2", {"text": "둘", "version": "0"})
    note = db.session.query(Note).one()
    assert trainee.post(f"/notes/{note.id}/remove").status_code == 302
    assert texts() == []
    assert "아직 메모가 없습니다" in trainee.get("/notes").text


def test_nobody_sees_or_removes_another_persons_note(trainee, browser, person):
    trainee.post(NOTE, {"text": "나만 봅니다", "version": "0"})
    note_id = db.session.query(Note).one().id
    other = browser().sign_in(person("남"))
    assert "나만 봅니다" not in other.get(LESSON).text
    assert "나만 봅니다" not in other.get("/notes").text
    assert other.post(f"/notes/{note_id}/remove").status_code == 404
    other.post(NOTE, {"text": "내 것", "version": "0"})
    assert sorted(texts()) == ["나만 봅니다", "내 것"]


@pytest.mark.parametrize(("url", "status"), [(f"{LESSON}/notes/3", 404), ("/courses/sample/lessons/none/notes/1", 404)])
def test_there_are_notes_on_sections_that_are_there_only(trainee, url, status):
    assert trainee.post(url, {"text": "x", "version": "0"}).status_code == status


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 10])
def test_a_version_that_is_no_number_is_refused(trainee, version):
    assert trainee.post(NOTE, {"text": "x", "version": version}).status_code == 422
    assert texts() == []


def test_notes_and_places_go_with_the_account(trainee):
    trainee.post(NOTE, {"text": "하나", "version": "0"})
    trainee.post(f"{LESSON}/place/2")
    db.session.delete(db.session.merge(trainee.account))
    db.session.commit()
    assert db.session.query(Note).count() == db.session.query(ReadingPlace).count() == 0


def test_the_section_read_last_is_offered_next_time(trainee):
    offered = '<a href="#section-2">지난번에 읽던 곳: 마무리</a>'
    assert offered not in trainee.get(LESSON).text
    for section in (1, 2):
        assert trainee.post(f"{LESSON}/place/{section}").status_code == 204
    assert offered in trainee.get(LESSON).text
    trainee.post(f"{LESSON}/place/1")
    assert 'href="#section-1"' not in trainee.get(LESSON).text  # the beginning needs no link
    assert trainee.post(f"{LESSON}/place/3").status_code == 404


def test_who_is_not_enrolled_may_write_notes_but_has_no_place_kept(browser, person):
    here = browser().sign_in(person())
    assert here.post(NOTE, {"text": "하나", "version": "0"}).status_code == 303
    assert here.post(f"{LESSON}/place/1").status_code == 404


def test_a_stranger_sees_no_note_form(browser):
    assert "lesson-note" not in browser().get(LESSON).text
    assert browser().post(NOTE, {"text": "x", "version": "0"}).status_code == 401
