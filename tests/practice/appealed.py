"""An appeal in the sample course: an answer, the appeal against it, other gold, the decision, and the work that follows."""

from uuid import uuid4

from curriculum_app import jobs
from curriculum_app.database import db
from curriculum_app.practice.appeal_models import Appeal

PICK = "/courses/sample/practice/pick"
REASON = "보기 b도 그림에 맞습니다. 꼬리가 보입니다."
NOTE = "그림에 둘 다 보이므로 정답을 고쳤습니다."


def answer(here, chosen="b"):
    """The address of the result of an answer."""
    handed_in = here.post(PICK, {"chosen": chosen, "key": str(uuid4())})
    assert handed_in.status_code == 303, handed_in.text
    return handed_in.headers["Location"]


def appeal(here, address, outcome="2", reason=REASON, **more):
    return here.post(f"{address}/appeal", {"outcome": outcome, "reason": reason, **more})


def case(made=None):
    found = made or db.session.query(Appeal).one()
    return f"/author/appeals/{found.id}"


def uphold(author, edition_id, made=None, decision="changed", note=NOTE, **more):
    return author.post(f"{case(made)}/uphold", {"edition": str(edition_id), "decision": decision, "note": note, **more})


def work():
    while jobs.run_waiting():
        pass
