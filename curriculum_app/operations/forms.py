"""Forms of administration."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Length

_required = DataRequired(_("This is needed."))


class GrantForm(FlaskForm):  # type: ignore[misc]
    """A role for somebody in an organisation."""

    email = EmailField(_("E-mail"), [_required, Length(max=254)])
    role = SelectField(_("Role"))
    organisation = SelectField(_("Organisation"))


class OrganisationForm(FlaskForm):  # type: ignore[misc]
    """A new organisation."""

    name_ko = StringField(_("Name in Korean"), [_required, Length(max=100)])
    name_en = StringField(_("Name in English"), [_required, Length(max=100)])
    kind = SelectField(_("Kind"))


class RefuseForm(FlaskForm):  # type: ignore[misc]
    """Why an employer is not admitted."""

    reason = StringField(_("Reason"), [_required, Length(max=300)])


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """A button."""


class EraseForm(FlaskForm):  # type: ignore[misc]
    """One's password, and that one knows it is for good."""

    password = PasswordField(_("Your password"), [_required, Length(max=200)])
    sure = BooleanField(_("I have read what goes and what stays, and I know that this can't be undone."), [_required])
