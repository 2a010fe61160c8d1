"""The authors' queue of appeals: each with the exercise, the answer beside the gold, the dry run of newer gold, the decision."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from curriculum_app.database import db, utc_now
from curriculum_app.grading.verdict import Verdict
from curriculum_app.learning.catalogue import live
from curriculum_app.practice import appeal_queries, appealing, feedback, gold_advice, queries
from curriculum_app.practice.appeal_models import Appeal, AppealState
from curriculum_app.practice.appeal_views import STATES, about, page_number
from curriculum_app.practice.forms import DECISIONS, DeclineForm, UpholdForm
from curriculum_app.practice.views import practice
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import sentence


@practice.get("/author/appeals")
@only(Role.AUTHOR, Role.ADMINISTRATOR)
def appeal_queue() -> ResponseReturnValue:
    """Every appeal that waits, oldest first, or those that were decided."""
    page, is_open = page_number(), request.args.get("state") != "decided"
    found = appeal_queries.queue(current_user, is_open, page)
    appeals = found[: appeal_queries.PAGE]
    return render_template(
        "practice/appeal_queue.html", appeals=appeals, page=page, more=len(found) > len(appeals), is_open=is_open, states=STATES,
        tasks={one.id: queries.task_of(one.gold_edition_id) for one in appeals},
    )  # fmt: skip


@practice.get("/author/appeals/<uuid:appeal_id>")
@only(Role.AUTHOR, Role.ADMINISTRATOR)
def appeal_case(appeal_id: UUID) -> ResponseReturnValue:
    """One appeal with everything it takes to decide on it; ?dry_run=1 says what the gold that is live now would change."""
    return _case(appeal_queries.case_or_404(current_user, appeal_id), "dry_run" in request.args)


@practice.post("/author/appeals/<uuid:appeal_id>/decline")
@only(Role.AUTHOR, Role.ADMINISTRATOR)
def decline_appeal(appeal_id: UUID) -> ResponseReturnValue:
    """Decide that the gold stands."""
    appeal, form = appeal_queries.case_or_404(current_user, appeal_id), DeclineForm()
    if form.validate_on_submit():
        try:
            appealing.decline(appeal, current_user.id, form.note.data, utc_now())
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            form.form_errors.append(sentence(refused))
        else:
            flash(gettext("The appeal is declined; the trainee is told why."), "success")
            return redirect(url_for(".appeal_queue"), 303)
    return _case(appeal, False, declining=form), 422


@practice.post("/author/appeals/<uuid:appeal_id>/uphold")
@only(Role.AUTHOR, Role.ADMINISTRATOR)
def uphold_appeal(appeal_id: UUID) -> ResponseReturnValue:
    """Decide for the appeal, have the answers graded by the gold now live, and close it with the others that were ticked."""
    appeal, form = appeal_queries.case_or_404(current_user, appeal_id), UpholdForm()
    same = _closable(appeal)
    form.also.choices = [SelectChoice(str(other.id), other.reason) for other in same]
    if form.validate_on_submit():
        also = [other for other in same if str(other.id) in form.also.data]
        try:
            appealing.uphold(appeal, also, form.decided, _uuid(form.edition.data), current_user.id,
                             form.note.data, live(), utc_now())  # fmt: skip
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            form.form_errors.append(sentence(refused))
        else:
            flash(gettext("The answers are being graded again; those whose result changes are told."), "success")
            return redirect(url_for(".appeal_case", appeal_id=appeal_id), 303)
    return _case(appeal, True, upholding=form), 422


def _uuid(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        return UUID(int=0)  # no edition has it


def _closable(appeal: Appeal) -> list[Appeal]:
    """Other open appeals about the same exercise that this author may decide on."""
    same = appeal_queries.about_same(current_user, appeal)
    return [other for other in appealing.others(appeal, same) if other.account_id != current_user.id]


def _case(appeal: Appeal, dry_run: bool, declining: DeclineForm | None = None, upholding: UpholdForm | None = None) -> str:
    catalogue = live()
    answer, row = appeal_queries.answer_and_verdict(appeal)
    task, verdict = queries.task_of(answer.edition_id), Verdict.from_json(row.verdict)
    outcome = verdict.outcomes[appeal.outcome - 1] if appeal.outcome else None
    entry, gold = appealing.entry_of(appeal, catalogue), appealing.live_gold(appeal, catalogue)
    is_open = appeal.state == AppealState.OPEN
    context: dict[str, Any] = feedback.of_verdict(task, verdict, catalogue, answer)
    return render_template(
        "practice/case.html", appeal=appeal, state=STATES[appeal.state], entry=entry, gold=gold,
        about=about(outcome) if outcome else "", same=appeal_queries.about_same(current_user, appeal), states=STATES,
        advice=gold_advice.advice(task.kind, outcome, answer.answer) if is_open else (), decisions=DECISIONS,
        file=gold_advice.file_of(entry.bank, entry.slug, appeal.language) if entry else "",
        preview=appealing.preview(appeal, gold.edition_id) if is_open and dry_run and gold.edition_id else None,
        regraded=appeal_queries.regraded([appeal]).get(appeal.id), own=appeal.account_id == current_user.id,
        declining=declining or DeclineForm(formdata=None), upholding=upholding or _upholding(appeal, gold.edition_id),
        question_keys=gold.changed, **context,
    )  # fmt: skip


def _upholding(appeal: Appeal, edition_id: UUID | None) -> UpholdForm:
    """The form of a decision, with the appeals ticked that are about the same outcome."""
    same = _closable(appeal)
    ticked = [str(other.id) for other in same if other.outcome == appeal.outcome]
    form = UpholdForm(formdata=None, data={"edition": str(edition_id or ""), "also": ticked})
    form.also.choices = [SelectChoice(str(other.id), other.reason) for other in same]
    return form
