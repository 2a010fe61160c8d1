"""The administrator's side of the talent pool: letting employers in, and what was reported."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy import select

from curriculum_app import audit
from curriculum_app.database import db, utc_now
from curriculum_app.operations.forms import ConfirmForm, RefuseForm
from curriculum_app.operations.views import operations
from curriculum_app.organisations import registering
from curriculum_app.organisations.employer_models import EmployerRegistration
from curriculum_app.organisations.models import Organisation
from curriculum_app.talent import keeping_current
from curriculum_app.talent.employer_models import AbuseReport, ExcludedEmployer
from curriculum_app.talent.models import TalentRecord
from curriculum_app.web.access import Role, only


@operations.get("/administration/employers")
@only(Role.ADMINISTRATOR)
def employers() -> ResponseReturnValue:
    """Who waits to be let in, what was reported, who is shut out."""
    return _page(RefuseForm(formdata=None))


def _page(refusing: RefuseForm, status: int = 200) -> ResponseReturnValue:
    open_ones = select(AbuseReport, Organisation).join(Organisation, Organisation.id == AbuseReport.organisation_id)
    shut_out = select(Organisation).join(ExcludedEmployer, ExcludedEmployer.organisation_id == Organisation.id)
    return render_template(
        "operations/employers.html", waiting=registering.waiting(), refusing=refusing,
        reports=[(row[0], row[1]) for row in db.session.execute(
            open_ones.where(AbuseReport.decided_at.is_(None)).order_by(AbuseReport.created_at).limit(100))],
        excluded=list(db.session.scalars(shut_out.order_by(Organisation.name_ko))),
        people=list(db.session.scalars(select(TalentRecord).where(TalentRecord.shut_out).order_by(TalentRecord.id))),
    ), status  # fmt: skip


def _registration(registration_id: UUID) -> EmployerRegistration:
    return db.session.get(EmployerRegistration, registration_id) or abort(404)


@operations.post("/administration/employers/<uuid:registration_id>/approve")
@only(Role.ADMINISTRATOR)
def approve_employer(registration_id: UUID) -> ResponseReturnValue:
    """Let an employer in."""
    asked = _registration(registration_id)
    if not ConfirmForm().validate_on_submit():
        abort(422)
    registering.approve(asked, current_user.id, utc_now())
    db.session.commit()
    flash(gettext("The employer is admitted."), "success")
    return redirect(url_for(".employers"), 303)


@operations.post("/administration/employers/<uuid:registration_id>/refuse")
@only(Role.ADMINISTRATOR)
def refuse_employer(registration_id: UUID) -> ResponseReturnValue:
    """Keep an employer out, with a reason."""
    asked, form = _registration(registration_id), RefuseForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    registering.refuse(asked, current_user.id, form.reason.data.strip(), utc_now())
    db.session.commit()
    flash(gettext("The employer is not admitted, and is told why."), "success")
    return redirect(url_for(".employers"), 303)


def _report(report_id: UUID) -> AbuseReport:
    report = db.session.get(AbuseReport, report_id)
    if report is None or report.decided_at is not None:
        abort(404)
    return report


@operations.post("/administration/reports/<uuid:report_id>/dismiss")
@only(Role.ADMINISTRATOR)
def dismiss_report(report_id: UUID) -> ResponseReturnValue:
    """Close a report without doing anything."""
    report = _report(report_id)
    if not ConfirmForm().validate_on_submit():
        abort(422)
    _decide(report, "dismissed")
    return redirect(url_for(".employers"), 303)


@operations.post("/administration/reports/<uuid:report_id>/exclude")
@only(Role.ADMINISTRATOR)
def exclude_reported(report_id: UUID) -> ResponseReturnValue:
    """Shut out whoever is reported, from the next request on: an employer is shown nobody, a person is shown to nobody."""
    report = _report(report_id)
    if not ConfirmForm().validate_on_submit():
        abort(422)
    if report.by_employer:
        record = db.session.get_one(TalentRecord, report.record_id)
        record.shut_out = True
        db.session.flush()
        keeping_current.refresh(record.account_id, utc_now())
    elif db.session.get(ExcludedEmployer, report.organisation_id) is None:
        db.session.add(ExcludedEmployer(organisation_id=report.organisation_id, at=utc_now(), by=current_user.id))
    _decide(report, "excluded")
    return redirect(url_for(".employers"), 303)


def _decide(report: AbuseReport, outcome: str) -> None:
    report.outcome, report.decided_at, report.decided_by = outcome, utc_now(), current_user.id
    audit.note("talent_report_decided", current_user.id, report.id, report.organisation_id, outcome=outcome)
    db.session.commit()
    flash(gettext("Decided."), "success")


@operations.post("/administration/excluded/<uuid:organisation_id>/readmit")
@only(Role.ADMINISTRATOR)
def readmit_employer(organisation_id: UUID) -> ResponseReturnValue:
    """Let a shut-out employer search again."""
    shut_out = db.session.get(ExcludedEmployer, organisation_id) or abort(404)
    if not ConfirmForm().validate_on_submit():
        abort(422)
    db.session.delete(shut_out)
    audit.note("employer_readmitted", current_user.id, None, organisation_id)
    db.session.commit()
    flash(gettext("The employer may search again."), "success")
    return redirect(url_for(".employers"), 303)


@operations.post("/administration/shut-out/<uuid:record_id>/readmit")
@only(Role.ADMINISTRATOR)
def readmit_person(record_id: UUID) -> ResponseReturnValue:
    """Let a shut-out person be found again."""
    record = db.session.get(TalentRecord, record_id)
    if record is None or not record.shut_out:
        abort(404)
    if not ConfirmForm().validate_on_submit():
        abort(422)
    record.shut_out = False
    db.session.flush()
    keeping_current.refresh(record.account_id, utc_now())
    audit.note("person_readmitted", current_user.id, record_id)
    db.session.commit()
    flash(gettext("The person may be found again."), "success")
    return redirect(url_for(".employers"), 303)
