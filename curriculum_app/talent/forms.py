"""Forms of the talent pool, the employer's and the person's."""

from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

_required = DataRequired(_("This is needed."))


def _printable(form: Form, field: Field) -> None:
    if any(ord(character) < 32 and character not in "\r\n\t" for character in field.data or ""):
        raise ValidationError(_("There is a character in it that can't be printed."))


class SearchForm(Form):  # type: ignore[misc]
    """Filters; every one may be left open. It is sent by GET and changes nothing, so it carries no token."""

    skill = SelectField(_("Skill"))
    level = SelectField(_("Level, at least"))
    language = SelectField(_("Language of the work"))
    track = SelectField(_("Track"))
    course = SelectField(_("Course"))
    fresh = SelectField(_("Assessed within"))
    least = SelectField(_("Exam score, at least"))
    available = SelectField(_("Available"))
    hours = SelectField(_("Hours a week, at least"))
    remote = BooleanField(_("Works remotely"))


class SaveSearchForm(FlaskForm):  # type: ignore[misc]
    """A name for the filters on the page; they come along as they stand in an address."""

    filters = HiddenField(validators=[Length(max=1000)])
    name = StringField(_("Name of the search"), [_required, Length(max=100), _printable])
    by_mail = BooleanField(_("Mail me when new people match, at most once a day"))


class NoteForm(FlaskForm):  # type: ignore[misc]
    """A note on a shortlisted record."""

    note = TextAreaField(
        _("Note"), [Length(max=1000, message=_("Use at most 1,000 characters.")), _printable],
        description=_("Only your company reads it. Write nothing about looks, origin, family or property."),
    )  # fmt: skip


class ContactForm(FlaskForm):  # type: ignore[misc]
    """What an employer writes to somebody."""

    message = TextAreaField(
        _("Message"), [_required, Length(20, 1000, _("Write between 20 and 1,000 characters.")), _printable],
        description=_("Say what the work is, how it is paid and how you go on. The person has 14 days to answer."),
    )  # fmt: skip


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """Accepting a request."""

    reveal = BooleanField(_("Show this employer my name and e-mail"))


class ReportForm(FlaskForm):  # type: ignore[misc]
    """What somebody did wrong."""

    reason = TextAreaField(_("What happened?"), [_required, Length(10, 1000, _("Write between 10 and 1,000 characters.")), _printable])


class AvailabilityForm(FlaskForm):  # type: ignore[misc]
    """What somebody says of their availability."""

    availability = RadioField(
        _("I am available"),
        choices=[
            SelectChoice("", _("I don't say")), SelectChoice("now", _("Now")), SelectChoice("from", _("From a date")),
            SelectChoice("not_looking", _("I am not looking")),
        ],  # fmt: skip
        default="",
    )
    available_from = DateField(_("From"), [Optional()], description=_("Only with “From a date”."))
    hours = IntegerField(_("Hours a week"), [Optional(), NumberRange(1, 60, _("Give a whole number from 1 to 60."))])
    remote = RadioField(
        _("Remote work"),
        choices=[SelectChoice("", _("I don't say")), SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))],
        default="",
    )

    def validate_availability(self, field: RadioField) -> None:
        """A beginning has a date. (Asked here: an empty date is not looked at further.)"""
        if field.data == "from" and self.available_from.data is None:
            raise ValidationError(_("Give the date from which you are available."))

    def validate_available_from(self, field: DateField) -> None:
        """Within two years."""
        if field.data is not None and not abs(field.data - date.today()) <= timedelta(days=731):  # noqa: DTZ011  a day, not a moment
            raise ValidationError(_("Give a date within two years."))


class BlockForm(FlaskForm):  # type: ignore[misc]
    """Which employer is never to see one."""

    organisation = SelectField(_("Company"))


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    """A button."""


def available_by(wish: str, today: date) -> date | None:
    """The day by which somebody is to be available, of what the search form says."""
    days: dict[str, Any] = {"now": 0, "month": 31, "quarter": 92}
    return today + timedelta(days=days[wish]) if wish in days else None
