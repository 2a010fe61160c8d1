"""Practice: hints, a text assessed by its writer, ten minutes' queue, and appeals with what follows from them."""

from uuid import uuid4

from curriculum_app.database import db
from curriculum_app.learning.catalogue import live
from curriculum_app.practice.appeal_models import Appeal, Notice
from curriculum_app.web.access import Role
from tests.practice import tour
from tests.practice.appealed import NOTE, PICK, REASON, case, work
from tests.practice.regraded import newer_gold
from tests.practice.test_hints import with_hints
from tests.practice.test_reviewing_and_writing import levels
from tests.security.roads.walking import road


def with_hints_and_texts(folder):
    """The sample course with hints, and with a text to write."""
    return tour.course_with(folder, ["demonstration-1"], with_hints)


@road("practice.open_hint", "practice.keep_draft", "practice.hand_in", "practice.self_assess", "practice.start_queue",
      setting=with_hints_and_texts)  # fmt: skip
def of_practice(walker):
    """A hint is opened on a draft, the exercise handed in; a text is written and assessed; a queue is begun."""
    trainee = walker.trainee()
    trainee.put(f"{PICK}/draft", {"version": "0", "chosen": "b", "confidence": "unsure"})
    for number in ("1", "2"):
        trainee.post(f"{PICK}/hints", {"hint": number, "chosen": "a", "confidence": "probably"})
        walker.look()
    trainee.post(PICK, {"chosen": "a", "confidence": "sure", "key": str(uuid4())})
    written = {"text": "할머니, 내가 쓴 글입니다.", "confidence": "", "key": str(uuid4())}
    address = trainee.post(f"{tour.PAGE}demonstration-1", written).headers["Location"]
    trainee.post(f"{address}/self-assessment", {**levels(), "key": str(uuid4())})
    return trainee.post("/queue").headers["Location"]


@road("practice.hand_in", "practice.appeal", "practice.withdraw_appeal", "practice.decline_appeal", "practice.uphold_appeal",
      "practice.open_notice", "practice.read_notices")  # fmt: skip
def of_appeals(walker):
    """One appeal is withdrawn, one declined, one upheld; what its maker is told is read."""
    trainee, author = walker.trainee(), walker.join("정다운", Role.AUTHOR)
    trainee.post(f"/appeals/{appealed(trainee).id}/withdraw")
    author.post(f"{case(appealed(trainee))}/decline", {"note": NOTE})
    made, edition_id = appealed(trainee), other_gold(walker.monkeypatch)
    author.post(f"{case(made)}/uphold", {"edition": str(edition_id), "decision": "changed", "note": NOTE})
    work()
    told = db.session.query(Notice).filter_by(account_id=trainee.account.id, subject_id=made.id).one()
    trainee.post(f"/notices/{told.id}")
    trainee.post("/notices")


def appealed(trainee):
    """An answer, and the appeal against its result."""
    address = trainee.post(PICK, {"chosen": "b", "confidence": "", "key": str(uuid4())}).headers["Location"]
    trainee.post(f"{address}/appeal", {"outcome": "2", "reason": REASON, "wants_credit": "y"})
    return db.session.query(Appeal).filter_by(account_id=trainee.account.id, state="open").one()


def other_gold(monkeypatch):
    """Other gold is live for the item that is picked from; the id of its edition."""
    entry, edition_id = live().items["sample", "pick", "ko"], newer_gold("pick", answer=["b"])
    monkeypatch.setitem(live().items, ("sample", "pick", "ko"), entry._replace(edition=edition_id))
    return edition_id
