"""A print that says something else than what was signed is not issued, and one that got out is found when it is checked."""

import json

import pytest

from curriculum_app import jobs
from curriculum_app.credentials import agreement, documents, printing, queries, rendering, sealing, tasks
from curriculum_app.database import db, utc_now
from tests.credentials.earning import earn
from tests.verification.test_files import asked, dropped


@pytest.fixture
def credential(trainee):
    return earn(trainee)


def test_a_page_that_disagrees_is_refused(credential, monkeypatch):
    own = rendering.pdf
    monkeypatch.setattr(rendering, "pdf", lambda facts, *rest: own({**facts, "score": 11.0}, *rest))
    db.session.delete(queries.print_of(credential.id))
    db.session.commit()
    with pytest.raises(printing.Disagrees, match="score"):
        tasks.print_credential(str(credential.id))
    db.session.rollback()
    assert not queries.is_printed(credential.id)


def test_a_sealed_page_with_another_name_is_broken_by_what_it_prints(credential, browser):
    held = queries.print_of(credential.id)
    facts = {**credential.facts, "name": "다른 사람"}
    forged = sealing.seal(
        rendering.pdf(facts, documents.address(credential.id), held.document, credential.issued_at), utc_now()
    )
    answer = asked(browser, forged, "application/pdf").json
    assert answer["state"] == "broken"
    assert {check["code"] for check in answer["checks"] if check["passed"] is False} == {"print", "record"}
    assert "지면에 적힌 내용이 서명된 내용과 다릅니다." in dropped(browser(), forged).text


def test_a_page_below_a_broken_seal_is_not_even_read(credential, browser, monkeypatch):
    pdf = bytearray(queries.print_of(credential.id).pdf)
    pdf[-30] ^= 1
    answer = asked(browser, bytes(pdf), "application/pdf").json
    assert answer["state"] == "broken"
    assert [check["passed"] for check in answer["checks"] if check["code"] == "print"] == [None]


def test_the_printed_page_agrees_with_the_signed_file(credential):
    held = queries.print_of(credential.id)
    assert agreement.compare(held.pdf, json.loads(held.document)) == ()
    assert db.session.query(jobs.Job).filter(jobs.Job.done_at.is_(None)).count() == 0
