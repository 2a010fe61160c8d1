"""What a person agreed to. Each purpose is apart, off at first, withdrawn at once, and provable: who, when, which text, where.

A consent with an end (the pool: twelve months) holds until then whatever the sweep does; thirty days before, its giver is told.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from blinker import Signal
from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy import ColumnElement, or_, select

from curriculum_app import jobs, mail
from curriculum_app.accounts import consent_texts
from curriculum_app.accounts.models import Account, Consent, Ending, Purpose
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from curriculum_app.web.addresses import public_url

ON_THE_PAGE = tuple(purpose for purpose in Purpose if purpose != Purpose.REVEAL)
YEARS = {Purpose.TALENT_POOL: 1}
NOTICE = timedelta(days=30)
# Sender: the account's id; with purpose and organisation_id. Sent in the transaction of the deed.
given = Signal("somebody agreed to something")
withdrawn = Signal("a consent ended, by its giver or by its time")


def holding(now: datetime) -> ColumnElement[bool]:
    """What makes a row of consent hold at a moment; every question about consents goes through this."""
    return Consent.withdrawn_at.is_(None) & or_(Consent.expires_at.is_(None), Consent.expires_at > now)


def in_force(account_id: UUID, now: datetime | None = None) -> frozenset[Purpose]:
    """What the person agrees to now, reveals to single employers aside."""
    rows = select(Consent.purpose).where(
        Consent.account_id == account_id, Consent.organisation_id.is_(None), holding(now or utc_now())
    )
    return frozenset(Purpose(purpose) for purpose in db.session.scalars(rows))


def history(account_id: UUID) -> list[Consent]:
    """Everything one ever agreed to, newest first."""
    mine = select(Consent).where(Consent.account_id == account_id)
    return list(db.session.scalars(mine.order_by(Consent.given_at.desc(), Consent.purpose)))


def choose(account_id: UUID, wanted: Iterable[Purpose], now: datetime, *, language: str = "ko", page: str = "") -> None:
    """Give and withdraw so that exactly `wanted` is in force; reveals to employers are not touched."""
    wanted, held = frozenset(wanted), in_force(account_id, now)
    for purpose in sorted(wanted - held):
        give(account_id, purpose, now, language=language, page=page)
    for purpose in sorted(held - wanted):
        withdraw(account_id, purpose, now)


def give(
    account_id: UUID, purpose: Purpose, now: datetime, *, language: str, page: str, organisation_id: UUID | None = None
) -> None:
    """Agree to today's text; what holds already holds on, what has run out is closed first."""
    if (open_one := _open(account_id, purpose, organisation_id)) is not None:
        if open_one.expires_at is None or open_one.expires_at > now:
            return
        _end(open_one, open_one.expires_at, Ending.EXPIRED)
        db.session.flush()
    text = consent_texts.newest(purpose, language)
    db.session.add(Consent(
        account_id=account_id, purpose=purpose, organisation_id=organisation_id, text_version=text.version, text_language=language,
        text_hash=text.sha256, page=page, given_at=now, expires_at=_years_on(now, YEARS[purpose]) if purpose in YEARS else None,
    ))  # fmt: skip
    db.session.flush()
    given.send(account_id, purpose=purpose, organisation_id=organisation_id)


def withdraw(account_id: UUID, purpose: Purpose, now: datetime, organisation_id: UUID | None = None) -> None:
    """Take a consent back; it ends with the next request."""
    if (open_one := _open(account_id, purpose, organisation_id)) is not None:
        _end(open_one, now, Ending.WITHDRAWN)
        withdrawn.send(account_id, purpose=purpose, organisation_id=organisation_id)


def renew(account_id: UUID, purpose: Purpose, now: datetime, *, language: str, page: str) -> None:
    """Agree again within the last thirty days, or after the end. Raises Refused("too_early_to_renew")."""
    if (open_one := _open(account_id, purpose, None)) is not None and open_one.expires_at is not None:
        if open_one.expires_at > now + NOTICE:
            raise Refused("too_early_to_renew")
        if open_one.expires_at > now:
            _end(open_one, now, Ending.RENEWED)
    give(account_id, purpose, now, language=language, page=page)


def _open(account_id: UUID, purpose: Purpose, organisation_id: UUID | None) -> Consent | None:
    wanted = (Consent.account_id == account_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
    return db.session.scalar(select(Consent).where(*wanted, Consent.organisation_id.is_not_distinct_from(organisation_id)))


def _end(consent: Consent, at: datetime, ending: Ending) -> None:
    consent.withdrawn_at, consent.ending = at, ending
    db.session.flush()


def _years_on(now: datetime, years: int) -> datetime:
    """The same day so many years on; 29 February becomes the 28th."""
    day = 28 if (now.month, now.day) == (2, 29) else now.day
    return now.replace(year=now.year + years, day=day)


@jobs.every_minute
def look_at_the_clock() -> None:
    """Put down what is due: telling those whose consent ends soon, and closing what has ended."""
    now = utc_now()
    soon = select(Consent.id).where(Consent.withdrawn_at.is_(None), Consent.expires_at <= now + NOTICE)
    due = db.session.scalar(soon.where(or_(Consent.reminded_at.is_(None), Consent.expires_at <= now)).limit(1))
    if due is not None and not jobs.under_way("accounts.consents_ending", ""):
        jobs.enqueue("accounts.consents_ending", str(uuid4()))


@jobs.task("accounts.consents_ending")
def end_what_is_due() -> None:
    """Tell, and close, at most a thousand at a time."""
    now = utc_now()
    due = select(Consent).where(Consent.withdrawn_at.is_(None), Consent.expires_at <= now + NOTICE)
    due = due.where(or_(Consent.reminded_at.is_(None), Consent.expires_at <= now)).order_by(Consent.expires_at).limit(1000)
    for consent in db.session.scalars(due.with_for_update(skip_locked=True)):
        if consent.expires_at is not None and consent.expires_at <= now:
            _end(consent, consent.expires_at, Ending.EXPIRED)
            withdrawn.send(consent.account_id, purpose=consent.purpose, organisation_id=consent.organisation_id)
            _write(consent, "consent_ended")
        else:
            consent.reminded_at = now
            _write(consent, "consent_ending")


def _write(consent: Consent, letter: str) -> None:
    account = db.session.get_one(Account, consent.account_id)
    with force_locale(account.language):
        subject = {"consent_ending": gettext("Your listing in the talent pool ends soon"),
                   "consent_ended": gettext("You are no longer listed in the talent pool")}[letter]  # fmt: skip
        body = current_app.jinja_env.get_template(f"accounts/mail/{letter}.txt").render(
            name=account.name, until=consent.expires_at, link=public_url("accounts.choose_consents")
        )
        mail.send(account.email, subject, body)
