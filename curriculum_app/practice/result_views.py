"""The verdict on an answer: mine beside gold, and why; and assessing oneself where people judge what is written."""

from typing import Any
from uuid import UUID, uuid4

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from curriculum_app.database import db
from curriculum_app.grading.by_people import WrittenTask
from curriculum_app.grading.kind import InvalidAnswer, Task
from curriculum_app.grading.verdict import Verdict
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Enrolment
from curriculum_app.practice import (
    answering,
    appeal_queries,
    feedback,
    going_on,
    guidelines,
    hinting,
    messages,
    queries,
    scoring,
)
from curriculum_app.practice.appeal_views import STATES
from curriculum_app.practice.models import Answer
from curriculum_app.practice.views import practice
from curriculum_app.refusal import Refused
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import page, sentence
from curriculum_app.web.language import spoken


@practice.get("/answers/<uuid:answer_id>")
@only(Role.LEARNER)
def result(answer_id: UUID) -> ResponseReturnValue:
    """The verdict: mine beside gold, with the reason for every mark."""
    answer, verdict, enrolment, gold_edition_id = queries.graded(current_user.id, answer_id)
    kept = answer.answer.get("assessment") or {}
    return _show_result(answer, verdict, enrolment, queries.task_of(answer.edition_id), str(uuid4()), kept, gold_edition_id)


@practice.post("/answers/<uuid:answer_id>/self-assessment")
@only(Role.LEARNER)
def self_assess(answer_id: UUID) -> ResponseReturnValue:
    """Keep how one assesses one's own text, where people judge what is written; it may be done again."""
    answer, verdict, enrolment, gold_edition_id = queries.graded(current_user.id, answer_id)
    task = queries.task_of(answer.edition_id)
    if not isinstance(task, WrittenTask):
        abort(404)
    learning.enrolment_of(current_user.id, enrolment.course_id, lock=True)
    key = request.form.get("key", "")[:80] or str(uuid4())
    levels = task.read_assessment(request.form)
    try:
        assessed_id = answering.assess_oneself(answer, task, levels, key)
    except InvalidAnswer as invalid:
        problems = [(messages.control(field), messages.say(message)) for field, message in invalid.problems]
        return _show_result(answer, verdict, enrolment, task, key, levels, gold_edition_id, problems), 422
    except Refused as refused:
        db.session.rollback()
        return page(422, text=sentence(refused))
    db.session.commit()
    return redirect(url_for(".result", answer_id=assessed_id), 303)


def _show_result(answer: Answer, verdict: Verdict, enrolment: Enrolment, task: Task, key: str, levels: dict[str, Any],
                 gold_edition_id: UUID, errors: list[tuple[str, str]] | None = None) -> str:  # fmt: skip
    catalogue, language = live(), task.language
    slug = catalogue.slugs.get(enrolment.course_id) or abort(404)
    progress = learning.progress_in(catalogue, enrolment)
    step = next((step for step, _ in progress.steps if step.id == answer.item_id), None)
    entry = next((e for e in catalogue.items.values() if (e.id, e.language) == (answer.item_id, language)), None)
    of_result, gold = appeal_queries.of_result(answer, language), answering.gold_of(gold_edition_id)
    return render_template(
        "practice/result.html", course=slug, title=catalogue.courses[slug].title[spoken()], key=key, levels=levels, errors=errors or [],
        step=step, following=progress.after(answer.item_id), onward=going_on.onward(answer, slug, entry),
        mirrored=going_on.mirrored(answer), parts=messages.PARTS, explained=scoring.explained(task, gold, verdict),
        confidence=scoring.of_confidence(answer.confidence, verdict.score),
        opened=task.hints[: answer.hints], kept=hinting.kept(task, answer.hints),
        ceiling=scoring.ceiling(catalogue, entry, task, gold, answer) if entry else None,
        appeals=of_result.mine, thanked=of_result.thanked, regraded=appeal_queries.regraded(of_result.mine), states=STATES,
        guideline=guidelines.at_hand(catalogue, slug, entry.bank, language, task.guideline) if entry and task.guideline else None,
        example=feedback.example(catalogue, slug, entry, language, step.module if step else None),
        **feedback.of_verdict(task, verdict, catalogue, answer),
    )  # fmt: skip
