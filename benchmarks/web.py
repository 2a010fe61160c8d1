"""What a page costs, as a ratio to the barest Flask and SQLAlchemy that answers the same (benchmarks/bare.py).

    .venv/bin/python -m benchmarks.web [POSTGRESQL_URL]

1,000 trainees × 40 exercises; gunicorn gthread 2×4 for both; CPU of server and database a request, one client, median of
rounds in which both take turns. Prints a Markdown table. Needs psutil, which `script/setup` installs.
"""

import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import psutil
import sqlalchemy as sa

from benchmarks.databases import fresh_database
from curriculum_app import create_app, jobs
from curriculum_app.accounts.models import Account
from curriculum_app.credentials import documents, keys, proofs, queries, rendering, sealing
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Enrolment, StepResult

ROOT = Path(__file__).parent.parent
TRAINEES, EXERCISES, ROUNDS, REQUESTS = 1000, 40, 9, 50
PASSWORD = "demonstration"
URL = "https://school.example"
BIN = Path(sys.executable).parent


def content(folder):
    """A course of 40 exercises: two of the shipped ones, one of them clean, 20 times each under ids of their own."""
    bank, lessons = folder / "exercises/bench", folder / "courses/bench/lessons"
    bank.mkdir(parents=True)
    lessons.mkdir(parents=True)
    chance = Random(1)
    new = lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4))  # noqa: E731
    both = {"ko": "측정", "en": "Benchmark"}
    (bank / "bank.yaml").write_text(json.dumps({"id": new(), "title": both, "use": "practice"}))
    for guideline in (ROOT / "exercises/hallucinations").glob("guideline.*.md"):  # the exercises name its clauses
        shutil.copy(guideline, bank)
    lesson = new()
    for number in range(EXERCISES):
        id = new()
        for language in ("ko", "en"):
            name = ("library-hours", "recycling-notice")[number % 2]
            text = (ROOT / f"exercises/hallucinations/{name}.{language}.yaml").read_text("utf-8")
            (bank / f"item-{number}.{language}.yaml").write_text(
                re.sub(r"^id: .*$", f"id: {id}", text, flags=re.M), "utf-8"
            )
    for language in ("ko", "en"):
        head = {"id": lesson, "title": both[language], "objectives": ["x"], "skills": ["find_errors"]}
        (lessons / f"01-start.{language}.md").write_text(f"---\n{json.dumps(head)}\n---\n## A\n\nText.\n", "utf-8")
    course = {
        "id": new(), "title": both, "summary": both, "skills": ["find_errors"], "practice_bank": "bench",
        "modules": [{"id": new(), "title": both, "lessons": ["start"], "practice": [f"item-{n}" for n in range(EXERCISES)]}],
    }  # fmt: skip
    (folder / "courses/bench/course.yaml").write_text(json.dumps(course), "utf-8")


def fill(app):
    """A thousand trainees who have done every exercise."""
    now = utc_now()
    with app.app_context():
        course = live().courses["bench"]
        steps = live().steps("bench", "ko")
        hashed = db.session.scalar(sa.select(Account.password_hash).limit(1))
        people = [uuid.uuid4() for _ in range(TRAINEES)]
        accounts = [{"id": id, "email": f"t{n}@example.org", "name": f"사람 {n}", "password_hash": hashed, "email_confirmed_at": now,
                     "session_stamp": uuid.uuid4(), "name_latin": "", "language": "ko", "created_at": now}
                    for n, id in enumerate(people)]  # fmt: skip
        enrolments = [
            {"id": uuid.uuid4(), "account_id": id, "course_id": course.id, "language": "ko", "created_at": now}
            for id in people
        ]
        db.session.execute(sa.insert(Account), accounts)
        db.session.execute(sa.insert(Enrolment), enrolments)
        results = [{"id": uuid.uuid4(), "enrolment_id": e["id"], "step_id": step.id, "sort": step.sort, "tries": 1, "first_score": 0.5,
                    "best_score": 0.5, "done_at": now, "last_at": now} for e in enrolments for step in steps]  # fmt: skip
        for start in range(0, len(results), 5000):
            db.session.execute(sa.insert(StepResult), results[start : start + 5000])
        db.session.commit()
        while jobs.run_waiting():
            pass
        editions = [str(live().item("bench", f"item-{n}", "ko").edition) for n in range(EXERCISES)]
        return editions, str(db.session.scalar(sa.select(Credential.id).order_by(Credential.number).limit(1)))


@contextmanager
def serving(module, environment):
    """gunicorn with two workers of four threads on a free port."""
    port = 18000 + os.getpid() % 1000 + (1 if module.startswith("benchmarks") else 0)
    command = [BIN / "gunicorn", "--log-level", "error", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--worker-class", "gthread",
               "--threads", "4", module]  # fmt: skip
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        for _ in range(200):
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/healthz")
                break
            except OSError:
                time.sleep(0.1)
        time.sleep(1)
        yield process, port
    finally:
        process.terminate()
        process.wait(20)


class Client:
    """One browser: a kept connection and its cookies."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = {}

    def ask(self, method, path, form=None):
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Accept-Language": "ko"}
        body = urlencode(form) if form is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):  # a kept connection ends after two idle seconds
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        assert answer.status in {200, 302, 303}, (method, path, answer.status, text[:500])
        return text


def cpu(process, database):
    """Seconds of CPU the server's processes, and where asked PostgreSQL's, have used."""
    processes = psutil.Process(process.pid).children()
    if database:
        processes += [p for p in psutil.process_iter(["name"]) if p.info["name"] == "postgres"]
    total = 0.0
    for one in processes:
        try:
            times = one.cpu_times()
            total += times.user + times.system
        except psutil.NoSuchProcess:
            pass
    return total


def token(page):
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


def site_roads(client, stranger, editions, credential):
    """The site's four pages, as functions of a running number; a stranger scans the QR code."""
    client.ask(
        "POST",
        "/sign-in",
        {"csrf_token": token(client.ask("GET", "/sign-in")), "email": "t7@example.org", "password": PASSWORD},
    )
    page = client.ask("GET", "/courses/bench/practice/item-0")
    form = {
        "csrf_token": token(page),
        "text_hash": re.search(r'name="text_hash" value="([^"]+)"', page)[1],
        "marks": json.dumps([]),
    }
    return {
        "exercise page": lambda n: client.ask("GET", f"/courses/bench/practice/item-{n % EXERCISES}"),
        "hand-in with grading": lambda n: client.ask(
            "POST", f"/courses/bench/practice/item-{2 * n % EXERCISES}", {**form, "key": str(uuid.uuid4())}
        ),
        "my progress": lambda n: client.ask("GET", "/progress"),
        "verification page": lambda n: stranger.ask("GET", f"/verify/{credential}"),
    }


def bare_roads(client, stranger, editions, credential):
    """The same of the reference."""
    client.ask("POST", "/sign-in", {"email": "t7@example.org"})
    return {
        "exercise page": lambda n: client.ask("GET", f"/items/{editions[n % EXERCISES]}"),
        "hand-in with grading": lambda n: client.ask("POST", f"/items/{editions[2 * n % EXERCISES]}", {"marks": "[]"}),
        "my progress": lambda n: client.ask("GET", "/progress"),
        "verification page": lambda n: stranger.ask("GET", f"/verify/{credential}"),
    }


def cost(road, process, database):
    """CPU milliseconds a request."""
    before = cpu(process, database)
    for number in range(REQUESTS):
        road(number)
    return 1000 * (cpu(process, database) - before) / REQUESTS


def compare(environment, database):
    """Rows of the table for one database, and the memory of a web worker afterwards."""
    app = create_app(DATA_DIR=environment["CURRICULUM_DATA_DIR"], DATABASE_URL=environment["CURRICULUM_DATABASE_URL"], TESTING=True,
                     PUBLIC_URL=URL, CONTENT_DIRS=environment["CURRICULUM_CONTENT_DIRS"])  # fmt: skip
    editions, credential = fill(app)
    serve = {
        **environment,
        "CURRICULUM_ENVIRONMENT": "production",
        "BENCHMARK_DATABASE_URL": environment["CURRICULUM_DATABASE_URL"],
    }
    with (
        serving("curriculum_app:create_app()", serve) as (site, port),
        serving("benchmarks.bare:app", serve) as (bare, bare_port),
    ):
        ours, theirs = (
            site_roads(Client(port), Client(port), editions, credential),
            bare_roads(Client(bare_port), Client(bare_port), editions, credential),
        )
        for name, road in ours.items():
            for number in range(20):
                road(number)
                theirs[name](number)
            pairs = [(cost(road, site, database), cost(theirs[name], bare, database)) for _ in range(ROUNDS)]
            mine, reference = (statistics.median(side) for side in zip(*pairs, strict=True))
            yield name, "PostgreSQL" if database else "SQLite", mine, reference
        workers = psutil.Process(site.pid).children()
        print(
            f"\nweb worker after the run: {max(w.memory_full_info().uss for w in workers) / 2**20:.0f} MB of its own",
            file=sys.stderr,
        )
    with app.app_context():
        db.engine.dispose()


def certificate(environment):
    """CPU of a warm certificate, signed, printed and sealed, against WeasyPrint alone on the same HTML: medians of 41 turns."""
    from weasyprint import HTML

    app = create_app(DATA_DIR=environment["CURRICULUM_DATA_DIR"], DATABASE_URL=environment["CURRICULUM_DATABASE_URL"], TESTING=True,
                     PUBLIC_URL=URL)  # fmt: skip
    with app.app_context():
        row = db.session.scalars(sa.select(Credential).order_by(Credential.number)).first()
        facts, address, document = row.facts, documents.address(row.id), json.loads(queries.print_of(row.id).document)
        signer = keys.signer()
        db.engine.dispose()
    design, page = rendering.design(facts["design"]), rendering.html(facts, address)

    del document["proof"]

    def ours():
        now = datetime.now(UTC)
        with app.app_context():
            signed = proofs.serialise(proofs.sign(document, signer.key, signer.method, now))
            sealing.seal(rendering.pdf(facts, address, signed, now), now)

    def alone():
        HTML(string=page, url_fetcher=rendering.Refusing(design.files.folder), base_url=rendering.OWN).write_pdf(
            stylesheets=list(design.css), font_config=design.fonts, pdf_variant="pdf/a-3a")  # fmt: skip

    def spent(function):
        before = time.process_time()
        function()
        return 1000 * (time.process_time() - before)

    ours(), alone()
    pairs = [(spent(ours), spent(alone)) for _ in range(41)]
    return tuple(statistics.median(side) for side in zip(*pairs, strict=True))


def prepared(url):
    """A fresh site on a database: its environment."""
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    content(folder / "content")
    environment = {
        **os.environ, "CURRICULUM_DATA_DIR": str(folder / "data"), "CURRICULUM_DATABASE_URL": url or f"sqlite:///{folder}/data/curriculum.sqlite",
        "CURRICULUM_PUBLIC_URL": URL, "CURRICULUM_CONTENT_DIRS": str(folder / "content"), "CURRICULUM_RATELIMIT_SIGN_IN": "1000 per minute",
        "CURRICULUM_SECRET_KEY": "benchmark",
    }  # fmt: skip
    subprocess.run([BIN / "curriculum", "prepare"], env=environment, check=True, stdout=subprocess.DEVNULL)
    return environment


def main():
    print(
        f"| {TRAINEES:,} trainees × {EXERCISES} exercises | database | CPU ms | bare Flask, same queries | ratio |\n|---|---|---|---|---|"
    )
    for url in ["", *sys.argv[1:2]]:
        with fresh_database(url) as address:
            environment = prepared(address)
            for name, database, mine, reference in compare(environment, bool(url)):
                print(f"| {name} | {database} | {mine:.1f} | {reference:.1f} | {mine / reference:.2f} |", flush=True)
            if not url:
                print_, alone = certificate(environment)
    print(f"| warm certificate, signed and sealed | – | {print_:.0f} | {alone:.0f} (WeasyPrint alone) | {print_ / alone:.2f} |")


if __name__ == "__main__":
    main()
