"""What comes back after days and weeks, and the test that stands before a course."""

from uuid import uuid4

from curriculum_app.database import db
from curriculum_app.practice.review_models import Placement
from tests.practice import tour
from tests.practice.appealed import PICK
from tests.practice.moving import Clock
from tests.practice.test_judging_again import again
from tests.practice.test_placement import TEST, answer
from tests.practice.test_reviews import REVIEW
from tests.security.roads.walking import road

JUDGED = {"reason": "규정과 대조했습니다.", "confidence": "sure"}


@road("practice.hand_in", "practice.keep_review", "practice.hand_in_review")
def of_reviews(walker):
    """An exercise that was missed is due the next day, kept as it stands, and handed in."""
    clock, trainee = Clock(walker.monkeypatch), walker.trainee()
    trainee.post(PICK, {"chosen": "b", "confidence": "", "key": str(uuid4())})
    clock.move(days=1)
    trainee.put(f"{REVIEW}/draft", {"version": "0", "chosen": "b", "confidence": ""})
    walker.look()
    trainee.post(REVIEW, {"chosen": "a", "confidence": "probably", "key": str(uuid4())})


def with_judgements(folder):
    """The sample course with a preference to judge."""
    return tour.course_with(folder, ["preference-1"])


@road("practice.hand_in", "practice.keep_judgement", "practice.hand_in_judgement", setting=with_judgements)
def of_judging_again(walker):
    """A judgement comes back after two weeks and is made a second time."""
    clock, trainee = Clock(walker.monkeypatch), walker.trainee()
    trainee.post(f"{tour.PAGE}preference-1", {"preference": "b-3", **JUDGED, "key": str(uuid4())})
    clock.move(days=14)
    trainee.put(f"{again('preference-1')}/draft", {"version": "0", "preference": "b-3", **JUDGED})
    walker.look()
    trainee.post(again("preference-1"), {"preference": "a-3", **JUDGED, "key": str(uuid4())})


@road("practice.start_placement", "practice.keep_placement", "practice.answer_placement", "practice.end_placement")
def of_placement(walker):
    """The test is begun and its first question answered, the second is kept as it stands, and that was the end."""
    trainee = walker.trainee()
    following = answer(trainee, trainee.post(TEST).headers["Location"])
    trainee.put(following, {"version": "0", "chosen": "b", "quote-0": "1453년", "confidence": "unsure"})
    test = db.session.query(Placement).filter_by(account_id=trainee.account.id).one()
    trainee.post(f"/placements/{test.id}/end")
