"""What a reader leaves in a lesson; and what a visitor without an account may try."""

from uuid import uuid4

from curriculum_app.database import db
from curriculum_app.learning.note_models import Note
from tests.learning.test_notes import LESSON, NOTE
from tests.practice.test_lesson_checks import CHECK
from tests.practice.test_trying import form, rows
from tests.security.roads.walking import road


@road("checks.answer", "notes.keep", "notes.reach", "notes.remove")
def through_a_lesson(walker):
    """A check is answered wrong and right, notes are written, changed and taken away, the place is kept."""
    reader = walker.trainee()
    for chosen in ("fine", "wrong"):
        reader.post(CHECK, {"key": str(uuid4()), "chosen": chosen})
    reader.post(NOTE, {"text": "하나", "version": "0"})
    reader.post(NOTE, {"text": "둘", "version": "1"})
    reader.post(f"{LESSON}/notes/2", {"text": "가고 없음", "version": "0"})
    gone = db.session.query(Note).filter_by(account_id=reader.account.id, section=2).one()
    reader.post(f"/notes/{gone.id}/remove")
    reader.post(f"{LESSON}/place/2")


@road("trying.grade")
def of_a_visitor(walker):
    """One exercise is graded, and nothing is kept; the score."""
    before, graded = rows(), walker.stranger().post("/try", form())
    assert rows() == before
    return "<strong>100</strong>" in graded.text
