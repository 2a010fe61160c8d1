"""My work in figures: charts drawn by the server, each with its table, and the record itself to take away."""

from collections.abc import Iterator, Sequence
from random import SystemRandom
from typing import Any

from flask import Flask, Response, abort, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user

from curriculum_app.learning.catalogue import live
from curriculum_app.measurement import working
from curriculum_app.practice import work_record
from curriculum_app.practice.models import Confidence
from curriculum_app.practice.views import practice
from curriculum_app.practice.work_record import Row
from curriculum_app.web.access import Role, only
from curriculum_app.web.language import spoken
from curriculum_app.web.spreadsheets import as_csv

CONFIDENCE = {
    Confidence.SURE: lazy_gettext("Sure"), Confidence.PROBABLY: lazy_gettext("Probably"), Confidence.UNSURE: lazy_gettext("Not sure"),
}  # fmt: skip
LEAST = 3  # answers of a skill before it gets a chart: fewer draw a line of noise
SHOWN = 8  # types of error in the list of what is missed


def init_app(app: Flask) -> None:
    """Nothing to wire."""


@practice.get("/progress/figures")
@only(Role.LEARNER)
def figures() -> ResponseReturnValue:
    """Agreement over time by skill, marks found and missed, confidence, speed, and what is missed most."""
    rows, catalogue = work_record.rows(current_user.id), live()
    records = [row.record for row in rows]
    over_time = working.agreement_over_time(records)
    known = {skill: points for skill, points in over_time.items() if sum(point.n for _, point in points) >= LEAST}
    calibration = working.calibration(records)
    return render_template(
        "practice/figures.html", n=len(records), agreement=known, least=LEAST, marks=working.marks_over_time(records),
        calibration=[(CONFIDENCE[said], calibration[said]) for said in Confidence if said in calibration],
        said=sum(one.n for one in calibration.values()), speed=working.speed_and_accuracy(records),
        missed=list(_named(working.most_missed(records)[:SHOWN], catalogue)),
    )  # fmt: skip


def _named(misses: Sequence[working.Miss], catalogue: Any) -> Iterator[tuple[working.Miss, str]]:
    for miss in misses:
        term = catalogue.term(miss.taxonomy, miss.term)
        yield miss, term.name[spoken()] if term else miss.term


@practice.get("/progress/practise/<taxonomy>/<term>")
@only(Role.LEARNER)
def practise(taxonomy: str, term: str) -> ResponseReturnValue:
    """On to an exercise with which to practise a type of error. 404 where one's courses have none."""
    found = work_record.to_practise(live(), current_user.id, taxonomy, term, SystemRandom()) or abort(404)
    course, entry = found
    return redirect(url_for(".exercise", course=course, slug=entry.slug))


@practice.get("/progress/record.csv")
@only(Role.LEARNER)
def record_csv() -> ResponseReturnValue:
    """Every first answer as a row, for a spreadsheet."""
    head = [gettext("Day"), gettext("Exercise"), gettext("Kind"), gettext("Language"), gettext("Skills"), gettext("Score"),
            gettext("Right"), gettext("Partly right"), gettext("Missed"), gettext("Marked wrongly"), gettext("Confidence"),
            gettext("Seconds"), gettext("Hints")]  # fmt: skip
    catalogue = live()
    body = as_csv(head, (_cells(row, catalogue) for row in work_record.rows(current_user.id)))
    return _download(Response(body, mimetype="text/csv"), "csv")


def _cells(row: Row, catalogue: Any) -> list[object]:
    record = row.record
    return [
        record.on.isoformat(), row.title, row.kind, row.language,
        ", ".join(catalogue.skill_name(skill, spoken()) for skill in record.skills), round(100 * record.credit, 1),
        *(record.sorts.get(sort, "") for sort in work_record.MARKED),
        CONFIDENCE[Confidence(record.confidence)] if record.confidence else "", row.seconds, row.hints,
    ]  # fmt: skip


@practice.get("/progress/record.json")
@only(Role.LEARNER)
def record_json() -> ResponseReturnValue:
    """The same for programs: credits 0..1, ids instead of names."""
    answers = [
        {"on": row.record.on.isoformat(), "item": str(row.item_id), "title": row.title, "kind": row.kind, "language": row.language,
         "skills": list(row.record.skills), "credit": row.record.credit, "marks": dict(row.record.sorts),
         "confidence": row.record.confidence, "seconds": row.seconds, "hints": row.hints}
        for row in work_record.rows(current_user.id)
    ]  # fmt: skip
    return _download(jsonify(answers=answers), "json")


def _download(response: Response, suffix: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="my-work.{suffix}"'
    return response
