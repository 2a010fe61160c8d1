"""Each job has one effect, delivered three times at once or with its worker killed in the middle of it."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from curriculum_app import alembic, create_app, jobs, mail
from curriculum_app.accounts.models import Token
from curriculum_app.credentials import certification, keys, revoking, tasks
from curriculum_app.credentials.models import Credential, CredentialPrint, LogEntry, StatusList
from curriculum_app.database import db, utc_now
from curriculum_app.jobs import Job
from curriculum_app.operations import regrading
from curriculum_app.practice.models import VerdictRow
from curriculum_app.talent.models import TalentRecord, TalentSkill
from tests.conftest import PASSWORD
from tests.credentials.earning import do_the_course, pass_the_exam
from tests.credentials.printing import printed
from tests.practice.regraded import newer_gold
from tests.security.roads import ROADS


def deliver_three_times(app):
    """Whatever waits, and what that puts down in turn, by three workers at once each; the names of what was done."""
    done = []

    def deliver(job_id):
        with app.app_context():
            return jobs.run(job_id)

    with ThreadPoolExecutor(3) as workers:
        while waiting := jobs.waiting():
            db.session.commit()
            for job_id in waiting:
                assert sum(workers.map(deliver, [job_id] * 3)) == 1
            db.session.expire_all()
            done += [db.session.get_one(Job, job_id).name for job_id in waiting]
    return done


# What the clock puts down, and not a form.
BY_THE_CLOCK = ("accounts.consents_ending", "credentials.remind", "credentials.state_keys", "deliveries.forget",
                "operations.forget_taken_along", "talent.expire_contacts", "talent.refresh", "talent.renew_figures", "tryouts.remove_old",
                "verification.forget_bulk", "verification.forget_sheets")  # fmt: skip
# Roads whose jobs are done between and after their forms.
ON_ROADS = ("of a renewal", "of a name", "of a recheck", "of an issue", "of keys and webhooks", "of registering", "of the pool",
            "of a list", "of a try out", "of facts")  # fmt: skip
# Run twice by tests of their own: test_changing, test_key_drill, test_rechecks, test_erasing, test_contacting.
ELSEWHERE = {"credentials.change_standing", "credentials.sign_checkpoint", "rechecks.end", "operations.erase", "operations.take_along",
             "talent.saved_search"}  # fmt: skip
ON_THE_WAY_TO_A_CERTIFICATE = {"accounts.greet", "accounts.reset", "credentials.consider", "credentials.log", "credentials.print",
                               "credentials.sign_list", "exams.rescore", "mail", "practice.regrade", "talent.record"}  # fmt: skip


def test_what_a_road_or_the_clock_puts_down_has_one_effect_however_often_it_is_delivered(app, walk, monkeypatch):
    seen = set(ON_THE_WAY_TO_A_CERTIFICATE)
    for name in ON_ROADS:
        road = ROADS[name]
        _, once = walk(road, {})
        module = sys.modules[road.walk.__module__]
        with monkeypatch.context() as patch:
            patch.setattr(module, "work", lambda: seen.update(deliver_three_times(app)), raising=False)
            _, thrice = walk(road, {})
        seen.update(deliver_three_times(app))
        assert {look: (rows, once[look]) for look, rows in thrice.items() if rows != once[look]} == {}, name
    for name in BY_THE_CLOCK:
        jobs.enqueue(name, "by the clock")
    db.session.commit()
    seen.update(deliver_three_times(app))
    assert seen | ELSEWHERE == {name for name in jobs._tasks if not name.startswith("tests.")}


def test_every_job_on_the_way_to_a_certificate_delivered_three_times_has_one_effect(app, browser, trainee):
    keys.ensure(utc_now())
    certification.ensure(utc_now())
    db.session.commit()
    letters = len(list(mail.folder().glob("*.eml")))
    browser().post("/sign-up", {"name": "새 사람", "email": "new@example.org", "password": PASSWORD})
    browser().post("/reset", {"email": trainee.account.email})
    do_the_course(trainee)
    pass_the_exam(trainee)
    done = deliver_three_times(app)
    credential = db.session.query(Credential).one()
    revoking.revoke(credential, trainee.account.id, "시험을 대신 치렀습니다.", utc_now())
    printed(99)  # before there was a log
    tasks.catch_up_with_the_log()
    db.session.commit()
    done += deliver_three_times(app)
    regraded = newer_gold("final", "sample-exam", answer=["b"])
    regrading.start(regraded, None)
    db.session.commit()
    done += deliver_three_times(app)
    assert db.session.query(VerdictRow).filter_by(gold_edition_id=regraded).count() == 1
    assert set(done) >= ON_THE_WAY_TO_A_CERTIFICATE
    effects = {
        table: db.session.query(table).count()
        for table in (CredentialPrint, LogEntry, TalentRecord, TalentSkill, StatusList, Token)
    }
    assert effects == {CredentialPrint: 2, LogEntry: 2, TalentRecord: 1, TalentSkill: 1, StatusList: 1, Token: 2}
    assert len(list(mail.folder().glob("*.eml"))) == letters + 2


@pytest.fixture
def elsewhere(tmp_path):
    """An application with its queue, and how to start its worker as a process."""
    app = create_app(DATA_DIR=str(tmp_path), DATABASE_URL="", SECRET_KEY="tests only")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CURRICULUM_")}
    environment |= {"CURRICULUM_DATA_DIR": str(tmp_path), "CURRICULUM_SECRET_KEY": "tests only"}
    started = []

    def worker():
        started.append(subprocess.Popen([sys.executable, "-m", "curriculum_app.worker"], env=environment, stderr=subprocess.DEVNULL,
                                        cwd=Path(__file__).parents[2]))  # fmt: skip
        return started[-1]

    with app.app_context():
        alembic.upgrade()
        yield app, worker
        db.session.rollback()
        db.engine.dispose()
    for process in started:
        process.kill()
        process.wait()


def letters_in(folder):
    return len(list(folder.glob("*.eml")))


@pytest.mark.parametrize(("letters", "kills"), [(80, 2), pytest.param(600, 15, marks=pytest.mark.long)])
def test_a_worker_killed_in_the_middle_of_its_jobs_leaves_each_done_once(elsewhere, letters, kills):
    app, worker = elsewhere
    for number in range(letters):
        mail.send(f"{number}@example.org", "제목", "글")
    db.session.commit()
    for _ in range(kills):
        process, before, until = worker(), letters_in(mail.folder()), time.monotonic() + 30
        while letters_in(mail.folder()) < before + letters // (kills + 2) and time.monotonic() < until:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait()
        db.session.execute(sa.update(Job).values(lease_until=None))  # five minutes later
        for job_id in db.session.scalars(sa.select(Job.id).where(Job.done_at.is_(None))):
            for _ in range(3):  # as the sweeper sends them again, and once more
                app.extensions["run_job"](str(job_id))
        db.session.commit()
    assert 0 < letters_in(mail.folder()) < letters
    jobs.run_waiting()
    assert letters_in(mail.folder()) == letters
    assert len({message["To"] for message in mail.laid_down(letters)}) == letters
    assert db.session.scalar(sa.select(sa.func.count()).where(Job.done_at.is_(None))) == 0
