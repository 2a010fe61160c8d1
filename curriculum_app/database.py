"""The database: model base, column types, and the two rules every transaction obeys.

Safe requests (GET, HEAD, OPTIONS) only read: a write in one is a bug and is refused before it reaches the database.
On SQLite every other transaction begins IMMEDIATE, so that a check and the insert it guards cannot race.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from typing import Any
from uuid import UUID, uuid4

from flask import has_request_context, request
from flask.sansio.app import App
from flask_sqlalchemy_lite import SQLAlchemy
from pydantic_core import from_json, to_json
from sqlalchemy import JSON, DateTime, Engine, MetaData, Table, event, insert
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


# For what is only ever read whole: PostgreSQL keeps it as it came, at a third of the cost of JSONB.
JsonWhole = JSON(none_as_null=True)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def utc_now() -> datetime:
    """The present moment in UTC; rules take it as an argument, views call it."""
    return datetime.now(UTC)


class Model(DeclarativeBase):
    """Base of every table: typed columns, JSON and UTC types by annotation, stable constraint names."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: Json, list[Any]: Json}


class Identified:
    """A random uuid4 primary key: public ids carry no order and no count."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class Timestamped:
    """When the row was made."""

    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class _Synchronous(SQLAlchemy):
    """Without the end-of-request hook for asynchronous sessions: nobody opens one here, and it costs an event loop each time."""

    def init_app(self, app: App) -> None:
        super().init_app(app)
        app.teardown_appcontext_funcs[:] = [f for f in app.teardown_appcontext_funcs if not iscoroutinefunction(f)]


class JsonText(str):
    """A JSON value that is text already, for a JSON column."""


def _json(value: Any) -> str:
    return value if isinstance(value, JsonText) else to_json(value).decode()


# pydantic's JSON is three times as fast as the standard library's.
db = _Synchronous(engine_options={"json_serializer": _json, "json_deserializer": from_json})


def insert_many(table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns, by the cheapest way the database has; a JSON value comes as JsonText.

    PostgreSQL takes them by COPY in its binary form: a third of the cost a row of INSERT.
    """
    connection = db.session.connection()
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), list(map(dict, rows)))
        return
    columns = [table.c[name] for name in rows[0]]
    names = ", ".join(connection.dialect.identifier_preparer.format_column(column) for column in columns)
    psycopg: Any = connection.connection.driver_connection
    with psycopg.cursor() as cursor, cursor.copy(f"copy {table.name} ({names}) from stdin (format binary)") as copy:
        # JSON is on its way as text: psycopg would make a JSON string of it.
        types = ("text" if isinstance(column.type, JSON) else column.type.compile(connection.dialect).lower() for column in columns)
        copy.set_types(list(types))
        for row in rows:
            copy.write_row(tuple(row.values()))


def reading_only() -> bool:
    """Whether the present request is a safe one, which may not write."""
    return has_request_context() and request.method in {"GET", "HEAD", "OPTIONS"}


class WriteInSafeRequest(RuntimeError):
    """A GET tried to write: a bug of ours, never the user's."""


@event.listens_for(Session, "before_flush")
def _refuse_flush(session: Session, *_: object) -> None:
    if reading_only() and (session.new or session.deleted or any(session.is_modified(row) for row in session.dirty)):
        raise WriteInSafeRequest(f"{request.method} {request.path} tried to write")


@event.listens_for(Session, "do_orm_execute")
def _refuse_statement(state: ORMExecuteState) -> None:
    if reading_only() and (state.is_insert or state.is_update or state.is_delete):
        raise WriteInSafeRequest(f"{request.method} {request.path} tried to write")


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: object) -> None:
    """Take transactions into our own hands and make SQLite durable: WAL with FULL lost no acknowledged write."""
    if not type(connection).__module__.startswith("sqlite3"):
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    # secure_delete: what is deleted is overwritten in the file too, since people have their data erased.
    for pragma in ("secure_delete=ON", "busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
                   "cache_size=-16000"):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if reading_only() else "BEGIN IMMEDIATE")


@contextmanager
def children_left_alone(connection: Connection) -> Iterator[None]:
    """For migrations. SQLite makes a table anew to change a constraint, and dropping the old one would delete, by cascade, the rows
    that refer to it.

    The switch works between transactions only; ours are begun by hand, so they can be ended by hand.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    for statement in ("COMMIT", "PRAGMA foreign_keys=OFF", "BEGIN IMMEDIATE"):
        connection.exec_driver_sql(statement)
    try:
        yield
        assert not connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    else:
        connection.exec_driver_sql("COMMIT")
    finally:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
