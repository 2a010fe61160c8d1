"""What certificates cost: one, made while the process is warm; thousands, by two workers; and checking one by the API.

    .venv/bin/python -m benchmarks.certificates [--people 5000] [--database POSTGRESQL_URL]

CPU against WeasyPrint alone on the same page, taking turns, medians; then a cohort issued by two worker processes: how much
of two cores they and the database used, how much memory each, how many certificates a second. Prints a Markdown table.
Needs psutil, which `script/setup` installs, and a machine that has nothing else to do.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psutil
import sqlalchemy as sa
from weasyprint import HTML

from benchmarks import cohort as cohorts
from benchmarks.databases import fresh_database
from curriculum_app import create_app
from curriculum_app.cohorts import issue_queries, issuing
from curriculum_app.credentials import documents, keys, printing, queries, rendering, transparency
from curriculum_app.credentials.models import Credential, CredentialPrint
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live

TURNS, WORKERS = 41, 2
URL = "https://school.example"
BIN = Path(sys.executable).parent


def prepared(url):
    """A fresh site on a database: its environment."""
    folder = tempfile.mkdtemp(prefix="benchmark-")
    environment = {
        **os.environ, "CURRICULUM_DATA_DIR": folder, "CURRICULUM_DATABASE_URL": url or f"sqlite:///{folder}/curriculum.sqlite",
        "CURRICULUM_PUBLIC_URL": URL, "CURRICULUM_SECRET_KEY": "benchmark",
    }  # fmt: skip
    subprocess.run([BIN / "curriculum", "prepare"], env=environment, check=True, stdout=subprocess.DEVNULL)
    return environment


def site(environment):
    """The same site inside this process, without a queue."""
    return create_app(DATA_DIR=environment["CURRICULUM_DATA_DIR"], DATABASE_URL=environment["CURRICULUM_DATABASE_URL"], TESTING=True,
                      PUBLIC_URL=URL, RATELIMIT_ENABLED=False)  # fmt: skip


def spent(function, *given):
    """CPU milliseconds of this process."""
    before = time.process_time()
    function(*given)
    return 1000 * (time.process_time() - before)


@dataclass
class Watch:
    """What processes use: CPU seconds of all, the most memory of their own that each had, and how often each had work to do.

    The last tells what would be used of an idle machine also where others take turns with us.
    """

    workers: list
    memory: dict = field(default_factory=dict)
    busy: list = field(default_factory=list)

    def cpu(self):
        """Of the workers and, where there is one, of the database server."""
        servers = [p for p in psutil.process_iter(["name"]) if p.info["name"] == "postgres"]
        return self._of([psutil.Process(one.pid) for one in self.workers]), self._of(servers)

    def look(self):
        for one in self.workers:
            with suppress(psutil.Error, OSError):
                self.memory[one.pid] = max(self.memory.get(one.pid, 0), psutil.Process(one.pid).memory_full_info().uss)
                threads = Path(f"/proc/{one.pid}/task").glob("*/stat")
                self.busy.append(any(stat.read_text().rpartition(")")[2].split()[0] == "R" for stat in threads))

    @staticmethod
    def _of(processes):
        total = 0.0
        for one in processes:
            with suppress(psutil.NoSuchProcess):
                times = one.cpu_times()
                total += times.user + times.system
        return total


def many(app, environment, people):
    """Of a cohort: certificates, seconds, CPU seconds of workers and database server, megabytes of each worker, and how busy they were."""
    with app.app_context():
        cohort, by = cohorts.of(people)
        began = time.perf_counter()
        issue = issuing.start(cohort, by, live(), utc_now())
        db.session.commit()
        issue_id, started = issue.id, time.perf_counter() - began
        print(f"preview and start: {started:.1f} s", file=sys.stderr)
        watch = Watch([subprocess.Popen([sys.executable, "-m", "curriculum_app.worker"], env=environment) for _ in range(WORKERS)])
        try:
            at, wall, cpu = _first_print(issue_id), time.perf_counter(), watch.cpu()
            while not (standing := issue_queries.standing(issue_id)).done:
                db.session.rollback()
                for _ in range(10):
                    watch.look()
                    time.sleep(0.1)
            wall = time.perf_counter() - wall
            used = [after - before for after, before in zip(watch.cpu(), cpu, strict=True)]
        finally:
            for one in watch.workers:
                one.terminate()
                one.wait(30)
        return standing.printed - at, wall, used, [uss / 2**20 for uss in watch.memory.values()], statistics.fmean(watch.busy)


def _first_print(issue_id):
    """Waits until the workers have loaded and print; how many there are then. SQLite is only read: nothing is locked."""
    while True:
        printed = issue_queries.standing(issue_id).printed
        db.session.rollback()
        if printed:
            return printed
        time.sleep(0.2)


def one(app):
    """CPU of a warm certificate, printed, sealed, signed and logged, and of WeasyPrint alone on the same page; medians."""
    with app.app_context():
        row = db.session.scalars(sa.select(Credential).order_by(Credential.number)).first()
        facts, unsigned = row.facts, json.loads(queries.print_of(row.id).document)
        signer, design, page = keys.signer(), rendering.design(facts["design"]), rendering.html(facts, documents.address(row.id))
        del unsigned["proof"]

        def ours(id):
            now = utc_now()
            made = printing.made(printing.Said(id, unsigned, facts, now, {}), signer, now)
            made.credential_id = id
            db.session.add(made)
            transparency.append(id, made.document_sha256, now)
            db.session.commit()

        def alone():
            HTML(string=page, url_fetcher=rendering.Refusing(design.files.folder), base_url=rendering.OWN).write_pdf(
                stylesheets=list(design.css), font_config=design.fonts, pdf_variant="pdf/a-3a")  # fmt: skip

        empty = [_empty(row, number) for number in range(TURNS + 1)]
        db.session.commit()
        ours(empty.pop())
        alone()
        pairs = [(spent(ours, id), spent(alone)) for id in empty]
    return [statistics.median(side) for side in zip(*pairs, strict=True)]


def _empty(row, number):
    """A certificate that is not printed yet."""
    made = Credential(id=uuid4(), course_id=row.course_id, year=1900, number=number, status_list=9999, status_index=number, facts=row.facts,
                      issued_at=row.issued_at, valid_until=row.valid_until)  # fmt: skip
    db.session.add(made)
    return made.id


def checking(app):
    """CPU of POST /api/v1/verify with the JSON of certificates that this process never saw; median."""
    with app.app_context():
        prints = sa.select(CredentialPrint.document).join(Credential, Credential.id == CredentialPrint.credential_id)
        found = list(db.session.scalars(prints.where(Credential.year > 1900).limit(TURNS + 1)))
    client = app.test_client()

    def ask(document):
        answer = client.post("/api/v1/verify", data=document)
        assert answer.get_json()["state"] in {"valid", "undecided"}, answer.get_json()

    ask(found.pop())
    return statistics.median(spent(ask, document) for document in found)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--people", type=int, default=5000)
    arguments.add_argument("--database", default="", metavar="POSTGRESQL_URL")
    given = arguments.parse_args()
    with fresh_database(given.database) as address:
        environment = prepared(address)
        app = site(environment)
        printed, wall, (workers, server), memory, busy = many(app, environment, given.people)
        ours, alone = one(app)
        check = checking(app)
        with app.app_context():
            db.engine.dispose()
    used = 100 * (workers + server) / wall / WORKERS
    print("| certificates | measured | asked for |\n|---|---|---|")
    ratio = f"{ours / alone:.2f} × WeasyPrint alone ({alone:.0f} ms)"
    print(f"| one, warm: signed twice, printed, compared, sealed, logged | {ours:.0f} ms CPU, {ratio} | ≤ 1.6 × |")
    print(f"| {printed:,} by {WORKERS} workers on {'PostgreSQL' if given.database else 'SQLite'} | {printed / wall:.1f} a second | – |")
    print(f"| of two cores used | {used:.0f} % (workers {workers:.0f} s, database server {server:.0f} s, in {wall:.0f} s) | ≥ 90 % |")
    print(f"| looks at which a worker had something to compute | {100 * busy:.0f} % | – |")
    print(f"| memory of a worker | {', '.join(f'{each:.0f} MB' for each in memory)} | ≤ 300 MB |")
    print(f"| POST /api/v1/verify with JSON | {check:.1f} ms CPU | ≤ 25 ms |")


if __name__ == "__main__":
    main()
