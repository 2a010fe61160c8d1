"""What a holder does with a certificate over the years: renew it, ask for another name. And who decides about names."""

from uuid import UUID

from flask import Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.content.schemas import Course
from curriculum_app.credentials import correcting, queries, renewing, sharing, telling
from curriculum_app.credentials.correction_forms import CorrectionForm, DecisionForm
from curriculum_app.credentials.correction_models import CorrectionState
from curriculum_app.credentials.models import Credential
from curriculum_app.credentials.views import credentials
from curriculum_app.database import db, utc_now
from curriculum_app.exams import clock
from curriculum_app.exams import queries as exams
from curriculum_app.exams.models import SittingPurpose
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import live
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals, sentence
from curriculum_app.web.language import spoken

_ = lazy_gettext
STATES = {
    CorrectionState.OPEN: (_("Waiting for a decision"), "blue"), CorrectionState.APPROVED: (_("Issued again"), "ok"),
    CorrectionState.DECLINED: (_("Left as it is"), "miss"), CorrectionState.WITHDRAWN: (_("Withdrawn"), ""),
}  # fmt: skip


def init_app(app: Flask) -> None:
    """Give the sentences of refusals, and templates what a certificate's page says of its life."""
    app.jinja_env.globals.update(life_of=_life, leads_to=_leads_to, correction_states=STATES)
    refusals({
        "certificate_replaced": _("This certificate was replaced by a newer one."),
        "certificate_revoked": _("This certificate is revoked."),
        "certificate_suspended": _("This certificate is suspended for the time being."),
        "certificate_expired": _("This certificate has ended."),
        "renewal_not_yet": _("The update test opens on %(date)s."),
        "renewal_over": _("The update test closed on %(date)s. Earn the certificate anew."),
        "no_update_test": _("This course has no update test any more."),
        "name_unchanged": _("This name stands on the certificate already."),
        "correction_open": _("You have asked already; somebody will look at it."),
        "correction_decided": _("This has been decided already."),
        "correction_own": _("Somebody else has to decide about your own certificate."),
    })  # fmt: skip


def _life(credential: Credential, course: Course) -> dict[str, object]:
    """What a holder's page says of a certificate's life: its renewal, its names, what came before it."""
    now, when = utc_now(), renewing.window(credential)
    renewable = credential.revoked_at is None and renewing.update_test(course) is not None
    enrolment_id = credential.enrolment_id
    return {
        "window": when if renewable and now < when.closes else None, "open": when.holds(now), "test": renewing.update_test(course),
        "tests": exams.sittings_of(enrolment_id, SittingPurpose.RENEWAL) if enrolment_id else [],
        "correction": correcting.of_credential(credential.id),
        "correctable": credential.revoked_at is None and credential.valid_until > now,
        "earlier": queries.earlier(credential), "linkedin": sharing.linkedin(credential, spoken()),
    }  # fmt: skip


def _leads_to(credential: Credential) -> Credential | None:
    """The newer certificate that a public page may lead to: only while its holder shows the name in public."""
    holder = credential.account_id
    if credential.superseded_at is None or holder is None or Purpose.PUBLIC_VERIFICATION not in consents.in_force(holder):
        return None
    return correcting.leads_to(credential)


@credentials.post("/courses/<course>/certificate/renewal")
@only(Role.LEARNER)
def renew(course: str) -> ResponseReturnValue:
    """Begin the update test, or go on with it."""
    catalogue = live()
    enrolment = learning.enrolment_or_404(current_user.id, catalogue.course(course).id)
    current = queries.of_enrolment(enrolment.id)
    if current is None:
        raise Refused("not_yet_earned")
    opened = renewing.start(current, catalogue, utc_now(), clock.read())
    db.session.commit()
    return redirect(url_for("exams.question", sitting_id=opened.id, number=1), 303)


@credentials.route("/certificates/<uuid:public_id>/correction", methods=["GET", "POST"])
@only(Role.LEARNER)
def correct(public_id: UUID) -> ResponseReturnValue:
    """Ask for another name."""
    credential = queries.own(current_user.id, public_id)
    form = CorrectionForm(data={"name": current_user.name, "name_latin": current_user.name_latin})
    if form.validate_on_submit():
        wish = (form.name.data.strip(), form.name_latin.data.strip(), form.reason.data.strip())
        try:
            correcting.ask(credential, *wish, bool(form.leads_on.data), utc_now())
            db.session.commit()
            flash(gettext("Somebody of the school will look at it."), "success")
            return redirect(_page_of(credential), 303)
        except Refused as refused:
            db.session.rollback()
            form.form_errors.append(sentence(refused))
    return render_template("credentials/correction.html", credential=credential, form=form, page=_page_of(credential)), (
        422 if form.is_submitted() else 200
    )


@credentials.post("/certificates/<uuid:public_id>/correction/withdrawal")
@only(Role.LEARNER)
def withdraw_correction(public_id: UUID) -> ResponseReturnValue:
    """Take the wish back."""
    credential = queries.own(current_user.id, public_id)
    correcting.withdraw(correcting.open_one(current_user.id, credential.id))
    db.session.commit()
    return redirect(_page_of(credential), 303)


def _page_of(credential: Credential) -> str:
    """A holder's page of a certificate; where its course is gone, the public one."""
    slug = live().slugs.get(credential.course_id)
    return url_for(".certificate", course=slug) if slug else url_for("verification.show", public_id=credential.id)


def _realm() -> frozenset[UUID] | None:
    """Whose certificates one decides about: an instructor those of their organisations, an administrator (None) all."""
    return None if Role.ADMINISTRATOR in current_user.roles else current_user.organisations_as(Role.INSTRUCTOR)


@credentials.get("/certificates/corrections")
@only(Role.ADMINISTRATOR, Role.INSTRUCTOR)
def corrections() -> ResponseReturnValue:
    """What waits to be decided."""
    return render_template("credentials/corrections.html", waiting=correcting.waiting(_realm()))


@credentials.route("/certificates/corrections/<uuid:correction_id>", methods=["GET", "POST"])
@only(Role.ADMINISTRATOR, Role.INSTRUCTOR)
def correction_case(correction_id: UUID) -> ResponseReturnValue:
    """One wish: both names, the reason, the decision."""
    wish, form = correcting.case_or_404(correction_id, _realm()), DecisionForm()
    credential = db.session.get_one(Credential, wish.credential_id)
    if form.validate_on_submit():
        decide = correcting.approve if form.decision.data == "approve" else correcting.decline
        try:
            decide(wish, current_user.id, form.note.data.strip(), utc_now())
            telling.tell_of_correction(wish)
            db.session.commit()
            flash(gettext("It is decided."), "success")
            return redirect(url_for(".correction_case", correction_id=correction_id), 303)
        except Refused as refused:
            db.session.rollback()
            form.form_errors.append(sentence(refused))
    made = db.session.get(Credential, wish.made_id) if wish.made_id else None
    return render_template("credentials/correction_case.html", wish=wish, credential=credential, form=form, made=made), (
        422 if form.is_submitted() else 200
    )
