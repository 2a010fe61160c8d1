"""The pages of a re-check, for whoever asked and for the holder."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from flask_login import current_user

from curriculum_app.credentials import queries as credentials
from curriculum_app.database import db, utc_now
from curriculum_app.exams import clock
from curriculum_app.learning.catalogue import live
from curriculum_app.measurement.recheck import NEVER, Plan
from curriculum_app.rechecks import checking, queries, tasks
from curriculum_app.rechecks.models import Outcome
from curriculum_app.rechecks.queries import Seen
from curriculum_app.web import limiter
from curriculum_app.web.access import Role, only
from curriculum_app.web.addresses import public_url
from curriculum_app.web.errors import refusals

rechecks = Blueprint("rechecks", __name__, template_folder="templates")
_ = lazy_gettext
OUTCOMES = {
    Outcome.CONSISTENT: ("ok", _("Consistent with the certificate")),
    Outcome.INCONSISTENT: ("miss", _("Not consistent with the certificate")),
    Outcome.UNDECIDED: ("", _("Undecided")),
    Outcome.UNFINISHED: ("gold", _("Not finished")),
}
MEANINGS = {
    Outcome.CONSISTENT: _("The short form went as it should for somebody with this score."),
    Outcome.INCONSISTENT: _("The short form went worse than it should for somebody with this score. That may have other reasons: ask."),
    Outcome.UNDECIDED: _("So few questions do not tell. It speaks neither for nor against the holder."),
    Outcome.UNFINISHED: _("A question was left without an answer, so nothing is said."),
}


def init_app(app: Flask) -> None:
    """Wire the pages, and listen for what is handed in."""
    app.register_blueprint(rechecks)
    tasks.init_app(app)
    app.jinja_env.globals["rechecks_waiting"] = _waiting
    refusals({
        "recheck_of_oneself": _("This is your own certificate."),
        "recheck_not_valid": _("Only a certificate that is valid now can be checked again."),
        "recheck_no_exam": _("The exam of this certificate is no longer offered, so there is no fresh form of it."),
        "recheck_too_often": _("This certificate was checked again often enough for now. Try again in some weeks."),
        "recheck_over": _("This wish was answered already, or has run out."),
    })  # fmt: skip


def _waiting() -> Any:
    return queries.waiting_for(current_user.id, utc_now()) if current_user.is_authenticated else []


@rechecks.post("/verify/<uuid:public_id>/recheck")
@only(Role.EMPLOYER)
@limiter.limit("20 per hour")
def ask(public_id: UUID) -> ResponseReturnValue:
    """Ask the holder of a certificate for a short fresh form."""
    credential = credentials.by_public_id(public_id) or abort(404)
    made = checking.ask(credential, current_user, live(), utc_now())
    tasks.tell(made)
    db.session.commit()
    return redirect(url_for(".show", recheck_id=made.id), 303)


@rechecks.get("/rechecks")
@only(Role.LEARNER)
def listing() -> ResponseReturnValue:
    """Every re-check one asked for or was asked for."""
    found = queries.concerning(current_user.id)
    return render_template("rechecks/listing.html", found=found, outcomes=OUTCOMES, now=utc_now())


@rechecks.get("/rechecks/<uuid:recheck_id>")
@only(Role.LEARNER)
def show(recheck_id: UUID) -> ResponseReturnValue:
    """What is asked and how it stands: to the holder with their choice, to whoever asked with the outcome."""
    return _show(queries.seen_by(current_user.id, recheck_id))


def _show(seen: Seen) -> str:
    plan, outcome = Plan(**seen.recheck.plan), seen.recheck.outcome
    return render_template(
        "rechecks/show.html", seen=seen, recheck=seen.recheck, facts=seen.credential.facts, plan=plan,
        confirms=plan.consistent_from < NEVER, mine=seen.credential.account_id == current_user.id, now=utc_now(), clock=clock,
        limit=seen.recheck.minutes,
        banner=OUTCOMES[outcome] if outcome else None, meaning=MEANINGS[outcome] if outcome else None,
        link=public_url("rechecks.show", recheck_id=seen.recheck.id),
    )  # fmt: skip


@rechecks.post("/rechecks/<uuid:recheck_id>/agree")
@only(Role.LEARNER)
def agree(recheck_id: UUID) -> ResponseReturnValue:
    """Agree and begin."""
    opened = checking.agree(queries.asked_of(current_user.id, recheck_id), live(), utc_now(), clock.read())
    db.session.commit()
    return redirect(url_for("exams.question", sitting_id=opened.id, number=1), 303)


@rechecks.post("/rechecks/<uuid:recheck_id>/decline")
@only(Role.LEARNER)
def decline(recheck_id: UUID) -> ResponseReturnValue:
    """Say no."""
    checking.decline(queries.asked_of(current_user.id, recheck_id), utc_now())
    db.session.commit()
    return redirect(url_for(".show", recheck_id=recheck_id), 303)


@rechecks.get("/sittings/<uuid:sitting_id>/recheck")
@only(Role.LEARNER)
def of_sitting(sitting_id: UUID) -> ResponseReturnValue:
    """To the re-check that a sitting belongs to."""
    return redirect(url_for(".show", recheck_id=queries.of_sitting(current_user.id, sitting_id).id))
