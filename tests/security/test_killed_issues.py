"""Both workers are killed again and again while a cohort's certificates are issued: each person has one, logged and mailed.

CURRICULUM_TEST_CERTIFICATES says how many people (5000 is what is promised; the default keeps the test short).
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from benchmarks import cohort as cohorts
from curriculum_app import create_app
from curriculum_app.cohorts import issue_queries, issuing
from curriculum_app.credentials import merkle, transparency
from curriculum_app.credentials.models import Credential, CredentialPrint, LogEntry
from curriculum_app.database import db, utc_now
from curriculum_app.jobs import Job
from curriculum_app.learning.catalogue import live
from tests.security.mail_server import mail_server

BIN = Path(sys.executable).parent
PEOPLE, KILLS = int(os.environ.get("CURRICULUM_TEST_CERTIFICATES", "40")), 4


@pytest.fixture(params=["sqlite", "postgresql"])
def environment(request, tmp_path):
    """A site of its own, prepared; its mail goes to a server of the test."""
    url = request.getfixturevalue("postgresql") if request.param == "postgresql" else f"sqlite:///{tmp_path}/curriculum.sqlite"
    with mail_server() as (port, got):
        settings = {"DATA_DIR": str(tmp_path), "DATABASE_URL": url, "PUBLIC_URL": "https://school.example", "SECRET_KEY": "tests only",
                    "MAIL_URL": f"smtp://127.0.0.1:{port}", "ENVIRONMENT": "production"}  # fmt: skip
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CURRICULUM_")}
        made = {**clean, **{f"CURRICULUM_{name}": value for name, value in settings.items()}}
        subprocess.run([BIN / "curriculum", "prepare"], env=made, check=True, stdout=subprocess.DEVNULL)
        yield settings, made, got


def workers(environment):
    command = [sys.executable, "-m", "curriculum_app.worker"]
    return [subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) for _ in range(2)]


def kill(running):
    for one in running:
        one.send_signal(signal.SIGKILL)
        one.wait(10)


def time_passes():
    """What the dead held is free again, as it will be when their leases have ended."""
    db.session.query(Job).filter(Job.done_at.is_(None)).update({"lease_until": utc_now() - timedelta(seconds=1)})
    db.session.commit()


def printed(issue_id):
    """How many are printed by now; nothing stays locked."""
    count = issue_queries.standing(issue_id).printed
    db.session.rollback()
    return count


def issue_under_fire(environment, issue_id, chance):
    """Lets two workers issue and kills both as often as is wished, each time somewhere in the middle; then lets two finish."""
    aims = sorted(chance.sample(range(1, PEOPLE - 1), KILLS))
    running = workers(environment)
    try:
        for aim in aims:
            while printed(issue_id) < aim:
                time.sleep(0.02)
            time.sleep(chance.uniform(0, 0.3))
            kill(running)
            time_passes()
            running = workers(environment)
        deadline = time.monotonic() + 120 + PEOPLE
        while db.session.query(Job).filter(Job.done_at.is_(None)).count():
            db.session.rollback()
            assert time.monotonic() < deadline
            time.sleep(0.5)
    finally:
        kill(running)


@pytest.mark.long
def test_each_person_of_a_killed_issue_has_exactly_one_certificate_logged_and_mailed_at_most_twice(environment):
    settings, outside, got = environment
    app = create_app(**settings, TESTING=True)
    with app.app_context():
        cohort, by = cohorts.of(PEOPLE)
        issue = issuing.start(cohort, by, live(), utc_now())
        db.session.commit()
        # Before the first worker: this process has no queue of its own, and the sweep finds what it put down.
        issue_under_fire(outside, issue.id, Random(5))
        db.session.expire_all()
        assert issue_queries.standing(issue.id) == (PEOPLE, PEOPLE, 0, PEOPLE)
        holders = Counter(row.account_id for row in db.session.query(Credential.account_id))
        assert len(holders) == PEOPLE
        assert set(holders.values()) == {1}
        assert sorted(one.number for one in db.session.query(Credential)) == list(range(1, PEOPLE + 1))
        check_the_log()
        db.session.rollback()
        db.engine.dispose()
    check_the_mails(got)


def check_the_log():
    """Every print stands in the log once, in a tree that holds."""
    prints = {row.credential_id: row.document for row in db.session.query(CredentialPrint)}
    leaves = {row.credential_id: row.leaf_hash for row in db.session.query(LogEntry)}
    assert leaves == {id: merkle.leaf_hash(sha256(document).digest()) for id, document in prints.items()}
    assert transparency.newest().size == db.session.query(LogEntry).count() == PEOPLE
    assert all(transparency.holds(id, prints[id]) for id in list(prints)[:50])


def check_the_mails(got):
    """Everybody got one message; a repeat carries the same id, and there is one repeat at most."""
    ids = {}
    for to, id in got:
        ids.setdefault(to, []).append(id)
    assert len(ids) == PEOPLE
    assert all(len(set(mine)) == 1 for mine in ids.values())
    assert max(len(mine) for mine in ids.values()) <= 2
