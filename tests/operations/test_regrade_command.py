"""`curriculum regrade` says beforehand what would change, and puts the work down for the worker."""

import pytest
from click.testing import CliRunner

from curriculum_app import jobs
from curriculum_app.database import db
from curriculum_app.learning.catalogue import live
from curriculum_app.operations.commands import regrade
from curriculum_app.practice.models import VerdictRow
from tests.credentials.earning import earn
from tests.practice.regraded import newer_gold


@pytest.fixture
def run(app):
    """The command on the application of the test."""

    def call(*arguments):
        db.session.rollback()  # what the test has read holds SQLite's lock
        return CliRunner().invoke(regrade, arguments, obj=lambda: app)

    return call


def make_live(monkeypatch, edition_id):
    entry = live().items["sample-exam", "final", "ko"]._replace(edition=edition_id)
    monkeypatch.setitem(live().items, ("sample-exam", "final", "ko"), entry)


def test_a_dry_run_names_people_exams_and_certificates(run, trainee, monkeypatch):
    credential = earn(trainee)
    make_live(monkeypatch, newer_gold("final", "sample-exam", answer=["b"]))
    said = run("sample-exam/final", "--dry-run").output
    assert "1 answers would be graded anew; 1 would score differently." in said
    assert f"{trainee.account.email}: 100 → 0 (exam)" in said
    assert f"100.0 → 0.0, would FAIL; certificate {credential.serial} rests on it" in said
    assert "never revoked by a regrading" in said


def test_without_it_the_worker_is_given_the_work(run, trainee, monkeypatch):
    question = trainee.post("/courses/sample/exam").headers["Location"]
    trainee.post(question, {"chosen": "a"})
    trainee.post(question.rsplit("/", 1)[0])
    edition_id = newer_gold("final", "sample-exam", answer=["b"])
    make_live(monkeypatch, edition_id)
    assert "Put down for the worker." in run("sample-exam/final").output
    while jobs.run_waiting():
        pass
    assert db.session.query(VerdictRow).filter_by(gold_edition_id=edition_id).count() == 1


def test_an_exercise_that_is_not_there_is_named(run):
    result = run("sample/nowhere")
    assert result.exit_code == 1
    assert "no live exercise sample/nowhere in ko" in result.output
