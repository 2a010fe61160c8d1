"""The forms of facts: one for each sort, and the mark that one was proven."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from curriculum_app.accounts.facts import CEFR, Proof
from curriculum_app.talent.words import DEGREES, DOCUMENTS, PROOFS

_needed = DataRequired(_("This is needed."))
_short = Length(max=120, message=_("At most 120 characters."))
_printable = Regexp(r"[^\x00-\x1f\x7f]*\Z", message=_("There is a character in it that can't be printed."))


class LanguageForm(FlaskForm):  # type: ignore[misc]
    """A language and how well it is spoken."""

    name = SelectField(_("Language"))
    grade = SelectField(
        _("Level (CEFR)"), choices=[SelectChoice(level, _("Native") if level == "native" else level) for level in CEFR],
        description=_("A1 is a beginner, C2 close to a native speaker."),
    )  # fmt: skip


class DegreeForm(FlaskForm):  # type: ignore[misc]
    """A degree, without its school: employers do not see where somebody studied."""

    grade = SelectField(_("Degree"), choices=[SelectChoice(degree, name) for degree, name in DEGREES.items()])
    name = StringField(
        _("Field of study"),
        [_needed, _short, _printable],
        description=_("Without the name of the school: the record is read blind."),
    )


class LicenceForm(FlaskForm):  # type: ignore[misc]
    """A licence."""

    name = StringField(_("Licence"), [_needed, _short, _printable], description=_("Its name only, no number."))


class HoursForm(FlaskForm):  # type: ignore[misc]
    """A kind of work and the hours spent on it."""

    name = StringField(
        _("Kind of work"), [_needed, _short, _printable], description=_("For instance: rating answers in Korean.")
    )
    hours = IntegerField(
        _("Hours"),
        [InputRequired(_("This is needed.")), NumberRange(1, 100_000, _("Give a whole number from 1 to 100,000."))],
    )


class MarkForm(FlaskForm):  # type: ignore[misc]
    """How far a fact is proven."""

    proof = SelectField(_("Finding"), choices=[
        SelectChoice(Proof.DOCUMENT_SEEN, PROOFS["document_seen"]), SelectChoice(Proof.ISSUER_CONFIRMED, PROOFS["issuer_confirmed"]),
        SelectChoice(Proof.SELF_DECLARED, _("Not proven")),
    ])  # fmt: skip
    document = SelectField(
        _("Which document"), [Optional()], choices=[SelectChoice("", "–"), *(SelectChoice(kind, name) for kind, name in DOCUMENTS.items())],
        description=_("Where you saw one. It is not stored."),
    )  # fmt: skip
