"""A newer gold for an item of the sample course, with the same question."""

from uuid import uuid4

from curriculum_app.database import db
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Edition


def newer_gold(slug, bank="sample", **gold):
    """A newer edition of a sample item with other gold and the same question; its id."""
    old = db.session.get(Edition, live().item(bank, slug, "ko").edition)
    new = Edition(id=uuid4(), content_id=old.content_id, sort="item", language="ko", kind=old.kind, source_hash=uuid4().hex,
                  task_hash=old.task_hash, task=old.task, gold={**old.gold, **gold})  # fmt: skip
    db.session.add(new)
    db.session.commit()
    return new.id
