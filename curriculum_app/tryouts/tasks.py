"""The worker's part: deleting what is over."""

from sqlalchemy import select

from curriculum_app import jobs
from curriculum_app.database import db, utc_now
from curriculum_app.tryouts import making
from curriculum_app.tryouts.models import Tryout


@jobs.every_minute
def look_for_the_old() -> None:
    """Put down, once an hour, the deletion of what is over."""
    jobs.enqueue("tryouts.remove_old", f"{utc_now():%Y-%m-%dT%H}")


@jobs.task("tryouts.remove_old")
def remove_old() -> None:
    """Delete every try-out 90 days after it was made, with its items, candidates and answers."""
    for tryout in db.session.scalars(select(Tryout).where(Tryout.created_at <= utc_now() - making.KEPT)):
        making.remove(tryout, None)
