"""What verdicts and checks say to a person."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from curriculum_app.verification.checking import Check, State

STATES = {
    State.VALID: ("ok", _("This certificate is valid")),
    State.EXPIRED: ("gold", _("This certificate has expired")),
    State.REVOKED: ("miss", _("This certificate is revoked")),
    State.SUSPENDED: ("gold", _("This certificate is suspended")),
    State.ERASED: ("", _("This certificate was issued, and its holder has had their data erased")),
    State.PREPARING: ("", _("This certificate is still being signed")),
    State.BROKEN: ("miss", _("This certificate can't be trusted")),
    State.UNDECIDED: ("", _("This certificate could not be checked in full")),
}

# A check's name, and what it says passed, failed and not done.
CHECKS = {
    "seal": (_("Seal of the PDF"), _("The pages are as they were sealed."), _("The PDF was changed, or the seal is not ours."),
             _("There was no certificate of the authority to check the seal by.")),
    "print": (_("Printed page"), _("The page says what was signed."), _("The page says something else than what was signed."),
              _("The page was not compared, since the seal could not be relied on.")),
    "untouched": (_("Form of the file"), _("It is written the way this school writes it."),
                  _("Some program has written the file anew. Ask for the original."), ""),
    "signature": (_("Signature"), _("Nothing was changed after it was issued."), _("The content does not match its signature."), ""),
    "key": (_("Key"), _("Its key was stolen later. The public log shows that it was signed before."),
            _("It was signed with a stolen key, and the public log does not show it from before the theft."),
            _("Its key was stolen, and there was no proof from the public log that it was signed before.")),
    "issuer": (_("Issuer"), _("It was signed by this school."), _("It was signed under another name."), ""),
    "agreement": (_("Agreement"), _("What this page shows is what was signed."),
                  _("What this page shows differs from what was signed."), ""),
    "record": (_("Record"), _("It is the very file that was issued."), _("It is not a file that was issued."), ""),
    "log": (_("Public log"), _("It stands in the public log."), _("It does not stand in the public log."),
            _("It waits to be written into the public log, which takes a minute.")),
    "revocation": (_("Revocation"), _("It was not revoked."), _("It was revoked."), _("Nobody could say whether it was revoked.")),
    "suspension": (_("Suspension"), _("It is not suspended."), _("It is suspended for the time being."), ""),
    "validity": (_("Validity"), _("It is within its dates."), _("It is outside its dates."), ""),
}  # fmt: skip


# Why a file could not be examined at all.
UNREADABLE = {
    "too_large": _("The file is larger than any certificate."),
    "no_json": _("The file can't be read. It may be cut off or damaged."),
    "no_certificate": _("This is no certificate of this school: it lacks something every one has, or holds something none has."),
    "not_pdf": _("The PDF can't be read. It may be cut off or damaged."),
    "encrypted": _("The PDF is locked with a password. Certificates never are: ask for the original file."),
    "no_credential": _("The PDF carries no signed certificate. A scan or a printed-and-saved copy does not: ask for the original file."),
    "no_did_document": _("The file of the school's keys is no DID document."),
    "no_status_list": _("The list of revocations is none."),
    "foreign_status_list": _("The list of revocations was not signed by this school."),
    "no_log_proof": _("The proof from the public log is none."),
    "stale_status_list": _("The list of revocations is too old. Get it anew."),
}  # fmt: skip


def told(checks: Iterable[Check]) -> list[tuple[Check, object, object]]:
    """Each check with its name and what it says."""
    return [(check, CHECKS[check.code][0], CHECKS[check.code][_outcome(check)]) for check in checks]


def _outcome(check: Check) -> int:
    return 3 if check.passed is None else 1 if check.passed else 2
