"""The page of one's keys: made, seen once, revoked."""

from collections.abc import Iterable
from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from curriculum_app.accounts.models import Account, Grant
from curriculum_app.database import db, utc_now
from curriculum_app.organisations import acting, api_keys
from curriculum_app.organisations.key_forms import SCOPES, KeyForm
from curriculum_app.organisations.models import Organisation
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, Scope, find_keys_with, only
from curriculum_app.web.errors import refusals, sentence
from curriculum_app.web.language import spoken

blueprint = Blueprint("api_keys", __name__, template_folder="templates")
_ = lazy_gettext
ROLES = {Role.INSTRUCTOR: _("Instructor"), Role.EMPLOYER: _("Employer"), Role.ADMINISTRATOR: _("Administrator")}


def init_app(app: Flask) -> None:
    """Wire the page, and say how a key is found."""
    app.register_blueprint(blueprint)
    find_keys_with(api_keys.holder)
    refusals({
        "scope_not_allowed": _("This role can't give that to a program."),
        "too_many_keys": _("You have %(most)s keys that hold. Revoke one first."),
        "key_revoked_already": _("This key has been revoked already."),
    })  # fmt: skip


@blueprint.route("/keys", methods=["GET", "POST"])
@only(*acting.ROLES)
def listing() -> ResponseReturnValue:
    """One's keys; making a further one, which is shown this once."""
    form, made = KeyForm(), None
    form.grant.choices = role_choices(current_user)
    if form.validate_on_submit():
        grant = next(grant for grant in acting.roles_of(current_user) if str(grant.id) == form.grant.data)
        try:
            scopes = [Scope(scope) for scope in form.scopes.data]
            made = api_keys.make(grant, form.name.data.strip(), scopes, int(form.days.data), utc_now())
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            form.scopes.errors = [sentence(refused)]
    failed = form.is_submitted() and made is None
    keys = api_keys.seen_by(current_user)
    return render_template(
        "organisations/keys.html", form=form if failed or not made else None, keys=keys, resting=api_keys.resting(keys), now=utc_now(),
        secret=made[1] if made else None, scopes=SCOPES, makers=acting.makers(keys), roles=ROLES, organisations=organisation_names(keys),
    ), 422 if failed else 200  # fmt: skip


@blueprint.post("/keys/<uuid:key_id>/revoke")
@only(*acting.ROLES)
def revoke(key_id: UUID) -> ResponseReturnValue:
    """End a key."""
    api_keys.revoke(api_keys.seen_or_404(current_user, key_id), current_user.id, utc_now())
    db.session.commit()
    flash(gettext("The key is revoked. It opens nothing from now on."), "success")
    return redirect(url_for(".listing"), 303)


def role_choices(account: Account) -> list[SelectChoice]:
    """The roles a program may act in, each with its organisation."""
    grants = acting.roles_of(account)
    names = {None: "", **organisation_names(grants)}
    labels = ((str(ROLES[grant.role]), names[grant.organisation_id]) for grant in grants)
    return [SelectChoice(str(grant.id), ", ".join(filter(None, label))) for grant, label in zip(grants, labels, strict=True)]


def organisation_names(rows: Iterable[acting.ActsFor | Grant]) -> dict[UUID | None, str]:
    """The names of the organisations, in the language of the page."""
    ids = {row.organisation_id for row in rows if row.organisation_id}
    found = db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    return {one.id: one.name_ko if spoken() == "ko" else one.name_en for one in found}
