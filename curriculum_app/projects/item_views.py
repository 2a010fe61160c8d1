"""One item of a project: doing it, keeping its draft, handing it in, and its result when the time has come."""

from typing import Any
from uuid import UUID, uuid4

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from curriculum_app.database import db, utc_now
from curriculum_app.grading.kind import InvalidAnswer, Task
from curriculum_app.learning.catalogue import Catalogue, ItemEntry
from curriculum_app.practice import drafting, feedback, messages, presenting, timing
from curriculum_app.practice import queries as practice
from curriculum_app.practice import working as pages
from curriculum_app.practice.guidelines import AtHand, clauses_of
from curriculum_app.projects import noting, queries, working
from curriculum_app.projects.plan import GATE
from curriculum_app.projects.standing import Standing
from curriculum_app.projects.views import begun, next_address, projects
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, only
from curriculum_app.web.language import spoken
from curriculum_app.web.replies import see_other


@projects.get("/items/<slug>")
@only(Role.LEARNER)
def item(course: str, slug: str) -> ResponseReturnValue:
    """An item whose turn it is, with the draft of before; else on to where one stands."""
    catalogue, enrolment, _, standing = begun(course)
    entry = standing.plan.items.get(slug) or abort(404)
    if slug not in standing.open:
        flash(gettext("This item is not open now."), "info")
        return redirect(url_for(".day", course=course, number=min(standing.plan.places[slug].day, standing.day)))
    task = practice.task_of(entry.edition)
    draft = drafting.draft_of(enrolment.id, entry.id, working.DRAFTS)
    shown = pages.sheet(task, entry, draft, str(uuid4()), utc_now())
    if draft is None and slug in standing.first:  # what came back is worked on, not begun anew
        shown = shown._replace(kept=queries.given(current_user.id, standing.first[slug].answer_id).answer.answer)
    return _show(catalogue, course, standing, entry, task, shown)


@projects.post("/items/<slug>")
@only(Role.LEARNER)
def hand_in(course: str, slug: str) -> ResponseReturnValue:
    """Hand in. What was typed stays where something is wrong; where nothing is, work goes on with the next item."""
    catalogue, enrolment, run, standing = begun(course, lock=True)
    entry = standing.plan.items.get(slug) or abort(404)
    task, key = practice.task_of(entry.edition), request.form.get("key", "")[:80] or str(uuid4())
    said = _said(entry, task)
    raw: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    try:
        raw = task.read_form(request.form)
        working.hand_in(run, slug, raw, key, utc_now(), said)
    except InvalidAnswer as invalid:
        problems = [(messages.control(field), messages.say(message)) for field, message in invalid.problems]
    except Refused as refused:
        if refused.code != "key_reused":
            raise
        problems, key = [("", gettext("This form was handed in before with another answer. Hand in once more."))], str(uuid4())
    if problems:
        db.session.rollback()
        draft = drafting.draft_of(enrolment.id, entry.id, working.DRAFTS)
        opened = request.form.get("opened", "")
        shown = pages.Sheet(raw, key, opened, draft.version if draft else 0, said.confidence, problems, True)
        return _show(catalogue, course, standing, entry, task, shown), 422
    db.session.commit()
    return see_other(_onward(course, slug, queries.standing(run, utc_now())))


def _onward(course: str, slug: str, standing: Standing) -> str:
    """Where to go on after handing in: to the next item, or where a day or the gate was just done, to what came of it."""
    day = standing.plan.places[slug].day
    if day == GATE and standing.tries[-1].whole:
        return url_for("projects.day", course=course, number=GATE)
    if standing.whole:
        flash(gettext("The project is done. Here is your report."), "success")
        return url_for("projects.report", course=course)
    if day != GATE and standing.number(slug) == 2 and slug not in standing.corrected and standing.queue_done(day):
        return url_for("projects.day", course=course, number=day)
    return next_address(course, standing)


def _show(catalogue: Catalogue, course: str, standing: Standing, entry: ItemEntry, task: Task, shown: pages.Sheet) -> str:
    context = presenting.form_context(task, catalogue, shown.kept)
    place, plan = standing.plan.places[entry.slug], standing.plan
    notes: list[noting.ReviewNote] = []
    if standing.noted(entry.slug):
        notes = noting.notes(task, queries.given(current_user.id, standing.first[entry.slug].answer_id).verdict)

    def address(endpoint: str) -> str:
        return url_for(endpoint, course=course, slug=entry.slug)

    return render_template(
        "projects/item.html", course=course, title=plan.project.title[spoken()], project=plan.project, place=place, entry=entry,
        desk=pages.Desk(course, address(".hand_in"), address(".keep_draft"), address(".arrived")), sheet=shown, edition=entry.edition,
        errors=list(shown.errors), pictures=entry.pictures, standing=standing, queue=_queue(standing, entry.slug), notes=notes,
        at_hand=_at_hand(course, standing, entry, task), confidences=pages.confidences(), GATE=GATE,
        **pages.around(context["widgets"]), **context,
    )  # fmt: skip


def _queue(standing: Standing, slug: str) -> tuple[int, int]:
    """Which of how many an item is: of what came back, of the gate, or of the day's queue."""
    place = standing.plan.places[slug]
    queue = standing.to_correct(place.day + 1) if slug in standing.first else standing.plan.slugs(place.day)
    return list(queue).index(slug) + 1, len(queue)


def _at_hand(course: str, standing: Standing, entry: ItemEntry, task: Task) -> AtHand:
    """The clauses that decide the item, of the version it is worked under."""
    version = standing.plan.places[entry.slug].version
    guideline, _ = queries.guideline_of(standing.plan.guidelines[version])
    return clauses_of(guideline, url_for("projects.guideline", course=course, version=version), task.guideline)


def _said(entry: ItemEntry, task: Task) -> drafting.Said:
    """What the form says beside the answer."""
    spent = timing.seconds(request.form.get("opened", ""), current_user.id, entry.edition, task.minutes, utc_now())
    return drafting.Said(drafting.confidence_in(request.form.get("confidence", "")), spent)


@projects.put("/items/<slug>/draft")
@only(Role.LEARNER)
def keep_draft(course: str, slug: str) -> ResponseReturnValue:
    """Keep the form as it stands. 409 with the other draft's version where another tab was faster, 0 where it handed in."""
    base = drafting.base_in(request.form)
    if base is None:
        return jsonify(error=gettext("The draft could not be read.")), 422
    if (request.content_length or 0) > drafting.LARGEST:
        return jsonify(error=gettext("The draft is too large.")), 413
    _, enrolment, run, standing = begun(course, lock=True)
    entry = standing.plan.items.get(slug) or abort(404)
    task = practice.task_of(entry.edition)
    try:
        raw = task.read_form(request.form)
        draft = working.keep_draft(enrolment, standing, slug, base, raw, utc_now(), _said(entry, task))
    except InvalidAnswer:
        return jsonify(error=gettext("The draft could not be read.")), 422
    except drafting.Conflict as conflict:
        other = conflict.draft
        return jsonify(version=other.version if other else 0, saved_at=other.saved_at.isoformat() if other else None), 409
    db.session.commit()
    return jsonify(version=draft.version, saved_at=draft.saved_at.isoformat())


@projects.get("/items/<slug>/arrived")
@only(Role.LEARNER)
def arrived(course: str, slug: str) -> ResponseReturnValue:
    """Whether a form came through of which the page had no answer, by its key: where to go on, or null."""
    _, enrolment, _, standing = begun(course)
    entry = standing.plan.items.get(slug) or abort(404)
    answer_id = practice.answer_under(enrolment.id, entry.id, request.args.get("key", "")[:80])
    return jsonify(location=_onward(course, slug, standing) if answer_id else None)


@projects.get("/answers/<uuid:answer_id>")
@only(Role.LEARNER)
def result(course: str, answer_id: UUID) -> ResponseReturnValue:
    """The verdict on an answer, once the day is done and what was sent back is corrected; 404 before."""
    catalogue, _, _, standing = begun(course)
    work = next((work for work in standing.works if work.answer_id == answer_id), None)
    if work is None or not standing.shown(work):
        abort(404)
    answer, verdict = queries.given(current_user.id, answer_id)
    entry, task = standing.plan.items[work.slug], practice.task_of(answer.edition_id)
    other = next((one for one in standing.works if one.slug == work.slug and one.day and one.number != work.number), None)
    return render_template(
        "projects/result.html", course=course, title=standing.plan.project.title[spoken()], work=work, other=other, entry=entry,
        parts=messages.PARTS, at_hand=_at_hand(course, standing, entry, task), standing=standing, GATE=GATE,
        onward=next_address(course, standing), **feedback.of_verdict(task, verdict, catalogue, answer),
    )  # fmt: skip
