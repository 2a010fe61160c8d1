"""The author's bench: an item is tried, its gold marked anew and written into its file, an edit declared cosmetic."""

import json
from contextlib import contextmanager
from uuid import UUID

from curriculum_app.database import db
from curriculum_app.learning import loading
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Edition
from curriculum_app.web.access import Role
from tests.authoring.test_bench import MARK, gold_form
from tests.content import sample
from tests.security.roads.walking import road

REASON = "고쳐 쓴 이유입니다."


@road("authoring.try_out", "authoring.mark_gold", "authoring.write_gold", "authoring.declare_cosmetic")
def of_the_bench(walker):
    """The author's item is tried, changed and declared; what its file then holds."""
    author, file = walker.join("저자", Role.AUTHOR), written(walker) / "mark.ko.yaml"
    task, _, answer = gold_form(file)
    author.post(MARK, {"text_hash": task.hash, "marks": "[]"})
    author.post(f"{MARK}/gold", {"text_hash": task.hash, "marks": json.dumps(answer["marks"])})
    write_gold(author, answer)
    with an_earlier_edition():
        author.post(f"{MARK}/cosmetic")
    assert REASON in file.read_text("utf-8")
    return file.read_text("utf-8")


def written(walker):
    """The sample's files in the walk's folder, as those the bench writes into."""
    sample.write(walker.folder)
    walker.monkeypatch.setattr(loading, "folders", lambda: ([walker.folder], []))
    return walker.folder / "exercises/sample"


def write_gold(author, answer):
    """Writes the gold as it is, with another reason, from the text that is open."""
    opened = author.get(f"{MARK}/state").json["hash"]
    form = {"answer": json.dumps(answer), "opened": opened, "write": "yes", 'reason:["gold", "marks", "e1", "reason"]': REASON}
    author.post(f"{MARK}/gold/file", form)


@contextmanager
def an_earlier_edition():
    """The item had another title before; afterwards all is as it was."""
    edition = db.session.get(Edition, live().item("sample", "mark", "ko").edition)
    own, task = edition.task_hash, {**edition.task, "title": "다른 제목"}
    earlier = Edition(id=UUID(int=7), content_id=edition.content_id, sort="item", language="ko", kind=edition.kind, source_hash="7" * 32,
                      task_hash="before", task=task, gold=edition.gold, created_at=edition.created_at.replace(year=2020))  # fmt: skip
    db.session.add(earlier)
    db.session.commit()
    try:
        yield
        db.session.refresh(edition)
        assert edition.cosmetic_of == earlier.id
    finally:
        edition.task_hash, edition.cosmetic_of = own, None
        db.session.delete(earlier)
        db.session.commit()
