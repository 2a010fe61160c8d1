"""Signing up, in and out, the profile and consents."""

from uuid import UUID

from flask import Blueprint, Flask, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from curriculum_app import mail
from curriculum_app.accounts import passwords, registering, signing_in, tokens
from curriculum_app.accounts.forms import (
    AskResetForm,
    ConfirmForm,
    ProfileForm,
    ResetForm,
    SignInForm,
    SignUpForm,
)
from curriculum_app.accounts.models import Account
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from curriculum_app.web import held, limiter
from curriculum_app.web.access import Role, anyone, only
from curriculum_app.web.addresses import safe_next
from curriculum_app.web.errors import refusals, sentence
from curriculum_app.web.language import spoken

accounts = Blueprint("accounts", __name__, template_folder="templates")
_ = lazy_gettext


def init_app(app: Flask) -> None:
    """Wire Flask-Login and the pages."""
    manager = LoginManager(app)
    manager.session_protection = None  # the session stamp is what ends sessions
    manager.user_loader(_load)
    from curriculum_app.accounts import consent_views  # its views hang themselves on this blueprint

    app.register_blueprint(accounts)
    refusals({
        "too_many_tries": _("Too many failed tries. Wait %(minutes)s minutes and try again."),
        "wrong_password": _("E-mail or password is wrong."),
        "not_confirmed": _("Confirm your e-mail first: open the link in the message we sent, or sign up again for a new one."),
        **consent_views.REFUSALS,
        "token_invalid": _("This link has been used or is older than an hour. Ask for a new one."),
    })  # fmt: skip


def _load(session_id: str) -> Account | None:
    account_id, _, stamp = session_id.partition(":")
    try:
        wanted, stamped = UUID(account_id), UUID(stamp)
    except ValueError:
        return None
    query = (
        select(Account)
        .where(Account.id == wanted, Account.session_stamp == stamped, Account.erased_at.is_(None))
        .options(joinedload(Account.grants))
    )
    return db.session.scalars(query).unique().one_or_none()


def _enter(account: Account) -> None:
    """Begin a fresh session, so that nothing laid into the old one lives on."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session.permanent = True
    login_user(account)


@accounts.route("/sign-up", methods=["GET", "POST"])
@anyone
@limiter.limit(lambda: current_app.config["RATELIMIT_SIGN_UP"], methods=["POST"])
def sign_up() -> ResponseReturnValue:
    """Make an account; a message with a link finishes it."""
    form = SignUpForm()
    if form.validate_on_submit():
        after = safe_next(request.args.get("next"), "")
        hashed = passwords.hashed(form.password.data)
        registering.sign_up(form.email.data, form.name.data.strip(), hashed, spoken(), after)
        db.session.commit()
        return render_template("accounts/sent.html", email=form.email.data)
    return render_template("accounts/sign_up.html", form=form), 422 if form.is_submitted() else 200


@accounts.route("/confirm/<secret>", methods=["GET", "POST"])
@anyone
def confirm(secret: str) -> ResponseReturnValue:
    """Finish signing up. A button, since mail programs open links by themselves."""
    if not tokens.holds(secret, registering.CONFIRM, utc_now()):
        raise Refused("token_invalid")
    if ConfirmForm().validate_on_submit():
        account = registering.confirm(secret, utc_now())
        db.session.commit()
        _enter(account)
        flash(gettext("Welcome. Your account is ready."), "success")
        return redirect(safe_next(request.args.get("next"), url_for("learning.home")))
    return render_template("accounts/confirm.html", form=ConfirmForm())


@accounts.route("/sign-in", methods=["GET", "POST"])
@anyone
@limiter.limit(lambda: current_app.config["RATELIMIT_SIGN_IN"], methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in and go where one wanted to go."""
    form = SignInForm()
    if form.validate_on_submit():
        try:
            account = signing_in.check(form.email.data, form.password.data, request.remote_addr or "", utc_now())
        except Refused as refused:
            db.session.commit()
            form.form_errors.append(sentence(refused))
            return render_template("accounts/sign_in.html", form=form), 429 if refused.code == "too_many_tries" else 422
        db.session.commit()
        _enter(account)
        if sent := held.release(request.form.get(held.FIELD, "")):
            g.pop("csrf_token", None)  # made for the session before
            text = gettext("You are signed in again. What you had sent before is still here.")
            return render_template("web/held.html", title=gettext("Send what you had typed?"), text=text, held=sent)
        return redirect(safe_next(request.args.get("next"), url_for("learning.home")))
    return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200


@accounts.post("/sign-out")
@anyone
def sign_out() -> ResponseReturnValue:
    """End this session."""
    logout_user()
    session.clear()
    return redirect(url_for("learning.home"))


@accounts.route("/reset", methods=["GET", "POST"])
@anyone
@limiter.limit(lambda: current_app.config["RATELIMIT_SIGN_UP"], methods=["POST"])
def ask_reset() -> ResponseReturnValue:
    """Ask for a link to set a new password."""
    form = AskResetForm()
    if form.validate_on_submit():
        registering.ask_reset(form.email.data)
        db.session.commit()
        return render_template("accounts/sent.html", email=form.email.data)
    return render_template("accounts/ask_reset.html", form=form), 422 if form.is_submitted() else 200


@accounts.route("/reset/<secret>", methods=["GET", "POST"])
@anyone
def reset(secret: str) -> ResponseReturnValue:
    """Set a new password by link."""
    if not tokens.holds(secret, registering.RESET, utc_now()):
        raise Refused("token_invalid")
    form = ResetForm()
    if form.validate_on_submit():
        account = registering.reset(secret, passwords.hashed(form.password.data), utc_now())
        db.session.commit()
        _enter(account)
        flash(gettext("Your new password is set. Every other session has ended."), "success")
        return redirect(url_for("learning.home"))
    return render_template("accounts/reset.html", form=form), 422 if form.is_submitted() else 200


@accounts.route("/profile", methods=["GET", "POST"])
@only(Role.LEARNER)
def profile() -> ResponseReturnValue:
    """Who one is."""
    form = ProfileForm(obj=current_user)
    if form.validate_on_submit():
        form.populate_obj(current_user)
        session["language"] = current_user.language
        db.session.commit()
        flash(gettext("Saved."), "success")
        return redirect(url_for(".profile"))
    return render_template("accounts/profile.html", form=form), 422 if form.is_submitted() else 200


@accounts.get("/development/mail")
@anyone
def outbox() -> ResponseReturnValue:
    """The messages that would have been sent, newest first. Only in development and with the mail folder."""
    if current_app.config["ENVIRONMENT"] != "development" or current_app.config["MAIL_URL"] != "folder":
        abort(404)
    return render_template("accounts/outbox.html", messages=mail.laid_down(30))
