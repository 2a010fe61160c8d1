"""Regrading 100,000 stored answers end to end (read, grade, write), as a ratio to grading them in memory.

    .venv/bin/python -m benchmarks.regrading [POSTGRESQL_URL]

CPU of this process, and of PostgreSQL where it is named; prints a row of benchmarks.grading's table.
"""

import gc
import logging
import os
import sys
import tempfile
import time
import uuid
from contextlib import contextmanager, suppress
from random import Random

import psutil
import sqlalchemy as sa

from benchmarks.databases import fresh_database
from benchmarks.spans import answer, document, item
from curriculum_app import alembic, create_app
from curriculum_app.accounts.models import Account
from curriculum_app.database import db, utc_now
from curriculum_app.learning.models import Edition, Enrolment
from curriculum_app.practice.models import Answer, Context, VerdictRow
from curriculum_app.practice.regrading import regrade_page

ANSWERS = 100_000


@contextmanager
def site(url):
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(DATA_DIR=folder, DATABASE_URL=url or f"sqlite:///{folder}/grading.sqlite", TESTING=True)
        with app.app_context():
            alembic.upgrade()
        with app.app_context():
            yield
            db.session.close()
            db.engine.dispose()


def stored(text, gold, mine):
    """A hundred thousand answers with their verdicts, and the newer gold's edition."""
    task, standard = item(text, gold)
    now, account = utc_now(), Account(email="a@example.org", name="a", password_hash="x")
    old, new = (
        Edition(id=uuid.uuid4(), content_id=task.id, sort="item", language="en", kind="span_labels", source_hash=str(n), task_hash="t",
                task=task.model_dump(mode="json"), gold=standard.model_dump(mode="json"))
        for n in range(2)
    )  # fmt: skip
    db.session.add_all([account, old, new])
    db.session.flush()
    enrolment = Enrolment(account_id=account.id, course_id=uuid.uuid4(), language="en")
    db.session.add(enrolment)
    db.session.flush()
    given = answer(text, mine)
    raw, score = given.model_dump(mode="json"), standard.grade(task, given).score
    for start in range(0, ANSWERS, 5000):
        rows = [
            {"id": uuid.uuid4(), "account_id": account.id, "enrolment_id": enrolment.id, "edition_id": old.id, "item_id": task.id,
             "context": Context.PRACTICE, "try_number": n, "answer": raw, "created_at": now}
            for n in range(start, start + 5000)
        ]  # fmt: skip
        db.session.execute(sa.insert(Answer), rows)
        verdicts = [{"answer_id": row["id"], "gold_edition_id": old.id, "score": score, "verdict": {},
                     "created_at": now} for row in rows]  # fmt: skip
        db.session.execute(sa.insert(VerdictRow), verdicts)
    db.session.commit()
    return new.id


def cpu(database):
    """CPU seconds of this process, and of PostgreSQL's where the database is its."""
    total = time.process_time()
    for process in psutil.process_iter(["name"]) if database else ():
        if process.info["name"] == "postgres":
            with suppress(psutil.NoSuchProcess):
                total += sum(process.cpu_times()[:2])
    return total


def regrading(url):
    """CPU of grading in memory, of regrading end to end, and by how much the process grew, in MB."""
    text, gold, mine = document(Random(0))
    task, standard = item(text, gold)
    raw = answer(text, mine).model_dump_json()
    begun = time.process_time()
    for _ in range(ANSWERS):
        standard.grade(task, task.stored(raw))
    alone = time.process_time() - begun
    with fresh_database(url) as address, site(address):
        edition_id, last = stored(text, gold, mine), uuid.UUID(int=0)
        db.session.expunge_all()
        gc.freeze()  # as the worker does
        before, process, most = cpu(bool(url)), psutil.Process(os.getpid()), 0
        while last is not None:
            last = regrade_page(edition_id, last, utc_now())
            db.session.commit()
            most = max(most, process.memory_info().rss)
        whole = cpu(bool(url)) - before
        assert db.session.scalar(sa.select(sa.func.count()).where(VerdictRow.gold_edition_id == edition_id)) == ANSWERS
    return whole, alone, most / 2**20


def main():
    logging.getLogger("alembic").setLevel(logging.WARNING)
    url = "".join(sys.argv[1:2])
    whole, alone, most = regrading(url)
    database, each = "PostgreSQL" if url else "SQLite", 1e6 / ANSWERS
    print(f"| regrading {ANSWERS:,} stored answers, {database}, {most:.0f} MB at most | {each * whole:.0f} | {each * alone:.0f} "
          f"| grading alone | {whole / alone:.1f} × | ≤ 3 × |", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
