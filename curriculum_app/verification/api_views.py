"""Checking many certificates at once by API, with a key."""

from typing import Any
from uuid import UUID

from flask import Response, abort, json, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from curriculum_app.verification import bulk
from curriculum_app.verification.api_models import BulkGiven, BulkTold, ResultsTold, ResultTold, Titles
from curriculum_app.verification.bulk import Result, Row
from curriculum_app.verification.models import BulkCheck
from curriculum_app.verification.views import verification
from curriculum_app.web import csrf, given, limiter
from curriculum_app.web.access import KeyHolder, Scope, key, key_holder
from curriculum_app.web.addresses import public_url
from curriculum_app.web.errors import sentence
from curriculum_app.web.limits import as_often_as_set, bulk_as_often_as_set, by_key
from curriculum_app.web.problems import Problematic


@verification.post("/api/v1/verify/bulk")
@csrf.exempt  # type: ignore[untyped-decorator]
@key(Scope.VERIFY_BULK)
@limiter.limit(bulk_as_often_as_set, key_func=by_key)
def ask_bulk() -> ResponseReturnValue:
    """Have up to 5,000 rows checked; where to look for the progress."""
    rows = [Row(row.number, row.name) for row in given.body(BulkGiven).rows]
    try:
        asked = bulk.ask(_holder().account_id, rows, utc_now())
    except Refused as refused:
        raise Problematic(429 if refused.code == "bulk_under_way" else 422, refused.code, sentence(refused)) from None
    db.session.commit()
    response = _json(_told(asked), 202)
    response.headers["Location"] = url_for(".bulk_progress", check_id=asked.id)
    return response


@verification.get("/api/v1/verify/bulk/<uuid:check_id>")
@key(Scope.VERIFY_BULK)
@limiter.limit(as_often_as_set, key_func=by_key)
def bulk_progress(check_id: UUID) -> ResponseReturnValue:
    """How far a check has come."""
    return _json(_told(_own(check_id)))


@verification.get("/api/v1/verify/bulk/<uuid:check_id>/results")
@key(Scope.VERIFY_BULK)
@limiter.limit(as_often_as_set, key_func=by_key)
def bulk_results(check_id: UUID) -> ResponseReturnValue:
    """The results of a check that is done."""
    asked = _own(check_id)
    if not bulk.progress(asked).finished:
        raise Problematic(409, "not_finished", gettext("The check is still under way."))
    return _json(ResultsTold(results=[_result(result) for result in bulk.results(asked)]))


def _own(check_id: UUID) -> BulkCheck:
    return bulk.own(_holder().account_id, check_id, utc_now()) or abort(404)


def _holder() -> KeyHolder:
    holder = key_holder()
    assert holder is not None  # the guard let it in
    return holder


def _told(asked: BulkCheck) -> BulkTold:
    come = bulk.progress(asked)
    results = public_url("verification.bulk_results", check_id=asked.id)
    return BulkTold(id=asked.id, size=come.size, done=come.done, finished=come.finished, expires_at=asked.expires_at, results=results)


def _result(result: Result) -> ResultTold:
    return ResultTold(
        number=result.number, name=result.name, outcome=result.outcome, state=result.state, serial=result.serial,
        title=_titles(result.title, result.title_en), course=_titles(result.course, result.course_en),
        issued_on=result.issued_on, valid_until=result.valid_until,
    )  # fmt: skip


def _titles(ko: str | None, en: str | None) -> Titles | None:
    return None if ko is None or en is None else Titles(ko=ko, en=en)


def _json(told: Any, status: int = 200) -> Response:
    return Response(json.dumps(told.model_dump(mode="json")), status, mimetype="application/json")
