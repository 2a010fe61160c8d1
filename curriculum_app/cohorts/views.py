"""Cohorts for instructors, and the joining link for learners."""

from uuid import UUID

from flask import Blueprint, Flask, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from curriculum_app.cohorts import joining, queries
from curriculum_app.cohorts.forms import CohortForm, JoinForm
from curriculum_app.cohorts.models import Cohort
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.organisations.queries import by_ids
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, anyone, only
from curriculum_app.web.addresses import public_url
from curriculum_app.web.errors import refusals, sentence
from curriculum_app.web.language import spoken
from curriculum_app.web.spreadsheets import as_csv

cohorts = Blueprint("cohorts", __name__, template_folder="templates")
_ = lazy_gettext
HELP = {"quiet": _("Quiet for a week"), "low": _("Low first scores"), "": ""}


def init_app(app: Flask) -> None:
    """Wire the pages."""
    from curriculum_app.cohorts import issue_views, register_views  # noqa: F401  their routes

    app.register_blueprint(cohorts)
    issue_views.init_app(app)
    refusals({
        "dates_reversed": _("The last day must not be before the first."),
        "cohort_name_taken": _("There is already a cohort called %(name)s."),
        "joining_over": _("Joining ended on %(date)s. Ask your instructor for a new link."),
    })  # fmt: skip


def _mine() -> frozenset[UUID]:
    return frozenset(current_user.organisations_as(Role.INSTRUCTOR))


@cohorts.get("/cohorts")
@only(Role.INSTRUCTOR)
def listing() -> ResponseReturnValue:
    """The cohorts of one's organisations."""
    return render_template("cohorts/listing.html", cohorts=queries.cohorts_in(_mine()), catalogue=live())


@cohorts.route("/cohorts/new", methods=["GET", "POST"])
@only(Role.INSTRUCTOR)
def new() -> ResponseReturnValue:
    """Open a cohort."""
    catalogue, form = live(), CohortForm()
    names = {str(o.id): o.name_ko if spoken() == "ko" else o.name_en for o in by_ids(_mine())}
    form.organisation.choices = [SelectChoice(key, name) for key, name in names.items()]
    form.course.choices = [SelectChoice(slug, course.title[spoken()]) for slug, course in catalogue.courses.items()]
    if form.validate_on_submit():
        course_id = catalogue.courses[form.course.data].id
        try:
            cohort = joining.open_cohort(UUID(form.organisation.data), form.name.data.strip(), course_id, form.starts_on.data,
                                         form.ends_on.data, current_user.id)  # fmt: skip
            db.session.commit()
            return redirect(url_for(".cohort", cohort_id=cohort.id))
        except Refused as refused:
            db.session.rollback()
            form.form_errors.append(sentence(refused))
    return render_template("cohorts/new.html", form=form), 422 if form.is_submitted() else 200


def _steps(cohort: Cohort) -> list[UUID]:
    """What is to be done in a cohort's course; nothing where it is gone."""
    slug = live().slugs.get(cohort.course_id)
    return [step.id for step in live().steps(slug, "ko")] if slug else []


@cohorts.get("/cohorts/<uuid:cohort_id>")
@only(Role.INSTRUCTOR)
def cohort(cohort_id: UUID) -> ResponseReturnValue:
    """Who has done what, and who is stuck."""
    found, catalogue = queries.cohort_or_404(cohort_id, _mine()), live()
    slug, steps = catalogue.slugs.get(found.course_id), _steps(found)
    return render_template(
        "cohorts/cohort.html", cohort=found, catalogue=catalogue, slug=slug, members=queries.roster(found, steps), now=utc_now(),
        steps=len(steps), help=HELP, link=public_url("cohorts.join", code=found.join_code),
    )  # fmt: skip


@cohorts.post("/cohorts/<uuid:cohort_id>/link")
@only(Role.INSTRUCTOR)
def renew_link(cohort_id: UUID) -> ResponseReturnValue:
    """Make a new joining link and end the old one."""
    joining.renew_link(queries.cohort_or_404(cohort_id, _mine()))
    db.session.commit()
    flash(gettext("The link is new. The old one no longer works."), "success")
    return redirect(url_for(".cohort", cohort_id=cohort_id))


@cohorts.get("/cohorts/<uuid:cohort_id>/progress.csv")
@only(Role.INSTRUCTOR)
def export(cohort_id: UUID) -> ResponseReturnValue:
    """The roster for a spreadsheet."""
    found, now = queries.cohort_or_404(cohort_id, _mine()), utc_now()
    steps = _steps(found)
    head = [gettext("Name"), gettext("E-mail"), gettext("Steps done"), gettext("Steps"), gettext("Mean of first scores"),
            gettext("Minutes active"), gettext("Last active (UTC)"), gettext("Needs help")]  # fmt: skip
    rows = [
        (m.name, m.email, m.done, len(steps), "" if m.mean is None else round(100 * m.mean, 1), m.minutes,
         m.last_at.isoformat(timespec="minutes") if m.last_at else "", HELP[m.needs_help(len(steps), now)])
        for m in queries.roster(found, steps)
    ]  # fmt: skip
    response = Response(as_csv(head, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="cohort-{found.starts_on}.csv"'
    return response


@cohorts.get("/join/<code>")
@anyone
def join(code: str) -> ResponseReturnValue:
    """What a joining link leads to: which cohort, and what its instructors will see."""
    found, organisation = queries.by_code(code)
    catalogue = live()
    return render_template("cohorts/join.html", cohort=found, organisation=organisation, form=JoinForm(),
                           course=catalogue.courses.get(catalogue.slugs.get(found.course_id, "")))  # fmt: skip


@cohorts.post("/join/<code>")
@only(Role.LEARNER)
def accept(code: str) -> ResponseReturnValue:
    """Join."""
    found, _organisation = queries.by_code(code)
    joining.join(found, current_user.id, spoken(), utc_now())
    db.session.commit()
    flash(gettext("You have joined %(name)s.", name=found.name), "success")
    return redirect(url_for("learning.course", course=live().slugs[found.course_id]))
