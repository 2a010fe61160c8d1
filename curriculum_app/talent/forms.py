"""The search form of the talent pool."""

from flask_babel import lazy_gettext as _
from wtforms import Form, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional


class SearchForm(Form):  # type: ignore[misc]
    """Filters; every one may be left open. It is sent by GET and changes nothing, so it carries no token."""

    course = SelectField(_("Course"))
    skill = SelectField(_("Skill"))
    language = SelectField(_("Language of the work"))
    least = IntegerField(
        _("Least score of the skill"),
        [Optional(), NumberRange(0, 100, _("Give a whole number from 0 to 100."))],
        description=_("Points of 100."),
    )
