"""The short lists of grounds for which a certificate is revoked or suspended; each goes with a sentence of the one who decides."""

from enum import StrEnum

from flask_babel import lazy_gettext as _


class RevocationGround(StrEnum):
    """Why a certificate no longer holds."""

    ISSUED_IN_ERROR = "issued_in_error"
    MISCONDUCT = "misconduct"
    REPLACED = "replaced"
    HOLDERS_WISH = "holders_wish"
    KEY_STOLEN = "key_stolen"
    OTHER = "other"


class SuspensionGround(StrEnum):
    """Why nobody should rely on a certificate for the time being."""

    UNDER_REVIEW = "under_review"
    SUSPECTED_MISCONDUCT = "suspected_misconduct"
    HOLDERS_WISH = "holders_wish"
    OTHER = "other"


REVOCATION = {
    RevocationGround.ISSUED_IN_ERROR: _("It was issued in error"),
    RevocationGround.MISCONDUCT: _("Misconduct in the exam"),
    RevocationGround.REPLACED: _("A new certificate took its place"),
    RevocationGround.HOLDERS_WISH: _("The holder asked for it"),
    RevocationGround.KEY_STOLEN: _("It was signed with a key that had been stolen"),
    RevocationGround.OTHER: _("Another ground"),
}
SUSPENSION = {
    SuspensionGround.UNDER_REVIEW: _("The result is being looked at again"),
    SuspensionGround.SUSPECTED_MISCONDUCT: _("Suspected misconduct in the exam"),
    SuspensionGround.HOLDERS_WISH: _("The holder asked for it"),
    SuspensionGround.OTHER: _("Another ground"),
}
WORDS = {ground.value: words for ground, words in (*REVOCATION.items(), *SUSPENSION.items())}


def told(ground: str, reason: str) -> str:
    """The ground and the reason as the public reads them; of "another ground" the reason alone."""
    said = str(WORDS.get(ground, "")) if ground != RevocationGround.OTHER else ""
    return f"{said}: {reason}" if said else reason
