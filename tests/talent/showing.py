"""Records with enough behind them to speak, made for tests: answers, a certificate, retired items."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from flask import current_app

from curriculum_app import jobs
from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.credentials.models import Credential, CredentialPrint
from curriculum_app.database import db, utc_now
from curriculum_app.exams.models import Sitting, SittingState
from curriculum_app.grading.verdict import Verdict
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Edition, Enrolment
from curriculum_app.practice.models import Answer, Context, VerdictRow
from curriculum_app.talent import recording


def enrolled(account):
    """An enrolment in the sample course."""
    made = Enrolment(account_id=account.id, course_id=live().courses["sample"].id, language="ko")
    db.session.add(made)
    db.session.flush()
    return made


def answer(enrolment, edition, sitting=None, score=1.0, seconds=None, right="a", item_id=None, outcomes=None):
    """An answer to an item with its verdict; of an item of its own where `item_id` is given."""
    given = Answer(
        account_id=enrolment.account_id, enrolment_id=enrolment.id, edition_id=edition.id, item_id=item_id or edition.content_id,
        context=Context.EXAM if sitting else Context.PRACTICE, sitting_id=sitting and sitting.id, try_number=1, answer={"chosen": [right]},
        seconds=seconds,
    )  # fmt: skip
    db.session.add(given)
    db.session.flush()
    verdict = Verdict.from_json({"score": score, "headline": {"code": "choice_right"}, "parts": [], "outcomes": outcomes or []})
    db.session.add(VerdictRow(answer_id=given.id, gold_edition_id=edition.id, score=score, verdict=verdict.to_json()))
    return given


def edition_of(slug, bank="sample", language="ko"):
    return db.session.get_one(Edition, live().items[bank, slug, language].edition)


def sat(enrolment, form=(), state=SittingState.HANDED_IN):
    """A sitting of the sample exam."""
    now = utc_now()
    number = db.session.query(Sitting).filter_by(enrolment_id=enrolment.id).count() + 1
    made = Sitting(
        account_id=enrolment.account_id, enrolment_id=enrolment.id, course_id=enrolment.course_id, language="ko", bank="sample-exam",
        demonstration=False, period=2026, try_number=number, form=[{"item": str(item)} for item in form], state=state, started_at=now,
        deadline_at=now, handed_in_at=now if state == SittingState.HANDED_IN else None, pass_score=70.0,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def certified(account, enrolment=None, number=1, questions=30, digest=None, **facts):
    """A printed certificate in the account's record; `facts` are added to what it says."""
    credential = Credential(
        account_id=account.id, enrolment_id=enrolment and enrolment.id, course_id=live().courses["sample"].id, year=2026, number=number,
        status_list=1, status_index=number, issued_at=utc_now(), valid_until=utc_now() + timedelta(days=9),
        facts={"skills": [{"id": "find_errors", "ko": "", "en": "", "mean": 81.0, "items": questions}], "language": "ko", "score": 82.0,
               "questions": questions, "course": {"ko": "시험 과정", "en": "Sample course"}, "demonstration": False, **facts},
    )  # fmt: skip
    db.session.add(credential)
    db.session.flush()
    printed(credential, digest)
    recording.record(str(credential.id))
    db.session.commit()
    while jobs.run_waiting():
        pass
    return credential


def printed(credential, digest=None):
    """Its print, of which nothing but the hash counts here."""
    db.session.add(CredentialPrint(
        credential_id=credential.id, document=b"{}", document_sha256=digest or uuid4().hex * 2, pdf=b"", pdf_sha256="0" * 64,
        printed_at=utc_now(),
    ))  # fmt: skip


def pooled(person, count):
    """So many others in the pool, so that one has somebody to hide among."""
    for number in range(count):
        other = person(f"남{number}")
        certified(other, number=100 + number)
        consents.choose(other.id, [Purpose.TALENT_POOL], utc_now())
    db.session.commit()


@contextmanager
def retired(*items):
    """These (bank, slug) are retired for as long."""
    catalogue = current_app.extensions["catalogue"].catalogue or live()
    before = catalogue.retired
    catalogue.retired = {*before, *items}
    try:
        yield
    finally:
        catalogue.retired = before
