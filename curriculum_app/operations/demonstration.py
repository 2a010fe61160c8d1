"""The accounts a development site starts with, so that a newcomer sees every side of it at once."""

from sqlalchemy import func, select

from curriculum_app.accounts import passwords
from curriculum_app.accounts.models import Account
from curriculum_app.database import db, utc_now
from curriculum_app.learning import progressing
from curriculum_app.learning.catalogue import live
from curriculum_app.organisations.models import Organisation, OrganisationKind

PASSWORD = "demonstration"
PEOPLE = (("trainee", "김하늘"), ("newcomer", "이새봄"))


def lay_out() -> list[str]:
    """Make the accounts on first start; the e-mails to sign in with. An installation that has accounts is left alone."""
    if not db.session.scalar(select(func.count()).select_from(Account)):
        now = utc_now()
        hashed = passwords.hashed(PASSWORD)
        db.session.add(Organisation(name_ko="한빛대학교", name_en="Hanbit University", kind=OrganisationKind.SCHOOL))
        people = [
            Account(email=f"{who}@example.org", name=name, password_hash=hashed, email_confirmed_at=now)
            for who, name in PEOPLE
        ]
        db.session.add_all(people)
        db.session.flush()
        for course in list(live().courses.values())[:1]:
            progressing.enrol(people[0].id, course.id, "ko")
        db.session.commit()
    demo = db.session.scalars(
        select(Account.email).where(Account.email.in_([f"{who}@example.org" for who, _ in PEOPLE]))
    )
    return sorted(demo, reverse=True)
