"""A message is handed to the mail server at most twice, both times with the same id, and once for one cause."""

import smtplib
from datetime import timedelta
from email import message_from_bytes

import pytest

from curriculum_app import jobs, mail
from curriculum_app.database import db, utc_now
from curriculum_app.jobs import Job


class Server:
    """A mail server that keeps what it gets, and then does as the test planned."""

    def __init__(self):
        self.got, self.plan = [], []

    def __call__(self, *_, **__):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def send_message(self, message):
        failure = self.plan.pop(0) if self.plan else None
        if not isinstance(failure, smtplib.SMTPResponseException):  # one that says no has nothing
            self.got.append(message_from_bytes(message.as_bytes())["Message-ID"])
        if failure:
            raise failure


@pytest.fixture
def server(app, monkeypatch):
    made = Server()
    monkeypatch.setattr(smtplib, "SMTP", made)
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://mail.example:25")
    return made


def deliver(times):
    """The worker comes back again and again, each time after the lease."""
    for _ in range(times):
        for job in jobs.waiting():
            try:
                jobs.run(job)
            except (smtplib.SMTPException, KeyboardInterrupt):
                db.session.rollback()
        db.session.query(Job).update({"lease_until": utc_now() - timedelta(seconds=1)})
        db.session.commit()


def test_what_was_delivered_is_not_delivered_again(server):
    mail.send("a@example.org", "제목", "글")
    db.session.commit()
    deliver(3)
    assert len(server.got) == 1


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), smtplib.SMTPServerDisconnected("gone")], ids=["killed", "cut off"])
def test_a_worker_that_never_learns_the_outcome_repeats_once_with_the_same_id(server, failure):
    server.plan = [failure] * 9
    mail.send("a@example.org", "제목", "글")
    db.session.commit()
    deliver(5)
    assert len(server.got) == 2
    assert len(set(server.got)) == 1
    assert jobs.waiting() == []


def test_a_server_that_says_no_is_asked_until_it_says_yes(server):
    server.plan = [smtplib.SMTPDataError(451, b"later")] * 4
    mail.send("a@example.org", "제목", "글")
    db.session.commit()
    deliver(6)
    assert len(server.got) == 1


def test_one_cause_is_one_message(server):
    for _ in range(3):
        mail.send("a@example.org", "제목", "글", cause="issued 1")
        db.session.commit()
        deliver(1)
    mail.send("a@example.org", "제목", "글", cause="issued 2")
    db.session.commit()
    deliver(1)
    assert len(server.got) == 2
    assert "issued" not in "".join(server.got)
