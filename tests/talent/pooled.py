"""People with certificates in the pool, and employers, for tests."""

from datetime import timedelta

from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Grant, Purpose
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.learning.catalogue import live
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.talent import recording, visibility
from curriculum_app.web.access import Role


def certified(account, number, score=80.0, language="ko", level=None, skill="find_errors", now=None, days=400, questions=20):
    """A certificate of the sample course, recorded as the worker does."""
    now = now or utc_now()
    shown = {"id": skill, "ko": "", "en": "", "mean": score, "items": questions}
    credential = Credential(
        account_id=account.id, course_id=live().courses["sample"].id, year=2026, number=number, status_list=1, status_index=number,
        facts={"skills": [shown], "language": language, "score": score, "level": level, "course": {"ko": "과정", "en": "Course"},
               "questions": questions, "standard_error": None, "demonstration": False},
        issued_at=now, valid_until=now + timedelta(days=days),
    )  # fmt: skip
    db.session.add(credential)
    db.session.flush()
    recording.record(str(credential.id))
    return credential


def listed(person, number, name=None, **more):
    """Somebody with a certificate who agreed to be found: account, credential, record."""
    account = person(name or f"사람{number}")
    credential = certified(account, number, **more)
    consents.choose(account.id, [Purpose.TALENT_POOL], utc_now())
    db.session.commit()
    return account, credential, visibility.own_record(account.id)


def company(name="맑은데이터"):
    """An employer."""
    made = Organisation(name_ko=name, name_en=f"{name} Inc.", kind=OrganisationKind.EMPLOYER)
    db.session.add(made)
    db.session.commit()
    return made


def hire(account, organisation):
    """The account searches for the employer from now on."""
    db.session.add(Grant(account_id=account.id, organisation_id=organisation.id, role=Role.EMPLOYER))
    db.session.commit()
    return account
