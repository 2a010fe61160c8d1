"""One's own record: as one sees it, as an employer sees it, and what one takes along."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.database import utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.measurement.record import LEAST
from curriculum_app.talent import contents, exporting, visibility, words
from curriculum_app.talent.contents import Record
from curriculum_app.talent.views import talent
from curriculum_app.web.access import Role, only
from curriculum_app.web.language import spoken


def shown(record: Record) -> dict[str, Any]:
    """What the part of a page that shows a record needs."""
    return {"record": record, "catalogue": live(), "least": LEAST, "words": words, "languages": exporting.LANGUAGES}


def _listed(account_id: UUID) -> bool:
    return Purpose.TALENT_POOL in consents.in_force(account_id)


def _mine() -> Record:
    return contents.own(current_user.id, live(), utc_now())


@talent.get("/talent/mine")
@only(Role.LEARNER)
def mine() -> ResponseReturnValue:
    """One's own record, and whether others can see it."""
    given = consents.in_force(current_user.id)
    return render_template(
        "talent/mine.html", listed=Purpose.TALENT_POOL in given, sampled=Purpose.WORK_SAMPLES in given, **shown(_mine())
    )


@talent.get("/talent/mine/as-employer")
@only(Role.LEARNER)
def as_employer() -> ResponseReturnValue:
    """One's own record as an employer would see it, listed or not."""
    now = utc_now()
    return render_template(
        "talent/as_employer.html", listed=_listed(current_user.id), kept=visibility.own_record(current_user.id), today=now.date(),
        **shown(contents.own(current_user.id, live(), now, blind=True)),
    )  # fmt: skip


@talent.get("/talent/mine/take-along")
@only(Role.LEARNER)
def take_along() -> ResponseReturnValue:
    """What one may take along, in which format."""
    return render_template("talent/take_along.html", record=_mine())


@talent.get("/talent/mine.json")
@only(Role.LEARNER)
def export() -> ResponseReturnValue:
    """One's own record in our own format."""
    return _download(exporting.own_json(current_user, _mine(), _listed(current_user.id)), "talent-record.json")


@talent.get("/talent/mine/resume.json")
@only(Role.LEARNER)
def resume() -> ResponseReturnValue:
    """One's own record as JSON Resume."""
    return _download(exporting.json_resume(current_user, _mine(), live(), spoken()), "resume.json")


@talent.get("/talent/mine/schema-org.json")
@only(Role.LEARNER)
def schema_org() -> ResponseReturnValue:
    """One's own record for a page of one's own."""
    response = _download(exporting.schema_org(current_user, _mine(), live(), spoken()), "person.jsonld")
    response.mimetype = "application/ld+json"
    return response


def _download(value: dict[str, Any], name: str) -> Response:
    response = jsonify(value)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
