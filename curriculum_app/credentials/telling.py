"""Mails to holders who want their notices by mail: a certificate was issued, ends soon, or its correction was decided.

A mail has one cause and is written once for it, whatever runs twice.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy import Select, select

from curriculum_app import mail
from curriculum_app.accounts.models import Account, Consent, Purpose
from curriculum_app.credentials import documents
from curriculum_app.credentials.correction_models import Correction, CorrectionState
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db
from curriculum_app.jobs import Job
from curriculum_app.learning.catalogue import live
from curriculum_app.web.addresses import public_url

DAYS = (60, 14, 1)
AT_ONCE = 500


def tell_of_issue(credential_id: UUID) -> None:
    """Tell the holder that a certificate is there, once it is printed."""
    for account, credential in db.session.execute(_wishing().where(Credential.id == credential_id)):
        with force_locale(account.language):
            _write(account, credential, "issued", gettext("Your certificate is here"), f"issued {credential.id}")


def tell_of_correction(correction: Correction) -> None:
    """Tell the holder what became of the wish for another name."""
    for account, credential in db.session.execute(_wishing().where(Credential.id == correction.credential_id)):
        with force_locale(account.language):
            _write(account, credential, "correction", gettext("About the name on your certificate"), f"correction {correction.id}",
                   approved=correction.state == CorrectionState.APPROVED, note=correction.note)  # fmt: skip


def remind(now: datetime) -> int:
    """Tell those whose certificate ends within 60, 14 days or one, once each; how many were told.

    Whoever missed an earlier reminder gets the one that is due now, and not both.
    """
    told = 0
    for batch in _ending(now):
        due = {mail.id_for(_cause(row[1], now)): row for row in batch}
        known = set(db.session.scalars(select(Job.key).where(Job.name == "mail", Job.key.in_(due))))
        for key in due.keys() - known:
            account, credential = due[key]
            _remind(account, credential, now)
            told += 1
    return told


def days_left(credential: Credential, now: datetime) -> int:
    """Which reminder is due: the smallest of 60, 14 and 1 days that still covers what is left."""
    return min(days for days in DAYS if credential.valid_until - now <= timedelta(days=days))


def _remind(account: Account, credential: Credential, now: datetime) -> None:
    with force_locale(account.language):
        subject = gettext("Your certificate is valid until %(day)s", day=credential.facts["valid_until"])
        _write(account, credential, "ending", subject, _cause(credential, now))


def _cause(credential: Credential, now: datetime) -> str:
    return f"ends {credential.id} {days_left(credential, now)}"


def _ending(now: datetime) -> Iterator[Sequence[Any]]:
    """Accounts and certificates that end within the longest of the reminders, batch by batch."""
    soon = (Credential.valid_until > now, Credential.valid_until <= now + timedelta(days=max(DAYS)))
    current = (Credential.superseded_at.is_(None), Credential.revoked_at.is_(None))
    query = _wishing().where(*soon, *current).order_by(Credential.id).limit(AT_ONCE)
    batch = db.session.execute(query).all()
    while batch:
        yield batch
        batch = db.session.execute(query.where(Credential.id > batch[-1][1].id)).all()


def _wishing() -> Select[Account, Credential]:
    """Holders who want their notices by mail, with their certificates."""
    wish = (Consent.account_id == Account.id, Consent.purpose == Purpose.NOTICES_BY_MAIL, Consent.withdrawn_at.is_(None))
    return select(Account, Credential).join(Credential, Credential.account_id == Account.id).where(select(Consent.id).where(*wish).exists())


def _write(account: Account, credential: Credential, letter: str, subject: str, cause: str, **more: Any) -> None:
    """Write one letter, in the language that is in force."""
    slug = live().slugs.get(credential.course_id)
    page = public_url("credentials.certificate", course=slug) if slug else documents.address(credential.id)
    # Straight from the environment: render_template would gather what pages need, and there is no page here.
    body = current_app.jinja_env.get_template(f"credentials/mail/{letter}.txt").render(
        name=account.name, facts=credential.facts, serial=credential.serial, language=account.language, page=page,
        address=documents.address(credential.id), profile=public_url("accounts.profile"), **more,
    )  # fmt: skip
    mail.send(account.email, subject, body, cause)
