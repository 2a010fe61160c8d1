"""Try-outs for candidates: who asks and what is stored, the items, the results, and taking everything back."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from curriculum_app.database import db, utc_now
from curriculum_app.grading.kind import InvalidAnswer, Task
from curriculum_app.learning.catalogue import live
from curriculum_app.practice import messages, presenting, timing
from curriculum_app.tryouts import making, queries, taking
from curriculum_app.tryouts.forms import AgreeForm
from curriculum_app.tryouts.models import TryoutItem
from curriculum_app.tryouts.queries import Part
from curriculum_app.tryouts.views import guideline_of, show_answer, tryouts
from curriculum_app.web.access import Role, anyone, only

MINE = "/<uuid:tryout_id>/take"


@tryouts.get("/join/<secret>")
@anyone
def invitation(secret: str) -> ResponseReturnValue:
    """Who asks, what is stored, and for how long."""
    return _invite(secret, AgreeForm(formdata=None))


def _invite(secret: str, form: AgreeForm) -> str:
    tryout, organisation = queries.by_secret(secret)
    return render_template(
        "tryouts/invitation.html", tryout=tryout, organisation=organisation, form=form, items=len(queries.items(tryout.id)),
        ends_at=making.ends_at(tryout), minutes=sum(taking.task_of(item).minutes for item in queries.items(tryout.id)),
        open=tryout.link_until is not None and tryout.link_until > utc_now(),
    )  # fmt: skip


@tryouts.post("/join/<secret>")
@only(Role.LEARNER)
def join(secret: str) -> ResponseReturnValue:
    """Agree and begin."""
    form = AgreeForm()
    if not form.validate_on_submit():
        return _invite(secret, form), 422
    tryout, _organisation = queries.by_secret(secret)
    taking.join(tryout, current_user.id, form.reveal.data, utc_now())
    db.session.commit()
    return redirect(url_for(".take", tryout_id=tryout.id), 303)


@tryouts.get("/mine")
@only(Role.LEARNER)
def mine() -> ResponseReturnValue:
    """The try-outs one takes part in."""
    return render_template("tryouts/mine.html", parts=queries.parts_of(current_user.id), ends_at=making.ends_at)


def _part(tryout_id: UUID) -> Part:
    return queries.part_of(current_user.id, tryout_id)


@tryouts.get(MINE)
@only(Role.LEARNER)
def take(tryout_id: UUID) -> ResponseReturnValue:
    """The items and how one stands."""
    part = _part(tryout_id)
    works = [(item, taking.task_of(item)) for item in queries.items(tryout_id)]
    return render_template(
        "tryouts/take.html", part=part, tryout=part.tryout, works=works, given=queries.answers_of(part.candidate.id),
        guideline=guideline_of(part.tryout), ends_at=making.ends_at(part.tryout),
    )  # fmt: skip


@tryouts.get(f"{MINE}/<int:place>")
@only(Role.LEARNER)
def item(tryout_id: UUID, place: int) -> ResponseReturnValue:
    """An item to be answered; once it is, on to the result."""
    part, found = _part(tryout_id), queries.item_or_404(tryout_id, place)
    if found.id in queries.answers_of(part.candidate.id):
        return redirect(url_for(".result", tryout_id=tryout_id, place=place))
    task = taking.task_of(found)
    return _show_item(part, found, task, task.suggested, timing.token(current_user.id, found.id, 0, utc_now()))


def _show_item(part: Part, found: TryoutItem, task: Task, kept: dict[str, Any], opened: str, errors: Any = ()) -> str:
    context = presenting.form_context(task, live(), kept)
    return render_template(
        "tryouts/item.html", part=part, tryout=part.tryout, item=found, all=len(queries.items(part.tryout.id)), opened=opened,
        guideline=guideline_of(part.tryout), errors=list(errors), pictures=(), **context,
    )  # fmt: skip


@tryouts.post(f"{MINE}/<int:place>")
@only(Role.LEARNER)
def answer(tryout_id: UUID, place: int) -> ResponseReturnValue:
    """Hand in: graded at once, and final."""
    part, found = _part(tryout_id), queries.item_or_404(tryout_id, place)
    task, opened, raw = taking.task_of(found), request.form.get("opened", ""), dict[str, Any]()
    try:
        raw = task.read_form(request.form)
        seconds = timing.seconds(opened, current_user.id, found.id, task.minutes, utc_now())
        taking.hand_in(part.candidate, part.tryout, found, raw, seconds, utc_now())
    except InvalidAnswer as invalid:
        db.session.rollback()
        errors = [(messages.control(field), messages.say(message)) for field, message in invalid.problems]
        return _show_item(_part(tryout_id), queries.item_or_404(tryout_id, place), task, raw, opened, errors), 422
    db.session.commit()
    return redirect(url_for(".result", tryout_id=tryout_id, place=place), 303)


@tryouts.get(f"{MINE}/<int:place>/result")
@only(Role.LEARNER)
def result(tryout_id: UUID, place: int) -> ResponseReturnValue:
    """What an answer earned; beside the gold where the employer shows it."""
    part, found = _part(tryout_id), queries.item_or_404(tryout_id, place)
    given = queries.answers_of(part.candidate.id)
    following = next((one.place for one in queries.items(tryout_id) if one.id not in given), None)
    return show_answer("tryouts/result.html", part.tryout, found, part.candidate.id, part=part, following=following)


@tryouts.post(f"{MINE}/name")
@only(Role.LEARNER)
def show_name(tryout_id: UUID) -> ResponseReturnValue:
    """Show one's name to the employer, or hide it again."""
    taking.reveal(_part(tryout_id).candidate, "shown" in request.form, utc_now())
    db.session.commit()
    flash(gettext("Saved."), "success")
    return redirect(url_for(".take", tryout_id=tryout_id), 303)


@tryouts.post(f"{MINE}/back")
@only(Role.LEARNER)
def take_back(tryout_id: UUID) -> ResponseReturnValue:
    """Delete one's part."""
    part = _part(tryout_id)
    taking.take_back(part.candidate, part.tryout)
    db.session.commit()
    flash(gettext("Your part is deleted, with every answer."), "success")
    return redirect(url_for(".mine"), 303)
