"""Migrations that make a table anew on SQLite leave alone what refers to it."""

import sqlalchemy as sa

from curriculum_app import alembic, create_app
from curriculum_app.credentials import keys
from curriculum_app.credentials.models import Credential, CredentialPrint, LogEntry
from curriculum_app.database import db, utc_now
from tests.credentials.printing import logged

BEFORE = "1795575000"


def test_prints_and_log_survive_the_way_down_and_up_again(tmp_path):
    app = create_app(DATA_DIR=str(tmp_path), TESTING=True, SECRET_KEY="tests only")
    with app.app_context():
        alembic.upgrade()
    with app.app_context():
        keys.ensure(utc_now())
        logged([1, 2, 3])
    with app.app_context():
        alembic.downgrade(BEFORE)
    with app.app_context():
        assert db.session.scalar(sa.text("select count(*) from credential_print")) == 3
        assert db.session.scalar(sa.text("select count(*) from log_entry")) == 3
    with app.app_context():
        alembic.upgrade()
    with app.app_context():
        assert [db.session.query(model).count() for model in (Credential, CredentialPrint, LogEntry)] == [3, 3, 3]
        assert db.session.scalar(sa.text("pragma foreign_keys")) == 1
    with app.app_context():
        assert alembic.compare_metadata() == []
        db.engine.dispose()
