"""A cohort's certificates: preview, start, progress and result of an issue, and all PDFs in one ZIP."""

from typing import cast
from uuid import UUID

from flask import Flask, Response, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from werkzeug.local import LocalProxy

from curriculum_app import audit
from curriculum_app.cohorts import archiving, issue_queries, issuing, queries, tasks
from curriculum_app.cohorts.issue_models import PlaceState
from curriculum_app.cohorts.models import Cohort
from curriculum_app.cohorts.views import cohorts
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals

__all__ = ["init_app", "tasks"]

_ = lazy_gettext
PAGE, DEEPEST = 100, 1000
PLACES = {
    PlaceState.WAITING: (_("Waiting"), ""), PlaceState.ISSUED: (_("Issued"), "ok"),
    PlaceState.LACKING: (_("No longer earned"), "miss"),
}  # fmt: skip
ASKED = {
    "lessons": _("Lessons read"), "practice": _("Exercises answered"), "practice_mean": _("Mean of the best practice scores"),
    "exam": _("Exam passed"), "project": _("Mock project done"),
}  # fmt: skip


def init_app(app: Flask) -> None:
    """Give the sentences of refusals."""
    refusals({
        "course_without_certificate": _("This course gives no certificate."),
        "nobody_to_issue": _("Nobody has earned a certificate who has none yet."),
        "too_many_to_issue": _("At most %(most)s certificates can be issued at once."),
        "issue_under_way": _("Certificates of this cohort are being issued already."),
    })  # fmt: skip


def _cohort(cohort_id: UUID) -> Cohort:
    return queries.cohort_or_404(cohort_id, current_user.organisations_as(Role.INSTRUCTOR))


def _page() -> int:
    return max(1, min(request.args.get("page", 1, type=int), DEEPEST))


@cohorts.get("/cohorts/<uuid:cohort_id>/certificates")
@only(Role.INSTRUCTOR)
def certificates(cohort_id: UUID) -> ResponseReturnValue:
    """Who has a certificate, who has earned one, and who lacks what."""
    found, page = _cohort(cohort_id), _page()
    try:
        everybody = issuing.standings(found, live())
    except Refused:
        return render_template("cohorts/certificates.html", cohort=found, course=None)
    everybody.sort(key=lambda one: (not one.ready, bool(one.serial)))  # by name among equals
    return render_template(
        "cohorts/certificates.html", cohort=found, course=live().courses[live().slugs[found.course_id]], asked=ASKED,
        people=everybody[(page - 1) * PAGE : page * PAGE], page=page, pages=-(-len(everybody) // PAGE),
        ready=sum(one.ready for one in everybody), held=sum(bool(one.serial) for one in everybody), everybody=len(everybody),
        issues=issue_queries.issues_of(found.id), under_way=issuing.under_way(found.id), most=issuing.MOST,
    )  # fmt: skip


@cohorts.post("/cohorts/<uuid:cohort_id>/certificates")
@only(Role.INSTRUCTOR)
def start_issue(cohort_id: UUID) -> ResponseReturnValue:
    """Issue certificates for everybody who has earned one and has none."""
    issue = issuing.start(_cohort(cohort_id), current_user.id, live(), utc_now())
    db.session.commit()
    return redirect(url_for(".issue", cohort_id=cohort_id, issue_id=issue.id), 303)


@cohorts.get("/cohorts/<uuid:cohort_id>/certificates/<uuid:issue_id>")
@only(Role.INSTRUCTOR)
def issue(cohort_id: UUID, issue_id: UUID) -> ResponseReturnValue:
    """How far an issue is, and what became of whom."""
    found, page = _cohort(cohort_id), _page()
    made = issue_queries.issue_or_404(found.id, issue_id)
    people, standing = issue_queries.people(made.id, page, PAGE), issue_queries.standing(made.id)
    return render_template(
        "cohorts/issue.html", cohort=found, issue=made, standing=standing, said=_said(standing), people=people[:PAGE], page=page,
        pages=-(-standing.total // PAGE), places=PLACES,
    )  # fmt: skip


@cohorts.get("/cohorts/<uuid:cohort_id>/certificates/<uuid:issue_id>/progress.json")
@only(Role.INSTRUCTOR)
def issue_progress(cohort_id: UUID, issue_id: UUID) -> ResponseReturnValue:
    """The same in numbers, for the page that looks again by itself."""
    standing = issue_queries.standing(issue_queries.issue_or_404(_cohort(cohort_id).id, issue_id).id)
    return jsonify(printed=standing.printed, total=standing.total, done=standing.done, said=_said(standing))


def _said(standing: issue_queries.Standing) -> str:
    numbers = {"issued": standing.issued, "total": standing.total, "printed": standing.printed}
    return str(gettext("%(issued)s of %(total)s numbered, %(printed)s signed and printed.", **numbers))


@cohorts.post("/cohorts/<uuid:cohort_id>/certificates.zip")
@only(Role.INSTRUCTOR)
def download(cohort_id: UUID) -> ResponseReturnValue:
    """Every PDF of the cohort's certificates in one file; whoever takes it stands on the trail."""
    found = _cohort(cohort_id)
    files = archiving.printed(found.id)
    audit.note("certificates_downloaded", current_user.id, found.id, found.organisation_id, files=len(files))
    first, app = found.starts_on, cast(LocalProxy[Flask], current_app)._get_current_object()
    db.session.commit()
    response = Response(archiving.archive(app, files), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="certificates-{first}.zip"'
    return response
