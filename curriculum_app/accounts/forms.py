"""Forms of accounts: they check shape; rules check meaning."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length

from curriculum_app.accounts.names import no_control_characters, printable
from curriculum_app.accounts.passwords import LEAST_LENGTH

_required = DataRequired(_("This is needed."))
_email = Email(_("This is not an e-mail address. It looks like name@example.com."))
_password = Length(LEAST_LENGTH, 200, _("Use at least %(min)d characters.", min=LEAST_LENGTH))
_name = Length(1, 100, _("Use at most 100 characters."))


class SignUpForm(FlaskForm):  # type: ignore[misc]
    """A new account."""

    name = StringField(
        _("Name"), [_required, _name, no_control_characters, printable], description=_("As it should stand on a certificate.")
    )
    email = EmailField(_("E-mail"), [_required, _email, Length(max=254)])
    password = PasswordField(
        _("Password"), [_required, _password], description=_("At least 10 characters. A few words are good.")
    )


class SignInForm(FlaskForm):  # type: ignore[misc]
    """E-mail and password."""

    email = EmailField(_("E-mail"), [_required, Length(max=254)])
    password = PasswordField(_("Password"), [_required, Length(max=200)])


class AskResetForm(FlaskForm):  # type: ignore[misc]
    """Where to send the link."""

    email = EmailField(_("E-mail"), [_required, _email, Length(max=254)])


class ResetForm(FlaskForm):  # type: ignore[misc]
    """A new password."""

    password = PasswordField(
        _("New password"), [_required, _password], description=_("At least 10 characters. A few words are good.")
    )


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """A button."""


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """Who one is."""

    name = StringField(
        _("Name"), [_required, _name, no_control_characters, printable], description=_("As it should stand on a certificate.")
    )
    name_latin = StringField(
        _("Name in Latin letters"), [Length(max=100), no_control_characters, printable], description=_("Optional.")
    )
    language = SelectField(
        _("Language of pages and messages"), choices=[SelectChoice("ko", "한국어"), SelectChoice("en", "English")]
    )


class ConsentsForm(FlaskForm):  # type: ignore[misc]
    """What one agrees to; the names are those of Purpose. `shown` is the hash of the texts that were on the page."""

    shown = HiddenField(validators=[Length(max=64)])
    public_verification = BooleanField(_("Show my name on the public verification page"))
    talent_pool = BooleanField(_("List me in the talent pool"))
    notices_by_mail = BooleanField(_("Send my notices by e-mail too"))
    work_samples = BooleanField(_("Attach samples of my exam work to my talent record"))
    research = BooleanField(_("Let my answers be used for research, without my name"))
