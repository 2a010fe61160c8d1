"""Checking a certificate as a file, on a page and by API. The file is read in memory and never kept."""

from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from curriculum_app.credentials import grounds
from curriculum_app.database import utc_now
from curriculum_app.verification.examining import Report, Unreadable
from curriculum_app.verification.forms import FileForm, LookUpForm
from curriculum_app.verification.holding import examine_here
from curriculum_app.verification.views import as_often_as_set, verification
from curriculum_app.verification.words import STATES, UNREADABLE, told
from curriculum_app.web import csrf, limiter
from curriculum_app.web.access import anyone
from curriculum_app.web.problems import Problematic


@verification.route("/verify/file", methods=["GET", "POST"])
@anyone
@limiter.limit(as_often_as_set, methods=["POST"])
def file() -> ResponseReturnValue:
    """The verdict on a PDF or JSON dropped on the page."""
    if request.method == "GET":
        return redirect(url_for(".look_up"))
    form = FileForm()
    if form.validate_on_submit():
        try:
            report = examine_here(form.file.data.stream.read(), utc_now())
        except Unreadable as unreadable:
            form.file.errors = [str(UNREADABLE[unreadable.code])]
        else:
            return _shown(report)
    return render_template("verification/look_up.html", form=LookUpForm(formdata=None), file_form=form, answer=None), 422


def _shown(report: Report) -> str:
    address = report.certificate.id if report.certificate else ""
    return render_template(
        "verification/file.html", state=report.state, banner=STATES[report.state], checks=told(report.checks),
        certificate=report.certificate, address=address, now=utc_now(),
        since=f"{report.since:%Y-%m-%d %H:%M UTC}" if report.since else "", reason=grounds.told(report.ground, report.reason),
    )  # fmt: skip


@verification.post("/api/v1/verify")
@csrf.exempt  # type: ignore[untyped-decorator]
@anyone
@limiter.limit(as_often_as_set)
def verify() -> ResponseReturnValue:
    """The verdict on a certificate that is the body of the request: its JSON, or its PDF."""
    try:
        report = examine_here(request.get_data(cache=False), utc_now())
    except Unreadable as unreadable:
        raise Problematic(422, unreadable.code, UNREADABLE[unreadable.code]) from None
    return jsonify(answer(report))


def answer(report: Report) -> dict[str, Any]:
    """A report as JSON."""
    checks = [{"code": check.code, "passed": check.passed, "detail": str(sentence)} for check, _, sentence in told(report.checks)]
    certificate = report.certificate.model_dump(by_alias=True, exclude_none=True) if report.certificate else None
    out_of_force = {
        "since": f"{report.since:%Y-%m-%dT%H:%M:%SZ}", "ground": report.ground, "reason": report.reason,
    } if report.since else None  # fmt: skip
    return {"state": report.state, "checks": checks, "credential": certificate, "out_of_force": out_of_force}
