"""The form that makes a key."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from curriculum_app.web.access import Scope

_required = DataRequired(_("This is needed."))

SCOPES = {
    Scope.VERIFY_BULK: _("Check many certificates at once"),
    Scope.CREDENTIALS_READ: _("Follow the certificates of one's organisation"),
    Scope.TALENT_READ: _("Read the talent pool, without names"),
}
DAYS = {30: _("30 days"), 90: _("90 days"), 365: _("One year")}


def choices(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    """Values with their labels, as a field takes them."""
    return [SelectChoice(str(value), label) for value, label in labels.items()]


class MultiCheckboxField(SelectMultipleField):  # type: ignore[misc]
    """Several of a few, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class KeyForm(FlaskForm):  # type: ignore[misc]
    """What a key is for, in which role it acts, what it may, how long it holds."""

    name = StringField(
        _("Name of the key"), [_required, Length(max=100)], description=_("What it is for, such as the program that will use it.")
    )
    grant = SelectField(_("It acts as"))
    scopes = MultiCheckboxField(_("It may"), [DataRequired(_("Choose at least one."))], choices=choices(SCOPES))
    days = RadioField(_("It holds for"), choices=choices(DAYS), default="90")
