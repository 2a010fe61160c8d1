"""Where gold is corrected, work in projects is graded anew by the version it was given under."""

from uuid import UUID

from curriculum_app.content.reading import read
from curriculum_app.database import db, utc_now
from curriculum_app.learning import editions
from curriculum_app.learning.models import Edition
from curriculum_app.practice import regrading
from curriculum_app.projects import queries
from curriculum_app.projects.models import ProjectRun
from tests.projects.bots import adaptive


def test_each_answer_is_graded_by_its_own_version(worker, folder):
    worker.do_all(adaptive)
    for language in ("ko", "en"):
        file = folder / f"exercises/sample-project/clock.{language}.yaml"
        text = file.read_text("utf-8")
        assert "answer: [repair]" in text
        file.write_text(text.replace("answer: [repair]", "answer: [refund]"), "utf-8")  # the second gold was wrong
    editions.load(read([folder])[0], utc_now())
    db.session.flush()
    clock = standing().plan.items["clock"]
    others = db.session.query(Edition).filter(Edition.content_id == clock.id, Edition.language == "ko")
    corrected = others.filter(Edition.id != clock.edition).one()
    assert corrected.task_hash == db.session.get_one(Edition, clock.edition).task_hash
    assert [change.after for change in regrading.changes(corrected.id)] == [0]
    regrading.regrade_page(corrected.id, UUID(int=0), utc_now())
    db.session.flush()
    first = standing().first["clock"]
    assert (first.credit, first.gold_edition_id, first.sent_back) == (0, corrected.id, False)
    db.session.rollback()


def standing():
    return queries.standing(db.session.query(ProjectRun).one(), utc_now())
