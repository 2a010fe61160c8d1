"""An exam room, from its opening to its end."""

from curriculum_app.database import db
from curriculum_app.exams.models import Admission, ExamRoom
from curriculum_app.web.access import Role
from tests.credentials.earning import COURSE
from tests.security.roads.walking import road


@road("rooms.new", "rooms.door", "rooms.leave", "rooms.turn_away", "rooms.admit", "exams.start", "rooms.withdraw", "rooms.close")
def of_an_exam_room(walker):
    """A trainee enters, leaves, is turned away, is admitted, begins; the invigilator takes the supervision back."""
    invigilator, learner = walker.teacher("감독", Role.INSTRUCTOR), walker.trainee()
    form = {"label": "301호", "organisation": str(walker.school_id), "course": "sample", "hours": "4"}
    address = invigilator.post("/rooms/new", form).headers["Location"]
    room = db.session.query(ExamRoom).filter_by(organisation_id=walker.school_id).one()
    door = f"{COURSE}/exam/room"
    learner.post(door, {"code": room.code})
    learner.post(f"{door}/leave")
    learner.post(door, {"code": room.code})
    invigilator.post(f"{address}/people/{_here(room)}/turn-away")
    learner.post(door, {"code": room.code})
    invigilator.post(f"{address}/people/{_here(room)}/admit", {"identity_seen": "y"})
    learner.post(f"{COURSE}/exam")
    invigilator.post(f"{address}/people/{_here(room)}/withdraw", {"reason": "자리를 떠남"})
    invigilator.post(f"{address}/close")


def _here(room):
    db.session.rollback()
    return db.session.query(Admission.id).filter_by(room_id=room.id).scalar()
