"""Forms of cohorts."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

_required = DataRequired(_("This is needed."))


class CohortForm(FlaskForm):  # type: ignore[misc]
    """A new cohort."""

    name = StringField(
        _("Name of the cohort"), [_required, Length(max=100)], description=_("Learners see it when they join.")
    )
    organisation = SelectField(_("Organisation"))
    course = SelectField(_("Course"))
    starts_on = DateField(_("First day"), [_required])
    ends_on = DateField(
        _("Last day"),
        [_required],
        description=_("Joining ends at midnight of this day, by your organisation's clock."),
    )


class JoinForm(FlaskForm):  # type: ignore[misc]
    """A button."""


class RegisterForm(FlaskForm):  # type: ignore[misc]
    """Which part of the register of issue, and as what."""

    organisation = SelectField(_("Organisation"))
    cohort = SelectField(_("Cohort"))
    year = SelectField(_("Year of issue"))
    kind = RadioField(
        _("File"),
        [_required],
        choices=[SelectChoice("xlsx", _("Excel (XLSX)")), SelectChoice("csv", "CSV")],
        default="xlsx",
    )
