"""What an employer does in the talent pool, and what a person does about employers."""

from curriculum_app.accounts.models import Grant
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db
from curriculum_app.organisations import registering
from curriculum_app.organisations.employer_models import EmployerRegistration
from curriculum_app.organisations.models import Organisation
from curriculum_app.talent import shortlisting, visibility
from curriculum_app.talent.employer_models import ContactRequest, SavedSearch
from curriculum_app.web.access import Role
from tests.credentials.earning import work
from tests.security.roads.walking import road
from tests.talent.pooled import certified, company

MESSAGE = "번역 검수 일을 함께할 분을 찾습니다. 보수는 시간당 이만 원입니다."
EMPLOYER = ("open_record", "put_aside", "take_off", "choose_compared", "contact", "report_person", "save_search", "switch_mails",
            "remove_search", "stop_mails")  # fmt: skip
PERSON = ("availability", "accept", "decline", "report_employer", "reveal", "conceal", "block", "unblock", "leave")


@road("employers.register", "employers.confirm")
def of_registering(walker):
    """A company's address is given and proved."""
    here = walker.join()
    here.post("/employers/register", {"name_ko": "맑은", "name_en": "Clear", "work_email": "hr@clear.example"})
    work()
    asked = db.session.query(EmployerRegistration).filter_by(account_id=here.account.id).one()
    asked.secret_hash = registering._hash("known here")
    db.session.commit()
    here.post("/employers/confirm/known here")
    work()
    db.session.delete(asked)  # the hash is the same on every walk, and unique
    db.session.commit()


def listed(walker, number):
    """Somebody of this walk who is listed."""
    here = walker.join()
    certified(here.account, number)
    here.here.post("/profile/consents", {"talent_pool": "y"})
    return here, visibility.own_record(here.account.id).id


def recruiter(walker):
    """Somebody of this walk who searches for an employer."""
    here, organisation = walker.join("채용"), company(f"회사 {db.session.query(Organisation).count()}")
    db.session.add(Grant(account_id=here.account.id, organisation_id=organisation.id, role=Role.EMPLOYER))
    db.session.commit()
    return here, organisation


def free_number():
    """A serial number no walk has taken."""
    return 5000 + db.session.query(Credential).count()


@road(*(f"talent.{name}" for name in (*EMPLOYER, *PERSON)))
def of_the_pool(walker):
    """Found, opened, compared, put aside, asked, reported; accepted, shown, hidden, declined, blocked, left."""
    (person, one), (other, two) = (listed(walker, free_number()) for _ in range(2))
    here, organisation = recruiter(walker)
    person.post("/talent/mine/availability", {"availability": "now", "available_from": "", "hours": "20", "remote": "yes"})
    here.post(f"/talent/people/{one}/open")
    here.post("/talent/compare", {"who": [str(one), str(two)]})
    here.post(f"/talent/people/{one}/shortlist", {"note": "메모"})
    here.post(f"/talent/people/{one}/contact", {"message": MESSAGE})
    here.post(f"/talent/people/{two}/contact", {"message": MESSAGE})
    here.post(f"/talent/people/{one}/report", {"reason": "이유를 여기에 적습니다."})
    here.post("/talent/searches", {"name": "찾기", "by_mail": "y", "filters": "skill=find_errors"})
    saved = db.session.query(SavedSearch).filter_by(account_id=here.account.id).one()
    walker.stranger().post(f"/talent/stop/{shortlisting.stop_key(saved)}")
    here.post(f"/talent/searches/{saved.id}/mails")
    walker.look()
    here.post(f"/talent/searches/{saved.id}/remove")
    asked = {row.record_id: row.id for row in db.session.query(ContactRequest).filter_by(organisation_id=organisation.id)}
    person.post(f"/talent/mine/contacts/{asked[one]}/accept", {"reveal": ""})
    person.post(f"/talent/mine/contacts/{asked[one]}/report", {"reason": "이유를 여기에 적습니다."})
    person.post(f"/talent/mine/reveals/{organisation.id}")
    person.post(f"/talent/mine/reveals/{organisation.id}/remove")
    other.post(f"/talent/mine/contacts/{asked[two]}/decline")
    walker.look()
    here.post(f"/talent/people/{one}/shortlist/remove")
    person.post("/talent/mine/blocks", {"organisation": str(organisation.id)})
    person.post(f"/talent/mine/blocks/{organisation.id}/remove")
    other.post("/talent/mine/leave")
    work()
