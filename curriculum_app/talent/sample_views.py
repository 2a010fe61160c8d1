"""A work sample: the question, the answer given, and the verdict; for its holder and for an employer."""

from uuid import UUID

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from curriculum_app.database import utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.practice import feedback, messages
from curriculum_app.practice.queries import task_of
from curriculum_app.talent import contents, looking, samples, visibility
from curriculum_app.talent.contents import Record
from curriculum_app.talent.employer_views import for_an_employer
from curriculum_app.talent.forms import ConfirmForm
from curriculum_app.talent.looking import Employer
from curriculum_app.talent.samples import Sample
from curriculum_app.talent.views import talent
from curriculum_app.talent.visibility import Seen
from curriculum_app.web.access import Role, only


@talent.get("/talent/mine/samples/<uuid:answer_id>")
@only(Role.LEARNER)
def my_sample(answer_id: UUID) -> ResponseReturnValue:
    """A work sample of one's own, as employers see it."""
    return _show(contents.own(current_user.id, live(), utc_now()), answer_id, None)


@talent.get("/talent/people/<uuid:record_id>/samples/<uuid:answer_id>")
@only(Role.EMPLOYER)
@for_an_employer
def sample(employer: Employer, record_id: UUID, answer_id: UUID) -> ResponseReturnValue:
    """A work sample of a record that was opened; else the button that opens the record."""
    now = utc_now()
    seen = visibility.person(employer.id, record_id, now) or abort(404)
    if not looking.opened(employer.id, [record_id], now):
        return render_template("talent/closed.html", seen=seen, form=ConfirmForm(formdata=None))
    return _show(contents.of_record(record_id, live(), now), answer_id, seen)


def _show(record: Record, answer_id: UUID, seen: Seen | None) -> ResponseReturnValue:
    drawn: dict[UUID, Sample] = {one.answer_id: one for held in record.certificates for one in held.samples}
    if answer_id not in drawn:
        abort(404)
    answer, verdict = samples.opened(drawn[answer_id])
    task = task_of(answer.edition_id)
    return render_template(
        "talent/sample.html", seen=seen, parts=messages.PARTS, **feedback.of_verdict(task, verdict, live(), answer),
    )  # fmt: skip
