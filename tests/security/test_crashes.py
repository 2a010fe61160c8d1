"""A worker process is killed again and again while people hand in: what was acknowledged is there, once."""

import http.client
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
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
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request(method, path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        connection.close()
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


def site(tmp_path, port):
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CURRICULUM_")},
        "CURRICULUM_DATA_DIR": str(tmp_path), "CURRICULUM_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    subprocess.run([BIN / "curriculum", "prepare"], env=environment, check=True, stdout=subprocess.DEVNULL)
    command = [BIN / "gunicorn", "--log-level", "critical", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--worker-class", "gthread",
               "--threads", "4", "curriculum_app:create_app()"]  # fmt: skip
    return subprocess.Popen(command, env=environment)


def hand_in_under_fire(tmp_path, port, submissions, kills):
    """Hands in so many times and kills a web worker so many times in between; the acknowledged keys."""
    server, chance = site(tmp_path, port), random.Random(3)
    try:
        person = Person(port)
        token = person.token("/sign-in")
        person.insist(
            "POST", "/sign-in", {"csrf_token": token, "email": "trainee@example.org", "password": "demonstration"}
        )
        token = person.token(ITEM)
        fatal = set(chance.sample(range(submissions), kills))
        keys = []
        for number in range(submissions):
            if number in fatal:
                for victim in chance.sample(psutil.Process(server.pid).children(), 1):
                    victim.send_signal(signal.SIGKILL)
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
