"""Sittings over HTTP beside a model of a few lines: whatever is done in whatever order, both say the same."""

import os
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from curriculum_app import database
from curriculum_app.accounts.models import Grant
from curriculum_app.database import db, utc_now
from curriculum_app.exams import clock, queries, rooms
from curriculum_app.exams.models import Admission, Sitting
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Enrolment
from curriculum_app.practice.models import Draft
from curriculum_app.web.access import Role
from tests.exams.test_rooms import EXAM, school

pytestmark = pytest.mark.skipif(clock.read() is None, reason="this system has no clock that runs on when it is set")
LIMIT, WAIT, OPEN_FOR, GRACE = 3, timedelta(days=1), 600, 10  # what the sample course says of its exam
PASSING = (20, 60, 300, 400, 700, 13 * 3600, 25 * 3600, 9 * 86400)  # their sums keep clear of the deadline and its grace


class Try:
    """A sitting of the model."""

    def __init__(self, period, number, started, passed, supervised):
        self.period, self.number, self.started, self.at, self.supervised = period, number, started, passed, supervised
        self.kept, self.handed, self.score = None, None, None


class Exams(RuleBasedStateMachine):
    """One trainee, one invigilator, a wall clock that is set and a machine that runs on."""

    def __init__(self, world):
        super().__init__()
        self.world, self.patch = world, pytest.MonkeyPatch()
        self.passed, self.set_by = 0, 0
        self.tries, self.room, self.here = [], None, None

    @initialize()
    def arrive(self):
        browser, person = self.world
        self.trainee, account = browser(), person("김하늘")
        self.trainee.sign_in(account).post("/courses/sample/enrol")
        self.enrolment = db.session.query(Enrolment.id).filter_by(account_id=account.id).one()[0]
        teacher = person("이감독")
        self.school, self.teacher_id = school(f"학교 {teacher.id}").id, teacher.id
        db.session.add(Grant(account_id=teacher.id, role=Role.INSTRUCTOR, organisation_id=self.school))
        db.session.commit()
        self.teacher = browser().sign_in(teacher)
        self._tick()

    def teardown(self):
        self.patch.undo()

    def _tick(self):
        shift, passed = timedelta(seconds=self.passed + self.set_by), self.passed

        class Shifted(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.now(tz) + shift

        boot = clock._BOOT_ID.read_text().strip()
        self.patch.setattr(database, "datetime", Shifted)
        self.patch.setattr(clock, "read", lambda: clock.Reading(boot, time.clock_gettime(time.CLOCK_BOOTTIME) + passed))

    @property
    def sitting(self):
        return self.tries[-1] if self.tries and self.tries[-1].handed is None else None

    @rule(seconds=st.sampled_from(PASSING))
    def wait(self, seconds):
        self.passed += seconds
        self._tick()

    @rule(hours=st.sampled_from((-2, 2)))
    def set_the_clock(self, hours):
        self.set_by += hours * 3600
        self._tick()

    @rule()
    def start(self):
        now, answer = utc_now(), self.trainee.post(EXAM)
        if self.sitting:
            assert answer.status_code == 303
            return
        period = now.astimezone(ZoneInfo("Asia/Seoul")).year
        earlier = sorted((one for one in self.tries if one.period == period), key=lambda one: one.started)
        waits = bool(earlier) and now < earlier[-1].handed + WAIT
        shut_out = self.here is not None and not (self.here["admitted"] and self._is_open(self.here["room"], now))
        if len(earlier) >= LIMIT or waits or shut_out:
            assert answer.status_code == 409
            return
        assert answer.status_code == 303
        begun = Try(period, len(earlier) + 1, now, self.passed, self.here and self.here["room"])
        begun.address, begun.identity = answer.headers["Location"], bool(self.here)
        self.tries.append(begun)
        self.here = None

    @precondition(lambda self: self.tries)
    @rule(chosen=st.sampled_from("ab"), by_itself=st.booleans())
    def keep(self, chosen, by_itself):
        newest = self.tries[-1]
        send = self.trainee.put if by_itself else self.trainee.post
        answer = send(newest.address, {"chosen": chosen})
        if newest.handed is not None or self.passed - newest.at > OPEN_FOR + GRACE:
            assert answer.status_code == 409
        else:
            assert answer.status_code == (200 if by_itself else 303)
            newest.kept = chosen

    @precondition(lambda self: self.tries)
    @rule()
    def half_an_answer(self):
        assert self.trainee.put(self.tries[-1].address, {"chosen": "nonsense"}).status_code == 422

    @precondition(lambda self: self.tries)
    @rule()
    def hand_in(self):
        newest, now = self.tries[-1], utc_now()
        assert self.trainee.post(newest.address.rsplit("/", 1)[0]).status_code == 303
        if newest.handed is None:
            newest.handed, newest.score, newest.kept = now, 100 if newest.kept == "a" else 0, None

    @rule(hours=st.sampled_from((1, 12)))
    def open_a_room(self, hours):
        now = utc_now()
        made = rooms.open_room(self.school, live().courses["sample"].id, "301호", hours, self.teacher_id, now)
        db.session.commit()
        self.room = {"id": made.id, "code": made.code, "ends": now + timedelta(hours=hours)}

    def _is_open(self, room, now):
        return now < room["ends"]

    @precondition(lambda self: self.room)
    @rule()
    def enter(self):
        answer = self.trainee.post(f"{EXAM}/room", {"code": self.room["code"]})
        if self.sitting or not self._is_open(self.room, utc_now()):
            assert answer.status_code == 422
        else:
            assert answer.status_code == 303
            if self.here is None or self.here["room"] is not self.room:
                self.here = {"room": self.room, "admitted": False}

    @precondition(lambda self: self.here)
    @rule()
    def admit(self):
        room = self.here["room"]
        id = db.session.query(Admission.id).filter_by(enrolment_id=self.enrolment, sitting_id=None).one()[0]
        answer = self.teacher.post(f"/rooms/{room['id']}/people/{id}/admit", {"identity_seen": "y"})
        if self._is_open(room, utc_now()):
            assert answer.status_code == 303
            self.here["admitted"] = True
        else:
            assert answer.status_code == 409

    @rule()
    def leave(self):
        assert self.trainee.post(f"{EXAM}/room/leave").status_code == 303
        self.here = None

    @precondition(lambda self: self.room)
    @rule()
    def close_the_room(self):
        now = utc_now()
        assert self.teacher.post(f"/rooms/{self.room['id']}/close").status_code == 303
        self.room["ends"] = min(self.room["ends"], now)

    @invariant()
    def both_say_the_same(self):
        if not hasattr(self, "enrolment"):
            return
        db.session.rollback()
        stored = sorted(db.session.query(Sitting).filter_by(enrolment_id=self.enrolment), key=lambda one: (one.period, one.try_number))
        model = sorted(self.tries, key=lambda one: (one.period, one.number))
        told = [(one.period, one.try_number, one.state, one.score) for one in stored]
        assert told == [(one.period, one.number, "open" if one.handed is None else "handed_in", one.score) for one in model]
        drafts = db.session.query(Draft).filter_by(enrolment_id=self.enrolment).all()
        kept = [draft.answer["chosen"] for draft in drafts]
        assert kept == ([[self.sitting.kept]] if self.sitting and self.sitting.kept else [])
        waiting = queries.waiting_in(self.enrolment)
        assert (waiting and waiting[0].admitted_at is not None) == (self.here and self.here["admitted"])
        for one, ours in zip(stored, model, strict=True):
            watched = bool(ours.handed and ours.supervised and ours.handed <= ours.supervised["ends"])
            assert queries.conditions_of(one)["supervised"] == watched


def walk(world, sequences):
    run_state_machine_as_test(
        lambda: Exams(world),
        settings=settings(max_examples=sequences, stateful_step_count=30, deadline=None, derandomize=True, database=None,
                          suppress_health_check=list(HealthCheck)),
    )  # fmt: skip


def test_short_walks_never_part_from_the_model(app, browser, person):
    walk((browser, person), 8)


@pytest.mark.long
def test_long_walks_never_part_from_the_model(app, browser, person):
    walk((browser, person), int(os.environ.get("CURRICULUM_TEST_SEQUENCES", "500")))
