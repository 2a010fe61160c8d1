"""Endpoints to tell, and certificates to tell of."""

import json
from datetime import timedelta

from curriculum_app import jobs
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.deliveries import endpoints
from curriculum_app.deliveries.models import Kind
from curriculum_app.learning.catalogue import live
from tests.credentials.earning import work

URL = "https://receiver.example/hook"


def registered(account, *kinds, url=URL):
    """An endpoint of the person's first role, and its secret."""
    db.session.refresh(account)
    made = endpoints.register(account.grants[0], url, kinds or [Kind.ISSUED, Kind.REVOKED, Kind.EXPIRED], utc_now() - timedelta(seconds=5))
    db.session.commit()
    return made


def credential(account, place=None, number=1, **more):
    """A certificate of somebody's, issued now and told of."""
    skill = {"id": "find_errors", "ko": "", "en": "", "mean": 80.0, "items": 3}
    facts = {"skills": [skill], "language": "ko", "score": 80.0, "course": {"ko": "과정", "en": "Course"}, "name": account.name}
    made = Credential(
        account_id=account.id, course_id=live().courses["sample"].id, organisation_id=place.id if place else None, year=2026, number=number,
        status_list=1, status_index=number, facts=facts, issued_at=utc_now(), valid_until=utc_now() + timedelta(days=9), **more,
    )  # fmt: skip
    db.session.add(made)
    db.session.commit()
    go_round()
    return made


def go_round():
    """A minute of the worker's."""
    jobs.look_after()
    work()


def bodies(sent):
    return [json.loads(body) for _, body, _ in sent]
