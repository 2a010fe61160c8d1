"""Searching a talent pool of 100,000 records, filter by filter: p50 and p95 in milliseconds, and the CPU of this process.

    .venv/bin/python -m benchmarks.talent [POSTGRESQL_URL]

The whole search as the page asks it: who may be seen, the filters, the number found, every facet, and one page of people with their
certified skills. Without an address SQLite, with one PostgreSQL.
"""

import logging
import statistics
import sys
import tempfile
import time
import uuid
from contextlib import contextmanager
from datetime import timedelta
from random import Random

import sqlalchemy as sa

from benchmarks.databases import fresh_database
from curriculum_app import alembic, create_app
from curriculum_app.accounts.models import Account, Consent, Purpose
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.talent import searching
from curriculum_app.talent.employer_models import TalentBlock
from curriculum_app.talent.keeping_current import LEVELS
from curriculum_app.talent.models import Availability, TalentRecord, TalentSkill, TalentTerm
from curriculum_app.talent.searching import Wish

RECORDS, TIMES = 100_000, 40
COURSES = [str(uuid.UUID(int=number)) for number in range(8)]
SKILLS = [f"skill {number}" for number in range(16)]


@contextmanager
def site(url):
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(DATA_DIR=folder, DATABASE_URL=url or f"sqlite:///{folder}/talent.sqlite", TESTING=True, SECRET_KEY="bench")
        with app.app_context():
            alembic.upgrade()
        with app.app_context():
            yield
            db.session.close()
            db.engine.dispose()


def person(number, chance, now):
    """One listed person's rows: one to three courses of two skills each, three of ten with a level."""
    account, record = uuid.uuid4(), uuid.uuid4()
    courses = chance.sample(range(8), chance.choices((1, 2, 3), (6, 3, 1))[0])
    said = chance.choices(list(Availability), (3, 4, 2, 1))[0]
    masks, languages, newest, reached, best, skills, credentials = [0, 0, 0, 0], 0, None, 0, 0, [], []
    for course in courses:
        level, language = chance.choices((0, 1, 2, 3), (70, 15, 10, 5))[0], chance.choices((0, 1), (8, 2))[0]
        score, at, credential = chance.uniform(60, 100), now - timedelta(days=chance.uniform(0, 700)), uuid.uuid4()
        credentials.append({
            "id": credential, "account_id": account, "course_id": uuid.UUID(COURSES[course]), "year": 2026, "number": 8 * number + course,
            "status_list": number // 16000, "status_index": 8 * number + course, "facts": {}, "issued_at": at,
            "valid_until": at + timedelta(days=1095), "revocation_reason": "", "created_at": at})  # fmt: skip
        for skill in (2 * course, 2 * course + 1):
            skills.append({
                "id": uuid.uuid4(), "record_id": record, "credential_id": credential, "course_id": uuid.UUID(COURSES[course]),
                "skill": SKILLS[skill], "level": LEVELS[level - 1] if level else None, "language": ("ko", "en")[language], "score": score,
                "questions": 20, "exam_score": score, "assessed_at": at})  # fmt: skip
            for rank in range(level + 1):
                masks[rank] |= 1 << skill
        languages, newest = languages | 1 << language, max(newest or at, at)
        reached, best = max(reached, level), max(best, int(score))
    row = {
        "id": record, "account_id": account, "created_at": now, "availability": said, "hours": chance.choice((None, 10, 20, 40)),
        "available_from": (now + timedelta(days=chance.randint(1, 200))).date() if said == Availability.FROM else None,
        "remote": chance.choice((None, True, False)), "shown_until": now + timedelta(days=chance.randint(1, 360)), "listed_at": now,
        "assessed_at": newest, "level": reached, "score": best, "languages": languages, "stale": False, "shut_out": False,
        "courses": sum(1 << course for course in courses), "skills": masks[0], "skills_associate": masks[1],
        "skills_reviewer": masks[2], "skills_expert": masks[3]}  # fmt: skip
    who = {"id": account, "email": f"{number}@example.org", "password_hash": "x", "session_stamp": uuid.uuid4(), "name": f"사람 {number}",
           "name_latin": "", "language": "ko", "created_at": now}  # fmt: skip
    agreed = {"id": uuid.uuid4(), "account_id": account, "purpose": Purpose.TALENT_POOL, "text_version": "2026-11-25",
              "text_language": "ko", "text_hash": "0" * 64, "page": "", "given_at": now, "expires_at": row["shown_until"]}  # fmt: skip
    return who, agreed, row, credentials, skills


def filled(now):
    """The pool, and an employer blocked by a hundred of it."""
    chance = Random(5)
    db.session.add_all(TalentTerm(sort="course", name=name, bit=bit) for bit, name in enumerate(COURSES))
    db.session.add_all(TalentTerm(sort="skill", name=name, bit=bit) for bit, name in enumerate(SKILLS))
    employer = Organisation(name_ko="회사", name_en="Company", kind=OrganisationKind.EMPLOYER)
    db.session.add(employer)
    db.session.flush()
    for start in range(0, RECORDS, 5000):
        people = [person(number, chance, now) for number in range(start, start + 5000)]
        for place, table in enumerate((Account, Consent, TalentRecord)):
            db.session.connection().execute(sa.insert(table), [one[place] for one in people])
        for place, table in ((3, Credential), (4, TalentSkill)):
            db.session.connection().execute(sa.insert(table), [row for one in people for row in one[place]])
        blocks = [{"id": uuid.uuid4(), "record_id": one[2]["id"], "organisation_id": employer.id, "created_at": now} for one in people[:5]]
        db.session.connection().execute(sa.insert(TalentBlock), blocks)
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("vacuum analyze" if connection.dialect.name == "postgresql" else "analyze")
    return employer.id


def wishes(today):
    return {
        "no filter": Wish(),
        "skill": Wish(skill="skill 3"),
        "skill and level": Wish(skill="skill 3", level="reviewer"),
        "level": Wish(level="domain-expert"),
        "language": Wish(language="en"),
        "course": Wish(courses=(COURSES[2],)),
        "track of three courses": Wish(courses=tuple(COURSES[:3])),
        "assessed within 3 months": Wish(fresh=90),
        "score": Wish(least=90),
        "available within a month": Wish(available_by=today + timedelta(days=31)),
        "hours and remote": Wish(hours=40, remote=True),
        "everything at once": Wish(skill="skill 3", level="associate", language="en", fresh=365, least=70,
                                   available_by=today + timedelta(days=31), hours=10, remote=True),
    }  # fmt: skip


def timed(search):
    spans, cpu = [], time.process_time()
    for _ in range(TIMES):
        begun = time.perf_counter()
        search()
        db.session.rollback()
        spans.append(1000 * (time.perf_counter() - begun))
    return statistics.median(spans), statistics.quantiles(spans, n=20)[-1], 1000 * (time.process_time() - cpu) / TIMES


def main():
    logging.getLogger("alembic").setLevel(logging.WARNING)
    url = "".join(sys.argv[1:2])
    with fresh_database(url) as address, site(address):
        now = utc_now()
        employer = filled(now)
        database = "PostgreSQL" if url else "SQLite"
        print(f"| {database}, {RECORDS:,} records: filter | found | p50 ms | p95 ms | CPU ms |\n|---|---|---|---|---|")
        for name, wish in wishes(now.date()).items():
            found = searching.find(wish, employer, 1, now)
            db.session.rollback()
            p50, p95, cpu = timed(lambda wish=wish: searching.find(wish, employer, 1, now))
            said = f"{found.total}{' or more' if found.more else ''}" if found.total else "fewer than 5"
            print(f"| {name} | {said} | {p50:.0f} | {p95:.0f} | {cpu:.0f} |", flush=True)


if __name__ == "__main__":
    main()
