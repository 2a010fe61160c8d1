"""The employer's pages: searching, opening and comparing records, shortlist, contact, saved searches.

Safe requests only read, so whatever shows a record is opened by a POST that notes the look; the page it leads to shows the record
for as long as that look is fresh, and asks to open it again afterwards.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask import Flask, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.measurement.record import LEAST
from curriculum_app.refusal import Refused
from curriculum_app.talent import contacting, contents, filters, looking, searching, shortlisting, visibility
from curriculum_app.talent.employer_models import ContactState, Sort
from curriculum_app.talent.forms import ConfirmForm, ContactForm, NoteForm, ReportForm, SaveSearchForm
from curriculum_app.talent.looking import Employer
from curriculum_app.talent.record_views import shown
from curriculum_app.talent.views import talent
from curriculum_app.talent.visibility import Seen
from curriculum_app.web import limiter
from curriculum_app.web.access import Role, anyone, only
from curriculum_app.web.errors import refusals, sentence
from curriculum_app.web.language import spoken

_ = lazy_gettext
MOST_COMPARED = 4
CONTACT_STATES = {
    ContactState.OPEN: (_("Waiting for an answer"), "gold"),
    ContactState.ACCEPTED: (_("Accepted"), "ok"),
    ContactState.DECLINED: (_("Declined"), "miss"),
    ContactState.EXPIRED: (_("Not answered in time"), ""),
}


def init_app(app: Flask) -> None:
    """Give the sentences of refusals, and what pages call a record."""
    app.jinja_env.globals["level_name"] = lambda level: filters.levels().get(level, "")
    refusals({
        "contact_limit": _("Your company has sent %(limit)s contact requests within a day. Try again tomorrow."),
        "contact_open": _("A request to this person is waiting for an answer already."),
        "contact_declined_lately": _("This person declined. You can ask again %(days)s days later."),
        "contact_over": _("This request has been answered already, or its 14 days are over."),
        "not_accepted": _("You can show your name to employers whose request you have accepted."),
        "shortlist_full": _("The shortlist holds %(limit)s people. Take some off first."),
        "searches_full": _("You keep %(limit)s searches. Remove one first."),
        "compare_few": _("Choose two to four people to compare."),
    })  # fmt: skip


def as_often_as_set() -> str:
    """How often one address may search."""
    return str(current_app.config["RATELIMIT_TALENT"])


def for_an_employer(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Hand the view the employer its reader looks for; who looks for none finds nothing."""

    @wraps(view)
    def with_employer(**values: Any) -> ResponseReturnValue:
        return view(looking.employer_of(current_user) or abort(404), **values)

    return with_employer


def _seen(employer: Employer, record_id: UUID) -> Seen:
    return visibility.person(employer.id, record_id, utc_now()) or abort(404)


@talent.get("/talent")
@only(Role.EMPLOYER)
@limiter.limit(as_often_as_set)
def search() -> ResponseReturnValue:
    """Find people who agreed to be found; their names stay hidden."""
    employer = looking.employer_of(current_user)
    if employer is None:
        return render_template("talent/no_employer.html")
    catalogue, now = live(), utc_now()
    form = filters.filled(request.args, catalogue, spoken())
    if not form.validate():
        return render_template("talent/search.html", form=form, found=None, catalogue=catalogue), 422
    wish, page, sent = filters.wish(form, catalogue, now.date()), request.args.get("page", 1, type=int), filters.sent(form)
    found = searching.find(wish, employer.id, page, now)
    return render_template(
        "talent/search.html", form=form, found=found, catalogue=catalogue, sent=sent, today=now.date(),
        saving=SaveSearchForm(formdata=None, filters=urlencode(sent)), facets=_facets(form, found, sent),
        page_link=lambda page: url_for(".search", **{**sent, "page": page}),
    )  # fmt: skip


def _facets(form: Any, found: searching.Found, sent: dict[str, str]) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """What the result can be narrowed by: (filter, [(choice, at least so many, address), ...]); handfuls are not among it."""
    slugs = {str(course_id): slug for course_id, slug in live().slugs.items()}
    courses = {slugs[one]: many for one, many in found.facets.get("course", {}).items() if one in slugs}
    named = {**found.facets, "course": courses}
    groups = []
    for name in ("skill", "level", "language", "course", "fresh"):
        options = [
            (str(choice.label), named[name][choice.value], url_for(".search", **{**sent, name: choice.value}))
            for choice in (form[name].choices if named.get(name) else ())
            if choice.value in named[name] and choice.value != form[name].data
        ]
        if options:
            groups.append((str(form[name].label.text), options))
    return groups


@talent.post("/talent/people/<uuid:record_id>/open")
@only(Role.EMPLOYER)
@for_an_employer
def open_record(employer: Employer, record_id: UUID) -> ResponseReturnValue:
    """Look at a record; its person sees that the employer did."""
    if not ConfirmForm().validate_on_submit():
        abort(422)
    looking.note(employer, [_seen(employer, record_id).id], Sort.OPENED, utc_now())
    db.session.commit()
    return redirect(url_for(".person", record_id=record_id), 303)


@talent.get("/talent/people/<uuid:record_id>")
@only(Role.EMPLOYER)
@for_an_employer
def person(employer: Employer, record_id: UUID) -> ResponseReturnValue:
    """A record that was opened; else the button that opens it."""
    return _person(employer, record_id)


def _person(employer: Employer, record_id: UUID, status: int = 200, **forms: Any) -> ResponseReturnValue:
    seen, now = _seen(employer, record_id), utc_now()
    if not looking.opened(employer.id, [record_id], now):
        return render_template("talent/closed.html", seen=seen, form=ConfirmForm(formdata=None))
    note = shortlisting.note_on(employer.id, record_id)
    filled = {"noting": NoteForm(formdata=None, note=note), "asking": ContactForm(formdata=None), "reporting": ReportForm(formdata=None)}
    return render_template(
        "talent/person.html", seen=seen, note=note, today=now.date(), **shown(contents.of_record(record_id, live(), now)),
        **{**filled, **forms},
    ), status  # fmt: skip


@talent.post("/talent/people/<uuid:record_id>/shortlist")
@only(Role.EMPLOYER)
@for_an_employer
def put_aside(employer: Employer, record_id: UUID) -> ResponseReturnValue:
    """Put a record on the shortlist, with a note."""
    form = NoteForm()
    if not form.validate_on_submit():
        return _person(employer, record_id, 422, noting=form)
    shortlisting.put_aside(employer, record_id, (form.note.data or "").strip(), utc_now())
    db.session.commit()
    flash(gettext("It is on the shortlist."), "success")
    return redirect(url_for(".shortlist"), 303)


@talent.post("/talent/people/<uuid:record_id>/shortlist/remove")
@only(Role.EMPLOYER)
@for_an_employer
def take_off(employer: Employer, record_id: UUID) -> ResponseReturnValue:
    """Take a record off the shortlist; the note goes with it."""
    if not ConfirmForm().validate_on_submit():
        abort(422)
    shortlisting.take_off(employer, record_id)
    db.session.commit()
    flash(gettext("It is off the shortlist, and its note is erased."), "success")
    return redirect(url_for(".shortlist"), 303)


@talent.get("/talent/shortlist")
@only(Role.EMPLOYER)
@for_an_employer
def shortlist(employer: Employer) -> ResponseReturnValue:
    """Who was put aside and may still be seen."""
    now = utc_now()
    listed = shortlisting.listed(employer.id, now)
    return render_template("talent/shortlist.html", listed=listed, catalogue=live(), today=now.date())


@talent.post("/talent/compare")
@only(Role.EMPLOYER)
@for_an_employer
def choose_compared(employer: Employer) -> ResponseReturnValue:
    """Look at two to four records side by side."""
    if not ConfirmForm().validate_on_submit():
        abort(422)
    people = visibility.people(employer.id, _ids(request.form.getlist("who")), utc_now())
    if not 2 <= len(people) <= MOST_COMPARED:
        raise Refused("compare_few")
    looking.note(employer, [seen.id for seen in people], Sort.COMPARED, utc_now())
    db.session.commit()
    return redirect(url_for(".compare", who=[seen.id for seen in people]), 303)


@talent.get("/talent/compare")
@only(Role.EMPLOYER)
@for_an_employer
def compare(employer: Employer) -> ResponseReturnValue:
    """Those of the chosen who were opened and may be seen now, side by side."""
    now = utc_now()
    chosen = _ids(request.args.getlist("who"))[:MOST_COMPARED]
    opened = looking.opened(employer.id, chosen, now)
    people = visibility.people(employer.id, [one for one in chosen if one in opened], now)
    skills = sorted({skill.skill for seen in people for skill in seen.skills})
    return render_template("talent/compare.html", people=people, skills=skills, catalogue=live(), today=now.date(), least=LEAST)


def _ids(sent: list[str]) -> list[UUID]:
    """Ids as they came, each once; what is none is left out."""
    found: dict[UUID, None] = {}
    for one in sent[:50]:
        try:
            found[UUID(one)] = None
        except ValueError:
            continue
    return list(found)


@talent.post("/talent/people/<uuid:record_id>/contact")
@only(Role.EMPLOYER)
@for_an_employer
def contact(employer: Employer, record_id: UUID) -> ResponseReturnValue:
    """Ask a person to talk."""
    form = ContactForm()
    if form.validate_on_submit():
        try:
            contacting.ask(employer, record_id, form.message.data.strip(), utc_now())
            db.session.commit()
            flash(gettext("Your request is sent. The person has 14 days to answer."), "success")
            return redirect(url_for(".asked"), 303)
        except Refused as refused:
            db.session.rollback()
            form.message.errors = [sentence(refused)]
            employer = looking.employer_of(current_user) or abort(404)
    return _person(employer, record_id, 422, asking=form)


@talent.get("/talent/contacts")
@only(Role.EMPLOYER)
@for_an_employer
def asked(employer: Employer) -> ResponseReturnValue:
    """What the employer asked, and what came of it."""
    now = utc_now()
    rows = contacting.asked_by(employer.id, now)
    return render_template("talent/asked.html", asked=rows, states=CONTACT_STATES, state=lambda one: contacting.state(one, now))


@talent.post("/talent/people/<uuid:record_id>/report")
@only(Role.EMPLOYER)
@for_an_employer
def report_person(employer: Employer, record_id: UUID) -> ResponseReturnValue:
    """Tell the administrators of something wrong with a record."""
    form, seen = ReportForm(), _seen(employer, record_id)
    if not form.validate_on_submit():
        return _person(employer, record_id, 422, reporting=form)
    contacting.report(True, current_user.id, employer.id, seen.id, form.reason.data.strip())
    db.session.commit()
    flash(gettext("Thank you. An administrator will look at it."), "success")
    return redirect(url_for(".person", record_id=record_id), 303)


@talent.get("/talent/searches")
@only(Role.EMPLOYER)
@for_an_employer
def searches(employer: Employer) -> ResponseReturnValue:
    """The searches one keeps."""
    return render_template("talent/searches.html", searches=shortlisting.searches(employer))


@talent.post("/talent/searches")
@only(Role.EMPLOYER)
@for_an_employer
def save_search(employer: Employer) -> ResponseReturnValue:
    """Keep the filters that were on the page."""
    catalogue, form = live(), SaveSearchForm()
    if not form.validate_on_submit():
        abort(422)
    chosen = filters.filled(MultiDict(parse_qsl(form.filters.data or "")), catalogue, spoken())
    if not chosen.validate():
        abort(422)
    wish = filters.wish(chosen, catalogue, utc_now().date())
    shortlisting.save(employer, form.name.data.strip(), wish, filters.sent(chosen), form.by_mail.data, utc_now())
    db.session.commit()
    flash(gettext("The search is kept."), "success")
    return redirect(url_for(".searches"), 303)


@talent.get("/talent/searches/<uuid:saved_id>")
@only(Role.EMPLOYER)
@for_an_employer
def saved(employer: Employer, saved_id: UUID) -> ResponseReturnValue:
    """Run a search one keeps."""
    return redirect(url_for(".search", **shortlisting.search(employer, saved_id).wish["sent"]))


@talent.post("/talent/searches/<uuid:saved_id>/mails")
@only(Role.EMPLOYER)
@for_an_employer
def switch_mails(employer: Employer, saved_id: UUID) -> ResponseReturnValue:
    """Begin or stop the mails of a search."""
    if not ConfirmForm().validate_on_submit():
        abort(422)
    kept = shortlisting.search(employer, saved_id)
    kept.by_mail, kept.looked_at = not kept.by_mail, utc_now()
    db.session.commit()
    return redirect(url_for(".searches"), 303)


@talent.post("/talent/searches/<uuid:saved_id>/remove")
@only(Role.EMPLOYER)
@for_an_employer
def remove_search(employer: Employer, saved_id: UUID) -> ResponseReturnValue:
    """Forget a search."""
    if not ConfirmForm().validate_on_submit():
        abort(422)
    db.session.delete(shortlisting.search(employer, saved_id))
    db.session.commit()
    flash(gettext("The search is removed."), "success")
    return redirect(url_for(".searches"), 303)


@talent.route("/talent/stop/<key>", methods=["GET", "POST"])
@anyone
def stop_mails(key: str) -> ResponseReturnValue:
    """Stop the mails of a search by the link in them; a button, since mail programs open links by themselves."""
    kept = shortlisting.by_stop_key(key) or abort(404)
    form = ConfirmForm()
    if form.validate_on_submit():
        kept.by_mail = False
        db.session.commit()
    return render_template("talent/stop_mails.html", form=form, stopped=not kept.by_mail)
