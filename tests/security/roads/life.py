"""What becomes of a certificate: it is renewed, its name is corrected, a cohort's are issued and registered."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from curriculum_app.cohorts.models import CohortMember
from curriculum_app.credentials import certification, keys
from curriculum_app.credentials.correction_models import Correction
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.learning.models import Enrolment
from curriculum_app.web.access import Role
from tests.credentials.earning import CERTIFICATE, do_the_course, pass_the_exam, work
from tests.security.roads.course import cohort
from tests.security.roads.walking import road

WISH = {"name": "김하늬", "name_latin": "", "reason": "오타입니다.", "leads_on": ""}


def certified(walker):
    """Somebody of the walk's school with a certificate that ends soon."""
    keys.ensure(utc_now())
    certification.ensure(utc_now())
    learner = walker.trainee()
    db.session.query(Enrolment).filter_by(account_id=learner.account.id).one().organisation_id = walker.school_id
    db.session.commit()
    do_the_course(learner.here)
    pass_the_exam(learner.here)
    work()
    credential = db.session.query(Credential).filter_by(account_id=learner.account.id).one()
    credential.valid_until = utc_now() + timedelta(days=30)
    until = credential.valid_until.astimezone(ZoneInfo("Asia/Seoul")).date().isoformat()
    credential.facts = {**credential.facts, "valid_until": until}  # as a later print of it will say
    db.session.commit()
    return learner, credential


@road("credentials.renew", "exams.answer", "exams.hand_in")
def of_a_renewal(walker):
    """Takes the update test and passes it."""
    learner, _ = certified(walker)
    question = learner.post(f"{CERTIFICATE}/renewal").headers["Location"]
    learner.post(question, {"chosen": "a"})
    learner.post(question.rsplit("/", 1)[0])
    work()


@road("credentials.correct", "credentials.withdraw_correction", "credentials.correction_case")
def of_a_name(walker):
    """Asks for another name, takes it back, asks again; an instructor approves."""
    learner, credential = certified(walker)
    for _ in range(2):
        learner.post(f"/certificates/{credential.id}/correction", WISH)
        walker.look()
        learner.post(f"/certificates/{credential.id}/correction/withdrawal")
    learner.post(f"/certificates/{credential.id}/correction", WISH)
    wish = db.session.query(Correction).filter_by(account_id=learner.account.id, state="open").one()
    teacher = walker.teacher("강사", Role.INSTRUCTOR)
    teacher.post(f"/certificates/corrections/{wish.id}", {"decision": "approve", "note": ""})
    work()


@road("cohorts.start_issue", "cohorts.download", "cohorts.download_register")
def of_an_issue(walker):
    """An instructor issues for a cohort, fetches its PDFs and the register."""
    keys.ensure(utc_now())
    certification.ensure(utc_now())
    learner, group = walker.trainee(), cohort(walker)
    enrolment = db.session.query(Enrolment).filter_by(account_id=learner.account.id).one()
    enrolment.organisation_id = walker.school_id
    db.session.add(CohortMember(cohort_id=group.id, enrolment_id=enrolment.id, joined_at=utc_now()))
    db.session.commit()
    do_the_course(learner.here)
    pass_the_exam(learner.here)
    teacher = walker.teacher("강사", Role.INSTRUCTOR)
    teacher.post(f"/cohorts/{group.id}/certificates")
    work()
    teacher.post(f"/cohorts/{group.id}/certificates.zip")
    teacher.post("/certificates/register", {"organisation": "", "cohort": "", "year": "", "kind": "xlsx"})
