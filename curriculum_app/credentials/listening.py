"""News from the rooms below: a step done may have been the last one. Listening puts down a job and nothing else."""

from typing import Any
from uuid import UUID, uuid4

from flask import Flask

from curriculum_app import jobs
from curriculum_app.credentials.queries import passed_sitting
from curriculum_app.exams.models import SittingPurpose
from curriculum_app.exams.sitting import handed_in
from curriculum_app.learning.progressing import step_done


def init_app(app: Flask) -> None:
    """Begin to listen; a second application in the same process changes nothing."""
    step_done.connect(_on_step_done)
    handed_in.connect(_on_handed_in)


def _on_step_done(result_id: UUID, enrolment_id: UUID, **_: Any) -> None:
    if passed_sitting(enrolment_id) is not None:
        jobs.enqueue("credentials.consider", str(uuid4()), enrolment_id=str(enrolment_id))


def _on_handed_in(sitting_id: UUID, purpose: SittingPurpose, passed: bool, **_: Any) -> None:
    if passed and purpose == SittingPurpose.RENEWAL:
        jobs.enqueue("credentials.renew", str(uuid4()), sitting_id=str(sitting_id))
