"""What a person says of himself and who has seen it; an employer's try-out from its export to its end."""

import re
from uuid import UUID

import sqlalchemy as sa

from curriculum_app.accounts.facts import PersonFact
from curriculum_app.accounts.models import Grant
from curriculum_app.database import db
from curriculum_app.learning.models import Enrolment
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.tryouts.models import TryoutItem
from curriculum_app.web.access import Role
from tests.security.roads.walking import road
from tests.tryouts.exports import TWO_CHOICES, upload


@road("talent.add_fact", "talent.change_fact", "talent.ask_fact", "talent.claim", "talent.remove_fact")
def of_facts(walker):
    """A trainee declares facts and asks for a check, staff of the school marks one, one is changed, one removed."""
    learner, teacher = walker.trainee(), walker.teacher("강사", Role.INSTRUCTOR)
    db.session.execute(sa.update(Enrolment).where(Enrolment.account_id == learner.account.id).values(organisation_id=walker.school_id))
    db.session.commit()
    facts = "/talent/mine/facts"
    learner.post(f"{facts}/language", {"language-name": "en", "language-grade": "C1"})
    learner.post(f"{facts}/hours", {"hours-name": "번역", "hours-hours": "12"})
    learner.post(f"{facts}/degree", {"degree-name": "언어학", "degree-grade": "master"})
    learner.post(f"{facts}/licence", {"licence-name": "간호사"})
    ids = {sort: db.session.query(PersonFact.id).filter_by(account_id=learner.account.id, sort=sort).scalar()
           for sort in ("language", "hours", "licence")}  # fmt: skip
    for sort in ("language", "licence"):
        learner.post(f"{facts}/{ids[sort]}/ask")
    teacher.post(f"/talent/facts/{ids['licence']}", {"proof": "document_seen", "document": "licence"})
    walker.look()
    learner.post(f"{facts}/{ids['hours']}", {"name": "통역", "hours": "13"})
    learner.post(f"{facts}/{ids['language']}/remove")


@road("tryouts.new", "tryouts.open_link", "tryouts.join", "tryouts.answer", "tryouts.show_name", "tryouts.take_back", "tryouts.close",
      "tryouts.remove")  # fmt: skip
def of_a_try_out(walker):
    """An employer makes a try-out and opens it, somebody takes it and takes it back, it is closed and removed."""
    firm = Organisation(name_ko=f"회사 {walker.school_id}{len(walker.plants)}", name_en="Firm", kind=OrganisationKind.EMPLOYER)
    db.session.add(firm)
    employer, learner = walker.join("담당자"), walker.join("지원자")
    db.session.flush()
    db.session.add(Grant(account_id=employer.account.id, role=Role.EMPLOYER, organisation_id=firm.id))
    db.session.commit()
    form = {"organisation": str(firm.id), "title": "과제", "language": "ko", "instructions": "고르십시오.", "guideline": "지침",
            "shows_gold": "", "export": upload(TWO_CHOICES)}  # fmt: skip
    address = employer.post("/try-outs/new", form).headers["Location"]
    employer.post(f"{address}/link", {"days": "14", "most": "5"})
    link = re.search(r"/try-outs/join/[\w-]+", employer.get(address).text).group()
    part = learner.post(link, {"agree": "y", "reveal": ""}).headers["Location"]
    item = db.session.query(TryoutItem).filter_by(tryout_id=UUID(part.split("/")[2]), place=1).one()
    learner.post(f"{part}/1", {"chosen": item.task["options"][0]["id"]})
    learner.post(f"{part}/name", {"shown": "1"})
    walker.look()
    learner.post(f"{part}/back")
    employer.post(f"{address}/close")
    walker.look()
    employer.post(f"{address}/remove")
