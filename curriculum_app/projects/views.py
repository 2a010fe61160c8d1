"""The project of a course: how one stands, its days, its guideline, the change."""

from typing import NamedTuple

from flask import Blueprint, Flask, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from curriculum_app.database import db, utc_now
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import Catalogue, ProjectEntry, live
from curriculum_app.learning.models import Enrolment
from curriculum_app.practice.guidelines import heading
from curriculum_app.practice.queries import task_of
from curriculum_app.projects import queries, reporting, working
from curriculum_app.projects.models import ProjectRun
from curriculum_app.projects.naming import naming
from curriculum_app.projects.plan import GATE, LAST, Plan
from curriculum_app.projects.standing import CLOSING, Standing
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals
from curriculum_app.web.language import spoken

projects = Blueprint("projects", __name__, template_folder="templates", url_prefix="/courses/<course>/project")


def init_app(app: Flask) -> None:
    """Wire the pages."""
    # Their views hang themselves on this blueprint.
    from curriculum_app.projects import item_views, report_views  # noqa: F401

    app.register_blueprint(projects)
    refusals({
        "project_not_open": lazy_gettext("This item is not open now. Its turn has not come yet, or it has been handed in."),
        "project_no_change": lazy_gettext("There is no change of the guideline to acknowledge now."),
    })  # fmt: skip


class Opened(NamedTuple):
    """A course's project for an enrolled person."""

    catalogue: Catalogue
    entry: ProjectEntry
    enrolment: Enrolment
    run: ProjectRun | None
    standing: Standing | None


class Begun(NamedTuple):
    """The same once it is begun."""

    catalogue: Catalogue
    enrolment: Enrolment
    run: ProjectRun
    standing: Standing


def opened(course: str, lock: bool = False) -> Opened:
    """The project, begun or not; 404 where the course has none or one is not enrolled."""
    catalogue = live()
    found = catalogue.course(course)
    entry = catalogue.projects.get(course) or abort(404)
    enrolment = learning.enrolment_of(current_user.id, found.id, lock) or abort(404)
    run = queries.run_of(enrolment.id, entry.project.id)
    return Opened(catalogue, entry, enrolment, run, queries.standing(run, utc_now()) if run else None)


def begun(course: str, lock: bool = False) -> Begun:
    """The project one has begun, else 404."""
    catalogue, _, enrolment, run, standing = opened(course, lock)
    if run is None or standing is None:
        abort(404)
    return Begun(catalogue, enrolment, run, standing)


def next_address(course: str, standing: Standing) -> str:
    """Where work goes on: the next open item, the change, or the page of the day."""
    if standing.change_due:
        return url_for("projects.change", course=course)
    if standing.open:
        return url_for("projects.item", course=course, slug=standing.open[0])
    return url_for("projects.overview", course=course) if standing.whole else url_for("projects.day", course=course, number=standing.day)


@projects.get("")
@only(Role.LEARNER)
def overview(course: str) -> ResponseReturnValue:
    """What the project is, and how one stands in it."""
    catalogue = live()
    found = catalogue.course(course)
    if course in catalogue.projects and learning.enrolment_of(current_user.id, found.id) is None:
        flash(gettext("Enrol first; then the project is open to you."), "info")
        return redirect(url_for("learning.course", course=course))
    _, entry, enrolment, run, standing = opened(course)
    plan = standing.plan if standing else Plan.made(catalogue, course, enrolment.language)
    items = sum(len(plan.slugs(day)) for day in range(1, CLOSING))
    return render_template(
        "projects/overview.html", course=course, title=found.title[spoken()], project=plan.project, standing=standing, run=run,
        items=items, minutes=entry.minutes[enrolment.language], days=range(1, CLOSING), GATE=GATE, CLOSING=CLOSING,
        onward=next_address(course, standing) if standing else "",
    )  # fmt: skip


@projects.post("")
@only(Role.LEARNER)
def begin(course: str) -> ResponseReturnValue:
    """Begin, or go on; the gate comes first."""
    catalogue, _, enrolment, _, _ = opened(course, lock=True)
    working.begin(enrolment, course, catalogue, utc_now())
    db.session.commit()
    return redirect(url_for(".day", course=course, number=GATE), 303)


@projects.get("/days/<int:number>")
@only(Role.LEARNER)
def day(course: str, number: int) -> ResponseReturnValue:
    """One day, or the gate: what is to be done, and once it is done its summary. A day to come leads to the overview."""
    catalogue, _, _, standing = begun(course)
    if number > CLOSING:
        abort(404)
    if number > standing.day:
        return redirect(url_for(".overview", course=course))
    shared = {
        "course": course, "title": catalogue.courses[course].title[spoken()], "project": standing.plan.project, "standing": standing,
        "plan": standing.plan, "onward": next_address(course, standing),
    }  # fmt: skip
    if number == GATE:
        clauses = {clause.id: heading(clause) for clause in queries.guideline_of(standing.plan.guidelines[1])[0].clauses}
        return render_template("projects/gate.html", clauses=clauses, task_of=task_of, **shared)
    done = number <= LAST and standing.queue_done(number)
    found = reporting.report(standing, naming(catalogue)) if done else None
    figures = next((one for one in found.days if one.day == number), None) if found else None
    return render_template("projects/day.html", number=number, figures=figures, LAST=LAST, CLOSING=CLOSING, **shared)


@projects.get("/guideline/<int:version>")
@only(Role.LEARNER)
def guideline(course: str, version: int) -> ResponseReturnValue:
    """A version of the guideline, whole. The second is nowhere before it is acknowledged."""
    catalogue, _, _, standing = begun(course)
    if not 1 <= version <= standing.version:
        abort(404)
    found, changes = queries.guideline_of(standing.plan.guidelines[version])
    return render_template(
        "projects/guideline.html", course=course, title=standing.plan.project.title[spoken()], guideline=found, version=version,
        in_force=standing.version, changed={change.id for change in changes}, heading=heading,
    )  # fmt: skip


@projects.get("/change")
@only(Role.LEARNER)
def change(course: str) -> ResponseReturnValue:
    """What changes, clause by clause; 404 before it is time."""
    _, _, run, standing = begun(course)
    if not standing.change_due and run.change_seen_at is None:
        abort(404)
    plan = standing.plan
    _, changes = queries.guideline_of(plan.guidelines[2])
    return render_template(
        "projects/change.html", course=course, title=plan.project.title[spoken()], project=plan.project, changes=changes,
        language_of=plan.language, due=standing.change_due,
    )  # fmt: skip


@projects.post("/change")
@only(Role.LEARNER)
def acknowledge(course: str) -> ResponseReturnValue:
    """Acknowledge the second version; from here on it is in force."""
    _, _, run, _ = begun(course, lock=True)
    working.acknowledge(run, utc_now())
    db.session.commit()
    flash(gettext("From here on version 2 of the guideline is in force."), "success")
    return redirect(url_for(".day", course=course, number=queries.standing(run, utc_now()).day), 303)
