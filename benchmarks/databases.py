"""Databases that last as long as a benchmark."""

import uuid
from contextlib import contextmanager

import sqlalchemy as sa


@contextmanager
def fresh_database(url):
    """An empty PostgreSQL database beside the one named, dropped afterwards; for SQLite nothing."""
    if not url:
        yield ""
        return
    name, server = f"benchmark_{uuid.uuid4().hex[:8]}", sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    try:
        yield sa.make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()
