"""The author's bench: what is live, an item tried as trainees see it, its gold changed on the page, and who may not."""

import json
from uuid import uuid4

import pytest

from curriculum_app.authoring import item_files
from curriculum_app.database import db
from curriculum_app.learning import loading
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Edition
from curriculum_app.practice.models import Answer
from curriculum_app.web.access import Role
from tests.grading import shipped
from tests.grading.plain_form import form_of
from tests.practice.tour import course_with

MARK = "/author/items/sample/mark/ko"


@pytest.fixture
def author(browser, person):
    return browser().sign_in(person("저자", Role.AUTHOR))


@pytest.fixture
def files(app, tmp_path, monkeypatch):
    """The sample curriculum's files, as the folder the bench writes into."""
    from tests.content import sample

    sample.write(tmp_path)
    monkeypatch.setattr(loading, "folders", lambda: ([tmp_path], []))
    return tmp_path / "exercises/sample"


def test_an_author_sees_courses_banks_and_that_all_is_well(author, monkeypatch):
    monkeypatch.setattr(loading, "check_files", list)
    page = author.get("/author").text
    assert "시험 과정" in page
    assert "sample-exam" in page
    assert "문제가 없습니다" in page


def test_an_author_is_told_file_line_and_field(author, monkeypatch):
    said = "exercises/sample/pick.ko.yaml:14 gold.answer: 'z' is no option"
    monkeypatch.setattr(loading, "check_files", lambda: [said])
    page = author.get("/author").text
    assert "gold.answer" in page
    assert "pick.ko.yaml:14" in page


def test_a_bank_lists_its_items_in_their_languages(author):
    page = author.get("/author/banks/sample").text
    assert MARK in page
    assert author.get("/author/banks/nothing").status_code == 404


def test_a_try_out_is_graded_with_every_part_and_nothing_is_kept(author, files):
    page = author.get(MARK).text
    text_hash = page.split('name="text_hash" value="')[1].split('"')[0]
    tried = author.post(MARK, {"text_hash": text_hash, "marks": "[]"}).text
    assert "자료와 다릅니다." in tried
    assert "character_f1" in tried
    assert db.session.query(Answer).count() == 0


def test_what_is_wrong_with_a_try_out_is_said_and_what_was_typed_stays(author, files):
    page = author.get(MARK).text
    text_hash = page.split('name="text_hash" value="')[1].split('"')[0]
    answer = author.post(MARK, {"text_hash": text_hash, "quote-0": "없는 말", "type-0": "entity", "severity-0": "minor"})
    assert answer.status_code == 422
    assert "없는 말" in answer.text


def test_the_page_is_told_when_the_file_was_saved(author, files):
    before = author.get(f"{MARK}/state").get_json()["hash"]
    file = files / "mark.ko.yaml"
    file.write_text(file.read_text("utf-8").replace("minutes: ", "minutes: 1"), "utf-8")
    assert author.get(f"{MARK}/state").get_json()["hash"] != before


def gold_form(file):
    (task, gold), _ = item_files.halves(file, "ko", file.read_text("utf-8"))
    return task, gold, {**gold.ideal(task).model_dump(mode="json"), "text_hash": task.hash}


def test_gold_marked_on_the_page_is_written_into_the_file_with_its_reason(author, files):
    file = files / "mark.ko.yaml"
    file.write_text("# kept\n" + file.read_text("utf-8"), "utf-8")
    task, _, answer = gold_form(file)
    assert 'name="text_hash"' in author.get(f"{MARK}/gold").text
    start = task.text.index("답")
    new = {"start": start, "end": start + 1, "quote": "답", "type": "entity", "severity": "minor", "correction": "", "evidence": []}
    answer["marks"].append(new)
    preview = author.post(f"{MARK}/gold", {"text_hash": task.hash, "marks": json.dumps(answer["marks"])}).text
    assert "<ins>+" in preview
    assert "{#e2}" not in file.read_text("utf-8")
    form = {"answer": json.dumps(answer), "opened": item_files.ItemFile(file, "ko", file.read_text("utf-8")).hash, "write": "yes"}
    assert author.post(f"{MARK}/gold/file", form).status_code == 422  # the new mark has no reason yet
    for part in preview.split('name="reason:')[1:]:
        path = part.split('"')[0].replace("&#34;", '"')
        form[f"reason:{path}"] = "다른 말이어야 합니다."
    assert author.post(f"{MARK}/gold/file", form).status_code == 302
    written = file.read_text("utf-8")
    assert written.startswith("# kept\n")
    _, gold, _ = gold_form(file)
    assert ("답", "다른 말이어야 합니다.") in [(mark.quote, mark.reason) for mark in gold.marks]


def test_a_file_saved_elsewhere_meanwhile_is_not_overwritten(author, files):
    file = files / "mark.ko.yaml"
    _, _, answer = gold_form(file)
    before = file.read_text("utf-8")
    refused = author.post(f"{MARK}/gold/file", {"answer": json.dumps(answer), "opened": "another", "write": "yes"})
    assert refused.status_code == 409
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize("answer", ["", "[]", "null", '{"marks": 1}', "[" * 2000])
def test_an_answer_that_is_none_is_refused(author, files, answer):
    assert author.post(f"{MARK}/gold/file", {"answer": answer, "opened": "x", "write": "yes"}).status_code == 422


def test_where_trainees_go_wrong_is_shown_from_the_tenth_answer_on(author, files, browser, person):
    from tests.practice.test_exercise import hand_in

    for number in range(10):
        here = browser().sign_in(person(f"학습자 {number}"))
        here.post("/courses/sample/enrol")
        assert hand_in(here).status_code == 303
        if number == 8:
            assert "10개 중 9개" in author.get(f"{MARK}/answers").text
    page = author.get(f"{MARK}/answers").text
    assert "첫 답 10개" in page
    assert 'class="heat-0 gold"' in page


def test_an_edit_proven_cosmetic_can_be_declared_and_another_cannot(author, app):
    edition = db.session.get(Edition, live().item("sample", "mark", "ko").edition)
    earlier = Edition(
        id=uuid4(), content_id=edition.content_id, sort="item", language="ko", kind=edition.kind, source_hash=uuid4().hex,
        task_hash="before", task={**edition.task, "title": "다른 제목"}, gold=edition.gold,
        created_at=edition.created_at.replace(year=2020),
    )  # fmt: skip
    own = edition.task_hash
    db.session.add(earlier)
    db.session.commit()
    try:
        assert author.post(f"{MARK}/cosmetic").status_code == 302
        db.session.refresh(edition)
        assert (edition.task_hash, edition.cosmetic_of) == ("before", earlier.id)
        edition.task_hash, edition.cosmetic_of = own, None
        earlier.task = {**earlier.task, "instructions": "모두 표시하십시오."}
        db.session.commit()
        refused = author.post(f"{MARK}/cosmetic")
        assert refused.status_code == 409
        assert "task.instructions" in refused.text
    finally:
        edition.task_hash, edition.cosmetic_of = own, None
        db.session.delete(earlier)
        db.session.commit()


KINDS = sorted({item.task.kind for item in shipped.library().items.values() if item.bank == "task-tour"})


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_shown_tried_and_its_gold_opened(author, tmp_path, kind):
    item = next(item for item in shipped.items(kind) if item.bank == "task-tour" and item.language == "ko")
    with course_with(tmp_path, [item.slug]):
        address = f"/author/items/sample/{item.slug}/ko"
        loading_folders = loading.folders
        loading.folders = lambda: ([tmp_path], [])
        try:
            assert author.get(address).status_code == 200
            tried = author.post(address, form_of(item.task, shipped.right(item)))
            assert tried.status_code == 200, tried.text
            assert "채점의 모든 항목" in tried.text
            assert author.get(f"{address}/gold").status_code == 200
            assert author.get(f"{address}/answers").status_code == 200
        finally:
            loading.folders = loading_folders


def test_only_authors_and_administrators_come_here(trainee, files):
    for address in ("/author", "/author/banks/sample", MARK, f"{MARK}/gold", f"{MARK}/answers", f"{MARK}/state"):
        assert trainee.get(address).status_code == 403
