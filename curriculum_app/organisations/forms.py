"""Forms of organisations."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length

_name, _notice = Length(max=100), Length(max=300)
_formats = _("SVG of at most 256 KB, or PNG of at most 1 MB. Turn the text of an SVG into paths first.")


class BrandingForm(FlaskForm):  # type: ignore[misc]
    """What an organisation's certificates carry of it."""

    signatory_ko = StringField(
        _("Office that signs, in Korean"),
        [_name],
        description=_("For instance 예시대학교 평생교육원장. Empty: the organisation's name."),
    )
    signatory_en = StringField(_("Office that signs, in English"), [_name])
    head_ko = StringField(_("Name of its head, in Korean"), [_name])
    head_en = StringField(_("Name of its head, in English"), [_name])
    logo = FileField(_("Logo"), description=_formats)
    remove_logo = BooleanField(_("Print without a logo"))
    seal = FileField(_("Seal (직인)"), description=_formats)
    remove_seal = BooleanField(_("Print the plain seal of the school"))
    number = StringField(
        _("Registration number of the private qualification"),
        [Length(max=20)],
        description=_("For instance 2026-001234."),
    )
    notice_ko = TextAreaField(
        _("Notice of the qualification, in Korean"),
        [_notice],
        description=_("What the law asks to be told with it: who runs it, what it costs, how fees are paid back."),
    )
    notice_en = TextAreaField(_("Notice of the qualification, in English"), [_notice])
