"""Signing in: failed tries are counted in the database, since a limiter's memory is a worker's own."""

import hashlib
import hmac
from datetime import datetime, timedelta

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
    email_hash, address_hash = _salted(normalise(email)), _salted(address)
    tries = select(func.count()).select_from(FailedSignIn).where(FailedSignIn.at > now - WINDOW)
    of_email = db.session.scalar(tries.where(FailedSignIn.email_hash == email_hash)) or 0
    of_address = db.session.scalar(tries.where(FailedSignIn.address_hash == address_hash)) or 0
    limit = current_app.config["FAILED_SIGN_INS"]
    if of_email >= limit or of_address >= limit * 5:
        raise Refused("too_many_tries", minutes=int(WINDOW.total_seconds() // 60))
    account = by_email(email)
    db.session.commit()  # hashing takes long: no transaction waits for it
    if not passwords.verify(account.password_hash if account else None, password) or account is None:
        db.session.add(FailedSignIn(email_hash=email_hash, address_hash=address_hash, at=now))
        db.session.execute(delete(FailedSignIn).where(FailedSignIn.at < now - timedelta(days=1)))
        raise Refused("wrong_password")
    if account.email_confirmed_at is None:
        raise Refused("not_confirmed")
    return account


def by_email(email: str) -> Account | None:
    """The account with this e-mail, however it is written."""
    return db.session.scalar(select(Account).where(Account.email == normalise(email)))


def normalise(email: str) -> str:
    """The form an e-mail is kept and compared in."""
    return email.strip().casefold()


def _salted(value: str) -> str:
    return hmac.new(current_app.config["SECRET_KEY"].encode(), value.encode(), hashlib.sha256).hexdigest()
