"""The administrator's pages: the site at a glance, all certificates, people with roles, the trail."""

from uuid import UUID

from flask import Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from curriculum_app.database import db
from curriculum_app.operations import change_queries, queries
from curriculum_app.operations.forms import GrantForm, OrganisationForm
from curriculum_app.operations.views import operations
from curriculum_app.organisations import staffing
from curriculum_app.organisations.models import OrganisationKind
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals, sentence

_ = lazy_gettext
ROLES = {
    Role.INSTRUCTOR: _("Instructor"),
    Role.AUTHOR: _("Author"),
    Role.EMPLOYER: _("Employer"),
    Role.ADMINISTRATOR: _("Administrator"),
}
KINDS = {OrganisationKind.SCHOOL: _("School"), OrganisationKind.EMPLOYER: _("Employer")}
DEEDS = {
    "organisation_branded": _("Branding of an organisation changed"),
    "certificate_revoked": _("Certificate revoked"),
    "certificate_corrected": _("Certificate issued again with another name"),
    "correction_declined": _("Wish for another name declined"),
    "cohort_issue_started": _("Certificates issued for a cohort"),
    "certificates_downloaded": _("Certificates of a cohort downloaded"),
    "register_downloaded": _("Register of issue downloaded"),
    "certificate_suspended": _("Certificate suspended"),
    "suspension_lifted": _("Suspension lifted"),
    "change_asked_for": _("Change of certificates asked for"),
    "change_approved": _("Change of certificates agreed to"),
    "change_declined": _("Change of certificates declined"),
    "change_expired": _("Change of certificates ran out"),
    "two_people_asked_for": _("Approval by two people begun"),
    "key_rotated": _("Signing key rotated"),
    "key_distrusted": _("Signing key distrusted"),
    "role_granted": _("Role given"),
    "role_withdrawn": _("Role taken back"),
    "appeal_decided": _("Appeal decided"),
    "regrade": _("Grading again begun"),
    "exam_rescored": _("Exam scored again"),
    "room_opened": _("Exam room opened"),
    "room_closed": _("Exam room closed"),
    "exam_admitted": _("Admitted to an exam"),
    "exam_turned_away": _("Turned away from an exam"),
    "account_erased": _("Account erased by its owner"),
    "supervision_withdrawn": _("Supervision of an exam withdrawn"),
    "recheck_asked": _("Re-check asked for"),
    "recheck_agreed": _("Re-check agreed to"),
    "recheck_declined": _("Re-check declined"),
    "recheck_decided": _("Re-check decided"),
    "api_key_made": _("API key made"),
    "api_key_revoked": _("API key revoked"),
    "webhook_registered": _("Webhook registered"),
    "webhook_secret_renewed": _("Secret of a webhook renewed"),
    "webhook_switched_on": _("Webhook switched on"),
    "webhook_switched_off": _("Webhook switched off"),
    "webhook_removed": _("Webhook removed"),
    "talent_looked": _("Talent record looked at"),
    "talent_reported": _("Abuse reported"),
    "talent_report_decided": _("Report decided"),
    "employer_approved": _("Employer admitted"),
    "employer_refused": _("Employer not admitted"),
    "employer_readmitted": _("Employer may search again"),
    "person_readmitted": _("Person may be found again"),
    "fact_declared": _("Entry of a record made"),
    "fact_changed": _("Entry of a record changed"),
    "fact_removed": _("Entry of a record removed"),
    "fact_marked": _("Entry of a record checked"),
    "tryout_made": _("Try-out made"),
    "tryout_opened": _("Try-out opened"),
    "tryout_closed": _("Try-out closed"),
    "tryout_removed": _("Try-out deleted"),
    "tryout_joined": _("Try-out begun"),
    "tryout_taken_back": _("Part in a try-out deleted"),
}


def init_app(app: Flask) -> None:
    """Give the sentences of refusals."""
    refusals({
        "organisation_exists": _("There is already an organisation called %(name)s."),
        "organisation_unknown": _("There is no organisation called %(name)s."),
        "account_unknown": _("Nobody has signed up as %(email)s."),
    })  # fmt: skip


@operations.get("/administration")
@only(Role.ADMINISTRATOR)
def overview() -> ResponseReturnValue:
    """The site at a glance."""
    return render_template("operations/overview.html", counts=queries.counts(), waiting=change_queries.waiting_count())


@operations.get("/administration/certificates")
@only(Role.ADMINISTRATOR)
def certificates() -> ResponseReturnValue:
    """Every certificate, newest first; a number typed leads to its page."""
    page = request.args.get("page", 1, type=int)
    found = queries.certificates(page)
    return render_template(
        "operations/certificates.html", certificates=found[: queries.PAGE], page=page, more=len(found) > queries.PAGE
    )


def _staff_page(form: GrantForm, adding: OrganisationForm, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "operations/staff.html", form=form, adding=adding, staff=queries.staff(), organisations=queries.organisations(),
        roles=ROLES, kinds=KINDS, errors=[],
    ), status  # fmt: skip


def _grant_form() -> GrantForm:
    form = GrantForm()
    form.role.choices = [
        SelectChoice(role.value, str(ROLES[role])) for role in (Role.INSTRUCTOR, Role.AUTHOR, Role.EMPLOYER)
    ]
    form.organisation.choices = [SelectChoice(row.name_ko, row.name_ko) for row in queries.organisations()]
    return form


def _organisation_form() -> OrganisationForm:
    form = OrganisationForm()
    form.kind.choices = [SelectChoice(kind.value, str(name)) for kind, name in KINDS.items()]
    return form


@operations.get("/administration/people")
@only(Role.ADMINISTRATOR)
def staff() -> ResponseReturnValue:
    """Who holds which role where."""
    return _staff_page(_grant_form(), _organisation_form())


@operations.post("/administration/people")
@only(Role.ADMINISTRATOR)
def grant() -> ResponseReturnValue:
    """Give a role."""
    form = _grant_form()
    if form.validate_on_submit():
        try:
            staffing.grant(form.email.data, Role(form.role.data), form.organisation.data, current_user.id)
            db.session.commit()
            flash(gettext("The role is given."), "success")
            return redirect(url_for(".staff"), 303)
        except Refused as refused:
            db.session.rollback()
            form.email.errors = [sentence(refused)]
    return _staff_page(form, OrganisationForm(formdata=None), 422)


@operations.post("/administration/organisations")
@only(Role.ADMINISTRATOR)
def add_organisation() -> ResponseReturnValue:
    """Add an organisation."""
    adding = _organisation_form()
    if adding.validate_on_submit():
        try:
            staffing.found(adding.name_ko.data.strip(), adding.name_en.data.strip(), OrganisationKind(adding.kind.data))
            db.session.commit()
            flash(gettext("The organisation is added."), "success")
            return redirect(url_for(".staff"), 303)
        except Refused as refused:
            db.session.rollback()
            adding.name_ko.errors = [sentence(refused)]
    return _staff_page(_empty_grant_form(), adding, 422)


def _empty_grant_form() -> GrantForm:
    form = _grant_form()
    form.process(formdata=None)
    return form


@operations.post("/administration/people/<uuid:grant_id>")
@only(Role.ADMINISTRATOR)
def withdraw(grant_id: UUID) -> ResponseReturnValue:
    """Take a role back. Nobody takes their own administration away, so that the site keeps one."""
    held = queries.grant_or_404(grant_id)
    if held.role == Role.ADMINISTRATOR and held.account_id == current_user.id:
        abort(409)
    staffing.withdraw(held, current_user.id)
    db.session.commit()
    flash(gettext("The role is taken back."), "success")
    return redirect(url_for(".staff"), 303)


@operations.get("/administration/trail")
@only(Role.ADMINISTRATOR)
def trail() -> ResponseReturnValue:
    """Who did what."""
    page = request.args.get("page", 1, type=int)
    found = queries.trail(page)
    return render_template(
        "operations/trail.html",
        entries=found[: queries.PAGE],
        page=page,
        more=len(found) > queries.PAGE,
        deeds=DEEDS,
        roles=ROLES,
    )
