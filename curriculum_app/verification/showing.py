"""What the page of a certificate shows: its state, its claims, its checks with what they found, and whether it is public."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from flask_babel import gettext, ngettext
from sqlalchemy import select

from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.credentials import documents, keys, queries
from curriculum_app.credentials.models import Credential, CredentialPrint, LogEntry
from curriculum_app.database import db
from curriculum_app.verification import checking
from curriculum_app.verification.checking import Check, State
from curriculum_app.verification.words import STATES, told


class Shown(NamedTuple):
    """A certificate as its page shows it."""

    credential: Credential
    printed: bool
    state: State
    checks: list[tuple[Check, object, object]]
    public: bool  # its holder shows their name to everybody
    entry: int | None  # its number in the public log

    @property
    def facts(self) -> dict[str, Any]:
        """What its prints say."""
        return self.credential.facts

    @property
    def banner(self) -> tuple[str, object]:
        """Tone and title of its state."""
        return STATES[self.state]


def find(public_id: UUID, now: datetime) -> Shown | None:
    """The certificate with this public id, checked now."""
    found = queries.with_print(public_id)
    if found is None:
        return None
    credential, printed = found
    checks = checking.checks(credential, printed, now)
    entry = _entry(credential.id)
    said = [(check, name, _more(check, credential, entry, now) or sentence) for check, name, sentence in told(checks)]
    return Shown(credential, printed is not None, checking.state(credential, checks, now), said, is_public(credential), entry)


def is_public(credential: Credential) -> bool:
    """Whether the holder agreed to show their name."""
    holder = credential.account_id
    return holder is not None and Purpose.PUBLIC_VERIFICATION in consents.in_force(holder)


def public_print(public_id: UUID) -> tuple[Credential, CredentialPrint] | None:
    """A certificate with its prints, where its holder shows it to everybody."""
    found = queries.with_print(public_id)
    return (found[0], found[1]) if found and found[1] and is_public(found[0]) else None


def _entry(credential_id: UUID) -> int | None:
    index = db.session.scalar(select(LogEntry.index).where(LogEntry.credential_id == credential_id))
    return None if index is None else index + 1


def _more(check: Check, credential: Credential, entry: int | None, now: datetime) -> str | None:
    """What a passed check says more exactly of this very certificate."""
    if not check.passed:
        return None
    if check.code == "issuer":
        return keys.did()
    if check.code == "validity":
        days = (credential.valid_until - now).days
        return str(ngettext("%(num)s more day.", "%(num)s more days.", days))
    if check.code == "log" and entry:
        return str(gettext("Entry %(entry)s of the public log.", entry=f"{entry:,}"))
    return None


def linked_data(shown: Shown, language: str) -> dict[str, Any]:
    """What search engines may read (schema.org), of a certificate that its holder shows to everybody."""
    facts = shown.facts
    return {
        "@context": "https://schema.org", "@type": "EducationalOccupationalCredential",
        "url": documents.address(shown.credential.id), "identifier": facts["serial"],
        "name": f"{facts['title'][language]}: {facts['course'][language]}", "description": facts["summary"][language],
        "credentialCategory": facts["title"][language], "inLanguage": language, "creativeWorkStatus": str(shown.state),
        "datePublished": facts["issued_on"], "expires": facts["valid_until"],
        "recognizedBy": {"@type": "Organization", "name": facts["issuer"][language]},
        "competencyRequired": [skill[language] for skill in facts["skills"]],
        "about": {"@type": "Person", "name": facts["name"], **({"alternateName": facts["name_latin"]} if facts["name_latin"] else {})},
    }  # fmt: skip
