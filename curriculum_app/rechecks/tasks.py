"""The worker's part: deciding what was handed in, and ending what ran out of time."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from flask_babel import force_locale, gettext

from curriculum_app import jobs, mail
from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Account, Purpose
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.exams import sitting as sittings
from curriculum_app.exams.models import Sitting, SittingPurpose
from curriculum_app.rechecks import checking, queries
from curriculum_app.rechecks.models import Recheck
from curriculum_app.web.addresses import public_url


def init_app(app: Flask) -> None:
    """Begin to listen; a second application in the same process changes nothing."""
    sittings.handed_in.connect(_on_handed_in)


def _on_handed_in(sitting_id: UUID, purpose: str, **_: Any) -> None:
    if purpose == SittingPurpose.RECHECK:
        jobs.enqueue("rechecks.decide", str(sitting_id), sitting_id=str(sitting_id))


@jobs.task("rechecks.decide")
def decide(sitting_id: str) -> None:
    """Say how a re-check went."""
    checking.decide(UUID(sitting_id), utc_now())


@jobs.every_minute
def end_what_ran_out() -> None:
    """Put down the ending of re-checks that nobody handed in."""
    for sitting_id in queries.overdue(utc_now() - timedelta(seconds=current_app.config["EXAM_GRACE_SECONDS"])):
        jobs.enqueue("rechecks.end", str(sitting_id), sitting_id=str(sitting_id))


@jobs.task("rechecks.end")
def end(sitting_id: str) -> None:
    """Hand in what was kept of a re-check whose time is over."""
    found = db.session.get(Sitting, UUID(sitting_id))
    if found is not None:
        sittings.hand_in(found, utc_now())


def tell(recheck: Recheck) -> None:
    """Write to the holder, where they want notices by mail."""
    credential = db.session.get_one(Credential, recheck.credential_id)
    holder = db.session.get(Account, credential.account_id) if credential.account_id else None
    if holder is None or Purpose.NOTICES_BY_MAIL not in consents.in_force(holder.id):
        return
    with force_locale(holder.language):
        text = gettext("Somebody who holds your certificate No. %(serial)s asks you for a ten-minute re-check. Read what it is and"
                       " answer here:", serial=credential.serial)  # fmt: skip
        body = f"{text}\n\n{public_url('rechecks.show', recheck_id=recheck.id)}\n"
        mail.send(holder.email, gettext("You are asked for a re-check"), body, cause=f"recheck {recheck.id}")
