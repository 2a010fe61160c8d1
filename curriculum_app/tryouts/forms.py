"""Forms of try-outs."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Regexp

from curriculum_app.tryouts.making import LONGEST_LINK, MOST_PEOPLE

_required = DataRequired(_("This is needed."))
_printable = Regexp(
    r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*\Z", message=_("There is a character in it that can't be printed.")
)


class TryoutForm(FlaskForm):  # type: ignore[misc]
    """A new try-out."""

    organisation = SelectField(_("Who asks"))
    title = StringField(_("Title"), [_required, _printable, Length(max=120)], description=_("Candidates see it."))
    language = SelectField(
        _("Language of the items"), choices=[SelectChoice("ko", "한국어"), SelectChoice("en", "English")]
    )
    instructions = TextAreaField(
        _("What is to be done"), [_required, _printable, Length(max=2000)],
        description=_("Stands above every item."),
    )  # fmt: skip
    guideline = TextAreaField(
        _("Guideline"),
        [_required, _printable, Length(max=60_000)],
        description=_("Text or Markdown. Candidates can read it beside the items."),
    )
    export = FileField(
        _("Export of Label Studio (JSON)"), [FileRequired(_("Choose a file."))],
        description=_("Up to 20 items: marked text and choices, each with an annotation, which becomes the gold. No pictures."),
    )  # fmt: skip
    shows_gold = BooleanField(
        _("Show candidates the gold after each answer"), description=_("Otherwise they see their score alone.")
    )


class LinkForm(FlaskForm):  # type: ignore[misc]
    """For how long, and for how many."""

    days = IntegerField(
        _("Days the link is open"), default=14,
        validators=[InputRequired(_("This is needed.")), NumberRange(1, LONGEST_LINK, _("Give a whole number from 1 to 60."))],
    )  # fmt: skip
    most = IntegerField(
        _("People it takes in"), default=20,
        validators=[InputRequired(_("This is needed.")), NumberRange(1, MOST_PEOPLE, _("Give a whole number from 1 to 200."))],
    )  # fmt: skip


class AgreeForm(FlaskForm):  # type: ignore[misc]
    """What a candidate agrees to."""

    agree = BooleanField(
        _("I agree: my answers are stored for this employer and graded."),
        [DataRequired(_("Without this you cannot take part."))],
    )
    reveal = BooleanField(
        _("Show my name and e-mail to this employer"), description=_("You can do so later too, and take it back.")
    )
