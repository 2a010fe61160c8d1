"""The worker's part: issuing a cohort's certificates. Each job is safe to run twice."""

from uuid import UUID

from curriculum_app import jobs
from curriculum_app.cohorts import issuing
from curriculum_app.database import utc_now
from curriculum_app.learning.catalogue import live


@jobs.task("cohorts.issue")
def issue(issue_id: str) -> None:
    """Put down the parts of an issue."""
    issuing.put_down_parts(UUID(issue_id))


@jobs.task("cohorts.issue_part")
def issue_part(issue_id: str, part: int) -> None:
    """Issue one part."""
    issuing.issue_part(UUID(issue_id), part, live(), utc_now())
