"""One's own data: taken along, and erased."""

from flask import Response, abort, current_app, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user, logout_user
from sqlalchemy import select

from curriculum_app.accounts import signing_in
from curriculum_app.database import db, utc_now
from curriculum_app.operations import erasing, taking_along
from curriculum_app.operations.forms import ConfirmForm, EraseForm
from curriculum_app.operations.models import DataExport
from curriculum_app.operations.views import operations
from curriculum_app.refusal import Refused
from curriculum_app.web import limiter
from curriculum_app.web.access import Role, anyone, only
from curriculum_app.web.errors import refusals, sentence

_ = lazy_gettext


def init() -> None:
    """Say what the rules refuse."""
    refusals({"last_administrator": _("You are the only administrator. Appoint another one first.")})


@operations.route("/profile/data", methods=["GET", "POST"])
@only(Role.LEARNER)
def take_along() -> ResponseReturnValue:
    """Ask for everything of oneself, see how far it is, and fetch it."""
    if ConfirmForm().validate_on_submit():
        taking_along.ask(current_user.id, utc_now())
        db.session.commit()
        return redirect(url_for(".take_along"), 303)
    return render_template("operations/take_along.html", form=ConfirmForm(), made=taking_along.asked(current_user.id, utc_now()))


@operations.get("/profile/data/progress")
@only(Role.LEARNER)
def taking_progress() -> ResponseReturnValue:
    """Whether it is there, for the page that waits."""
    made = taking_along.asked(current_user.id, utc_now()) or abort(404)
    return jsonify(done=int(made.done_at is not None), size=1)


@operations.get("/profile/data/everything.zip")
@only(Role.LEARNER)
def taken_along() -> ResponseReturnValue:
    """The ZIP, for its owner only."""
    mine = select(DataExport.content).where(DataExport.account_id == current_user.id, DataExport.expires_at > utc_now())
    content = db.session.scalar(mine) or abort(404)
    response = Response(content, mimetype="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


@operations.route("/profile/erase", methods=["GET", "POST"])
@only(Role.LEARNER)
@limiter.limit(lambda: current_app.config["RATELIMIT_SIGN_IN"], methods=["POST"])
def erase() -> ResponseReturnValue:
    """Read what goes and what stays, and have oneself erased."""
    form, status = EraseForm(), 422
    if form.validate_on_submit():
        try:
            account = signing_in.check(current_user.email, form.password.data, request.remote_addr or "", utc_now())
            erasing.begin(account, utc_now())
        except Refused as refused:
            status = 429 if refused.code == "too_many_tries" else 422
            problem = _("This password is wrong.") if refused.code == "wrong_password" else sentence(refused)
            form.password.errors = [str(problem)]
        else:
            db.session.commit()
            logout_user()
            session.clear()
            return redirect(url_for(".erased"), 303)
        db.session.commit()  # a failed try stays counted
    return render_template("operations/erase.html", form=form), status if form.is_submitted() else 200


@operations.get("/erased")
@anyone
def erased() -> ResponseReturnValue:
    """A last word."""
    return render_template("operations/erased.html")
