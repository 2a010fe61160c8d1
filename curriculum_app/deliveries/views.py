"""Webhooks on pages: registering, their secrets, what was told and what was given up."""

from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from flask_login import current_user

from curriculum_app.database import db, utc_now
from curriculum_app.deliveries import api_views, endpoints, noticing, sending
from curriculum_app.deliveries.forms import KINDS, EndpointForm
from curriculum_app.deliveries.models import Endpoint, Kind, Outcome
from curriculum_app.organisations import acting
from curriculum_app.organisations.key_views import ROLES, organisation_names, role_choices
from curriculum_app.refusal import Refused
from curriculum_app.web.access import only
from curriculum_app.web.errors import refusals, sentence

__all__ = ["init_app", "sending", "webhooks"]

webhooks = Blueprint("webhooks", __name__, template_folder="templates")
_ = lazy_gettext
OUTCOMES = {
    Outcome.WAITING: ("", _("Waiting")), Outcome.DELIVERED: ("ok", _("Delivered")), Outcome.DEAD: ("miss", _("Given up")),
    Outcome.DROPPED: ("gold", _("Not sent: no longer to be known")),
}  # fmt: skip
WHY_OFF = {
    "by_hand": _("Switched off by hand."), "failing": _("It could not be reached for days."),
    "gone": _("It said that it wants no more (410)."),
}  # fmt: skip
ERRORS = {
    "status": _("It answered with an error."), "timeout": _("It took too long."), "tls": _("Its certificate could not be trusted."),
    "connection": _("No connection came about."), "no_address": _("The name has no address."),
    "not_public": _("The address does not lie on the public internet."), "not_acceptable": _("The address is no https address."),
}  # fmt: skip


def init_app(app: Flask) -> None:
    """Wire the pages and the feed, and listen for what changes."""
    app.register_blueprint(webhooks)
    app.register_blueprint(api_views.changes)
    noticing.init_app(app)
    refusals({
        "not_an_https_address": _("This takes an address that begins with https://, without a user or a #fragment."),
        "event_not_allowed": _("This role is not told of that."),
        "too_many_endpoints": _("You have registered %(most)s addresses. Remove one first."),
        "no_webhook_key": _("This site has no key for webhooks yet. Its administrator makes it with: curriculum prepare"),
        "endpoint_off": _("This address is switched off. Switch it on first."),
    })  # fmt: skip


@webhooks.route("/webhooks", methods=["GET", "POST"])
@only(*acting.ROLES)
def listing() -> ResponseReturnValue:
    """The addresses there are; registering a further one."""
    form = EndpointForm()
    form.grant.choices = role_choices(current_user)
    if form.validate_on_submit():
        grant = next(grant for grant in acting.roles_of(current_user) if str(grant.id) == form.grant.data)
        try:
            made, secret = endpoints.register(grant, form.url.data.strip(), [Kind(kind) for kind in form.kinds.data], utc_now())
            db.session.commit()
            return _shown(made, secret)
        except Refused as refused:
            db.session.rollback()
            (form.kinds if refused.code == "event_not_allowed" else form.url).errors = [sentence(refused)]
    found = endpoints.seen_by(current_user)
    rows = [endpoint for endpoint, _dead in found]
    return render_template(
        "deliveries/listing.html", form=form, found=found, makers=acting.makers(rows), roles=ROLES, organisations=organisation_names(rows),
    ), 422 if form.is_submitted() else 200  # fmt: skip


@webhooks.get("/webhooks/<uuid:endpoint_id>")
@only(*acting.ROLES)
def show(endpoint_id: UUID) -> ResponseReturnValue:
    """One address: how it is, what was told to it."""
    return _shown(_endpoint(endpoint_id))


@webhooks.post("/webhooks/<uuid:endpoint_id>/secret")
@only(*acting.ROLES)
def rotate(endpoint_id: UUID) -> ResponseReturnValue:
    """A new secret, shown this once."""
    endpoint = _endpoint(endpoint_id)
    secret = endpoints.rotate(endpoint, current_user.id, utc_now())
    db.session.commit()
    return _shown(endpoint, secret)


@webhooks.post("/webhooks/<uuid:endpoint_id>/on")
@only(*acting.ROLES)
def switch_on(endpoint_id: UUID) -> ResponseReturnValue:
    """Send to it again."""
    endpoints.switch(_endpoint(endpoint_id), True, current_user.id, utc_now())
    return _done(endpoint_id, gettext("It is switched on."))


@webhooks.post("/webhooks/<uuid:endpoint_id>/off")
@only(*acting.ROLES)
def switch_off(endpoint_id: UUID) -> ResponseReturnValue:
    """Send no more for now."""
    endpoints.switch(_endpoint(endpoint_id), False, current_user.id, utc_now())
    return _done(endpoint_id, gettext("It is switched off."))


@webhooks.post("/webhooks/<uuid:endpoint_id>/test")
@only(*acting.ROLES)
def test(endpoint_id: UUID) -> ResponseReturnValue:
    """Send a message that tells nothing."""
    endpoints.test(_endpoint(endpoint_id), utc_now())
    return _done(endpoint_id, gettext("A test is on its way. Reload this page in a moment to see how it went."))


@webhooks.post("/webhooks/<uuid:endpoint_id>/replay")
@only(*acting.ROLES)
def replay(endpoint_id: UUID) -> ResponseReturnValue:
    """Send again what was given up."""
    number = endpoints.replay(_endpoint(endpoint_id), utc_now())
    return _done(endpoint_id, ngettext("%(num)s message is sent again.", "%(num)s messages are sent again.", number))


@webhooks.post("/webhooks/<uuid:endpoint_id>/remove")
@only(*acting.ROLES)
def remove(endpoint_id: UUID) -> ResponseReturnValue:
    """Forget the address."""
    endpoints.remove(_endpoint(endpoint_id), current_user.id)
    db.session.commit()
    flash(gettext("The address is removed. Nothing is sent to it any more."), "success")
    return redirect(url_for(".listing"), 303)


def _endpoint(endpoint_id: UUID) -> Endpoint:
    return endpoints.seen_or_404(current_user, endpoint_id)


def _done(endpoint_id: UUID, said: str) -> ResponseReturnValue:
    db.session.commit()
    flash(said, "success")
    return redirect(url_for(".show", endpoint_id=endpoint_id), 303)


def _shown(endpoint: Endpoint, secret: str | None = None) -> str:
    return render_template(
        "deliveries/show.html", endpoint=endpoint, secret=secret, deliveries=endpoints.deliveries(endpoint), kinds=KINDS,
        outcomes=OUTCOMES, why_off=WHY_OFF, errors=ERRORS, makers=acting.makers([endpoint]), roles=ROLES, now=utc_now(),
        organisations=organisation_names([endpoint]), tries=sending.TRIES,
    )  # fmt: skip
