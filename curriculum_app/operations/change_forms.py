"""Forms about the standing of certificates: one's own reasons, whom many are meant by, and the second person's answer."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from curriculum_app.credentials import grounds
from curriculum_app.credentials.standing_models import Kind

_required = DataRequired(_("This is needed."))
_public = _("The public reads it. Write no names and nothing private.")
KINDS = {Kind.REVOKE: _("Revoke"), Kind.SUSPEND: _("Suspend"), Kind.LIFT: _("Lift the suspension")}


def _choices(words: dict[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(ground.value, said) for ground, said in words.items()]


class RevokeForm(FlaskForm):  # type: ignore[misc]
    """Why a certificate is revoked."""

    ground = SelectField(_("Ground"), choices=_choices(grounds.REVOCATION))
    reason = TextAreaField(_("Explanation"), [_required, Length(max=300)], description=_public)


class SuspendForm(FlaskForm):  # type: ignore[misc]
    """Why a certificate is suspended."""

    ground = SelectField(_("Ground"), choices=_choices(grounds.SUSPENSION))
    reason = TextAreaField(_("Explanation"), [_required, Length(max=300)], description=_public)


class LiftForm(FlaskForm):  # type: ignore[misc]
    """Why a suspension is lifted."""

    reason = TextAreaField(_("Reason"), [_required, Length(max=300)], description=_("It stands on the trail; the public does not read it."))


FORMS: dict[Kind, type[FlaskForm]] = {Kind.REVOKE: RevokeForm, Kind.SUSPEND: SuspendForm, Kind.LIFT: LiftForm}


class MeantForm(FlaskForm):  # type: ignore[misc]
    """What is to be done, and with which certificates: in one of three ways."""

    kind = RadioField(_("What is to be done"), choices=_choices(KINDS), default=Kind.SUSPEND.value)
    numbers = TextAreaField(
        _("Numbers"), [Length(max=400_000)],
        description=_("One a line or parted by commas, like 2026-0001; addresses of certificates do as well. At most 5,000."),
    )  # fmt: skip
    table = FileField(_("File of numbers (CSV)"), description=_("In each row the first cell with a number or an address counts."))
    course = SelectField(_("Course"), default="")
    bank = SelectField(_("Bank of the exam"), default="")
    cohort = SelectField(_("Cohort"), default="")
    first = DateField(_("Issued from"), [Optional()])
    last = DateField(_("Issued until"), [Optional()])


class DeclineForm(FlaskForm):  # type: ignore[misc]
    """Why the second person does not agree."""

    reason = TextAreaField(_("Why not"), [_required, Length(max=300)], description=_("Who asked for it reads it."))
