"""The way from enrolling to a certificate that is looked up, and what one says of oneself on it."""

import json
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

from curriculum_app.cohorts import joining
from curriculum_app.credentials import certification, keys, queries
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.web.access import Role
from tests.credentials.earning import COURSE, MARK, do_the_course, pass_the_exam, work
from tests.security.roads.walking import road

PRACTICE = f"{COURSE}/practice"


@road("learning.enrol", "cohorts.accept", "learning.finish_lesson", "learning.active", "practice.keep_draft", "practice.hand_in")
def through_the_course(walker):
    """Enrols, joins a cohort, reads the lesson, does the exercises."""
    learner = walker.join()
    learner.post(f"{COURSE}/enrol")
    learner.post(f"/join/{cohort(walker).join_code}")
    learner.post(f"{COURSE}/lessons/basics")
    learner.post(f"{COURSE}/active/{live().lesson('sample', 'basics', 'ko').id}")
    practise(learner)


def cohort(walker):
    """A cohort of the walk's school, opened by nobody on the road."""
    first, course = utc_now().date(), live().courses["sample"].id
    made = joining.open_cohort(walker.school_id, "기수", course, first, first + timedelta(days=9), walker.anybody("강사").id)
    db.session.commit()
    return made


def practise(learner):
    learner.put(f"{PRACTICE}/pick/draft", {"version": "0", "chosen": "b", "confidence": "unsure"})
    for chosen in ("b", "a"):
        learner.post(f"{PRACTICE}/pick", {"chosen": chosen, "confidence": "sure", "key": str(uuid4())})
    text_hash = learner.get(f"{PRACTICE}/mark").text.split('name="text_hash" value="')[1].split('"')[0]
    learner.post(f"{PRACTICE}/mark", {"text_hash": text_hash, "marks": json.dumps([MARK]), "confidence": "", "key": str(uuid4())})


@road("exams.start", "exams.keep", "exams.answer", "exams.hand_in")
def through_the_exam(walker):
    """Begins, keeps an answer, gives another, hands in."""
    learner = walker.trainee()
    question = learner.post(f"{COURSE}/exam").headers["Location"]
    learner.put(question, {"chosen": "b"})
    walker.look()
    learner.post(question, {"chosen": "a"})
    learner.post(question.rsplit("/", 1)[0])
    work()


@road("credentials.claim", "accounts.choose_consents", "verification.show", "verification.look_up",
      "verification.file")  # fmt: skip
def of_the_certificate(walker):
    """Claims what was earned, joins the talent pool, is looked up."""
    keys.ensure(utc_now())
    certification.ensure(utc_now())
    learner, stranger = walker.trainee(), walker.stranger()
    do_the_course(learner.here)
    pass_the_exam(learner.here)
    learner.post(f"{COURSE}/certificate")
    learner.post("/profile/consents", {"talent_pool": "y", "public_verification": ""})
    work()
    credential = db.session.query(Credential).filter_by(account_id=learner.account.id).one()
    stranger.post(f"/verify/{credential.id}", {"name": "김하늘"})
    stranger.post("/verify", {"number": str(credential.id), "name": ""})
    stranger.post("/verify/file", {"file": (BytesIO(queries.print_of(credential.id).pdf), "certificate.pdf")})


@road("cohorts.new", "cohorts.renew_link")
def of_a_cohort(walker):
    """An instructor opens a cohort and renews the link by which it is joined."""
    teacher, first = walker.teacher("강사", Role.INSTRUCTOR), utc_now().date()
    form = {"name": "기수", "organisation": str(walker.school_id), "course": "sample", "starts_on": str(first),
            "ends_on": str(first + timedelta(days=30))}  # fmt: skip
    address = teacher.post("/cohorts/new", form).headers["Location"]
    teacher.post(f"{address}/link")
