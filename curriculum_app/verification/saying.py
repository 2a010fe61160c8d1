"""A certificate's facts as sentences for its page, so that the page claims everything its prints do and nothing else.

Certificates of an earlier day lack facts that came later; what is not there is not said.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import flask_babel
from flask_babel import lazy_gettext as _

gettext: Callable[..., str] = flask_babel.gettext  # the library has no types
ngettext: Callable[..., str] = flask_babel.ngettext
Facts = Mapping[str, Any]

LEVELS = {
    "associate": _("Associate level"), "reviewer": _("Reviewer level"), "domain-expert": _("Domain Expert level"),
}  # fmt: skip

# How the questions of a bank came to be trusted.
PEDIGREES = {
    "drafted": _("The questions were drafted, and nobody has reviewed them."),
    "blind-checked": _(
        "Every question was answered by a program without sight of its gold, and the two were compared. No expert approved them."
    ),
    "expert-approved": _("Experts of a named organisation approved the questions."),
}  # fmt: skip


class Claim(NamedTuple):
    """A term and what is said of it."""

    term: str
    text: str


def claims(facts: Facts, kind_name: Callable[[str], str]) -> list[Claim]:
    """What the exam asked for and what came of it, beyond score and cut."""
    said = [
        Claim(gettext("What was tested"), tested(facts, kind_name)),
        Claim(gettext("Found errors"), found(facts)),
        Claim(gettext("Conditions of the exam"), conditions(facts)),
        Claim(gettext("Where the questions come from"), str(PEDIGREES.get(facts.get("pedigree", ""), ""))),
        Claim(gettext("Registered qualification"), qualification(facts)),
    ]
    return [claim for claim in said if claim.text]


def level(facts: Facts) -> str:
    """The level, where the certificate has one."""
    return str(LEVELS.get(facts.get("level") or "", ""))


def tested(facts: Facts, kind_name: Callable[[str], str]) -> str:
    """The kinds of questions and how many of each."""
    parts = [
        ngettext("%(kind)s: %(num)s question", "%(kind)s: %(num)s questions", line["items"], kind=kind_name(line["kind"]))
        for line in facts.get("form") or ()
    ]
    return ", ".join(parts)


def found(facts: Facts) -> str:
    """How many planted errors were found, and how often a clean text was marked."""
    counts = facts.get("found")
    if not counts:
        return ""
    if counts["planted"] and counts["clean"]:
        return gettext("Found %(found)s of %(planted)s planted errors, and marked wrongly %(false)s times in %(clean)s clean texts.",
                       found=counts["found"], planted=counts["planted"], false=counts["false_alarms"], clean=counts["clean"])  # fmt: skip
    if counts["planted"]:
        return gettext("Found %(found)s of %(planted)s planted errors.", found=counts["found"], planted=counts["planted"])
    return gettext("Marked wrongly %(false)s times in %(clean)s clean texts.", false=counts["false_alarms"], clean=counts["clean"])


def conditions(facts: Facts) -> str:
    """Under which conditions the exam was sat."""
    given = facts.get("conditions")
    if not given:
        return ""
    if not given["supervised"]:
        return gettext("The exam was sat without supervision; nobody saw an identity document.")
    if given["identity_seen"]:
        return gettext("Supervised by %(name)s, who saw an identity document.", name=given["by"])
    return gettext("Supervised by %(name)s; nobody saw an identity document.", name=given["by"])


def qualification(facts: Facts) -> str:
    """The registration of a private qualification, with its notice."""
    given = facts.get("qualification")
    if not given:
        return ""
    notice = given["notice"]
    return gettext("Registration %(number)s. %(notice)s", number=given["registration"], notice=f"{notice['ko']} / {notice['en']}")


def band(facts: Facts) -> tuple[float, float]:
    """The range of the score that is drawn: about 95 per cent where it is known, one standard error where not."""
    given = facts.get("band")
    if given:
        return given["low"], given["high"]
    error = facts.get("standard_error") or 0
    return facts["score"] - error, facts["score"] + error
