"""Signing up, confirming, and resetting a password. What a page answers never tells whether an e-mail is known."""

from datetime import datetime
from uuid import uuid4

from flask import render_template
from flask_babel import force_locale, gettext

from curriculum_app import mail
from curriculum_app.accounts import signing_in, tokens
from curriculum_app.accounts.models import Account
from curriculum_app.database import db
from curriculum_app.web.addresses import public_url

CONFIRM, RESET = "confirm", "reset"


def sign_up(email: str, name: str, password_hash: str, language: str, after: str, now: datetime) -> None:
    """A new account that waits for its e-mail to be confirmed, or a word to the owner of the e-mail."""
    account = signing_in.by_email(email)
    if account is not None and account.email_confirmed_at is not None:
        _write(account, "already", public_url("accounts.sign_in"))
        return
    if account is None:
        account = Account(email=signing_in.normalise(email))
        db.session.add(account)
    account.name, account.password_hash, account.language = name, password_hash, language
    db.session.flush()
    secret = tokens.make(account.id, CONFIRM, now)
    _write(account, "confirm", public_url("accounts.confirm", secret=secret, next=after or None))


def confirm(secret: str, now: datetime) -> Account:
    """The account whose e-mail is hereby confirmed. Raises Refused("token_invalid")."""
    account = tokens.use(secret, CONFIRM, now)
    account.email_confirmed_at = now
    return account


def ask_reset(email: str, now: datetime) -> None:
    """Mail a link to set a new password, where the account exists."""
    account = signing_in.by_email(email)
    if account is not None:
        secret = tokens.make(account.id, RESET, now)
        _write(account, "reset", public_url("accounts.reset", secret=secret))


def reset(secret: str, password_hash: str, now: datetime) -> Account:
    """Set a new password by token and end every session. Raises Refused("token_invalid")."""
    account = tokens.use(secret, RESET, now)
    account.email_confirmed_at = account.email_confirmed_at or now
    change_password(account, password_hash)
    return account


def change_password(account: Account, password_hash: str) -> None:
    """Set a new password; every other session ends."""
    account.password_hash, account.session_stamp = password_hash, uuid4()


def _write(account: Account, letter: str, link: str) -> None:
    with force_locale(account.language):
        subjects = {
            "confirm": gettext("Confirm your e-mail address"),
            "already": gettext("You already have an account"),
            "reset": gettext("Set a new password"),
        }
        body = render_template(f"accounts/mail/{letter}.txt", name=account.name, link=link)
        mail.send(account.email, subjects[letter], body)
