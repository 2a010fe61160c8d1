"""Migration 0018 on a database that has certificates: nothing is lost on the way up or down, and prints learn their keys."""

import json
from uuid import uuid4

import pytest
import sqlalchemy as sa

from curriculum_app import alembic, create_app
from curriculum_app.database import db, utc_now

BEFORE, AFTER = "1795575000", "1795618800"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """An application with an empty database of its own."""
    url, name = "", f"curriculum_migrating_{uuid4().hex[:12]}"
    if request.param == "postgresql":
        server = sa.create_engine(request.getfixturevalue("postgresql"), isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        url = server.url.set(database=name).render_as_string(hide_password=False)
    app = create_app(DATA_DIR=str(tmp_path), DATABASE_URL=url, TESTING=True, SECRET_KEY="tests only")
    yield app
    with app.app_context():
        db.engine.dispose()
    if request.param == "postgresql":
        with server.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


def table(name, *columns):
    return sa.table(name, *(sa.column(*column) if isinstance(column, tuple) else sa.column(column) for column in columns))


def rows():
    """A revoked certificate with its print and its place in the log, and the key that signed it."""
    key, credential, now = uuid4(), uuid4(), utc_now()
    document = json.dumps({"proof": [{"verificationMethod": f"did:web:x#{key}"}]}).encode()
    ids, moment = ("id", sa.Uuid()), sa.DateTime(timezone=True)
    db.session.execute(sa.insert(table("signing_key", ids, "public_key", ("created_at", moment))).values(
        id=key, public_key="z6Mk", created_at=now))
    columns = (ids, ("course_id", sa.Uuid()), "year", "number", "status_list", "status_index", ("facts", sa.JSON()), ("issued_at", moment),
               ("valid_until", moment), ("revoked_at", moment), "revocation_reason", ("created_at", moment))
    db.session.execute(sa.insert(table("credential", *columns)).values(
        id=credential, course_id=uuid4(), year=2026, number=1, status_list=1, status_index=1, facts={}, issued_at=now, valid_until=now,
        revoked_at=now, revocation_reason="x", created_at=now))
    kept = ("document", "document_sha256", "pdf", "pdf_sha256", ("printed_at", moment))
    prints = table("credential_print", ("credential_id", sa.Uuid()), *kept)
    db.session.execute(sa.insert(prints).values(
        credential_id=credential, document=document, document_sha256="0" * 64, pdf=b"", pdf_sha256="", printed_at=now))
    entries = table("log_entry", "index", ("credential_id", sa.Uuid()), "leaf_hash", ("appended_at", moment))
    db.session.execute(sa.insert(entries).values(index=0, credential_id=credential, leaf_hash=b"h" * 32, appended_at=now))
    db.session.commit()
    return key


def counts():
    names = ("signing_key", "credential", "credential_print", "log_entry")
    return [db.session.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) for name in names]


def test_up_and_down_and_up_again_keeps_every_row(empty):
    with empty.app_context():
        alembic.upgrade(BEFORE)
    with empty.app_context():
        key = rows()
    for target in (AFTER, BEFORE, AFTER):
        with empty.app_context():
            (alembic.upgrade if target == AFTER else alembic.downgrade)(target)
        with empty.app_context():
            assert counts() == [1, 1, 1, 1]
    with empty.app_context():
        assert db.session.scalar(sa.select(sa.table("credential_print", sa.column("key_id", sa.Uuid())).c.key_id)) == key
