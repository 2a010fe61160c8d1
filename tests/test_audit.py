"""The trail: chained as it is written, and whatever is done to it past the application is named."""

from uuid import uuid4

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from curriculum_app import audit
from curriculum_app.audit import AuditEntry, AuditHead, chaining
from curriculum_app.audit.commands import trail
from curriculum_app.database import db, utc_now


@pytest.fixture
def five(app):
    """Five deeds in three transactions."""
    for number in range(5):
        audit.note("role_granted", None, uuid4(), role=f"역할 {number}", share=number / 3)
        if number in {0, 2, 4}:
            db.session.commit()


def faults():
    db.session.rollback()
    return [(fault.code, fault.number) for fault in chaining.faults()]


def past_the_application(statement):
    """What somebody with the database in hand does."""
    db.session.execute(statement, execution_options={"synchronize_session": False})
    db.session.commit()


def entries():
    return sa.update(AuditEntry)


def test_an_untouched_trail_is_in_order_and_numbered_without_a_gap(five):
    assert faults() == []
    assert sorted(db.session.scalars(sa.select(AuditEntry.number))) == [1, 2, 3, 4, 5]


def test_a_deed_that_is_rolled_back_leaves_no_gap(five):
    audit.note("role_granted", None)
    db.session.rollback()
    audit.note("role_withdrawn", None)
    db.session.commit()
    assert faults() == []
    assert db.session.query(AuditHead).one().number == 6


def test_a_deed_in_a_savepoint_that_is_taken_back_leaves_no_gap(five):
    audit.note("role_granted", None)
    taken_back = db.session.begin_nested()
    audit.note("role_withdrawn", None)
    db.session.flush()
    taken_back.rollback()
    db.session.commit()
    assert faults() == []
    assert db.session.query(AuditEntry).count() == 6


@pytest.mark.parametrize("column", ["deed", "subject_id", "particulars", "created_at"])
def test_an_edited_entry_is_named(five, column):
    value = {"deed": "role_withdrawn", "subject_id": uuid4(), "particulars": {"role": "다른 역할"},
             "created_at": utc_now()}[column]  # fmt: skip
    past_the_application(entries().where(AuditEntry.number == 2).values({column: value}))
    assert faults() == [("edited", 2)]


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_deleted_entry_is_named(five, number):
    past_the_application(sa.delete(AuditEntry).where(AuditEntry.number == number))
    assert ("missing", number) in faults()


def test_entries_that_changed_places_are_named(five):
    past_the_application(entries().where(AuditEntry.number == 2).values(number=99))
    past_the_application(entries().where(AuditEntry.number == 3).values(number=2))
    past_the_application(entries().where(AuditEntry.number == 99).values(number=3))
    assert {number for _, number in faults()} >= {2, 3}


def test_an_entry_that_was_slipped_in_is_named(five):
    past_the_application(sa.insert(AuditEntry).values(id=uuid4(), deed="role_granted", particulars={}))
    assert faults() == [("unchained", None)]


def test_a_tail_cut_off_together_with_the_head_is_found_by_what_was_written_down(five, app):
    number, newest, _ = chaining.head()
    kept = db.session.scalar(sa.select(AuditEntry.hash).where(AuditEntry.number == 3))
    past_the_application(sa.delete(AuditEntry).where(AuditEntry.number > 3))
    past_the_application(sa.update(AuditHead).values(number=3, hash=kept))
    assert faults() == []
    db.session.rollback()
    answer = CliRunner().invoke(trail, ["check", "--since", f"{number}:{newest}"], obj=lambda: app)
    assert answer.exit_code == 1
    assert "entry 5: it is not the one" in answer.output


def test_the_command_says_that_all_is_well_and_what_to_write_down(five, app):
    answer = CliRunner().invoke(trail, ["check"], obj=lambda: app)
    assert answer.exit_code == 0, answer.output
    assert "5 entries, all in order" in answer.output
    head = answer.output.strip().rsplit(" ", 1)[1]
    audit.note("regrade", None)
    db.session.commit()
    assert CliRunner().invoke(trail, ["check", "--since", head], obj=lambda: app).exit_code == 0


def test_the_command_names_what_is_wrong(five, app):
    past_the_application(entries().where(AuditEntry.number == 4).values(deed="nothing"))
    answer = CliRunner().invoke(trail, ["check"], obj=lambda: app)
    assert answer.exit_code == 1
    assert "entry 4: was edited" in answer.output
