"""Signing in: failed tries are counted in the database, since a limiter's memory is a worker's own."""

import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from flask import current_app
from sqlalchemy import delete, func, select

from curriculum_app.accounts import passwords
from curriculum_app.accounts.models import Account, FailedSignIn
from curriculum_app.database import db
from curriculum_app.refusal import Refused

WINDOW = timedelta(minutes=15)


def check(email: str, password: str, address: str, now: datetime) -> Account:
    """The account of a right e-mail and password. Raises Refused: `too_many_tries`, `wrong_password`.

    The caller commits in either case, so that the failed try stays counted. An unknown e-mail costs the same time and
    says the same as a wrong password.
    """
    attempt = _count(email, address, now)
    account = by_email(email)
    stored = account.password_hash if account else None
    db.session.commit()  # hashing takes long: no transaction waits for it
    if not passwords.verify(stored, password) or account is None:
        db.session.execute(delete(FailedSignIn).where(FailedSignIn.at < now - timedelta(days=1)))
        raise Refused("wrong_password")
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.id == attempt))
    if account.email_confirmed_at is None:
        raise Refused("not_confirmed")
    return account


def _count(email: str, address: str, now: datetime) -> UUID:
    """Count a try as failed before it is looked at, so that of any number of parallel ones no more than the limit are.

    Raises Refused("too_many_tries"); what was refused is not counted, or knocking would keep the owner out for ever.
    """
    attempt = FailedSignIn(id=uuid4(), email_hash=salted(normalise(email)), address_hash=salted(address), at=now)
    kept, ours, theirs = attempt.id, attempt.email_hash, attempt.address_hash
    db.session.add(attempt)
    db.session.commit()
    tries = select(func.count()).select_from(FailedSignIn).where(FailedSignIn.at > now - WINDOW)
    of_email = db.session.scalar(tries.where(FailedSignIn.email_hash == ours)) or 0
    of_address = db.session.scalar(tries.where(FailedSignIn.address_hash == theirs)) or 0
    limit = current_app.config["FAILED_SIGN_INS"]
    if of_email > limit or of_address > limit * 5:
        db.session.execute(delete(FailedSignIn).where(FailedSignIn.id == kept))
        raise Refused("too_many_tries", minutes=int(WINDOW.total_seconds() // 60))
    return kept


def by_email(email: str) -> Account | None:
    """The account with this e-mail, however it is written."""
    return db.session.scalar(select(Account).where(Account.email == normalise(email), Account.erased_at.is_(None)))


def normalise(email: str) -> str:
    """The form an e-mail is kept and compared in."""
    return email.strip().casefold()


def salted(value: str) -> str:
    """The form in which a failed try keeps an e-mail or an address."""
    return hmac.new(current_app.config["SECRET_KEY"].encode(), value.encode(), hashlib.sha256).hexdigest()
