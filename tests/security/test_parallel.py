"""Races: what is promised once happens once, however many ask at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from curriculum_app.accounts import tokens
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused


def test_of_twenty_parallel_uses_of_a_token_one_succeeds(app, person):
    secret = tokens.make(person().id, "reset", utc_now())
    db.session.commit()

    def use(_):
        with app.app_context():
            try:
                tokens.use(secret, "reset", utc_now())
                db.session.commit()
                return 1
            except Refused:
                db.session.rollback()
                return 0

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(use, range(20))) == 1


def test_every_acknowledged_write_is_on_disk_first(app):
    """SQLite in WAL with synchronous=FULL syncs at each commit; PostgreSQL does with synchronous_commit."""
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(sa.text("PRAGMA journal_mode")) == "wal"
        assert db.session.scalar(sa.text("PRAGMA synchronous")) == 2
    else:
        assert db.session.scalar(sa.text("SHOW synchronous_commit")) == "on"
        assert db.session.scalar(sa.text("SHOW fsync")) == "on"
