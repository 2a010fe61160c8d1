"""What forms ask of a name: nothing in it that a page could not show, and nothing that a certificate could not print."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, Form, ValidationError

from curriculum_app.content import typefaces


def no_control_characters(form: Form, field: Field) -> None:
    """Refuse what is no letter at all."""
    if any(ord(character) < 32 or ord(character) == 127 for character in field.data or ""):
        raise ValidationError(_("There is a character in it that can't be printed."))


def printable(form: Form, field: Field) -> None:
    """Refuse a name that a certificate could not show, and name the character."""
    if (character := typefaces.unprintable(field.data or "")) is not None:
        raise ValidationError(
            gettext(
                "No typeface of certificates has this character: %(character)s. Write the name in Korean, Chinese or Latin letters.",
                character=typefaces.named(character),
            )
        )
