"""Checking a list of certificates: upload, look it over, check it, fetch it back. For employers and staff."""

from uuid import UUID

from flask import Response, abort, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from curriculum_app.verification import bulk, many
from curriculum_app.verification.bulk import Progress
from curriculum_app.verification.forms import SheetForm
from curriculum_app.verification.models import BulkSheet
from curriculum_app.verification.views import as_often_as_set, verification
from curriculum_app.web import limiter
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import sentence

STAFF = (Role.EMPLOYER, Role.INSTRUCTOR, Role.ADMINISTRATOR)
FIRST_ROWS, FIRST_PROBLEMS = 10, 50
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@verification.route("/verify/lists", methods=["GET", "POST"])
@only(*STAFF)
@limiter.limit(as_often_as_set, methods=["POST"])
def lists() -> ResponseReturnValue:
    """Upload a list, and one's lists of the last day."""
    form, now = SheetForm(), utc_now()
    if form.validate_on_submit():
        try:
            kept = many.keep(current_user.id, form.sheet.data.stream.read(), now)
        except Refused as refused:
            form.sheet.errors = [sentence(refused)]
        else:
            db.session.commit()
            return redirect(url_for(".list_of_many", sheet_id=kept.id), 303)
    mine = [(kept, many.sheet_of(kept), _progress(kept)) for kept in many.waiting_and_done(current_user.id, now)]
    return render_template("verification/lists.html", form=form, lists=mine), 422 if form.is_submitted() else 200


@verification.get("/verify/lists/<uuid:sheet_id>")
@only(*STAFF)
def list_of_many(sheet_id: UUID) -> ResponseReturnValue:
    """What was understood of a list; once it is being checked, how far that is."""
    kept = _own(sheet_id)
    sheet = many.sheet_of(kept)
    problems = many.problems(sheet)
    return render_template(
        "verification/list.html", kept=kept, sheet=sheet, progress=_progress(kept), problems=problems[:FIRST_PROBLEMS],
        wrong=len(problems), sentences=many.PROBLEMS, rows=list(zip(sheet.lines, sheet.asked(), strict=True))[:FIRST_ROWS],
    )  # fmt: skip


@verification.post("/verify/lists/<uuid:sheet_id>/check")
@only(*STAFF)
@limiter.limit(as_often_as_set)
def check_list(sheet_id: UUID) -> ResponseReturnValue:
    """Have the list checked by the worker; a second wish finds the first."""
    many.check(_own(sheet_id), utc_now())
    db.session.commit()
    return redirect(url_for(".list_of_many", sheet_id=sheet_id), 303)


@verification.get("/verify/lists/<uuid:sheet_id>/progress")
@only(*STAFF)
def list_progress(sheet_id: UUID) -> ResponseReturnValue:
    """How far the check is, for the bar."""
    done, size = _progress(_own(sheet_id)) or abort(404)
    return jsonify(done=done, size=size)


@verification.get("/verify/lists/<uuid:sheet_id>/results")
@only(*STAFF)
def list_results(sheet_id: UUID) -> ResponseReturnValue:
    """The list with its results, in its own format."""
    kept = _own(sheet_id)
    kind = many.sheet_of(kept).kind
    response = Response(many.answered(kept, utc_now()), content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="certificates-checked.{kind}"'
    return response


@verification.post("/verify/lists/<uuid:sheet_id>/forget")
@only(*STAFF)
def forget_list(sheet_id: UUID) -> ResponseReturnValue:
    """Delete a list and its results before its day is over."""
    many.forget(_own(sheet_id))
    db.session.commit()
    flash(gettext("The list and its results are deleted."), "success")
    return redirect(url_for(".lists"), 303)


def _own(sheet_id: UUID) -> BulkSheet:
    return many.own(current_user.id, sheet_id, utc_now()) or abort(404)


def _progress(kept: BulkSheet) -> Progress | None:
    asked = bulk.own(kept.account_id, kept.check_id, utc_now()) if kept.check_id else None
    return bulk.progress(asked) if asked else None
