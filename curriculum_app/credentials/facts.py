"""What a certificate says, put together once when it is issued and frozen then.

Facts only grow: a credential of an earlier day lacks what came later, so whoever reads one asks with `.get`.
"""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from curriculum_app.accounts import facts as person_facts
from curriculum_app.accounts.facts import Proof
from curriculum_app.accounts.models import Account
from curriculum_app.content.schemas import Course
from curriculum_app.credentials.dressing import dressed
from curriculum_app.credentials.eligibility import Shown
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db
from curriculum_app.exams.models import Sitting
from curriculum_app.exams.queries import conditions_of
from curriculum_app.grading.kinds import GOLDS
from curriculum_app.grading.searching import search, total
from curriculum_app.grading.verdict import Verdict
from curriculum_app.learning.catalogue import Catalogue
from curriculum_app.learning.models import Edition, Enrolment, Revision
from curriculum_app.organisations.models import Organisation
from curriculum_app.practice.models import Answer, VerdictRow

NORMAL_95 = 1.96
STANDINGS = {Proof.DOCUMENT_SEEN: "document seen", Proof.ISSUER_CONFIRMED: "issuer confirmed"}


def written(
    credential: Credential, course: Course, catalogue: Catalogue, sitting: Sitting, organisation: Organisation | None,
    enrolment: Enrolment, local: datetime, supersedes: str | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Everything the certificate of this sitting says; `local` is the moment of issue by the issuer's clock."""
    said = {
        "serial": credential.serial, "course_id": str(course.id),
        "course": course.title.model_dump(), "summary": course.summary.model_dump(),
        **_holder(enrolment), **_time(credential, catalogue, course, enrolment, local), **_issuer(organisation),
        **_result(sitting), "sat_on": (sitting.handed_in_at or credential.issued_at).astimezone(local.tzinfo).date().isoformat(),
        "skills": _skills(catalogue, sitting), "alignment": _alignment(catalogue, sitting),
        "bank": sitting.bank, "bank_version": _bank_version(sitting), "pedigree": catalogue.pedigrees.get(sitting.bank, "drafted"),
        "demonstration": sitting.demonstration,
        "form": form_of(sitting), "found": found_in(sitting), "conditions": conditions_of(sitting),
        "supersedes": supersedes,
    }  # fmt: skip
    return dressed(said, course.certificate, organisation, shown_by(enrolment.account_id))


def shown_by(account_id: UUID) -> list[Shown]:
    """The degrees and licences of a person of which a document was seen or the issuer asked."""
    return [Shown(str(fact.sort), STANDINGS[Proof(fact.proof)]) for fact in person_facts.seen(account_id)]


def _holder(enrolment: Enrolment) -> dict[str, Any]:
    account = db.session.get_one(Account, enrolment.account_id)
    return {"name": account.name, "name_latin": account.name_latin}


def _issuer(organisation: Organisation | None) -> dict[str, Any]:
    config = current_app.config
    names, signatory = {"ko": config["ISSUER_NAME_KO"], "en": config["ISSUER_NAME_EN"]}, {"ko": "", "en": ""}
    if organisation:
        names = {"ko": organisation.name_ko, "en": organisation.name_en}
        signatory = {"ko": organisation.signatory_ko, "en": organisation.signatory_en}
    return {"issuer": names, "signatory": signatory, "local": "localhost" in config["PUBLIC_URL"]}


def _time(
    credential: Credential, catalogue: Catalogue, course: Course, enrolment: Enrolment, local: datetime
) -> dict[str, Any]:
    zone = local.tzinfo
    return {
        "started_on": (enrolment.opens_on or enrolment.created_at.astimezone(zone).date()).isoformat(),
        "finished_on": local.date().isoformat(), "minutes": catalogue.minutes[catalogue.slugs[course.id]][enrolment.language],
        "issued_on": local.date().isoformat(), "valid_until": credential.valid_until.astimezone(zone).date().isoformat(),
    }  # fmt: skip


def _result(sitting: Sitting) -> dict[str, Any]:
    error = sitting.standard_error
    return {
        "score": round(sitting.score or 0.0, 1), "standard_error": None if error is None else round(error, 1),
        "band": band(sitting.score or 0.0, error), "pass_score": sitting.pass_score, "questions": len(sitting.form),
        "language": sitting.language, "sitting": str(sitting.id),
    }  # fmt: skip


def band(score: float, error: float | None) -> dict[str, float] | None:
    """About 95 % around a score of 0..100: 1.96 standard errors to either side, within the scale.

    None where there is no error to go by: for a single question, and where all questions earned the same, which tells nothing
    of how far another form's would lie apart.
    """
    if not error:
        return None
    return {"low": round(max(0.0, score - NORMAL_95 * error), 1), "high": round(min(100.0, score + NORMAL_95 * error), 1)}


def _skills(catalogue: Catalogue, sitting: Sitting) -> list[dict[str, Any]]:
    return [
        {"id": skill, "ko": catalogue.skill_name(skill, "ko"), "en": catalogue.skill_name(skill, "en"), **row}
        for skill, row in (sitting.diagnosis or {}).items()
    ]


def _alignment(catalogue: Catalogue, sitting: Sitting) -> list[dict[str, Any]]:
    """The places in public frameworks of the skills that the exam asked for, each once."""
    places = {
        (place.framework, place.code): place.model_dump(mode="json")
        for skill in sitting.diagnosis or {}
        if skill in catalogue.skills
        for place in catalogue.skills[skill].alignment
    }
    return [places[key] for key in sorted(places)]


def _bank_version(sitting: Sitting) -> str:
    """The state of the content from which the form was drawn: the digest of its revision, in short."""
    loaded = select(Revision.digest).where(Revision.loaded_at <= sitting.started_at)
    return (db.session.scalar(loaded.order_by(Revision.number.desc()).limit(1)) or "")[:12]


def form_of(sitting: Sitting) -> list[dict[str, Any]]:
    """The kinds of items of the form, in their order, with their numbers."""
    ids = [UUID(entry["edition"]) for entry in sitting.form]
    kinds = {row.id: row.kind for row in db.session.execute(select(Edition.id, Edition.kind).where(Edition.id.in_(ids)))}
    return [{"kind": kind, "items": items} for kind, items in Counter(kinds[id] for id in ids).items()]


def found_in(sitting: Sitting) -> dict[str, int] | None:
    """Planted errors found in the exam, and false alarms in its clean texts, by the verdicts that count now.

    How a search is counted stands in grading/searching.py. None where the form has no item in which errors are sought.
    """
    by_answer = (
        select(Answer.item_id, VerdictRow.verdict, Edition.gold)
        .join(VerdictRow, VerdictRow.answer_id == Answer.id)
        .join(Edition, Edition.id == VerdictRow.gold_edition_id)
        .where(Answer.sitting_id == sitting.id)
        .order_by(VerdictRow.created_at)
    )
    answered = {item: (gold, Verdict.from_json(verdict)) for item, verdict, gold in db.session.execute(by_answer)}
    ids = [UUID(entry["edition"]) for entry in sitting.form]
    unanswered = {row.content_id: (row.gold, None) for row in db.session.scalars(select(Edition).where(Edition.id.in_(ids)))}
    counted = total(search(GOLDS.validate_python(gold), verdict) for gold, verdict in {**unanswered, **answered}.values())
    return None if counted is None else counted._asdict()
