"""One certificate: revoking it, suspending it, lifting that; and which organisations ask for two people."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from curriculum_app.credentials import changing, queries
from curriculum_app.credentials.models import Credential
from curriculum_app.credentials.standing_models import Kind
from curriculum_app.database import db, utc_now
from curriculum_app.operations import change_queries
from curriculum_app.operations.administration import DEEDS
from curriculum_app.operations.change_forms import LiftForm, RevokeForm, SuspendForm
from curriculum_app.operations.change_views import KINDS
from curriculum_app.operations.views import operations
from curriculum_app.organisations.models import Organisation
from curriculum_app.web.access import Role, only

DONE = {
    Kind.REVOKE: lambda: gettext("The certificate is revoked. Its verification page says so from now on."),
    Kind.SUSPEND: lambda: gettext("The certificate is suspended. Its verification page says so from now on."),
    Kind.LIFT: lambda: gettext("The suspension is lifted. The certificate holds again."),
}  # fmt: skip


@operations.route("/administration/certificates/<uuid:public_id>", methods=["GET", "POST"])
@only(Role.ADMINISTRATOR)
def certificate(public_id: UUID) -> ResponseReturnValue:
    """One certificate and what was done about it; revoking it with a reason."""
    return _act(Kind.REVOKE, _credential(public_id), RevokeForm())


@operations.post("/administration/certificates/<uuid:public_id>/suspend")
@only(Role.ADMINISTRATOR)
def suspend(public_id: UUID) -> ResponseReturnValue:
    """Suspend one for the time being."""
    return _act(Kind.SUSPEND, _credential(public_id), SuspendForm(prefix="suspend"))


@operations.post("/administration/certificates/<uuid:public_id>/lift")
@only(Role.ADMINISTRATOR)
def lift(public_id: UUID) -> ResponseReturnValue:
    """Let a suspended one hold again."""
    return _act(Kind.LIFT, _credential(public_id), LiftForm(prefix="lift"))


@operations.post("/administration/organisations/<uuid:organisation_id>/two-people")
@only(Role.ADMINISTRATOR)
def ask_for_two(organisation_id: UUID) -> ResponseReturnValue:
    """From now on nothing of this organisation's is changed by one person."""
    changing.ask_for_two(_organisation(organisation_id), current_user.id, change_queries.administrators())
    db.session.commit()
    flash(gettext("Its certificates are revoked and suspended by two people from now on."), "success")
    return redirect(url_for(".staff"), 303)


@operations.post("/administration/organisations/<uuid:organisation_id>/one-person")
@only(Role.ADMINISTRATOR)
def end_asking_for_two(organisation_id: UUID) -> ResponseReturnValue:
    """Ask a second person to end it."""
    changing.end_asking_for_two(_organisation(organisation_id), current_user.id, utc_now())
    db.session.commit()
    flash(gettext("A second person has to agree to that. It waits under changes of certificates."), "info")
    return redirect(url_for(".staff"), 303)


def _act(kind: Kind, credential: Credential, form: RevokeForm | SuspendForm | LiftForm) -> ResponseReturnValue:
    if form.validate_on_submit():
        ground = form.ground.data if "ground" in form else ""
        waiting = changing.single(kind, credential, current_user.id, ground, form.reason.data.strip(), utc_now())
        db.session.commit()
        if waiting is not None:
            flash(gettext("This organisation asks for two people. A second one has to agree first."), "info")
        else:
            flash(DONE[kind](), "success")
        return redirect(url_for(".certificate", public_id=credential.id), 303)
    forms = {Kind.REVOKE: (RevokeForm, ""), Kind.SUSPEND: (SuspendForm, "suspend"), Kind.LIFT: (LiftForm, "lift")}
    empty = {one: form if one == kind else made(formdata=None, prefix=prefix) for one, (made, prefix) in forms.items()}
    return render_template(
        "operations/certificate.html", credential=credential, form=empty[Kind.REVOKE], suspending=empty[Kind.SUSPEND],
        lifting=empty[Kind.LIFT], history=change_queries.history(credential), waiting=change_queries.asked_for(credential), kinds=KINDS,
        deeds=DEEDS,
    ), 422 if form.is_submitted() else 200  # fmt: skip


def _credential(public_id: UUID) -> Credential:
    return queries.by_public_id(public_id) or abort(404)


def _organisation(organisation_id: UUID) -> Organisation:
    return db.session.get(Organisation, organisation_id) or abort(404)
