"""Forms of corrected names."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from curriculum_app.accounts.names import no_control_characters, printable

_required = DataRequired(_("This is needed."))


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    """Another name on a certificate, and why."""

    name = StringField(
        _("Name"),
        [_required, Length(1, 100, _("Use at most 100 characters.")), no_control_characters, printable],
        description=_("As it should stand on a certificate."),
    )
    name_latin = StringField(_("Name in Latin letters"), [Length(max=100), no_control_characters, printable], description=_("Optional."))
    reason = TextAreaField(
        _("Reason"), [_required, Length(max=1000)], description=_("Only whoever decides reads it. What was wrong, or what has changed?")
    )
    leads_on = BooleanField(
        _("Let the page of the old certificate lead to the new one"),
        description=_("Only while your name is shown in public. Leave it off if nobody should connect the two names."),
    )


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """What is decided about it."""

    decision = RadioField(
        _("Decision"),
        [_required],
        choices=[
            SelectChoice("approve", _("Issue it again with this name and revoke the old one")),
            SelectChoice("decline", _("Leave it as it is")),
        ],
    )
    note = TextAreaField(_("Note to the holder"), [Length(max=1000)], description=_("Needed where you leave it as it is."))

    def validate_note(self, field: TextAreaField) -> None:
        """Whoever declines says why."""
        if self.decision.data == "decline" and not (field.data or "").strip():
            raise ValidationError(_("This is needed."))
