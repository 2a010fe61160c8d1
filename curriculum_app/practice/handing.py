"""The work on an exercise: showing its page, keeping its draft, handing it in.

It is the same for a step of a course, a review, a judgement made again and a question of a placement test; what differs is
where the work goes, and under which context it is kept.
"""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from curriculum_app.database import db, utc_now
from curriculum_app.grading.kind import InvalidAnswer, Task
from curriculum_app.learning.catalogue import Catalogue, ItemEntry
from curriculum_app.learning.models import Enrolment
from curriculum_app.practice import hinting, messages, queries, timing, working
from curriculum_app.practice.drafting import LARGEST, Conflict, Said, base_in, confidence_in, draft_of, key_of, save
from curriculum_app.practice.models import Answer, Context
from curriculum_app.refusal import Refused
from curriculum_app.web.replies import see_other

Raw = dict[str, Any]  # an answer as a form says it


class Work(NamedTuple):
    """An exercise on somebody's desk; `task` as it is shown, which may be in another guise than it is written."""

    catalogue: Catalogue
    enrolment: Enrolment
    entry: ItemEntry
    task: Task
    context: Context
    desk: working.Desk
    answered: Answer | None = None  # what was handed in before

    @property
    def draft_key(self) -> str:
        return key_of(self.context)


def show(work: Work) -> str:
    """The page, with the draft of before."""
    draft = draft_of(work.enrolment.id, work.entry.id, work.draft_key)
    shown = working.sheet(work.task, work.entry, draft, str(uuid4()), utc_now())
    return working.show(work.catalogue, work.entry, work.task, work.desk, shown, work.answered)


def take(work: Work, hand_in: Callable[[Raw, str, Said], str]) -> ResponseReturnValue:
    """Hand in what the form says; `hand_in` returns where to go on. What was typed stays where something is wrong.

    Where another answer was handed in under the form's key, what is typed now stays too, and may go on its way under a new one.
    """
    key = request.form.get("key", "")[:80] or str(uuid4())
    said = said_beside(work.entry, work.task)
    raw: Raw = {}
    problems: list[tuple[str, str]] = []
    try:
        raw = work.task.read_form(request.form)
        address = hand_in(raw, key, said)
    except InvalidAnswer as invalid:
        problems = [(messages.control(field), messages.say(message)) for field, message in invalid.problems]
    except Refused as refused:
        if refused.code != "key_reused":
            raise
        problems, key = [("", _reused(work.context))], str(uuid4())
    if problems:
        db.session.rollback()
        draft = draft_of(work.enrolment.id, work.entry.id, work.draft_key)
        opened, version = request.form.get("opened", ""), draft.version if draft else 0
        shown = working.Sheet(raw, key, opened, version, said.confidence, problems, True,
                              hinting.opened(draft, work.entry.edition, work.task))  # fmt: skip
        return working.show(work.catalogue, work.entry, work.task, work.desk, shown), 422
    db.session.commit()
    return see_other(address)


def _reused(context: Context) -> str:
    if context == Context.PRACTICE:
        return str(gettext("This form was handed in before with another answer. Handing in once more counts as another try."))
    return str(gettext("This form was handed in before with another answer; that one counts."))


def keep(work: Work) -> ResponseReturnValue:
    """Keep the form as it stands. 409 with the other draft's version where another tab was faster, 0 where it handed in."""
    base = base_in(request.form)
    if base is None:
        return jsonify(error=gettext("The draft could not be read.")), 422
    if (request.content_length or 0) > LARGEST:
        return jsonify(error=gettext("The draft is too large.")), 413
    try:
        raw, said = work.task.read_form(request.form), said_beside(work.entry, work.task)
        draft = save(work.enrolment, work.entry.id, work.entry.edition, base, raw, utc_now(), work.draft_key, said)
    except InvalidAnswer:
        return jsonify(error=gettext("The draft could not be read.")), 422
    except Conflict as conflict:
        other = conflict.draft
        return jsonify(version=other.version if other else 0, saved_at=other.saved_at.isoformat() if other else None), 409
    db.session.commit()
    return jsonify(version=draft.version, saved_at=draft.saved_at.isoformat())


def arrived(enrolment: Enrolment, item_id: UUID, location: str = "") -> ResponseReturnValue:
    """Whether a form came through of which the page had no answer, by its key: where to go on, or null."""
    answer_id = queries.answer_under(enrolment.id, item_id, request.args.get("key", "")[:80])
    return jsonify(location=(location or url_for("practice.result", answer_id=answer_id)) if answer_id else None)


def said_beside(entry: ItemEntry, task: Task) -> Said:
    """What the form says beside the answer: how sure one is, and how long it took."""
    opened = request.form.get("opened", "")
    spent = timing.seconds(opened, current_user.id, entry.edition, task.minutes, utc_now())
    return Said(confidence_in(request.form.get("confidence", "")), spent)
