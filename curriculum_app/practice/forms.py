"""Forms of appeals: they check shape, `appealing` checks meaning."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from curriculum_app.practice.appeal_models import UPHELD, AppealState
from curriculum_app.practice.appealing import LONGEST, SHORTEST

DECISIONS = {
    AppealState.ALTERNATIVE: _("Accepted as an alternative: the gold stands, and this is right too"),
    AppealState.CONTESTED: _("Contested: persons who know the work disagree, and the gold now says so"),
    AppealState.CHANGED: _("Changed: the gold was wrong"),
}
_long_enough = [
    DataRequired(_("This is needed.")),
    Length(min=SHORTEST, message=_("Write at least %(min)d characters, so that somebody else can follow.")),
    Length(max=LONGEST, message=_("Write at most %(max)d characters.")),
]


def _number(written: object) -> int:
    """A number that was sent; -1 for what is none, which `appealing` refuses."""
    text = str(written)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else -1


class AppealForm(FlaskForm):  # type: ignore[misc]
    """Why the gold is wrong, and about which outcome."""

    outcome = RadioField(
        _("What is wrong?"), [InputRequired(_("Choose what your appeal is about."))], coerce=_number, validate_choice=False
    )
    reason = TextAreaField(
        _("Why is it wrong?"), _long_enough,
        description=_("Name the sentence, the clause or the rule that speaks for you. Write nothing private: the authors read it."),
    )  # fmt: skip
    wants_credit = BooleanField(
        _("If I am right, thank me by name"),
        description=_("Your name then stands with the exercise and on the page of thanks, for people who are signed in."),
    )


class DeclineForm(FlaskForm):  # type: ignore[misc]
    """Why the gold stands."""

    note = TextAreaField(_("Why the gold stands"), _long_enough, description=_("The trainee reads it."))


class _Ticks(SelectMultipleField):  # type: ignore[misc]
    """Several boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class UpholdForm(FlaskForm):  # type: ignore[misc]
    """What was decided for the appeal; `edition` is the gold whose dry run was seen."""

    edition = HiddenField()
    decision = RadioField(_("Decision"), [InputRequired(_("Choose a decision."))], validate_choice=False,
                          choices=[SelectChoice(state.value, DECISIONS[state]) for state in UPHELD])  # fmt: skip
    note = TextAreaField(_("What was decided, and why"), _long_enough, description=_("The trainee reads it."))
    also = _Ticks(
        _("Close with the same decision"), description=_("Other open appeals about this exercise."), validate_choice=False
    )

    @property
    def decided(self) -> AppealState:
        """What was chosen; OPEN, which `appealing` refuses, for anything else."""
        return AppealState(self.decision.data) if self.decision.data in UPHELD else AppealState.OPEN
