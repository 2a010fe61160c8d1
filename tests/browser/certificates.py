"""One certificate in every state, on a running site of the demonstration."""

import time
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from curriculum_app import create_app, jobs
from curriculum_app.credentials import queries, revoking, statuses
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now


@contextmanager
def inside(site):
    """The application of a running site, in this process."""
    with create_app(DATA_DIR=str(site.data), PUBLIC_URL=site.address).app_context():
        yield


def in_every_state(site):
    """State → public id; `public` is a valid one whose holder shows their name, `rich` claims all there is to claim."""
    with inside(site):
        first = db.session.query(Credential).order_by(Credential.number).first()
        found = {"public": first.id, "valid": _more(first, 9001, name="이새봄", name_latin="Lee Saebom").id, "unknown": uuid4()}
        now = utc_now()
        found["expired"] = _more(first, 9002, issued=now - timedelta(days=800), until=now - timedelta(days=70)).id
        found["revoked"] = (revoked := _more(first, 9003)).id
        found["rich"] = _more(first, 9004, account=first.account_id, **RICH).id
        db.session.commit()
        revoking.revoke(revoked, None, "다른 사람이 시험을 대신 치렀습니다.", now)
        if hasattr(Credential, "suspended_at"):
            suspended = _more(first, 9005)
            suspended.suspended_at, suspended.suspension_reason = now, "본인 확인을 다시 하고 있습니다."
            found["suspended"] = suspended.id
        db.session.commit()
        _wait(found)
    return {state: str(id) for state, id in found.items()}


RICH = {
    "band": {"low": 81.1, "high": 88.9}, "level": "reviewer", "pedigree": "blind-checked", "score": 85.0, "standard_error": 2.0,
    "form": [{"kind": "hallucination_spans", "items": 30}, {"kind": "claim_check", "items": 30}],
    "found": {"planted": 50, "found": 41, "false_alarms": 4, "clean": 20},
    "conditions": {"supervised": True, "by": "이감독", "identity_seen": True},
    "qualification": {"registration": "2026-001234", "notice": {"ko": "등록된 민간자격이며 국가가 공인한 자격이 아닙니다.",
                                                               "en": "A registered private qualification, not accredited by the state."}},
    "supersedes": "2025-0012", "kind": "level",
}  # fmt: skip


def _more(first, number, issued=None, until=None, account=None, **facts):
    """One more certificate like the first, signed and printed by the site's worker."""
    issued, until = issued or first.issued_at, until or first.valid_until
    dates = {"issued_on": issued.date().isoformat(), "valid_until": until.date().isoformat()}
    place = statuses.free_place()
    made = Credential(
        id=uuid4(), account_id=account, course_id=first.course_id, organisation_id=first.organisation_id, year=2026, number=number,
        status_list=place[0], status_index=place[1], issued_at=issued.replace(microsecond=0), valid_until=until.replace(microsecond=0),
        facts={**first.facts, **facts, **dates, "serial": f"2026-{number}"},
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    jobs.enqueue("credentials.print", str(made.id), credential_id=str(made.id))
    return made


def _wait(found):
    for _ in range(300):
        printed = all(queries.is_printed(id) for state, id in found.items() if state != "unknown")
        db.session.rollback()  # on SQLite the worker waits for the end of every transaction
        if printed:
            return
        time.sleep(0.1)
    raise TimeoutError("the worker did not print")


def document(public_id):
    """The signed JSON of a certificate."""
    return queries.print_of(UUID(public_id)).document
