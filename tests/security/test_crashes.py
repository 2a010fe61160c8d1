"""A worker process is killed again and again while people hand in: what was acknowledged is there, once."""

import http.client
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from threading import Timer
from urllib.parse import urlencode
from uuid import uuid4

import psutil
import pytest

BIN = Path(sys.executable).parent
ITEM = "/courses/finding-hallucinations/practice/worst-error"


class Person:
    """A browser that keeps trying with the same key until it is answered, as a page's form does."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def ask(self, method, path, form=None):
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request(method, path, urlencode(form) if form else None, headers)
            with connection.getresponse() as answer:
                text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer.status, text

    def insist(self, method, path, form=None):
        for _ in range(200):
            try:
                status, text = self.ask(method, path, form)
                if status < 500:
                    return status, text
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.05)
        pytest.fail(f"{path} was not answered")

    def token(self, path):
        return re.search(r'name="csrf_token" value="([^"]+)"', self.insist("GET", path)[1])[1]


def site(tmp_path, port, *under):
    """The site as a process of its own, run under another program where one is named."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CURRICULUM_")},
        "CURRICULUM_DATA_DIR": str(tmp_path), "CURRICULUM_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    subprocess.run([BIN / "curriculum", "prepare"], env=environment, check=True, stdout=subprocess.DEVNULL)
    command = [*under, BIN / "gunicorn", "--log-level", "critical", "--bind", f"127.0.0.1:{port}", "--workers", "2",
               "--worker-class", "gthread", "--threads", "4", "curriculum_app:create_app()"]  # fmt: skip
    return subprocess.Popen(command, env=environment)


def at_the_exercise(port):
    """A trainee who is signed in, and the token of the exercise's form."""
    person = Person(port)
    token = person.token("/sign-in")
    form = {"csrf_token": token, "email": "trainee@example.org", "password": "demonstration"}
    person.insist("POST", "/sign-in", form)
    return person, person.token(ITEM)


def kill_one(server, chance):
    """Kills a web worker, both in turn over time."""
    workers = psutil.Process(server).children()
    with suppress(psutil.NoSuchProcess):
        chance.choice(workers).send_signal(signal.SIGKILL)


def hand_in_under_fire(tmp_path, port, submissions, kills):
    """Hands in so many times and kills a web worker so many times in between; the acknowledged keys."""
    server, chance = site(tmp_path, port), random.Random(3)
    try:
        person, token = at_the_exercise(port)
        fatal = set(chance.sample(range(submissions), kills))
        keys = []
        for number in range(submissions):
            if number in fatal:  # in the middle of what the person is about to send, as chance has it
                Timer(chance.uniform(0, 0.02), kill_one, [server.pid, chance]).start()
            key = str(uuid4())
            status, _ = person.insist("POST", ITEM, {"csrf_token": token, "key": key, "chosen": "bleach"})
            assert status == 303
            keys.append(key)
        return keys
    finally:
        server.terminate()
        server.wait(20)


def check(tmp_path, keys):
    database = sqlite3.connect(tmp_path / "curriculum.sqlite")
    kept = {key for (key,) in database.execute("select key from idempotency_key")}
    assert set(keys) <= kept
    context = "from answer join account on account.id = answer.account_id where email = 'trainee@example.org' and edition_id = "
    newest = "(select edition_id from answer order by created_at desc limit 1)"
    answers = database.execute(f"select count(*) {context}{newest}").fetchone()[0]
    verdicts = database.execute(
        f"select count(*) from verdict where answer_id in (select answer.id {context}{newest})"
    ).fetchone()[0]
    tries = database.execute(f"select max(try_number) {context}{newest}").fetchone()[0]
    database.close()
    assert answers == verdicts == tries
    return answers


@pytest.mark.parametrize(
    ("submissions", "kills"),
    [(120, 4), pytest.param(2000, 50, marks=pytest.mark.long)],
    ids=["in short", "2,000 with 50 kills"],
)
def test_no_acknowledged_hand_in_is_lost_or_graded_twice(tmp_path, submissions, kills):
    keys = hand_in_under_fire(tmp_path, 17_000 + os.getpid() % 1000, submissions, kills)
    assert len(keys) == submissions
    assert check(tmp_path, keys) in {
        submissions,
        submissions + 1,
    }  # one more where the demonstration's history did it before


@pytest.mark.long
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace to see what a process asks of the system")
def test_the_disk_has_every_hand_in_before_it_is_acknowledged(tmp_path):
    """The system calls of a real server: the log of the database is synced before each 303 leaves."""
    port, trace = 18_000 + os.getpid() % 1000, tmp_path / "trace"
    calls = "trace=fsync,fdatasync,sendto,sendmsg,write"
    server = site(tmp_path, port, "strace", "-f", "-y", "-s", "20", "-o", str(trace), "-e", calls)
    try:
        person, token = at_the_exercise(port)
        for _ in range(10):
            form = {"csrf_token": token, "key": str(uuid4()), "chosen": "bleach"}
            assert person.insist("POST", ITEM, form)[0] == 303
    finally:
        for worker in psutil.Process(server.pid).children():
            worker.terminate()
        server.wait(20)
    assert acknowledged_after_a_sync(trace.read_text()) == 10


def acknowledged_after_a_sync(trace):
    """How many answers with 303 left a thread; each must follow a sync of the database's log by that thread that ended well."""
    syncing, synced, acknowledged = {}, set(), 0
    for line in trace.splitlines():
        thread, call = line.split(maxsplit=1)
        if "sync(" in call:
            syncing[thread] = "curriculum.sqlite-wal" in call
        if "sync" in call and call.endswith("= 0") and syncing.get(thread):
            synced.add(thread)
        if "HTTP/1.1 303" in call:
            assert thread in synced, line
            synced.discard(thread)
            acknowledged += 1
    return acknowledged
