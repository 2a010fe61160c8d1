"""The administrator's pages of changes: one certificate or many, the preview, progress and result, and the second person."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice

from curriculum_app.credentials import changing, grounds
from curriculum_app.credentials.models import Credential
from curriculum_app.credentials.standing_models import Change, ChangeState, Kind, Outcome
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.operations import change_queries, gathering
from curriculum_app.operations.change_forms import FORMS, DeclineForm, MeantForm
from curriculum_app.operations.gathering import Pick
from curriculum_app.operations.views import operations
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals, sentence
from curriculum_app.web.language import spoken
from curriculum_app.web.spreadsheets import as_csv

_ = lazy_gettext
KINDS = {
    Kind.REVOKE: _("Revocation of certificates"), Kind.SUSPEND: _("Suspension of certificates"), Kind.LIFT: _("Lifting of a suspension"),
    Kind.END_APPROVAL: _("End of approval by two people"),
}  # fmt: skip
STATES = {
    ChangeState.PREVIEW: (_("Preview"), ""), ChangeState.PENDING: (_("Waits for a second person"), "gold"),
    ChangeState.RUNNING: (_("Under way"), ""), ChangeState.DONE: (_("Done"), "ok"), ChangeState.DECLINED: (_("Not agreed to"), "miss"),
    ChangeState.EXPIRED: (_("Ran out"), ""),
}  # fmt: skip
OUTCOMES = {
    Outcome.APPLIED: _("Done"), Outcome.ALREADY_REVOKED: _("Was revoked already"),
    Outcome.ALREADY_SUSPENDED: _("Was suspended already"), Outcome.NOT_SUSPENDED: _("Was not suspended"),
}  # fmt: skip


def init_app() -> None:
    """Give the sentences of refusals."""
    refusals({
        "already_suspended": _("This certificate is suspended already."),
        "not_suspended": _("This certificate is not suspended."),
        "already_asked": _("The same waits for a second person already."),
        "nobody_concerned": _("No certificate is meant by that."),
        "too_many_at_once": _("These are more than %(most)s certificates at once. Pick fewer."),
        "unreadable_table": _("The file can't be read as a table. Save it as CSV in UTF-8."),
        "not_open": _("This was decided already, or is another person's preview."),
        "own_request": _("Somebody else has to agree to what you asked for."),
        "request_expired": _("This waited for more than 14 days and has run out. It has to be asked for again."),
        "no_second_person": _("There is only one administrator. Appoint a second one first, or nothing could be agreed to."),
    })  # fmt: skip


@operations.get("/administration/changes")
@only(Role.ADMINISTRATOR)
def changes() -> ResponseReturnValue:
    """What waits for a second person, and what was done lately."""
    return _page("operations/changes.html", waiting=change_queries.waiting(), recent=change_queries.recent())


@operations.route("/administration/changes/new", methods=["GET", "POST"])
@only(Role.ADMINISTRATOR)
def new_change() -> ResponseReturnValue:
    """Say what is to be done with which certificates; then comes the preview."""
    form = _meant_form()
    if form.validate_on_submit():
        try:
            found, unknown = _meant(form)
            change = changing.preview(Kind(form.kind.data), found, unknown, current_user.id, utc_now())
            db.session.commit()
            return redirect(url_for(".change", change_id=change.id), 303)
        except Refused as refused:
            db.session.rollback()
            form.numbers.errors = [sentence(refused)]
    return _page("operations/new_change.html", 422 if form.is_submitted() else 200, form=form)


@operations.route("/administration/changes/<uuid:change_id>", methods=["GET", "POST"])
@only(Role.ADMINISTRATOR)
def change(change_id: UUID) -> ResponseReturnValue:
    """A change: whom it is about, and from the preview on its way to done."""
    found = change_queries.change_or_404(change_id)
    form = FORMS[found.kind]() if found.kind in FORMS else None
    if form is not None and form.validate_on_submit():
        ground = form.ground.data if "ground" in form else ""
        came = changing.ask(found, current_user.id, ground, form.reason.data.strip(), utc_now())
        db.session.commit()
        if any(one.state == ChangeState.PENDING for one in came):
            flash(gettext("What belongs to organisations that ask for two people waits for a second person."), "info")
        return redirect(url_for(".change", change_id=came[0].id), 303)
    return _change_page(found, form, DeclineForm(formdata=None), 422 if request.method == "POST" else 200)


@operations.get("/administration/changes/<uuid:change_id>.csv")
@only(Role.ADMINISTRATOR)
def change_csv(change_id: UUID) -> ResponseReturnValue:
    """The certificates of a change as a table, with what came of each."""
    found = change_queries.change_or_404(change_id)
    head = [gettext("Number"), gettext("Name"), gettext("Course"), gettext("State"), gettext("What came of it")]
    rows: list[list[object]] = [
        [credential.serial, credential.facts["name"], credential.facts["course"][spoken()], _standing(credential), _result(item.outcome)]
        for item, credential in change_queries.all_rows(found)
    ]
    rows += [[entry, "", "", gettext("Unknown"), ""] for entry in found.unknown]
    answer = Response(as_csv(head, rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="change-{str(change_id)[:8]}.csv"'
    return answer


@operations.post("/administration/changes/<uuid:change_id>/approve")
@only(Role.ADMINISTRATOR)
def approve_change(change_id: UUID) -> ResponseReturnValue:
    """Agree, as the second person."""
    found = change_queries.change_or_404(change_id)
    changing.approve(found, current_user.id, utc_now())
    db.session.commit()
    flash(gettext("You agreed. It is being done."), "success")
    return redirect(url_for(".change", change_id=change_id), 303)


@operations.post("/administration/changes/<uuid:change_id>/decline")
@only(Role.ADMINISTRATOR)
def decline_change(change_id: UUID) -> ResponseReturnValue:
    """Refuse, as the second person."""
    found, form = change_queries.change_or_404(change_id), DeclineForm()
    if form.validate_on_submit():
        changing.decline(found, current_user.id, form.reason.data.strip(), utc_now())
        db.session.commit()
        flash(gettext("You declined. Nothing was changed."), "success")
        return redirect(url_for(".change", change_id=change_id), 303)
    return _change_page(found, None, form, 422)


def _change_page(found: Change, form: FlaskForm | None, declining: DeclineForm, status: int = 200) -> ResponseReturnValue:
    page, sums = request.args.get("page", 1, type=int), change_queries.sums(found)
    rows = change_queries.rows(found, page)
    return _page(
        "operations/change.html", status, listed=change_queries.listed(found), sums=sums, possible=change_queries.possible(found, sums),
        rows=rows[: change_queries.PAGE], page=max(page, 1), more=len(rows) > change_queries.PAGE, form=form, declining=declining,
        would=changing.would, own=found.asked_by == current_user.id, late=_late(found), until=_until(found), told=grounds.told,
        standing=_standing,
    )  # fmt: skip


def _page(template: str, status: int = 200, **given: Any) -> ResponseReturnValue:
    return render_template(template, kinds=KINDS, states=STATES, outcomes=OUTCOMES, **given), status


def _late(found: Change) -> bool:
    return found.state == ChangeState.PENDING and found.asked_at is not None and found.asked_at <= utc_now() - changing.WAITS


def _until(found: Change) -> str:
    return f"{found.asked_at + changing.WAITS:%Y-%m-%d}" if found.asked_at else ""


def _standing(credential: Credential) -> str:
    said = gettext("Revoked") if credential.revoked_at else gettext("Suspended") if credential.suspended_at else gettext("In force")
    return str(said)


def _result(outcome: Outcome | None) -> str:
    return str(OUTCOMES[outcome]) if outcome else ""


def _meant_form() -> MeantForm:
    form, everything = MeantForm(), SelectChoice("", gettext("Any"))
    courses = [SelectChoice(str(course.id), course.title[spoken()]) for course in live().courses.values()]
    cohorts = [SelectChoice(str(cohort.id), cohort.name) for cohort in gathering.cohorts()]
    form.course.choices, form.cohort.choices = [everything, *courses], [everything, *cohorts]
    form.bank.choices = [everything, *(SelectChoice(bank, bank) for bank in gathering.banks())]
    return form


def _meant(form: MeantForm) -> tuple[list[UUID], list[str]]:
    """What the form means; numbers and file together, or a pick. Raises Refused."""
    entries = gathering.numbers_in(form.numbers.data or "")
    if form.table.data:
        entries += gathering.numbers_of(form.table.data.stream.read())
    if entries:
        return gathering.meant(entries)
    pick = Pick(
        UUID(form.course.data) if form.course.data else None, form.bank.data or None,
        UUID(form.cohort.data) if form.cohort.data else None, form.first.data, form.last.data,
    )  # fmt: skip
    if pick.is_empty:
        raise Refused("nobody_concerned")
    return gathering.picked(pick), []
