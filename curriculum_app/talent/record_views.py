"""A record: one's own, as an employer sees it, its work samples, and what its holder takes along."""

from typing import Any
from uuid import UUID

from flask import Response, abort, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.database import utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.measurement.record import LEAST
from curriculum_app.practice import feedback, messages
from curriculum_app.practice.queries import task_of
from curriculum_app.talent import contents, exporting, samples, seeing, words
from curriculum_app.talent.contents import Record
from curriculum_app.talent.samples import Sample
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
    record = contents.own(current_user.id, live(), utc_now(), blind=True)
    return render_template("talent/record.html", preview=True, listed=_listed(current_user.id), **shown(record))


@talent.get("/talent/records/<uuid:record_id>")
@only(Role.EMPLOYER)
def record(record_id: UUID) -> ResponseReturnValue:
    """Somebody's record, blind. What may not be seen is as unknown as what is not there."""
    return render_template("talent/record.html", preview=False, listed=True, **shown(_visible(record_id)))


def _visible(record_id: UUID) -> Record:
    now = utc_now()
    if not seeing.visible(record_id, current_user, now):
        abort(404)
    return contents.of_record(record_id, live(), now)


@talent.get("/talent/mine/samples/<uuid:answer_id>")
@only(Role.LEARNER)
def my_sample(answer_id: UUID) -> ResponseReturnValue:
    """A work sample of one's own, as employers see it."""
    return _show_sample(_mine(), answer_id)


@talent.get("/talent/records/<uuid:record_id>/samples/<uuid:answer_id>")
@only(Role.EMPLOYER)
def record_sample(record_id: UUID, answer_id: UUID) -> ResponseReturnValue:
    """A work sample: the question, the answer given, and the verdict."""
    return _show_sample(_visible(record_id), answer_id)


def _show_sample(record: Record, answer_id: UUID) -> ResponseReturnValue:
    drawn: dict[UUID, Sample] = {one.answer_id: one for held in record.certificates for one in held.samples}
    if answer_id not in drawn:
        abort(404)
    answer, verdict = samples.opened(drawn[answer_id])
    task = task_of(answer.edition_id)
    return render_template(
        "talent/sample.html",
        record=record,
        parts=messages.PARTS,
        own=not record.blind,
        **feedback.of_verdict(task, verdict, live(), answer),
    )


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
