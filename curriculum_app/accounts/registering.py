"""Signing up, confirming, and resetting a password. What a page answers never tells whether an e-mail is known,
and neither does the time it takes: whatever differs is done by the worker, letters and their tokens above all.
"""

from datetime import datetime
from uuid import UUID, uuid4

from flask import abort, current_app
from flask_babel import force_locale, gettext
from sqlalchemy.exc import IntegrityError

from curriculum_app import jobs, mail
from curriculum_app.accounts import signing_in, tokens
from curriculum_app.accounts.models import Account
from curriculum_app.database import db, utc_now
from curriculum_app.web.addresses import public_url

CONFIRM, RESET = "confirm", "reset"


def sign_up(email: str, name: str, password_hash: str, language: str, after: str) -> None:
    """A new account that waits for its e-mail to be confirmed, or a word to the owner of the e-mail."""
    account = signing_in.by_email(email) or _new(email, name, password_hash)
    if account.email_confirmed_at is None:
        account.name, account.password_hash, account.language = name, password_hash, language
    jobs.enqueue("accounts.greet", str(uuid4()), account_id=str(account.id), after=after)


def _new(email: str, name: str, password_hash: str) -> Account:
    account = Account(email=signing_in.normalise(email), name=name, password_hash=password_hash)
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError:  # the same form sent twice
        account = signing_in.by_email(email) or abort(409)
    return account


@jobs.task("accounts.greet")
def greet(account_id: str, after: str) -> None:
    """Write to somebody who signed up: a link to confirm with, or that there is an account already."""
    account = db.session.get(Account, UUID(account_id))
    if account is None or account.erased_at is not None:
        return
    if account.email_confirmed_at is not None:
        _write(account, "already", public_url("accounts.sign_in"))
        return
    secret = tokens.make(account.id, CONFIRM, utc_now())
    _write(account, "confirm", public_url("accounts.confirm", secret=secret, next=after or None))


def confirm(secret: str, now: datetime) -> Account:
    """The account whose e-mail is hereby confirmed. Raises Refused("token_invalid")."""
    account = tokens.use(secret, CONFIRM, now)
    account.email_confirmed_at = now
    return account


def ask_reset(email: str) -> None:
    """Have a link to set a new password mailed, where the account exists."""
    jobs.enqueue("accounts.reset", str(uuid4()), email=signing_in.normalise(email))


@jobs.task("accounts.reset")
def send_reset(email: str) -> None:
    """Mail the link; to nobody where nobody has this e-mail."""
    account = signing_in.by_email(email)
    if account is not None:
        secret = tokens.make(account.id, RESET, utc_now())
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
        # Straight from the environment: render_template would gather what pages need, and there is no page here.
        body = current_app.jinja_env.get_template(f"accounts/mail/{letter}.txt").render(name=account.name, link=link)
        mail.send(account.email, subjects[letter], body)
