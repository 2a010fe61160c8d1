"""What the page that checks without this site says; its checks and reasons are in the words of every other verdict."""

from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _

from curriculum_app.verification.checking import State
from curriculum_app.verification.words import CHECKS, STATES, UNREADABLE

PAGE = {
    "skip": _("Skip to the content"),
    "title": _("Check a certificate without a connection"),
    "intro": _("This file checks certificates of %(school)s on your own device. It knows what the school had signed, revoked and logged "
               "by %(time)s."),
    "choose": _("Certificates as PDF or JSON"),
    "choose_hint": _("Choose files or drop them anywhere on this page. A fresh list of revocations from the school may be dropped too."),
    "busy": _("Checking…"),
    "too_many": _("Only the first %(most)s files were checked."),
    "trusts": _("What this file rests on"),
    "trusts_text": _("The list of revocations is good for three days. For a verdict of today, download this file anew from the school, "
                     "or drop its newest list here."),
    "nothing_leaves": _("Nothing you choose here leaves your device: this file can't open a connection."),
    "licences": _("Software in this file and its licences"),
    "made": _("Downloaded"),
    "issuer": _("School"),
    "keys": _("Its keys"),
    "list": _("List of revocations"),
    "list_dates": _("signed on %(from)s, good until %(until)s,"),
    "log": _("Public log"),
    "log_size": _("%(size)s entries on %(time)s"),
    "unreadable": _("This file could not be examined"),
    "list_taken": _("The list of revocations was taken in"),
    "list_taken_text": _("The school signed it on %(time)s. Choose the certificates again to check them by it."),
    "demonstration": _("This is a demonstration: it proves no ability and has no force."),
    "compare": _("Everything signed is written above. A page on paper that says anything else is not this certificate."),
    "nothing_shown": _("What the file says is not shown, since nothing vouches for it."),
    "checked": _("What was checked"),
    "name": _("Name"),
    "certificate": _("Certificate"),
    "serial": _("No. %(serial)s"),
    "issued_by": _("Issued by"),
    "issued_on": _("Issued on"),
    "cut": _("pass %(cut)s"),
    "criteria": _("What it took"),
    "not_revoked": _("It was not revoked by %(from)s, when the list was signed. Whether it is suspended for a time, only the school's "
                     "page says."),
    "revoked": _("It was revoked, says the list signed on %(from)s."),
    "list_stale": _("The list this file holds was signed on %(from)s and was good until %(until)s: whether it was revoked since, "
                    "nobody can say here. Get a fresh list."),
    "logged": _("It is entry %(entry)s of the public log, which the school had signed by %(time)s."),
    "not_logged": _("It does not stand in the public log as it was on %(time)s. If it was issued later, download this file anew."),
    "log_too_long": _("The public log is too long to be held in this file. Check it on the school's page."),
}  # fmt: skip

# What stands below the one word for a verdict.
TEXTS = {
    State.VALID: _("All %(count)s things were checked on %(time)s."),
    State.EXPIRED: _("It was valid until %(day)s."),
    State.REVOKED: _("The page of the certificate says when and why."),
    State.UNDECIDED: _("One of the checks below could not be done. Do not rely on it yet."),
    State.BROKEN: _("One of the checks below failed. Do not rely on it, and ask the holder for the original file."),
}  # fmt: skip

OWN_CHECKS = {
    "print": (_("Agreement"), _("The pages are byte by byte those the school made of this data."),
              _("Nobody can say that the pages show this data."), _("Without the seal nobody can say that the pages show this data.")),
    "log": (_("Public log"), _("It stands in the public log."), _("It does not stand in the public log."),
            _("This file holds no public log to look it up in.")),
}  # fmt: skip
JWT = _("This is the credential as a JWT. This file checks the PDF and the JSON: ask for one of these.")


def page(language: str) -> dict[str, str]:
    """The page's own sentences."""
    with force_locale(language):
        return {name: _said(sentence) for name, sentence in PAGE.items()}


def spoken() -> dict[str, Any]:
    """Every sentence the page may say, in the language in force."""
    return {
        "page": {name: _said(sentence) for name, sentence in PAGE.items()},
        "states": {state: [*map(str, STATES[state]), _said(text)] for state, text in TEXTS.items()},
        "checks": {code: [str(sentence) for sentence in said] for code, said in {**CHECKS, **OWN_CHECKS}.items()},
        "unreadable": {**{code: str(sentence) for code, sentence in UNREADABLE.items()}, "jwt": str(JWT)},
    }  # fmt: skip


def _said(sentence: object) -> str:
    """A sentence with its placeholders as they are: the page fills them in."""
    return str(sentence)
