"""Opening a hint: what stands in the form is kept, and the page comes back with the hint, or a script is told it."""

from flask import abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from curriculum_app.database import db, utc_now
from curriculum_app.grading.kind import InvalidAnswer
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import live
from curriculum_app.practice import drafting, handing, hinting, queries
from curriculum_app.practice.views import practice
from curriculum_app.web.access import Role, only


@practice.post("/courses/<course>/practice/<slug>/hints")
@only(Role.LEARNER)
def open_hint(course: str, slug: str) -> ResponseReturnValue:
    """Open the hint of the number that is sent, in its turn. What it costs stood beside the button."""
    found = live().course(course)
    if not any(slug in module.practice for module in found.modules):
        abort(404)
    enrolment = learning.enrolment_of(current_user.id, found.id, lock=True) or abort(404)
    entry = live().item(found.practice_bank, slug, enrolment.language)
    task, number = queries.task_of(entry.edition), request.form.get("hint", "")
    hint = hinting.open_hint(enrolment, task, entry.edition, int(number) if number in set("12345") else 0, utc_now())
    if request.accept_mimetypes.best == "application/json":
        db.session.commit()
        offer = hinting.offer(task, int(number), request.path)
        return jsonify(text=hint.text, left=offer.left, cost=offer.cost, label=offer.label)
    draft = drafting.draft_of(enrolment.id, task.id)
    try:
        raw = task.read_form(request.form)
        if draft is not None and (request.content_length or 0) <= drafting.LARGEST:
            said = handing.said_beside(entry, task)
            drafting.save(enrolment, task.id, entry.edition, drafting.Base(draft.version), raw, utc_now(), said=said)
    except InvalidAnswer:
        pass  # what can't be read can't be kept; the hint opens all the same
    db.session.commit()
    return redirect(url_for(".exercise", course=course, slug=slug) + "#hints", 303)
