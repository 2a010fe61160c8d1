"""Loading computes the boundaries of what is new and keeps them with the edition; the site never loads the analyser."""

import subprocess
import sys
from uuid import UUID

import pytest
from sqlalchemy import func, select

from curriculum_app import alembic, create_app
from curriculum_app.content.morphemes import Unavailable
from curriculum_app.database import db
from curriculum_app.grading.korean import Morpheme
from curriculum_app.learning import loading
from curriculum_app.learning.models import Edition, Revision
from tests.content import sample


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """An application of its own on SQLite that has loaded nothing yet, with the sample as its content."""
    folder = sample.write(tmp_path / "content")
    monkeypatch.setattr(loading, "folders", lambda: ([folder], []))
    app = create_app(DATA_DIR=str(tmp_path / "data"), DATABASE_URL="", TESTING=True, SECRET_KEY="tests only")
    with app.app_context():
        alembic.upgrade()
    with app.app_context():
        yield folder
        db.session.rollback()
        db.engine.dispose()


class Analyser:
    """Takes 입니다 of the sample's text for the copula, and keeps what it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, texts):
        self.asked.append(list(texts))
        return [[Morpheme(3, 8, "NNB"), Morpheme(8, 11, "VCP")] for _ in texts]


def mark(language):
    item = UUID("11111111-1111-4111-8111-111111111115")
    rows = db.session.scalars(select(Edition.gold).where(Edition.content_id == item, Edition.language == language))
    return [gold["marks"][0] for gold in rows]


def test_what_is_loaded_is_kept_with_its_boundaries_and_loaded_once(empty):
    analyser = Analyser()
    assert loading.load_files(analyser) == []
    assert loading.load_files(analyser) == []
    assert [len(texts) for texts in analyser.asked] == [1]
    assert [3, 11] in mark("ko")[0]["boundaries"]
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 1


def test_a_saved_lesson_starts_no_analyser_and_a_changed_item_does(empty):
    analyser = Analyser()
    loading.load_files(analyser)
    lesson = empty / "courses/sample/lessons/01-basics.ko.md"
    lesson.write_text(lesson.read_text() + "\n더.\n")
    loading.load_files(analyser)
    assert len(analyser.asked) == 1
    changed = empty / "exercises/sample/mark.ko.yaml"
    changed.write_text(changed.read_text().replace("자료와 다릅니다.", "자료 1과 다릅니다."))
    loading.load_files(analyser)
    assert [len(texts) for texts in analyser.asked] == [1, 1]


def test_the_file_overrules_and_then_nothing_is_analysed(empty):
    for language in ("ko", "en"):
        file = empty / f"exercises/sample/mark.{language}.yaml"
        file.write_text(file.read_text().replace("      reason:", "      boundaries: exact\n      reason:"))
    analyser = Analyser()
    assert loading.load_files(analyser) == []
    assert (analyser.asked, mark("ko")[0]["boundaries"]) == ([], [])


def test_where_the_analyser_cannot_run_loading_says_so_and_goes_on(empty, caplog):
    def unavailable(texts):
        raise Unavailable("no memory")

    assert loading.load_files(unavailable) == []
    assert "no memory" in caplog.text
    assert mark("ko")[0]["boundaries"] == [[2, 8]]  # by rule, the space before it


GRADE = """
import sys
from curriculum_app import create_app
from curriculum_app.content.reading import read
from curriculum_app.grading.verdict import Verdict
app = create_app(DATA_DIR=sys.argv[1], DATABASE_URL="", TESTING=True, SECRET_KEY="tests only")
for item in read([__import__("pathlib").Path(sys.argv[2])])[0].items.values():
    assert item.gold.assess(item.task, item.gold.ideal(item.task)).score == 1
assert app.test_client().get("/healthz").status_code == 200
assert "kiwipiepy" not in sys.modules and "curriculum_app.content.kiwi" not in sys.modules
"""


def test_the_web_application_never_loads_the_analyser(tmp_path):
    sample.write(tmp_path / "content")
    subprocess.run([sys.executable, "-c", GRADE, str(tmp_path / "data"), str(tmp_path / "content")], check=True)
