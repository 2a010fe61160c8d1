"""The form by which an employer registers."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField, ValidationError
from wtforms.validators import DataRequired, Email, Length

_required = DataRequired(_("This is needed."))


def _printable(form: FlaskForm, field: StringField) -> None:
    if not (field.data or "").isprintable():
        raise ValidationError(_("There is a character in it that can't be printed."))


class EmployerForm(FlaskForm):  # type: ignore[misc]
    """Who the employer is, and an address at its own domain."""

    name_ko = StringField(_("Name in Korean"), [_required, Length(max=100), _printable])
    name_en = StringField(_("Name in English"), [_required, Length(max=100), _printable])
    work_email = EmailField(
        _("Your e-mail at the company"),
        [_required, Email(_("This is not an e-mail address. It looks like name@example.com.")), Length(max=254)],
        description=_("At the company's own domain. We mail a link there; addresses of free mail services are not taken."),
    )


class ConfirmEmployerForm(FlaskForm):  # type: ignore[misc]
    """A button."""
