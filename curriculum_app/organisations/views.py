"""What stands on an organisation's certificates, for its instructors and for administrators."""

from uuid import UUID

from flask import Blueprint, Flask, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from curriculum_app.database import db, utc_now
from curriculum_app.organisations import branding
from curriculum_app.organisations.forms import BrandingForm
from curriculum_app.organisations.models import Organisation, OrganisationPicture, PictureUse
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals, sentence

organisations = Blueprint("organisations", __name__, template_folder="templates")
_ = lazy_gettext
# Which field of the form a refusal is about, where it is not the picture being put.
FIELDS = {"registration_incomplete": "number", "registration_number": "number"}


def init_app(app: Flask) -> None:
    """Wire the pages."""
    app.register_blueprint(organisations)
    refusals({
        "picture_other": _("This is neither an SVG nor a PNG."),
        "picture_unreadable": _("The picture can't be read. It may be damaged."),
        "picture_too_large": _("The picture is larger than %(limit)s KB, or has too many parts."),
        "picture_too_deep": _("The parts of the picture are nested deeper than %(limit)s levels."),
        "picture_holds": _(
            "The picture holds something that certificates can't carry: %(thing)s. Keep shapes only, and turn text into paths."
        ),
        "picture_without_size": _("The picture has no usable size: a side is too long, too short, or not said."),
        "unprintable": _("No typeface of certificates has this character: %(character)s"),
        "by_the_state": _("“%(words)s” may stand on no certificate of a school."),
        "registration_incomplete": _("Fill in the number and both notices, or none of them."),
        "registration_number": _("The number is written like 2026-001234."),
    })  # fmt: skip


def _mine() -> tuple[frozenset[UUID], bool]:
    """The organisations one teaches in, and whether one administers them all."""
    return current_user.organisations_as(Role.INSTRUCTOR), Role.ADMINISTRATOR in current_user.roles


@organisations.get("/organisations")
@only(Role.ADMINISTRATOR, Role.INSTRUCTOR)
def listing() -> ResponseReturnValue:
    """The organisations whose certificates one may brand."""
    found = branding.organisations_of(current_user.id, *_mine())
    return render_template("organisations/listing.html", organisations=found)


@organisations.route("/organisations/<uuid:organisation_id>/branding", methods=["GET", "POST"])
@only(Role.ADMINISTRATOR, Role.INSTRUCTOR)
def brand(organisation_id: UUID) -> ResponseReturnValue:
    """Who signs, the logo, the seal, the registered qualification."""
    organisation = branding.organisation_or_404(organisation_id, *_mine())
    form = BrandingForm(obj=organisation, data=_registration(organisation))
    if form.validate_on_submit() and _keep(organisation, form):
        flash(gettext("Saved. Certificates issued from now on carry it."), "success")
        return redirect(url_for(".brand", organisation_id=organisation_id), 303)
    held = {str(use): branding.picture_of(organisation_id, use) for use in PictureUse}
    return render_template(
        "organisations/branding.html", organisation=organisation, form=form, held=held
    ), 422 if form.is_submitted() else 200


def _registration(organisation: Organisation) -> dict[str, str]:
    held = branding.qualification_of(organisation.id)
    return {name: getattr(held, name) for name in branding.Registration._fields} if held else {}


def _typed(form: BrandingForm, names: tuple[str, ...]) -> list[str]:
    return [" ".join((form[name].data or "").split()) for name in names]


def _keep(organisation: Organisation, form: BrandingForm) -> bool:
    """Keep all of the form or nothing; what a rule refuses stands beside its field."""
    at = "signatory_ko"
    try:
        branding.sign_as(organisation, branding.Signing(*_typed(form, branding.Signing._fields)), current_user.id)
        at = "notice_ko"
        branding.register(
            organisation, branding.Registration(*_typed(form, branding.Registration._fields)), current_user.id
        )
        for use in PictureUse:
            at = use.value
            _keep_picture(organisation, use, form)
    except Refused as refused:
        db.session.rollback()
        form[FIELDS.get(refused.code, at)].errors = [sentence(refused)]
        return False
    db.session.commit()
    return True


def _keep_picture(organisation: Organisation, use: PictureUse, form: BrandingForm) -> None:
    if form[use.value].data:
        branding.put_picture(organisation, use, form[use.value].data.read(), current_user.id, utc_now())
    elif form[f"remove_{use.value}"].data:
        branding.remove_picture(organisation, use, current_user.id, utc_now())


@organisations.get("/organisations/<uuid:organisation_id>/<any(logo, seal):use>")
@only(Role.ADMINISTRATOR, Role.INSTRUCTOR)
def picture(organisation_id: UUID, use: str) -> ResponseReturnValue:
    """The logo or seal in use, as it was cleaned. It may do nothing but be looked at."""
    branding.organisation_or_404(organisation_id, *_mine())
    held: OrganisationPicture = branding.picture_of(organisation_id, PictureUse(use)) or abort(404)
    response = Response(held.data, mimetype=held.media_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
