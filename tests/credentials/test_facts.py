"""What a certificate says is put together once: scores with their band, what was found, from which form, under which conditions."""

import json
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select

from curriculum_app.accounts import facts as person_facts
from curriculum_app.accounts.facts import Document, Proof
from curriculum_app.content.schemas import CertificateTerms
from curriculum_app.credentials import documents, facts, queries
from curriculum_app.credentials.eligibility import Shown, given
from curriculum_app.database import db, utc_now
from curriculum_app.exams import sitting as rules
from curriculum_app.exams.models import Sitting
from curriculum_app.learning.catalogue import live
from curriculum_app.learning.models import Edition, Revision
from curriculum_app.practice.models import Answer, VerdictRow
from curriculum_app.verification import checking
from tests.credentials.earning import MARK, earn

FIRST_DAY = json.loads((Path(__file__).parent / "frozen/facts_of_the_first_day.json").read_text("utf-8"))


def credential_of(said):
    """A credential with these facts, as it was on the day of the frozen documents."""
    return SimpleNamespace(
        id=UUID("0e8f8f8e-1111-4111-8111-000000000001"), facts=said, status_list=1, status_index=4711,
        issued_at=datetime.fromisoformat("2026-11-20T09:30:00Z"), valid_until=datetime.fromisoformat("2028-11-19T15:00:00Z"))  # fmt: skip


@pytest.mark.parametrize("frozen", FIRST_DAY.values(), ids=FIRST_DAY)
def test_the_document_of_an_old_certificate_is_the_same_to_the_letter(app, monkeypatch, frozen):
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://school.example")
    made = documents.document(credential_of(frozen["facts"]), "haneul@example.org")
    assert made == frozen["document"]
    assert json.dumps(made) == json.dumps(frozen["document"])


def test_a_certificate_says_its_form_bank_conditions_and_kind(trainee):
    said = earn(trainee).facts
    assert said["form"] == [{"kind": "choice", "items": 1, "ko": "고르기", "en": "Choice"}]
    assert said["bank_version"] == db.session.scalar(select(Revision.digest).order_by(Revision.number.desc()))[:12]
    assert said["conditions"] == {"supervised": False, "by": "", "identity_seen": False}
    assert (said["pedigree"], said["kind"], said["level"], said["title"]["ko"]) == ("drafted", "completion", None, "수료증")
    assert (said["found"], said["band"], said["qualification"], said["supersedes"]) == (None, None, None, None)


def test_its_credential_says_the_same_in_both_languages(trainee):
    signed = json.loads(queries.print_of(earn(trainee).id).document)
    told = {one["id"].rsplit("#")[-1]: one["narrative"] for one in signed["evidence"]}
    assert told["form"] == "고르기 1문항. / Choice: 1."
    assert told["conditions"] == "감독 없이 응시했고 신분을 확인하지 않았습니다. / Unsupervised; identity not seen."
    assert told["bank"].startswith("sample-exam, ")
    assert "아무도 검토하지 않았습니다" in told["bank"]
    assert set(told) == {"exam", "form", "bank", "conditions"}


def test_a_certificate_whose_facts_are_touched_no_longer_agrees(trainee):
    credential = earn(trainee)
    for name, value in (("pedigree", "expert-approved"), ("conditions", {"supervised": True, "by": "박감독", "identity_seen": True}),
                        ("band", {"low": 99.0, "high": 100.0}), ("found", {"planted": 50, "found": 50, "false_alarms": 0, "clean": 20}),
                        ("supersedes", "2026-0009"), ("kind", "level")):  # fmt: skip
        kept, credential.facts = credential.facts, credential.facts | {name: value}
        found = {check.code: check.passed for check in checking.checks(credential, queries.print_of(credential.id), utc_now())}
        assert found["agreement"] is False, name
        credential.facts = kept


@pytest.mark.parametrize(
    ("score", "error", "expected"),
    [
        (80.0, 5.0, {"low": 70.2, "high": 89.8}),
        (96.0, 5.0, {"low": 86.2, "high": 100.0}),
        (3.0, 5.0, {"low": 0.0, "high": 12.8}),
        (100.0, 0.0, None),
        (100.0, None, None),
    ],
)
def test_the_band_is_about_95_percent_around_the_score_within_the_scale_or_not_known(score, error, expected):
    assert facts.band(score, error) == expected


@pytest.fixture
def searched(trainee):
    """Hands in a sitting whose form has a question and two texts with one planted error each; searched(marks) answers the first."""
    trainee.post("/courses/sample/exam")
    sitting = db.session.query(Sitting).one()
    entries = {slug: entry for (_, slug, language), entry in live().items.items() if language == sitting.language}
    sitting.form = [
        {"item": str(entries[slug].id), "edition": str(entries[slug].edition), "slug": slug, "pictures": []}
        for slug in ("final", "mark", "year")
    ]

    def hand_in(marks):
        task = db.session.get(Edition, entries["mark"].edition)
        text_hash = rules.TASKS.validate_python(task.task).hash
        rules.keep(sitting, entries["mark"].id, {"text_hash": text_hash, "marks": marks}, utc_now())
        rules.hand_in(sitting, utc_now())
        db.session.commit()
        return sitting

    return hand_in


def test_errors_found_are_counted_over_the_form_and_what_was_not_answered_was_not_found(searched):
    assert facts.found_in(searched([MARK])) == {"planted": 2, "found": 1, "false_alarms": 0, "clean": 0}


def test_a_mark_beside_the_error_finds_nothing(searched):
    beside = MARK | {"start": 0, "end": 2, "quote": "답은"}
    assert facts.found_in(searched([beside])) == {"planted": 2, "found": 0, "false_alarms": 0, "clean": 0}


def test_the_form_lists_kinds_in_their_order(searched):
    assert facts.form_of(searched([])) == [{"kind": "choice", "items": 1}, {"kind": "hallucination_spans", "items": 2}]


def test_after_a_regrading_the_newest_verdict_and_its_gold_count(searched):
    sitting = searched([MARK])
    answer = db.session.query(Answer).filter_by(sitting_id=sitting.id).one()
    old = db.session.get(Edition, answer.edition_id)
    new = Edition(id=UUID(int=7), content_id=old.content_id, sort="item", language=old.language, kind=old.kind, source_hash="x",
                  task_hash=old.task_hash, schema_version=1, task=old.task,
                  gold=old.gold | {"marks": [], "clean_reason": "맞습니다."})  # fmt: skip
    verdict = rules.answering.GOLDS.validate_python(new.gold).assess(
        rules.TASKS.validate_python(old.task), rules.TASKS.validate_python(old.task).stored(answer.answer)
    )
    db.session.add(new)
    db.session.flush()
    db.session.add(VerdictRow(answer_id=answer.id, gold_edition_id=new.id, score=verdict.score, verdict=verdict.to_json()))
    db.session.flush()
    assert facts.found_in(sitting) == {"planted": 1, "found": 0, "false_alarms": 1, "clean": 1}
    db.session.rollback()


TERMS = {"kind": "level", "level": "reviewer"}


@pytest.mark.parametrize(
    ("terms", "supervised", "pedigree", "expected"),
    [
        ({}, True, "drafted", ("completion", None)),
        (TERMS, True, "drafted", ("level", "reviewer")),
        (TERMS, False, "expert-approved", ("completion", None)),
        ({"kind": "course"}, True, "drafted", ("course", None)),
        ({"kind": "course"}, False, "drafted", ("completion", None)),
        ({"kind": "level", "level": "domain-expert"}, True, "blind-checked", ("completion", None)),
        ({"kind": "level", "level": "domain-expert"}, True, "expert-approved", ("level", "domain-expert")),
        ({"kind": "level", "level": "domain-expert"}, False, "expert-approved", ("completion", None)),
    ],
)
def test_nobody_gets_more_than_the_conditions_and_the_bank_carry(terms, supervised, pedigree, expected):
    said = {"conditions": {"supervised": supervised}, "pedigree": pedigree}
    assert given(CertificateTerms(**terms), said, [Shown("degree", "document seen")]) == expected


@pytest.fixture
def expertly(app, monkeypatch):
    """The sample course gives the level of domain experts, its bank is approved by experts, its exams are supervised."""
    course, catalogue = live().courses["sample"], live()
    terms = course.certificate.model_copy(update={"kind": "level", "level": "domain-expert"})
    monkeypatch.setitem(catalogue.courses, "sample", course.model_copy(update={"certificate": terms}))
    monkeypatch.setitem(catalogue.pedigrees, "sample-exam", "expert-approved")
    monkeypatch.setattr(facts, "conditions_of", lambda sitting: {"supervised": True, "by": "박감독", "identity_seen": True})


@pytest.mark.parametrize(
    ("proof", "document", "expected"),
    [
        (Proof.DOCUMENT_SEEN, Document.CERTIFICATE, ("level", "domain-expert")),
        (Proof.ISSUER_CONFIRMED, None, ("level", "domain-expert")),
        (None, None, ("completion", None)),
    ],
)
def test_a_domain_expert_is_whose_degree_somebody_has_seen(expertly, trainee, person, proof, document, expected):
    now = utc_now()
    degree = person_facts.declare(trainee.account.id, person_facts.Sort.DEGREE, "의학", "doctor", None, now)
    if proof:
        person_facts.ask(degree, now)
        person_facts.mark(degree, proof, document, person("강사").id, None, now)
    said = earn(trainee).facts
    assert (said["kind"], said["level"]) == expected
    assert (said["title"]["ko"] == "수료증") == (proof is None)


def test_languages_and_hours_make_no_expert_however_well_they_are_proven(expertly, trainee, person):
    now = utc_now()
    for sort, name, grade, hours in (("language", "en", "C2", None), ("hours", "진료 기록 검수", "", 900)):
        said = person_facts.declare(trainee.account.id, person_facts.Sort(sort), name, grade, hours, now)
        person_facts.ask(said, now)
        person_facts.mark(said, Proof.ISSUER_CONFIRMED, None, person(sort).id, None, now)
    assert earn(trainee).facts["kind"] == "completion"
