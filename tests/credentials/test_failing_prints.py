"""A failure at any step between signing and commit leaves nothing outside the log; the retry makes one of each."""

import pytest

from curriculum_app import jobs, mail
from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.credentials import (
    certification,
    keys,
    proofs,
    queries,
    rendering,
    sealing,
    statuses,
    telling,
    tokens,
    transparency,
)
from curriculum_app.credentials.models import Checkpoint, Credential, CredentialPrint, LogEntry, LogNode, StatusList
from curriculum_app.database import db, utc_now
from curriculum_app.jobs import Job
from tests.credentials.earning import do_the_course, pass_the_exam, work


class Broken(Exception):
    """What is thrown into the works."""


# Where the print job may fail, in its order: before each step is done, and right after it.
STEPS = {
    "signing": (proofs, "sign"), "the token": (tokens, "sign"), "rendering": (rendering, "pdf"), "sealing": (sealing, "seal"),
    "the holder": (queries, "is_held"), "the status list": (statuses, "ensure_list"), "the mail": (telling, "tell_of_issue"),
    "the log": (transparency, "append"), "the log's leaves": (transparency, "insert_many"),
}  # fmt: skip


@pytest.fixture
def waiting(trainee):
    """A certificate that waits to be printed; its holder wants a mail."""
    keys.ensure(utc_now())
    certification.ensure(utc_now())
    consents.choose(trainee.account.id, [Purpose.NOTICES_BY_MAIL], utc_now())
    db.session.commit()
    do_the_course(trainee)
    pass_the_exam(trainee)
    while db.session.query(Credential).count() == 0:
        assert jobs.run(next_but_print())
    return db.session.query(Credential).one().id


def next_but_print():
    return next(id for id in jobs.waiting() if db.session.get(Job, id).name != "credentials.print")


def print_job():
    return db.session.query(Job).filter_by(name="credentials.print").one()


def outside():
    """Everything that a print leaves: rows, and letters that wait or lie there."""
    db.session.expire_all()
    tables = {model.__tablename__: db.session.query(model).count() for model in
              (CredentialPrint, LogEntry, LogNode, Checkpoint, StatusList)}  # fmt: skip
    letters = db.session.query(Job).filter_by(name="mail", done_at=None).count()
    return {**tables, "letters": letters, "files": len(list(mail.folder().glob("*.eml")))}


def free_the_lease():
    job = print_job()
    job.lease_until = None
    db.session.commit()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_failing_step_leaves_nothing_and_the_retry_makes_one_of_each(waiting, monkeypatch, step, when):
    module, name = STEPS[step]
    own, before, reached = getattr(module, name), outside(), []

    def breaks(*given, **more):
        reached.append(step)
        if when == "after":
            own(*given, **more)
        raise Broken

    with monkeypatch.context() as patch:
        patch.setattr(module, name, breaks)
        with pytest.raises(Broken):
            jobs.run(print_job().id)
    assert reached
    assert outside() == before
    assert not queries.is_printed(waiting)
    assert print_job().done_at is None
    free_the_lease()
    work()
    made = outside()
    assert (made["credential_print"], made["log_entry"], made["log_checkpoint"], made["status_list"]) == (1, 1, 1, 1)
    assert made["files"] - before["files"] == 1
    held = queries.print_of(waiting)
    assert transparency.holds(waiting, held.document)
    free_the_lease()
    work()
    assert outside() == made


def test_a_commit_that_fails_leaves_nothing_and_the_retry_makes_one_of_each(waiting, monkeypatch):
    before, own = outside(), db.session.commit

    def commit():
        if db.session.query(CredentialPrint).count():
            raise Broken
        own()

    with monkeypatch.context() as patch:
        patch.setattr(db.session, "commit", commit, raising=False)
        with pytest.raises(Broken):
            jobs.run(print_job().id)
    db.session.rollback()
    assert outside() == before
    free_the_lease()
    work()
    assert (outside()["credential_print"], outside()["log_entry"], outside()["files"] - before["files"]) == (1, 1, 1)
