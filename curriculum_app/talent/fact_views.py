"""Facts of a person: their holder declares them, staff of the holder's organisations say that a document was seen."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from curriculum_app.accounts import facts as rules
from curriculum_app.accounts.facts import Document, PersonFact, Proof, Sort
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from curriculum_app.talent import fact_queries, words
from curriculum_app.talent.exporting import LANGUAGES
from curriculum_app.talent.fact_forms import DegreeForm, HoursForm, LanguageForm, LicenceForm, MarkForm
from curriculum_app.talent.views import talent
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals, sentence
from curriculum_app.web.language import spoken

FORMS: dict[Sort, Any] = {
    Sort.LANGUAGE: LanguageForm,
    Sort.DEGREE: DegreeForm,
    Sort.LICENCE: LicenceForm,
    Sort.HOURS: HoursForm,
}
FACT = "/talent/mine/facts/<uuid:fact_id>"
_ = lazy_gettext


def init_app() -> None:
    """Say what the rules of facts refuse."""
    refusals({
        "resident_number": _("This looks like a resident registration number. It is never kept here; leave it out."),
        "number_in_text": _("Leave long numbers out: they point at one person, and the record is read without a name."),
        "address_in_text": _("Leave addresses of mail and web out: the record is read without a name."),
        "school_in_text": _("Leave the name of the school out: employers do not see where somebody studied."),
        "too_many_facts": _("There are %(most)s facts and no more. Remove one first."),
        "own_fact": _("Nobody marks facts of one's own as proven."),
        "document_needed": _("Say which document you saw."),
        "fact_not_asked": _("Its holder has changed it since, and has not asked for a check again."),
    })  # fmt: skip


def _form(sort: Sort, fact: PersonFact | None = None, **more: Any) -> Any:
    form = FORMS[sort](obj=fact, prefix="" if fact else f"{sort}-", **more)
    if sort == Sort.LANGUAGE:
        form.name.choices = [SelectChoice(code, names[spoken()]) for code, names in LANGUAGES.items()]
    return form


def _said(form: Any) -> tuple[str, str, int | None]:
    """Name, grade and hours as the form of a sort has them."""
    return (
        (form.name.data or "").strip(),
        form.grade.data if "grade" in form else "",
        form.hours.data if "hours" in form else None,
    )


@talent.get("/talent/mine/facts")
@only(Role.LEARNER)
def facts() -> ResponseReturnValue:
    """What one says of oneself, and forms to say more."""
    return _show({})


def _show(open_forms: dict[Sort, Any]) -> str:
    forms = {sort: open_forms.get(sort) or _form(sort, formdata=None) for sort in Sort}
    wrong = next(iter(open_forms.values()), None)
    return render_template(
        "talent/facts.html", forms=forms, form=wrong, facts=rules.of(current_user.id), words=words, languages=LANGUAGES
    )


@talent.post("/talent/mine/facts/<any(language, degree, licence, hours):sort>")
@only(Role.LEARNER)
def add_fact(sort: str) -> ResponseReturnValue:
    """Declare a fact."""
    form = _form(Sort(sort))
    if form.validate_on_submit():
        try:
            rules.declare(current_user.id, Sort(sort), *_said(form), utc_now())
            db.session.commit()
            flash(gettext("Added."), "success")
            return redirect(url_for(".facts"), 303)
        except Refused as refused:
            _say(form, refused)
    return _show({Sort(sort): form}), 422


def _say(form: Any, refused: Refused) -> None:
    db.session.rollback()
    form.name.errors = [*form.name.errors, sentence(refused)]


@talent.route(FACT, methods=["GET", "POST"])
@only(Role.LEARNER)
def change_fact(fact_id: UUID) -> ResponseReturnValue:
    """Change a fact; what was seen of it before no longer counts."""
    fact = rules.own(current_user.id, fact_id)
    form = _form(Sort(fact.sort), fact)
    if form.validate_on_submit():
        try:
            rules.change(fact, *_said(form), utc_now())
            db.session.commit()
            flash(gettext("Saved."), "success")
            return redirect(url_for(".facts"), 303)
        except Refused as refused:
            _say(form, refused)
            fact = rules.own(current_user.id, fact_id)
    return render_template(
        "talent/change_fact.html", form=form, fact=fact, words=words
    ), 422 if form.is_submitted() else 200


@talent.post(f"{FACT}/remove")
@only(Role.LEARNER)
def remove_fact(fact_id: UUID) -> ResponseReturnValue:
    """Take a fact away, at once."""
    rules.remove(rules.own(current_user.id, fact_id))
    db.session.commit()
    flash(gettext("Removed."), "success")
    return redirect(url_for(".facts"), 303)


@talent.post(f"{FACT}/ask")
@only(Role.LEARNER)
def ask_fact(fact_id: UUID) -> ResponseReturnValue:
    """Ask the staff of one's organisations to check a fact."""
    rules.ask(rules.own(current_user.id, fact_id), utc_now())
    db.session.commit()
    flash(gettext("Asked. Show the document to the staff of your organisation; it is not uploaded here."), "success")
    return redirect(url_for(".facts"), 303)


def _organisations() -> frozenset[UUID] | None:
    """Whose people's facts one may check; None: everybody's."""
    if Role.ADMINISTRATOR in current_user.roles:
        return None
    mine: frozenset[UUID] = current_user.organisations_as(Role.INSTRUCTOR)
    return mine


@talent.get("/talent/facts")
@only(Role.INSTRUCTOR, Role.ADMINISTRATOR)
def claims() -> ResponseReturnValue:
    """What waits for a check."""
    return render_template(
        "talent/claims.html", claims=fact_queries.claims(_organisations()), words=words, languages=LANGUAGES
    )


@talent.route("/talent/facts/<uuid:fact_id>", methods=["GET", "POST"])
@only(Role.INSTRUCTOR, Role.ADMINISTRATOR)
def claim(fact_id: UUID) -> ResponseReturnValue:
    """Say how far a fact is proven."""
    organisations = _organisations()
    found, form = fact_queries.claim(fact_id, organisations), MarkForm()
    if form.validate_on_submit():
        known_by = fact_queries.organisation_of(found.fact.account_id, organisations) if organisations else None
        document = Document(form.document.data) if form.document.data else None
        try:
            rules.mark(found.fact, Proof(form.proof.data), document, current_user.id, known_by, utc_now())
            db.session.commit()
            flash(gettext("Saved."), "success")
            return redirect(url_for(".claims"), 303)
        except Refused as refused:
            if refused.code != "document_needed":
                raise
            db.session.rollback()
            found = fact_queries.claim(fact_id, organisations)
            form.document.errors = [sentence(refused)]
    return render_template(
        "talent/claim.html", form=form, claim=found, words=words, languages=LANGUAGES
    ), 422 if form.is_submitted() else 200  # fmt: skip
