"""The form that registers an address."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, URLField
from wtforms.validators import DataRequired, Length

from curriculum_app.deliveries.models import Kind
from curriculum_app.organisations.key_forms import MultiCheckboxField, choices

_required = DataRequired(_("This is needed."))

KINDS = {
    Kind.ISSUED: _("A certificate was issued"),
    Kind.REVOKED: _("A certificate was revoked"),
    Kind.EXPIRED: _("A certificate expired"),
    Kind.GIVEN: _("A person agreed to be found"),
    Kind.WITHDRAWN: _("A person no longer agrees"),
}


class EndpointForm(FlaskForm):  # type: ignore[misc]
    """Where to send, in which role, and what."""

    url = URLField(
        _("Address"), [_required, Length(max=500)], description=_("It begins with https:// and can be reached from the internet.")
    )
    grant = SelectField(_("It acts as"))
    kinds = MultiCheckboxField(_("Send when"), [DataRequired(_("Choose at least one."))], choices=choices(KINDS))
