"""A visitor without an account has one short exercise graded; nothing is kept."""

import pytest
from sqlalchemy import event, func, select
from werkzeug.datastructures import MultiDict

from curriculum_app import alembic, create_app
from curriculum_app.database import Model, db
from curriculum_app.grading.kinds import TASKS
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Edition
from curriculum_app.web import limiter
from tests.grading import shipped
from tests.grading.plain_form import form_of

RIGHT = {
    "quote-0": "1913년", "nth-0": "1", "type-0": "number_date_unit", "severity-0": "major", "correction-0": "1903년", "evidence-0": "1",
}  # fmt: skip


def form(**more):
    edition = live().to_try("ko").edition
    task = TASKS.validate_python(db.session.scalars(select(Edition.task).where(Edition.id == edition)).one())
    return {"text_hash": task.hash, **RIGHT, **more}


def rows():
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) for table in Model.metadata.sorted_tables}


def test_the_home_page_shows_strangers_what_they_can_try(browser, trainee):
    home = browser().get("/").text
    assert 'href="/try"' in home
    assert "답은 1913년입니다." in home
    assert 'href="/try"' not in trainee.get("/").text


def test_a_right_answer_gets_everything_and_the_reason(browser):
    here = browser()
    page = here.get("/try").text
    assert "답은 1913년입니다." in page
    assert "열 해가 다릅니다." not in page
    graded = here.post("/try", form())
    assert graded.status_code == 200
    assert "<strong>100</strong>" in graded.text
    assert "열 해가 다릅니다." in graded.text
    assert 'href="/sign-up"' in graded.text


def test_a_wrong_answer_is_told_what_was_missed(browser):
    graded = browser().post("/try", form(**{"quote-0": "답은"}))
    assert "<strong>0</strong>" in graded.text
    assert "열 해가 다릅니다." in graded.text


def test_an_empty_hand_in_is_an_answer_too(browser):
    graded = browser().post("/try", {"text_hash": form()["text_hash"]})
    assert graded.status_code == 200
    assert "<strong>0</strong>" in graded.text


@pytest.mark.parametrize("wrong", [{"quote-0": "글에 없는 말"}, {"type-0": ""}, {"type-0": "nonsense"}, {"text_hash": "x"}])
def test_what_is_no_answer_comes_back_with_what_was_typed_and_tells_nothing(browser, wrong):
    refused = browser().post("/try", form(**wrong))
    assert refused.status_code == 422
    assert 'class="error-summary"' in refused.text
    assert "열 해가 다릅니다." not in refused.text
    assert f'value="{wrong.get("quote-0", "1913년")}"' in refused.text


def test_nothing_is_kept(app, browser):
    here, before = browser(), rows()
    here.get("/try")
    here.post("/try", form())
    here.post("/try", form(**{"quote-0": "글에 없는 말"}))
    assert rows() == before


def test_looking_does_not_write(app, browser):
    written = []
    listener = lambda *args: written.append(args[2]) if not args[2].lstrip().startswith(("SELECT", "BEGIN", "PRAGMA")) else None  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        assert browser().get("/try").status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    assert written == []


def test_it_needs_the_forms_token(browser):
    assert browser().client.post("/try", data=form()).status_code == 400


def test_one_address_may_only_try_so_often(tmp_path, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", True)  # one limiter serves all applications of a process
    limited = create_app(DATA_DIR=str(tmp_path), DATABASE_URL="", TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_TRY="2 per minute")
    with limited.app_context():
        alembic.upgrade()
    with limited.app_context():
        here = limited.test_client()
        assert [here.post("/try").status_code for _ in range(3)] == [404, 404, 429]
        assert here.get("/try").status_code == 404
        db.engine.dispose()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_shipped_one_is_short_and_its_gold_earns_everything(language):
    (item,) = [item for item in shipped.library().items.values() if item.bank == "try" and item.language == language]
    assert 3 <= item.task.text.count(".") <= 4
    assert item.task.sentence_count == 3
    assert len(item.gold.marks) == 1
    answer = item.task.parse(item.task.read_form(MultiDict(form_of(item.task, shipped.right(item)))))
    assert item.gold.assess(item.task, answer).score == 1
