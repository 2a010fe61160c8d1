"""Long work, queued so that nothing is lost: an outbox row in the same transaction, a queue, a sweeper.

The queue (huey) delivers at most once: a killed worker forgets what it was doing. So the row stays until the job itself
marks it done, in the transaction of its own effects; the sweeper sends again what outlived its lease. A job takes ids,
and is safe to run twice.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from huey import PriorityRedisHuey, SqliteHuey
from huey.api import Huey
from sqlalchemy import Index, String, UniqueConstraint, event, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from curriculum_app.database import Identified, Model, Timestamped, db, utc_now

LEASE = timedelta(minutes=5)
log = logging.getLogger(__name__)
Task = Callable[..., None]


class Job(Identified, Timestamped, Model):
    """A piece of work that must happen once. `arguments` is emptied when it is done."""

    __tablename__ = "job"

    name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(120))
    arguments: Mapped[dict[str, Any]]
    lease_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("name", "key"),
        Index(
            "ix_job_open", "created_at", sqlite_where=text("done_at is null"), postgresql_where=text("done_at is null")
        ),
    )


_tasks: dict[str, Task] = {}
_regular: list[Callable[[], None]] = []


def task(name: str) -> Callable[[Task], Task]:
    """Register the function that does the jobs of this name. It does not commit; what it writes is committed with the job."""

    def register(function: Task) -> Task:
        _tasks[name] = function
        return function

    return register


def every_minute(function: Callable[[], None]) -> Callable[[], None]:
    """Register what the worker looks after each minute; it puts down jobs and does not commit."""
    _regular.append(function)
    return function


def look_after() -> None:
    """Do the regular rounds."""
    for function in _regular:
        function()
    db.session.commit()


def enqueue(name: str, key: str, **arguments: Any) -> None:
    """Put down a job in the present transaction; the same name and key twice is one job."""
    known = select(Job.id).where(Job.name == name, Job.key == key)
    if db.session.scalar(known) is None:
        job = Job(name=name, key=key, arguments=arguments)
        db.session.add(job)
        db.session.flush()
        db.session.info.setdefault("jobs", []).append(job.id)


def under_way(name: str, prefix: str) -> bool:
    """Whether a job of this name whose key begins so is put down and not yet done."""
    mine = (Job.name == name, Job.key.startswith(prefix, autoescape=True), Job.done_at.is_(None))
    return db.session.scalar(select(Job.id).where(*mine).limit(1)) is not None


@event.listens_for(Session, "after_commit")
def _send_after_commit(session: Session) -> None:
    for job_id in session.info.pop("jobs", ()):
        _send(job_id)


@event.listens_for(Session, "after_rollback")
def _forget_after_rollback(session: Session) -> None:
    session.info.pop("jobs", None)


def _send(job_id: UUID) -> None:
    """Hand a job to the queue; where the queue is away, the sweeper will find the row."""
    queue: Huey | None = current_app.extensions.get("huey")
    if queue is None:
        return
    try:
        current_app.extensions["run_job"](str(job_id))
    except Exception:  # whatever the queue's store raises: the hand-in itself has been committed and stands
        log.exception("could not send job %s; the sweeper will", job_id)


def run(job_id: UUID) -> bool:
    """Do one job unless it is done or leased to another worker; returns whether it was done here."""
    now = utc_now()
    free = or_(Job.lease_until.is_(None), Job.lease_until < now)
    claim = update(Job).where(Job.id == job_id, Job.done_at.is_(None), free)
    claimed: Any = db.session.execute(claim.values(lease_until=now + LEASE, tries=Job.tries + 1))
    db.session.commit()
    if not claimed.rowcount:
        return False
    job = db.session.get_one(Job, job_id)
    try:
        _tasks[job.name](**job.arguments)
    except Exception:
        db.session.rollback()
        raise
    job.done_at, job.arguments = utc_now(), {}
    db.session.commit()
    return True


def waiting() -> list[UUID]:
    """Jobs that nobody is doing, oldest first."""
    now = utc_now()
    free = or_(Job.lease_until.is_(None), Job.lease_until < now)
    return list(db.session.scalars(select(Job.id).where(Job.done_at.is_(None), free).order_by(Job.created_at)))


def run_waiting() -> int:
    """Do everything that waits, here and now; how many were done."""
    return sum(run(job_id) for job_id in waiting())


def init_app(app: Flask) -> None:
    """Make the queue: SQLite in DATA_DIR, or Redis where REDIS_URL names one."""
    if app.config.get("TESTING"):
        return
    url = app.config["REDIS_URL"]
    queue = PriorityRedisHuey("curriculum", url=url) if url else SqliteHuey(
        "curriculum", filename=str(Path(app.config["DATA_DIR"]) / "queue.sqlite"), fsync=True)  # fmt: skip
    app.extensions["huey"] = queue

    @queue.task(retries=3, retry_delay=10, name="run_job")  # type: ignore[untyped-decorator]
    def run_job(job_id: str) -> None:
        with app.app_context():
            run(UUID(job_id))

    @queue.periodic_task(lambda _: True, name="sweep")  # type: ignore[untyped-decorator]
    def sweep() -> None:
        with app.app_context():
            look_after()
            run_waiting()

    app.extensions["run_job"] = run_job
