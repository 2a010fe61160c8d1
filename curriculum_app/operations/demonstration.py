"""The accounts a development site starts with, so that a newcomer sees every side of it at once."""

from datetime import timedelta

from sqlalchemy import func, select

from curriculum_app.accounts import passwords
from curriculum_app.accounts.models import Account, Grant
from curriculum_app.cohorts import joining
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.web.access import Role

PASSWORD = "demonstration"
PEOPLE = (("trainee", "김하늘"), ("instructor", "박가람"), ("newcomer", "이새봄"))


def lay_out() -> list[str]:
    """Make the accounts on first start; the e-mails to sign in with. An installation that has accounts is left alone."""
    if not db.session.scalar(select(func.count()).select_from(Account)):
        now = utc_now()
        hashed = passwords.hashed(PASSWORD)
        school = Organisation(name_ko="한빛대학교", name_en="Hanbit University", kind=OrganisationKind.SCHOOL)
        people = {
            who: Account(email=f"{who}@example.org", name=name, password_hash=hashed, email_confirmed_at=now)
            for who, name in PEOPLE
        }
        db.session.add_all([school, *people.values()])
        db.session.flush()
        db.session.add(Grant(account_id=people["instructor"].id, role=Role.INSTRUCTOR, organisation_id=school.id))
        for course in list(live().courses.values())[:1]:
            last_day = now.date() + timedelta(days=60)
            cohort = joining.open_cohort(
                school.id, "2026 가을 AI 트레이너 과정", course.id, now.date(), last_day, people["instructor"].id
            )
            joining.join(cohort, people["trainee"].id, "ko", now)
        db.session.commit()
    demo = db.session.scalars(
        select(Account.email).where(Account.email.in_([f"{who}@example.org" for who, _ in PEOPLE]))
    )
    return sorted(demo, reverse=True)
