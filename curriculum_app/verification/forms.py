"""Forms of verification."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import DataRequired, Length

_required = DataRequired(_("This is needed."))


class LookUpForm(FlaskForm):  # type: ignore[misc]
    """A number and a name; or the address of a certificate, which needs no name."""

    number = StringField(
        _("Number or address of the certificate"),
        [_required, Length(max=300)],
        description=_("It looks like No. 2026-0001, or like the address below the QR code."),
    )
    name = StringField(
        _("Name of the holder"), [Length(max=100)], description=_("Needed with a number; not with an address.")
    )


class FileForm(FlaskForm):  # type: ignore[misc]
    """A certificate as a file."""

    file = FileField(
        _("The PDF, or the credential as JSON or JWT"),
        [FileRequired(_("Choose a file."))],
        description=_("It is read, checked and forgotten: nothing of it is kept."),
    )


class SheetForm(FlaskForm):  # type: ignore[misc]
    """A list of certificates."""

    sheet = FileField(
        _("The list as CSV or XLSX"),
        [FileRequired(_("Choose a file."))],
        description=_("Up to 5,000 rows and 2 MB. One column is called “number” or “address”, another one “name”."),
    )


class NameForm(FlaskForm):  # type: ignore[misc]
    """A name to compare."""

    name = StringField(_("Name of the holder"), [_required, Length(max=100)])
