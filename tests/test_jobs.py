"""A job is put down with its cause, done once however often it is delivered, and found again after a crash."""

import pytest

from curriculum_app import jobs
from curriculum_app.database import db, utc_now
from curriculum_app.jobs import Job
from curriculum_app.learning.models import Revision

calls = []


@jobs.task("tests.count")
def count(number):
    """Writes one row, then does what the test planned."""
    db.session.add(Revision(digest=f"job {number}", manifest={}, loaded_at=utc_now()))
    db.session.flush()
    calls.append(number)
    if number < 0 and len(calls) == 1:
        raise RuntimeError("killed in the middle")


@pytest.fixture(autouse=True)
def afresh(app):
    calls.clear()
    yield
    db.session.rollback()
    db.session.query(Revision).filter(Revision.digest.like("job %")).delete()
    db.session.commit()


def effects():
    return db.session.query(Revision).filter(Revision.digest.like("job %")).count()


def test_the_same_key_twice_is_one_job(app):
    for _ in range(3):
        jobs.enqueue("tests.count", "a", number=1)
        db.session.commit()
    assert jobs.run_waiting() == 1
    assert calls == [1]


def test_a_job_delivered_three_times_has_one_effect(app):
    jobs.enqueue("tests.count", "a", number=1)
    db.session.commit()
    (job,) = jobs.waiting()
    assert [jobs.run(job) for _ in range(3)] == [True, False, False]
    assert effects() == 1


def test_what_was_rolled_back_leaves_no_job(app):
    jobs.enqueue("tests.count", "a", number=1)
    db.session.rollback()
    assert jobs.waiting() == []


def test_a_worker_killed_in_the_middle_leaves_nothing_half_done_and_the_sweeper_does_it_once(app):
    jobs.enqueue("tests.count", "a", number=-1)
    db.session.commit()
    (job,) = jobs.waiting()
    with pytest.raises(RuntimeError):
        jobs.run(job)
    assert effects() == 0
    assert jobs.waiting() == []  # leased still: nobody else begins it
    db.session.get_one(Job, job).lease_until = utc_now() - jobs.LEASE
    db.session.commit()
    assert jobs.run_waiting() == 1
    assert jobs.run_waiting() == 0
    assert effects() == 1


def test_a_done_job_keeps_no_arguments(app):
    jobs.enqueue("tests.count", "a", number=1)
    db.session.commit()
    jobs.run_waiting()
    assert db.session.query(Job).one().arguments == {}
