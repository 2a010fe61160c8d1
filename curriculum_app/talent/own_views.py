"""The person's side of the pool: who looked, who asked, what one shows to whom, and one's availability."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from curriculum_app.accounts import consent_texts, consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.database import db, utc_now
from curriculum_app.organisations.models import Organisation
from curriculum_app.talent import contacting, looking, own_data, visibility
from curriculum_app.talent.employer_models import Sort
from curriculum_app.talent.employer_views import CONTACT_STATES
from curriculum_app.talent.forms import AnswerForm, AvailabilityForm, BlockForm, ConfirmForm, ReportForm
from curriculum_app.talent.models import Availability, TalentRecord
from curriculum_app.talent.views import talent
from curriculum_app.web.access import Role, only
from curriculum_app.web.language import spoken

_ = lazy_gettext
PAGE = "/talent/mine/contacts"
SORTS = {
    Sort.OPENED: _("opened your record"),
    Sort.COMPARED: _("compared your record with others"),
    Sort.SHORTLISTED: _("put your record on its shortlist"),
    Sort.CONTACTED: _("asked you to talk"),
    Sort.FETCHED: _("fetched your record by program"),
}


def init_app(app: Flask) -> None:
    """How many looks there were lately, for one's own pages."""
    app.jinja_env.globals["looks_lately"] = _looks_lately


def _looks_lately() -> int:
    record = visibility.own_record(current_user.id)
    return looking.count_since(record.id, utc_now() - timedelta(days=30)) if record else 0


def _mine() -> TalentRecord:
    return visibility.own_record(current_user.id) or abort(404)


def _confirmed() -> None:
    if not ConfirmForm().validate_on_submit():
        abort(422)


@talent.get("/talent/mine/looks")
@only(Role.LEARNER)
def looks() -> ResponseReturnValue:
    """Which employers looked, when, for what; and which are shut out."""
    record, page = visibility.own_record(current_user.id), request.args.get("page", 1, type=int)
    found = looking.at(record.id, page) if record else []
    blocked = looking.blocked(record.id) if record else []
    return render_template(
        "talent/looks.html", record=record, looks=found[: looking.PAGE], more=len(found) > looking.PAGE, page=page, sorts=SORTS,
        blocked=blocked, form=_block_form(blocked), hidden={one.id for one in blocked},
    )  # fmt: skip


def _block_form(blocked: list[Organisation] | None = None) -> BlockForm:
    form, language = BlockForm(), spoken()
    shut_out = {one.id for one in blocked or ()}
    form.organisation.choices = [
        SelectChoice(str(one.id), one.name_ko if language == "ko" else one.name_en) for one in looking.employers() if one.id not in shut_out
    ]
    return form


@talent.post("/talent/mine/blocks")
@only(Role.LEARNER)
def block() -> ResponseReturnValue:
    """Never be shown to an employer again."""
    form, record = _block_form(), _mine()
    if not form.validate_on_submit():
        abort(422)
    looking.block(record, UUID(form.organisation.data), utc_now())
    db.session.commit()
    flash(gettext("This employer does not see you any more."), "success")
    return redirect(url_for(".looks"), 303)


@talent.post("/talent/mine/blocks/<uuid:organisation_id>/remove")
@only(Role.LEARNER)
def unblock(organisation_id: UUID) -> ResponseReturnValue:
    """Let an employer see one again."""
    record = _mine()
    _confirmed()
    looking.unblock(record, organisation_id)
    db.session.commit()
    flash(gettext("The block is lifted."), "success")
    return redirect(url_for(".looks"), 303)


@talent.get(PAGE)
@only(Role.LEARNER)
def contacts() -> ResponseReturnValue:
    """What employers asked, and to whom one shows one's name."""
    return _contacts()


def _contacts(status: int = 200, wrong: ReportForm | None = None) -> ResponseReturnValue:
    record, now = visibility.own_record(current_user.id), utc_now()
    rows = contacting.own(record.id) if record else []
    revealed = contacting.revealed_to(current_user.id, now)
    return render_template(
        "talent/contacts.html", rows=rows, states=CONTACT_STATES, state=lambda one: contacting.state(one, now), revealed=revealed,
        shown=[one for one in (looking.employer(organisation_id) for organisation_id in revealed) if one], wrong=wrong,
        text=consent_texts.newest(Purpose.REVEAL, spoken()), answering=AnswerForm(formdata=None), reporting=ReportForm(formdata=None),
        listed=Purpose.TALENT_POOL in consents.in_force(current_user.id, now),
    ), status  # fmt: skip


@talent.post(f"{PAGE}/<uuid:contact_id>/accept")
@only(Role.LEARNER)
def accept(contact_id: UUID) -> ResponseReturnValue:
    """Agree to talk, and show one's name where one ticks that."""
    found, form = contacting.own_one(current_user.id, contact_id), AnswerForm()
    if not form.validate_on_submit():
        abort(422)
    contacting.accept(found, current_user.id, form.reveal.data, utc_now(), language=spoken(), page=PAGE)
    db.session.commit()
    flash(gettext("You accepted. The employer is told."), "success")
    return redirect(url_for(".contacts"), 303)


@talent.post(f"{PAGE}/<uuid:contact_id>/decline")
@only(Role.LEARNER)
def decline(contact_id: UUID) -> ResponseReturnValue:
    """Decline, without a reason."""
    found = contacting.own_one(current_user.id, contact_id)
    _confirmed()
    contacting.decline(found, utc_now())
    db.session.commit()
    flash(gettext("You declined. The employer learns nothing else."), "success")
    return redirect(url_for(".contacts"), 303)


@talent.post(f"{PAGE}/<uuid:contact_id>/report")
@only(Role.LEARNER)
def report_employer(contact_id: UUID) -> ResponseReturnValue:
    """Tell the administrators of an employer."""
    found, form = contacting.own_one(current_user.id, contact_id), ReportForm()
    if not form.validate_on_submit():
        return _contacts(422, form)
    contacting.report(False, current_user.id, found.organisation_id, found.record_id, form.reason.data.strip())
    db.session.commit()
    flash(gettext("Thank you. An administrator will look at it."), "success")
    return redirect(url_for(".contacts"), 303)


@talent.post("/talent/mine/reveals/<uuid:organisation_id>")
@only(Role.LEARNER)
def reveal(organisation_id: UUID) -> ResponseReturnValue:
    """Show name and e-mail to an employer one accepted."""
    _confirmed()
    found = looking.employer(organisation_id) or abort(404)
    contacting.reveal(current_user.id, found.id, utc_now(), language=spoken(), page=PAGE)
    db.session.commit()
    flash(gettext("This employer sees your name and e-mail now."), "success")
    return redirect(url_for(".contacts"), 303)


@talent.post("/talent/mine/reveals/<uuid:organisation_id>/remove")
@only(Role.LEARNER)
def conceal(organisation_id: UUID) -> ResponseReturnValue:
    """Show name and e-mail no longer."""
    _confirmed()
    consents.withdraw(current_user.id, Purpose.REVEAL, utc_now(), organisation_id)
    db.session.commit()
    flash(gettext("This employer sees your name and e-mail no longer."), "success")
    return redirect(url_for(".contacts"), 303)


@talent.route("/talent/mine/availability", methods=["GET", "POST"])
@only(Role.LEARNER)
def availability() -> ResponseReturnValue:
    """Say whether, from when and how much one would work."""
    record = visibility.own_record(current_user.id)
    said: dict[str, Any] = {}
    if record is not None:
        remote = {None: "", True: "yes", False: "no"}[record.remote]
        said = {"availability": record.availability, "available_from": record.available_from, "hours": record.hours, "remote": remote}
    form = AvailabilityForm(data=said)
    if record is not None and form.validate_on_submit():
        record.availability = Availability(form.availability.data)
        record.available_from = form.available_from.data if record.availability == Availability.FROM else None
        record.hours, record.remote = form.hours.data, {"": None, "yes": True, "no": False}[form.remote.data]
        db.session.commit()
        flash(gettext("Saved."), "success")
        return redirect(url_for(".availability"), 303)
    if record is None and form.is_submitted():
        abort(404)
    return render_template("talent/availability.html", form=form, record=record), 422 if form.is_submitted() else 200


@talent.route("/talent/mine/leave", methods=["GET", "POST"])
@only(Role.LEARNER)
def leave() -> ResponseReturnValue:
    """Leave the pool and have everything in it erased."""
    form = ConfirmForm()
    if form.validate_on_submit():
        own_data.leave(current_user.id, utc_now())
        db.session.commit()
        flash(gettext("You have left the pool, and your record in it is erased."), "success")
        return redirect(url_for("accounts.choose_consents"), 303)
    return render_template("talent/leave.html", form=form)
