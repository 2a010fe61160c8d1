"""What is kept: of some people, with ids and moments made alike; and of anybody, to be searched for what was planted."""

import json
import re
from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa

from curriculum_app.database import Model, db, utc_now

# Ids, hashes and places that chance or the order of the tests decides.
BY_CHANCE = frozenset("""
body_hash boot_seconds code credential.facts credential_print.token document document_sha256 earlier_sealed
email hash join_code key leaf_hash location log_entry.index number password_hash pdf pdf_sha256 prefix sealed
secret_hash sequence sitting.form status_index token_sha256
""".split())
MADE_BY_US = {"organisation", "edition", "revision"}  # content and schools, which no form of these roads writes
A_NUMBER = re.compile(r"(?<!\d)\d{4}-\d{4,}(?!\d)")  # of a certificate, for instance in why it was revoked
AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def rows_of(people):
    """Everything kept of these people and of what is theirs, table by table."""
    found, ids = {}, {account.id for account in people}
    for table in Model.metadata.sorted_tables:
        rows = [row._mapping for row in db.session.execute(sa.select(table).where(_theirs(table, ids)))]
        ids |= {row["id"] for row in rows if "id" in row}
        found[table.name] = sorted(repr(_shown(table, row)) for row in rows)
    return found


def _theirs(table, ids):
    links = [column for column in table.columns if {key.column.table.name for key in column.foreign_keys} - MADE_BY_US]
    own = [table.c.id] if table.name == "account" else []
    return sa.or_(sa.false(), *(link.in_(ids) for link in (*own, *links)))


def _shown(table, row):
    return {name: alike(value) for name, value in row.items() if not {name, f"{table.name}.{name}"} & BY_CHANCE}


def alike(value):
    """A value, with ids and moments made alike wherever they stand in it."""
    if isinstance(value, datetime):
        assert abs(value.replace(tzinfo=UTC).year - utc_now().year) < 5, "a planted moment was kept"
        return "a moment"
    if isinstance(value, dict):
        return {alike(name): alike(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [alike(inner) for inner in value]
    if isinstance(value, str):
        return A_NUMBER.sub("a number", AN_ID.sub("an id", value))
    return "an id" if isinstance(value, UUID) else value


def everything():
    """All rows that forms may write, as one text."""
    tables = [table for table in Model.metadata.sorted_tables if table.name not in MADE_BY_US]
    return json.dumps([[_said(value) for value in row] for table in tables for row in db.session.execute(sa.select(table))])


def _said(value):
    return value.isoformat() if isinstance(value, date) else repr(value)
