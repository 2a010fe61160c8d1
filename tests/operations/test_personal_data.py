"""Of every column of every table it is said what becomes of it when a person is erased."""

import pytest

from curriculum_app.database import Model
from curriculum_app.operations import personal_data
from curriculum_app.operations.personal_data import AUTHORED, DECLARED

SECRET = ("hash", "secret", "sealed", "stamp", "gold")
NO_SECRETS = {"consent.text_hash", "project_run.change_seen_at"}  # the hash of a published text


def test_every_table_is_declared(app):
    assert set(DECLARED) == set(Model.metadata.tables)


def test_every_column_that_stays_is_declared(app):
    undeclared = [
        f"{name}.{column.name}" for name, declared in DECLARED.items() if not declared.goes
        for column in personal_data.table(name).c if not declared.covers(column.name)
    ]  # fmt: skip
    assert undeclared == []


def test_nothing_is_declared_that_is_not_there(app):
    for name, declared in DECLARED.items():
        said = {*declared.by, *declared.mentions, *declared.anonymised, *declared.kept, *declared.secret}
        said |= {column for values in declared.mentions.values() for column in values}
        assert said <= set(personal_data.table(name).c.keys()), name
    for name, (column, columns) in AUTHORED.items():
        assert {column, *columns} <= set(personal_data.table(name).c.keys()), name


def test_wherever_a_row_names_a_person_it_goes_with_them_or_the_mention_does(app):
    forgotten = [
        f"{name}.{column}" for name, declared in DECLARED.items() for column in personal_data.people_in(name)
        if not (column in declared.mentions or column in declared.anonymised or declared.goes and column in declared.by)
    ]  # fmt: skip
    assert forgotten == ["audit_entry.actor_id"]  # an id on the trail, which leads to a nameless account


def test_whatever_hangs_on_rows_that_go_goes_too(app):
    goes = {name for name, declared in DECLARED.items() if declared.goes}
    hanging = [
        f"{name}.{column.name}" for name, declared in DECLARED.items() for column in personal_data.table(name).c
        for key in column.foreign_keys
        if key.column.table.name in goes and name not in goes and key.ondelete != "SET NULL"
    ]  # fmt: skip
    assert hanging == []


@pytest.mark.parametrize("word", SECRET)
def test_no_secret_is_taken_along(app, word):
    told = [
        f"{name}.{column.name}" for name, declared in DECLARED.items() if declared.by and name not in {"credential_print", "log_entry"}
        for column in personal_data.table(name).c if word in column.name and column.name not in declared.secret
    ]  # fmt: skip
    assert set(told) <= NO_SECRETS | {"answer.gold_version", "appeal.gold_edition_id", "verdict.gold_edition_id", "notice.gold_edition_id"}
