"""What a development site starts with, so that a newcomer sees every side of it at once: people, a cohort, its history.

The history is walked by the same rules as anybody's, only with an earlier clock: answers are graded, exams drawn and sat,
certificates issued. Nothing of it is written into the tables by hand.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from curriculum_app.accounts import consents, passwords
from curriculum_app.accounts.models import Account, Grant, Purpose
from curriculum_app.cohorts import joining
from curriculum_app.cohorts.models import Cohort
from curriculum_app.credentials import documents, issuing
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.exams import sitting as sitting_rules
from curriculum_app.grading.kinds import TASKS
from curriculum_app.grading.marking import MarkedTask
from curriculum_app.grading.strategy import Strategy
from curriculum_app.learning import progressing, queries
from curriculum_app.learning.catalogue import Catalogue, live
from curriculum_app.learning.models import Enrolment
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.practice import answering
from curriculum_app.refusal import Refused
from curriculum_app.talent import contacting, looking, recording, shortlisting, visibility
from curriculum_app.talent.employer_models import Sort
from curriculum_app.talent.models import Availability
from curriculum_app.web.access import Role

PASSWORD = "demonstration"
SHOWN = "finding-hallucinations"  # the course of the demonstration cohort
PEOPLE = {
    "trainee": "김하늘", "instructor": "박가람", "employer": "최한솔", "author": "정다운", "administrator": "한결", "newcomer": "이새봄",
}  # fmt: skip
GRADUATES = {
    "sora": ("윤소라", "Yoon Sora"), "jiho": ("강지호", "Kang Jiho"), "mina": ("오미나", "Oh Mina"), "taeo": ("서태오", "Seo Taeo"),
    "yuna": ("임유나", "Lim Yuna"), "doyun": ("배도윤", "Bae Doyun"), "hana": ("문하나", "Moon Hana"), "jun": ("노준", "Noh Jun"),
    "seoa": ("홍서아", "Hong Seoa"), "minjae": ("차민재", "Cha Minjae"),
}  # fmt: skip
BEGUN = timedelta(days=40)


def lay_out() -> list[str]:
    """Lay everything out on first start; the e-mails to sign in with. An installation that has accounts is left alone."""
    if not db.session.scalar(select(func.count()).select_from(Account)):
        _people_and_history(live(), utc_now())
        db.session.commit()
    emails = [_email(who) for who in PEOPLE]
    known = set(db.session.scalars(select(Account.email).where(Account.email.in_(emails))))
    return [email for email in emails if email in known]


def verification_address() -> str | None:
    """Where one certificate of the demonstration is verified."""
    graduate = (
        select(Credential.id).join(Account, Account.id == Credential.account_id).where(Account.email == _email("sora"))
    )
    found = db.session.scalar(graduate.limit(1))
    return documents.address(found) if found else None


def _email(who: str) -> str:
    return f"{who}@example.org"


def _people_and_history(catalogue: Catalogue, now: datetime) -> None:
    hashed = passwords.hashed(PASSWORD)
    school = Organisation(
        name_ko="한빛대학교", name_en="Hanbit University", kind=OrganisationKind.SCHOOL, signatory_ko="한빛대학교 평생교육원장",
        signatory_en="Dean of Lifelong Learning, Hanbit University",
    )  # fmt: skip
    company = Organisation(name_ko="맑은데이터", name_en="Clear Data", kind=OrganisationKind.EMPLOYER)

    def account(who: str, name: str, latin: str = "") -> Account:
        return Account(email=_email(who), name=name, name_latin=latin, password_hash=hashed, email_confirmed_at=now)

    people = {who: account(who, name) for who, name in PEOPLE.items()}
    graduates = {who: account(who, *names) for who, names in GRADUATES.items()}
    db.session.add_all([school, company, *people.values(), *graduates.values()])
    db.session.flush()
    roles = (("instructor", Role.INSTRUCTOR, school.id), ("author", Role.AUTHOR, school.id),
             ("employer", Role.EMPLOYER, company.id), ("administrator", Role.ADMINISTRATOR, None))  # fmt: skip
    db.session.add_all(Grant(account_id=people[who].id, role=role, organisation_id=place) for who, role, place in roles)
    if course := catalogue.courses.get(SHOWN):
        begun, until = (now - BEGUN).date(), (now + timedelta(days=50)).date()
        cohort = joining.open_cohort(
            school.id, "2026 가을 AI 트레이너 과정", course.id, begun, until, people["instructor"].id
        )
        _walk(cohort, people["trainee"], catalogue, now - timedelta(days=6), Random(7), steps=3)
        for number, graduate in enumerate(graduates.values()):
            _graduate(cohort, graduate, catalogue, now - BEGUN + timedelta(days=min(3 * number, 15)), Random(number))
        _asked(company, people["employer"], graduates["sora"], now)


def _graduate(cohort: Cohort, account: Account, catalogue: Catalogue, begun: datetime, chance: Random) -> None:
    """From the first lesson to the certificate, listed in the talent pool; the first one shows the name in public too."""
    enrolment = _walk(cohort, account, catalogue, begun, chance, steps=99)
    exam = catalogue.courses[catalogue.slugs[cohort.course_id]].exam
    assert exam is not None
    at = begun + timedelta(days=9)
    for _ in range(exam.tries.limit):
        sitting = sitting_rules.start(enrolment, exam, catalogue, at)
        for entry in sitting.form:
            sitting_rules.keep(sitting, UUID(entry["item"]), _answer(UUID(entry["edition"]), chance, 0.9), at)
        sitting_rules.hand_in(sitting, at + timedelta(minutes=18))
        at += timedelta(days=8)
        if sitting.passed:
            break
    public = [Purpose.PUBLIC_VERIFICATION] if account.email == _email("sora") else []
    consents.choose(account.id, [Purpose.TALENT_POOL, *public], at)
    try:
        credential = issuing.issue(enrolment, catalogue, at)
        recording.record(str(credential.id))
        _available(account, chance, at)
    except Refused:  # three bad days: it happens, and the cohort shows it
        return


def _available(account: Account, chance: Random, at: datetime) -> None:
    """What the graduates say of their availability; some say nothing."""
    record = visibility.own_record(account.id)
    if record is not None and chance.random() < 0.8:
        record.availability = chance.choice((Availability.NOW, Availability.FROM))
        record.available_from = (at + timedelta(days=30)).date() if record.availability == Availability.FROM else None
        record.hours, record.remote = chance.choice((10, 20, 40)), chance.choice((True, True, False))


def _asked(company: Organisation, employer: Account, graduate: Account, now: datetime) -> None:
    """The employer has put one graduate aside and asked to talk."""
    record = visibility.own_record(graduate.id)
    here = looking.Employer(company, employer.id)
    if record is None or visibility.person(company.id, record.id, now) is None:
        return
    looking.note(here, [record.id], Sort.OPENED, now - timedelta(hours=3))
    shortlisting.put_aside(here, record.id, "환각 검수 경험이 맞음. 다음 주에 이야기해 볼 것.", now - timedelta(hours=2))
    message = "모델 답변 검수 일을 함께하실 분을 찾습니다. 원격, 주 20시간, 시간당 2만 원입니다."
    contacting.ask(here, record.id, message, now - timedelta(hours=1))


def _walk(
    cohort: Cohort, account: Account, catalogue: Catalogue, begun: datetime, chance: Random, steps: int
) -> Enrolment:
    """Join, and do the first steps of the course, a few minutes each."""
    joining.join(cohort, account.id, "ko", begun)
    enrolment = queries.enrolment_of(account.id, cohort.course_id)
    assert enrolment is not None
    enrolment.created_at, at = begun, begun
    slug = catalogue.slugs[cohort.course_id]
    for step in catalogue.steps(slug, "ko")[:steps]:
        for minute in range(step.minutes):
            progressing.count_minute(account.id, enrolment.id, step.id, at + timedelta(minutes=minute))
        at += timedelta(minutes=step.minutes)
        if step.sort == "lesson":
            progressing.note(enrolment.id, step.id, "lesson", at)
            continue
        if step.sort == "project":  # a week's work, which no certificate asks of the people of the demonstration
            continue
        edition = catalogue.item(catalogue.courses[slug].practice_bank, step.slug, "ko").edition
        task = TASKS.validate_python(queries.edition_task(edition))
        answering.hand_in(enrolment, task, edition, _answer(edition, chance, 0.75), str(uuid4()), at)
        at += timedelta(hours=chance.randint(1, 30))
    return enrolment


def _answer(edition_id: UUID, chance: Random, skill: float) -> dict[str, Any]:
    """An answer as a good but not perfect trainee gives it: each mark of the gold is found, or the right choice made, by `skill`."""
    task = TASKS.validate_python(queries.edition_task(edition_id))
    ideal = answering.gold_of(edition_id).ideal(task)
    marks = [mark for mark in getattr(ideal, "marks", ()) if chance.random() < skill]
    if isinstance(task, MarkedTask):
        return {**ideal.model_copy(update={"marks": tuple(marks)}).model_dump(mode="json"), "text_hash": task.hash}
    guess = None if chance.random() < skill else task.guess(Strategy.RANDOM, chance)
    return dict((guess or ideal).model_dump(mode="json"))
