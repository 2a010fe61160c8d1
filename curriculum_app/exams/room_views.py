"""The pages of exam rooms: for invigilators, and the door for trainees."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from curriculum_app.database import db, utc_now
from curriculum_app.exams import clock, queries, rooms
from curriculum_app.exams.forms import AdmitForm, EnterForm, RoomForm, WithdrawForm
from curriculum_app.exams.models import ExamRoom, SittingState
from curriculum_app.learning import queries as learning
from curriculum_app.learning.catalogue import live
from curriculum_app.organisations.queries import by_ids
from curriculum_app.refusal import Refused
from curriculum_app.web import limiter
from curriculum_app.web.access import Role, only
from curriculum_app.web.errors import refusals, sentence
from curriculum_app.web.language import spoken

exam_rooms = Blueprint("rooms", __name__, template_folder="templates")
_ = lazy_gettext
HOURS = (1, 2, 3, 4, 6, 8, 12)
REFUSALS = {
    "room_unknown": _("No open room of this exam has this code. Look at it again, or ask the invigilator."),
    "room_closed": _("The room has closed. You may enter another one, or sit the exam unsupervised."),
    "not_admitted": _("The invigilator has not admitted you yet. Show your photo ID and try again."),
    "sitting_runs": _("Your exam is running already. It can't be moved into a room."),
    "admits_oneself": _("Nobody can admit themselves. Ask a colleague."),
    "admission_over": _("It is too late for that: the exam has begun, or has been handed in."),
}


def init() -> None:
    """Say what the rules refuse."""
    refusals(REFUSALS)


def _mine() -> frozenset[UUID]:
    return frozenset(current_user.organisations_as(Role.INSTRUCTOR))


@exam_rooms.get("/rooms")
@only(Role.INSTRUCTOR)
def listing() -> ResponseReturnValue:
    """The rooms of one's organisations."""
    return render_template("exams/rooms.html", rooms=queries.rooms_in(_mine()), catalogue=live(), now=utc_now())


@exam_rooms.route("/rooms/new", methods=["GET", "POST"])
@only(Role.INSTRUCTOR)
def new() -> ResponseReturnValue:
    """Open a room."""
    catalogue, form = live(), RoomForm()
    examined = {slug: course for slug, course in catalogue.courses.items() if course.exam}
    names = {str(o.id): o.name_ko if spoken() == "ko" else o.name_en for o in by_ids(_mine())}
    form.organisation.choices = [SelectChoice(key, name) for key, name in names.items()]
    form.course.choices = [SelectChoice(slug, course.title[spoken()]) for slug, course in examined.items()]
    form.hours.choices = [SelectChoice(hours, ngettext("%(num)s hour", "%(num)s hours", hours)) for hours in HOURS]
    if not form.validate_on_submit():
        return render_template("exams/new_room.html", form=form), 422 if form.is_submitted() else 200
    room = rooms.open_room(UUID(form.organisation.data), examined[form.course.data].id, form.label.data.strip(), form.hours.data,
                           current_user.id, utc_now())  # fmt: skip
    db.session.commit()
    return redirect(url_for(".room", room_id=room.id), 303)


@exam_rooms.get("/rooms/<uuid:room_id>")
@only(Role.INSTRUCTOR)
def room(room_id: UUID) -> ResponseReturnValue:
    """Who waits, who writes, who has handed in."""
    return _show(queries.room_or_404(room_id, _mine()))


def _show(found: ExamRoom, **forms: Any) -> str:
    catalogue, seats = live(), queries.seats(found)
    slug = catalogue.slugs.get(found.course_id)
    writing = sum(seat.sitting is not None and seat.sitting.state == SittingState.OPEN for seat in seats)
    return render_template(
        "exams/room.html", room=found, seats=seats, writing=writing, now=utc_now(), clock=clock, forms=forms,
        course=catalogue.courses[slug] if slug else None, admit_form=AdmitForm(formdata=None), withdraw_form=WithdrawForm(formdata=None),
    )  # fmt: skip


@exam_rooms.post("/rooms/<uuid:room_id>/people/<uuid:admission_id>/admit")
@only(Role.INSTRUCTOR)
def admit(room_id: UUID, admission_id: UUID) -> ResponseReturnValue:
    """Let somebody begin."""
    found, form = queries.room_or_404(room_id, _mine()), AdmitForm()
    rooms.admit(found, queries.admission_or_404(found, admission_id), form.identity_seen.data, current_user, utc_now())
    db.session.commit()
    return redirect(url_for(".room", room_id=room_id), 303)


@exam_rooms.post("/rooms/<uuid:room_id>/people/<uuid:admission_id>/turn-away")
@only(Role.INSTRUCTOR)
def turn_away(room_id: UUID, admission_id: UUID) -> ResponseReturnValue:
    """Don't let somebody begin."""
    found = queries.room_or_404(room_id, _mine())
    rooms.turn_away(found, queries.admission_or_404(found, admission_id), current_user.id)
    db.session.commit()
    return redirect(url_for(".room", room_id=room_id), 303)


@exam_rooms.post("/rooms/<uuid:room_id>/people/<uuid:admission_id>/withdraw")
@only(Role.INSTRUCTOR)
def withdraw(room_id: UUID, admission_id: UUID) -> ResponseReturnValue:
    """No longer answer for somebody's sitting."""
    found, form = queries.room_or_404(room_id, _mine()), WithdrawForm()
    admission = queries.admission_or_404(found, admission_id)
    if not form.validate_on_submit():
        return _show(found, form=form, of=admission_id), 422
    rooms.withdraw(found, admission, form.reason.data.strip(), current_user.id, utc_now())
    db.session.commit()
    flash(gettext("The exam goes on and counts as unsupervised."), "success")
    return redirect(url_for(".room", room_id=room_id), 303)


@exam_rooms.post("/rooms/<uuid:room_id>/close")
@only(Role.INSTRUCTOR)
def close(room_id: UUID) -> ResponseReturnValue:
    """Close a room before its time."""
    rooms.close(queries.room_or_404(room_id, _mine()), current_user.id, utc_now())
    db.session.commit()
    return redirect(url_for(".room", room_id=room_id), 303)


@exam_rooms.route("/courses/<course>/exam/room", methods=["GET", "POST"])
@only(Role.LEARNER)
@limiter.limit("30 per minute", methods=["POST"])
def door(course: str) -> ResponseReturnValue:
    """Enter a room by its code, and wait there to be admitted."""
    found, form = live().course(course), EnterForm()
    enrolment = learning.enrolment_or_404(current_user.id, found.id)
    if form.validate_on_submit():
        try:
            rooms.enter(form.code.data, enrolment, utc_now())
            db.session.commit()
            return redirect(url_for("exams.entrance", course=course), 303)
        except Refused as refused:
            db.session.rollback()
            form.code.errors = [sentence(refused)]
    return render_template("exams/door.html", course=found, slug=course, form=form), 422 if form.is_submitted() else 200


@exam_rooms.post("/courses/<course>/exam/room/leave")
@only(Role.LEARNER)
def leave(course: str) -> ResponseReturnValue:
    """Go out of the room again before the exam has begun."""
    enrolment = learning.enrolment_or_404(current_user.id, live().course(course).id)
    rooms.leave(enrolment.id)
    db.session.commit()
    return redirect(url_for("exams.entrance", course=course), 303)
