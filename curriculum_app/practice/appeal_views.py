"""A trainee's side of appeals: making one, seeing what became of it, taking it back; notices; and the page of thanks."""

from uuid import UUID

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from curriculum_app.database import db, utc_now
from curriculum_app.grading.verdict import Outcome, Verdict
from curriculum_app.practice import appeal_queries, appealing, messages, noticing, queries
from curriculum_app.practice.appeal_models import Appeal, AppealState, Notice
from curriculum_app.practice.forms import AppealForm
from curriculum_app.practice.views import practice
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals, sentence

_ = lazy_gettext
STATES = {
    AppealState.OPEN: (_("Waiting for an author"), "blue"), AppealState.ALTERNATIVE: (_("Accepted as an alternative"), "ok"),
    AppealState.CONTESTED: (_("Gold marked as contested"), "ok"), AppealState.CHANGED: (_("Gold changed"), "ok"),
    AppealState.DECLINED: (_("Declined"), "miss"), AppealState.WITHDRAWN: (_("Withdrawn"), ""),
}  # fmt: skip
DEEPEST_PAGE = 10_000


def init_app(app: Flask) -> None:
    """Give the sentences of refusals, and templates what every page's head says of notices."""
    app.context_processor(lambda: {"unread_notices": _unread})
    refusals({
        "hint_not_there": _("There is no such hint, or the one before it is not open yet."),
        "appeal_outcome": _("Choose what your appeal is about."),
        "appeal_reason": _("Write between %(least)s and %(most)s characters."),
        "appeal_open": _("You have already appealed here; an author will look at it."),
        "appeal_decided": _("This appeal has been decided. It can be made again once the gold has changed."),
        "appeals_too_many": _("At most %(a_day)s appeals a day, and %(at_once)s that wait. Please come back later."),
        "appeal_not_open": _("This appeal is no longer open."),
        "own_appeal": _("Gold needs two people: somebody else has to decide on your own appeal."),
        "decision_unknown": _("Choose a decision."),
        "gold_moved_on": _("Other gold is live than the one of the dry run. Look at the dry run again."),
    })  # fmt: skip


def _unread() -> str:
    """How many notices wait, as the page's head shows it; empty for none."""
    count = noticing.unread(current_user.id)
    return f"{noticing.COUNTED}+" if count > noticing.COUNTED else str(count or "")


def page_number() -> int:
    """The page of a list that was asked for."""
    return max(1, min(request.args.get("page", 1, type=int), DEEPEST_PAGE))


def about(outcome: Outcome) -> str:
    """What an outcome is about, in few words."""
    mark = outcome.gold or outcome.mine
    return outcome.about or (mark.quote if mark else "")


@practice.route("/answers/<uuid:answer_id>/appeal", methods=["GET", "POST"])
@only(Role.LEARNER)
def appeal(answer_id: UUID) -> ResponseReturnValue:
    """Say that the gold is wrong, about one outcome or the whole, and why."""
    graded, form = queries.graded(current_user.id, answer_id), AppealForm()
    form.outcome.choices = _choices(graded.verdict)
    if form.validate_on_submit():
        try:
            appealing.appeal(graded, form.outcome.data, form.reason.data, form.wants_credit.data, utc_now())
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            said = [sentence(refused)]
            if refused.code == "appeal_outcome":
                form.outcome.errors = said
            else:
                form.form_errors = said
        else:
            flash(gettext("Your appeal is with the authors. You will be told what they decide."), "success")
            return redirect(url_for(".result", answer_id=answer_id) + "#appeals", 303)
    elif not form.is_submitted():
        form.outcome.data = request.args.get("outcome", 0, type=int)
    return render_template("practice/appeal.html", form=form, answer_id=answer_id,
                           task=queries.task_of(graded.answer.edition_id)), 422 if form.is_submitted() else 200  # fmt: skip


def _choices(verdict: Verdict) -> list[SelectChoice]:
    numbered = enumerate(verdict.outcomes, 1)
    named = [(number, f"{number}. {messages.SORTS[outcome.sort]}: {about(outcome)}".rstrip(": ")) for number, outcome in numbered]
    return [SelectChoice(0, gettext("The exercise or its result as a whole")), *(SelectChoice(*pair) for pair in named)]


@practice.get("/appeals")
@only(Role.LEARNER)
def appeals() -> ResponseReturnValue:
    """One's own appeals and what became of them."""
    mine = appeal_queries.mine(current_user.id)
    return render_template("practice/appeals.html", appeals=mine, regraded=appeal_queries.regraded(mine), states=STATES,
                           tasks={one.id: queries.task_of(one.gold_edition_id) for one in mine})  # fmt: skip


@practice.post("/appeals/<uuid:appeal_id>/withdraw")
@only(Role.LEARNER)
def withdraw_appeal(appeal_id: UUID) -> ResponseReturnValue:
    """Take an appeal back."""
    found: Appeal = appeal_queries.own_or_404(current_user.id, appeal_id)
    appealing.withdraw(found)
    db.session.commit()
    flash(gettext("Your appeal is withdrawn."), "success")
    return redirect(url_for(".appeals"), 303)


@practice.get("/thanks")
@only(Role.LEARNER)
def thanks() -> ResponseReturnValue:
    """Everybody who was right about gold and wishes to be named."""
    found = appeal_queries.thanks()
    return render_template("practice/thanks.html", thanks=[(one.name, queries.task_of(one.edition_id)) for one in found])


@practice.get("/notices")
@only(Role.LEARNER)
def notices() -> ResponseReturnValue:
    """What one has been told, newest first."""
    page = page_number()
    found = appeal_queries.notices(current_user.id, page)
    return render_template("practice/notices.html", notices=found[: appeal_queries.PAGE], page=page,
                           more=len(found) > appeal_queries.PAGE, said=noticing.said)  # fmt: skip


@practice.post("/notices/<uuid:notice_id>")
@only(Role.LEARNER)
def open_notice(notice_id: UUID) -> ResponseReturnValue:
    """Note that a notice is read, and go to what it is about."""
    found: Notice = appeal_queries.notice_or_404(current_user.id, notice_id)
    noticing.read(current_user.id, utc_now(), found.id)
    db.session.commit()
    if found.answer_id:
        return redirect(url_for(".result", answer_id=found.answer_id), 303)
    return redirect(url_for("exams.result", sitting_id=found.subject_id), 303)


@practice.post("/notices")
@only(Role.LEARNER)
def read_notices() -> ResponseReturnValue:
    """Note that all notices are read."""
    noticing.read(current_user.id, utc_now())
    db.session.commit()
    return redirect(url_for(".notices"), 303)
