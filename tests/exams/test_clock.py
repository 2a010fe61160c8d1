"""The clock of a sitting: nobody gains and nobody loses time when the server's clock is set."""

import re
import time
from datetime import datetime, timedelta

import pytest

from curriculum_app import database
from curriculum_app.database import db, utc_now
from curriculum_app.exams import clock
from curriculum_app.exams.models import Sitting
from tests.exams.test_exams import started

pytestmark = pytest.mark.skipif(clock.read() is None, reason="this system has no clock that runs on when it is set")
TOLERATED = 5  # seconds
EXAM = timedelta(minutes=10)


@pytest.fixture
def set_clock(monkeypatch):
    """Sets the server's clock forward or back, and lets the machine run on: set_clock(hours=2, after=60)."""

    def set_(after=0.0, **by):
        shift = timedelta(seconds=after, **by)

        class Shifted(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.now(tz) + shift

        real = clock.Reading(clock._BOOT_ID.read_text().strip(), time.clock_gettime(time.CLOCK_BOOTTIME))
        monkeypatch.setattr(database, "datetime", Shifted)
        monkeypatch.setattr(clock, "read", lambda: real._replace(seconds=real.seconds + after))

    return set_


def seconds_shown(here, question):
    return float(re.search(r'data-seconds="([\d.]+)"', here.get(question).text)[1])


@pytest.mark.parametrize("hours", [-2, 2])
def test_setting_the_clock_neither_gives_nor_takes_time(trainee, set_clock, hours):
    question = started(trainee)
    before = seconds_shown(trainee, question)
    set_clock(hours=hours)
    assert abs(seconds_shown(trainee, question) - before) < TOLERATED
    assert trainee.send("PUT", question, data={"chosen": "a"}, headers=token(trainee)).status_code == 200
    set_clock(hours=hours, after=EXAM.total_seconds() + 10 - TOLERATED)  # within the ten seconds of grace
    assert seconds_shown(trainee, question) == 0
    assert trainee.send("PUT", question, data={"chosen": "a"}, headers=token(trainee)).status_code == 200
    set_clock(hours=hours, after=EXAM.total_seconds() + 10 + 1)
    assert trainee.send("PUT", question, data={"chosen": "b"}, headers=token(trainee)).status_code == 409
    assert trainee.post(question, {"chosen": "b"}).status_code == 409


def token(here):
    return {"X-CSRFToken": here.token()}


def test_the_time_told_is_that_of_the_clock_on_the_wall(trainee, set_clock):
    question = started(trainee)
    set_clock(hours=2)
    due = db.session.query(Sitting).one().deadline_at + timedelta(hours=2)
    assert f"{due:%H:%M:%S}" in trainee.get(question).text


def test_after_another_start_of_the_machine_the_wall_clock_counts(trainee, monkeypatch):
    started(trainee)
    found = db.session.query(Sitting).one()
    monkeypatch.setattr(clock, "read", lambda: clock.Reading("another start", 0.0))
    assert abs(clock.moment(found) - utc_now()) < timedelta(seconds=1)
    monkeypatch.setattr(clock, "read", lambda: None)
    assert abs(clock.moment(found) - utc_now()) < timedelta(seconds=1)


def test_a_system_without_such_a_clock_reads_none(monkeypatch, tmp_path):
    monkeypatch.setattr(clock, "_BOOT_ID", tmp_path / "nothing")
    assert clock.read() is None
