"""Registering as an employer."""

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from curriculum_app.database import db, utc_now
from curriculum_app.organisations import registering
from curriculum_app.organisations.employer_forms import ConfirmEmployerForm, EmployerForm
from curriculum_app.organisations.employer_models import RegistrationState
from curriculum_app.organisations.models import Organisation
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals, sentence
from curriculum_app.web.language import spoken

employers = Blueprint("employers", __name__, template_folder="templates")
_ = lazy_gettext
STATES = {
    RegistrationState.ASKED: (_("Open the link we mailed"), "gold"),
    RegistrationState.CONFIRMED: (_("An administrator looks at it"), "blue"),
    RegistrationState.APPROVED: (_("Admitted"), "ok"),
    RegistrationState.REFUSED: (_("Not admitted"), "miss"),
}


def init_app(app: Flask) -> None:
    """Wire the pages."""
    app.register_blueprint(employers)
    app.jinja_env.globals["organisation_name"] = _name
    refusals({
        "free_mail": _("Anybody can have an address at %(domain)s. Give one at your company's own domain."),
        "no_domain": _("This address has no domain that could be checked."),
        "domain_taken": _("An employer with the domain %(domain)s is here already. Ask your colleagues to let you in."),
        "too_many_registrations": _("You have asked three times today. Try again tomorrow."),
        "registration_link_invalid": _("This link has been used, is older than an hour, or was asked for by another account."),
        "not_confirmed_yet": _("This registration is not waiting for a decision."),
    })  # fmt: skip


def _name(organisation_id: object) -> str:
    """What an organisation is called, in the reader's language."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        return "–"
    return organisation.name_ko if spoken() == "ko" else organisation.name_en


@employers.route("/employers/register", methods=["GET", "POST"])
@only(Role.LEARNER)
def register() -> ResponseReturnValue:
    """Ask to search the pool for an employer."""
    form = EmployerForm()
    if form.validate_on_submit():
        try:
            registering.ask(current_user, form.name_ko.data.strip(), form.name_en.data.strip(), form.work_email.data, utc_now())
            db.session.commit()
            flash(gettext("We mailed a link to %(email)s. It is good for an hour.", email=form.work_email.data), "success")
            return redirect(url_for(".register"), 303)
        except Refused as refused:
            db.session.rollback()
            form.work_email.errors = [sentence(refused)]
    return render_template(
        "employers/register.html", form=form, asked=registering.own(current_user.id), states=STATES
    ), 422 if form.is_submitted() else 200


@employers.route("/employers/confirm/<secret>", methods=["GET", "POST"])
@only(Role.LEARNER)
def confirm(secret: str) -> ResponseReturnValue:
    """Prove the company's domain. A button, since mail programs open links by themselves."""
    asked = registering.by_secret(current_user.id, secret, utc_now())
    if asked is None:
        raise Refused("registration_link_invalid")
    if ConfirmEmployerForm().validate_on_submit():
        registering.confirm(current_user.id, secret, utc_now())
        db.session.commit()
        return redirect(url_for(".register"), 303)
    return render_template("employers/confirm.html", form=ConfirmEmployerForm(), asked=asked)
