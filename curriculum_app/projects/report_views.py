"""The quality report of a project: on the page, to print, and to take away as CSV and JSON."""

from typing import Any

from flask import Response, abort, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from curriculum_app.grading.changing import Followed
from curriculum_app.measurement.adaptation import Drill, Pattern
from curriculum_app.measurement.working import Band
from curriculum_app.practice.guidelines import heading
from curriculum_app.projects import queries, reporting
from curriculum_app.projects.naming import naming
from curriculum_app.projects.reporting import Report, Row
from curriculum_app.projects.views import Begun, begun, next_address, projects
from curriculum_app.web.access import Role, only
from curriculum_app.web.language import spoken
from curriculum_app.web.spreadsheets import as_csv

_ = lazy_gettext

FOLLOWED = {Followed.NEW: _("by the new version"), Followed.OLD: _("by the old version"), Followed.NEITHER: _("by neither")}
PATTERNS = {
    Pattern.ADAPTED: (_("Followed the change"), "ok", _(
        "You applied the new rule where it applies and left alone what it does not touch. That is what a guideline change asks.")),
    Pattern.STUBBORN: (_("Stayed with the old rule"), "miss", _(
        "Most affected items were answered by the old version. When a guideline changes, the clause read last is easily forgotten under "
        "routine: keep the list of changed clauses open beside the work for the first day.")),
    Pattern.OVER_GENERAL: (_("Carried the new rule too far"), "miss", _(
        "You applied the new rule, but also to items that it does not touch, and lost credit there. Read where the new clause ends: "
        "each condition in it is one you can check.")),
    Pattern.MIXED: (_("No clear picture"), "gold", _(
        "The answers to affected items follow neither version clearly. Read the changed clauses once more beside your results.")),
    Pattern.TOO_FEW: (_("Too few items"), "", _("There are too few items of each sort to say anything about the change.")),
}  # fmt: skip


def _report(course: str) -> tuple[Begun, Report]:
    """One's report, from the first day that is done; 404 before."""
    found = begun(course)
    if not found.standing.queue_done(1):
        abort(404)
    return found, reporting.report(found.standing, naming(found.catalogue))


@projects.get("/report")
@only(Role.LEARNER)
def report(course: str) -> ResponseReturnValue:
    """The report on the days that are done."""
    (catalogue, _, run, standing), found = _report(course)
    plan = standing.plan
    clauses = {
        clause.id: heading(clause) for version in (2, 1) for clause in queries.guideline_of(plan.guidelines[version])[0].clauses
        if version <= standing.version
    }  # fmt: skip
    return render_template(
        "projects/report.html", course=course, title=catalogue.courses[course].title[spoken()], project=plan.project, report=found,
        standing=standing, run=run, patterns=PATTERNS, followed=FOLLOWED, plan=plan,
        often={name: band for name, band in found.clauses.items() if band.n > 1},
        after=[row for row in found.rows if row.followed is not None], onward=next_address(course, standing),
        skill_words=lambda skill: catalogue.skill_name(skill, spoken()), clause_words=lambda clause: clauses.get(clause, clause),
        label_words=str,
    )  # fmt: skip


@projects.get("/report.csv")
@only(Role.LEARNER)
def report_csv(course: str) -> ResponseReturnValue:
    """Every first answer as a row, for a spreadsheet."""
    _, found = _report(course)
    head = [gettext("Day"), gettext("Item"), gettext("Kind"), gettext("Guideline version"), gettext("Credit"), gettext("Sent back"),
            gettext("Credit of the correction"), gettext("Seconds"), gettext("Affected by the change"), gettext("Answered")]  # fmt: skip
    body = as_csv(head, (_cells(row) for row in found.rows))
    return _download(Response(body, mimetype="text/csv"), "csv")


def _cells(row: Row) -> list[object]:
    yes, no = gettext("yes"), gettext("no")
    return [
        row.day, row.entry.title, row.entry.kind, row.version, round(row.work.credit, 4), yes if row.work.sent_back else no,
        "" if row.correction is None else round(row.correction.credit, 4), row.work.seconds,
        "" if row.affected is None else yes if row.affected else no, "" if row.followed is None else FOLLOWED[row.followed],
    ]  # fmt: skip


@projects.get("/report.json")
@only(Role.LEARNER)
def report_json(course: str) -> ResponseReturnValue:
    """The same for programs: credits and shares 0..1, each mean with its interval and its number."""
    (_, _, run, standing), found = _report(course)
    project = standing.plan.project
    return _download(jsonify(
        project=str(project.id), title=project.title[standing.plan.language], language=standing.plan.language,
        finished_at=run.finished_at.isoformat() if run.finished_at else None, aims=project.aims.model_dump(),
        gate=[{"try": one.number, "mean": one.mean, "passed": one.passed} for one in standing.tries if one.whole],
        amount=found.amount._asdict(), quality=_band(found.quality),
        days=[{"day": day.day, "amount": day.amount._asdict(), "quality": _band(day.quality), "sent_back": day.send_backs.sent_back}
              for day in found.days],
        skills=_bands(found.skills), clauses=_bands(found.clauses), labels=_bands(found.labels),
        send_backs=found.send_backs._asdict(),
        agreement={"percent": _band(found.agreement.percent), "kappa": found.agreement.kappa} if found.agreement else None,
        drill=_drill(found.drill) if found.drill else None,
        answers=[_answer(row) for row in found.rows],
    ), "json")  # fmt: skip


def _band(band: Band | None) -> dict[str, float | int] | None:
    return band._asdict() if band else None


def _bands(bands: Any) -> dict[str, Any]:
    return {name: _band(band) for name, band in bands.items()}


def _drill(drill: Drill) -> dict[str, Any]:
    shares = {name: _band(getattr(drill, name)) for name in ("adaptation", "perseveration", "before", "after", "over_applied", "learnt")}
    damage = drill.damage._asdict() if drill.damage else None
    return {**shares, "neither": drill.neither, "damage": damage, "pattern": drill.pattern}


def _answer(row: Row) -> dict[str, Any]:
    return {
        "day": row.day, "item": str(row.entry.id), "title": row.entry.title, "kind": row.entry.kind, "version": row.version,
        "credit": row.work.credit, "sent_back": row.work.sent_back, "correction": row.correction.credit if row.correction else None,
        "seconds": row.work.seconds, "affected": row.affected, "followed": row.followed,
    }  # fmt: skip


def _download(response: Response, suffix: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="project-report.{suffix}"'
    return response
