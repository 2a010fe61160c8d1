"""Work samples: three exam answers a certificate, drawn by its hash from retired items, shown with the holder's consent.

Nobody chooses: the order of the answers follows from the SHA-256 of the signed certificate, which its holder can't influence.
Retired is what the bank's file says now (`retired` in bank.yaml). Of an item that may still be asked, neither text nor gold is
ever read here; nor of one that stands in a sitting that is still open.
"""

from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.credentials.models import Credential, CredentialPrint
from curriculum_app.database import db
from curriculum_app.exams.models import Sitting, SittingState
from curriculum_app.grading.verdict import Verdict
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.practice.models import Answer, Context, VerdictRow
from curriculum_app.practice.queries import task_of

SAMPLES = 3


class Sample(NamedTuple):
    """One drawn answer: which, to what, and the certificate whose hash drew it."""

    answer_id: UUID
    credential_id: UUID
    title: str
    kind: str
    language: str


def of_credential(credential: Credential, catalogue: Catalogue) -> list[Sample]:
    """The samples of a certificate, none without its holder's consent."""
    if credential.account_id is None or Purpose.WORK_SAMPLES not in consents.in_force(credential.account_id):
        return []
    return drawn(credential, catalogue)


def drawn(credential: Credential, catalogue: Catalogue) -> list[Sample]:
    """What the hash of a certificate draws: the same whenever the same items are retired."""
    seed = db.session.scalar(
        select(CredentialPrint.document_sha256).where(CredentialPrint.credential_id == credential.id)
    )
    if seed is None or credential.enrolment_id is None:
        return []
    given = select(Answer).where(
        Answer.enrolment_id == credential.enrolment_id,
        Answer.account_id == credential.account_id,
        Answer.context == Context.EXAM,
    )
    retired = {entry.id for (bank, slug, _), entry in catalogue.items.items() if (bank, slug) in catalogue.retired}
    firsts: dict[UUID, Answer] = {}
    for answer in db.session.scalars(given.order_by(Answer.created_at, Answer.id)):
        if answer.item_id in retired:
            firsts.setdefault(answer.item_id, answer)
    asked = _being_asked() if firsts else frozenset()
    order = sorted(firsts.keys() - asked, key=lambda item: sha256(f"{seed}/{item}".encode()).digest())
    samples = []
    for item in order[:SAMPLES]:
        task = task_of(firsts[item].edition_id)
        samples.append(Sample(firsts[item].id, credential.id, task.title, task.kind, task.language))
    return samples


def _being_asked() -> frozenset[UUID]:
    """The items of forms that somebody works on now, drawn before they were retired."""
    forms = db.session.scalars(select(Sitting.form).where(Sitting.state == SittingState.OPEN))
    return frozenset(UUID(entry["item"]) for form in forms for entry in form)


class Opened(NamedTuple):
    """A sample as it is shown: the answer, and its newest verdict."""

    answer: Answer
    verdict: Verdict


def opened(sample: Sample) -> Opened:
    """The answer of a drawn sample with the verdict that counts."""
    newest = select(Answer, VerdictRow.verdict).join(VerdictRow, VerdictRow.answer_id == Answer.id)
    row = db.session.execute(
        newest.where(Answer.id == sample.answer_id).order_by(VerdictRow.created_at.desc()).limit(1)
    ).one()
    return Opened(row[0], Verdict.from_json(row[1]))
