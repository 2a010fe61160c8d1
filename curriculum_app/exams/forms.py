"""Forms of exam rooms."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from curriculum_app.accounts.names import no_control_characters

_required = DataRequired(_("This is needed."))


class RoomForm(FlaskForm):  # type: ignore[misc]
    """A new room."""

    label = StringField(
        _("Where it is"),
        [_required, Length(max=100), no_control_characters],
        description=_("For example: Room 301, or the name of the video call."),
    )
    organisation = SelectField(_("Organisation"))
    course = SelectField(_("Exam of the course"))
    hours = SelectField(
        _("Open for"),
        coerce=int,
        default=4,
        description=_("Who hands in after the room has closed counts as unsupervised."),
    )


class EnterForm(FlaskForm):  # type: ignore[misc]
    """A trainee's wish to be admitted."""

    code = StringField(
        _("Room code"),
        [_required, Length(max=20)],
        description=_("The invigilator shows it: eight letters and digits."),
    )


class AdmitForm(FlaskForm):  # type: ignore[misc]
    """An invigilator lets somebody begin."""

    identity_seen = BooleanField(_("I have compared a photo ID with the person"))


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """An invigilator no longer answers for a sitting."""

    reason = StringField(_("What happened"), [_required, Length(max=300), no_control_characters])
