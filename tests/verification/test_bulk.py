"""Many certificates are checked at once: numbers tell something only with the right name, and all is forgotten in a day."""

from datetime import timedelta
from uuid import uuid4

import pytest

from curriculum_app import jobs
from curriculum_app.credentials import revoking
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from curriculum_app.refusal import Refused
from curriculum_app.verification import bulk
from curriculum_app.verification.bulk import Outcome, Row
from curriculum_app.verification.models import BulkCheck, BulkPart
from tests.credentials.earning import earn, work


@pytest.fixture
def credential(trainee):
    return earn(trainee)


def checked(*rows):
    return bulk.check([Row(*row) for row in rows], utc_now())


def test_a_number_with_its_name_tells_its_state_and_no_more(credential):
    (result,) = checked((f"제 {credential.serial}호", " 김 하늘"))
    assert (result.outcome, result.state) == (Outcome.MATCH, "valid")
    assert result.serial is result.course is result.valid_until is None


def test_a_number_with_another_name_is_as_unknown_as_one_never_given(credential):
    wrong, never = checked((credential.serial, "이새봄"), ("1999-0007", "이새봄"))
    assert wrong[2:] == never[2:]
    assert wrong.outcome == Outcome.NO_MATCH


def test_a_public_id_tells_what_its_page_tells(credential):
    by_id, by_address, other_name, unknown = checked(
        (str(credential.id),), (f"http://localhost:8000/verify/{credential.id}", "김하늘"), (str(credential.id), "이새봄"), (str(uuid4()),)
    )  # fmt: skip
    assert by_id[2:] == by_address[2:]
    assert (by_id.outcome, by_id.state, by_id.serial) == (Outcome.MATCH, "valid", credential.serial)
    assert by_id.course == credential.facts["course"]["ko"]
    assert (other_name.outcome, other_name.state) == (Outcome.NAME_DIFFERS, "valid")
    assert unknown[2:] == checked(("1999-0007", "이"))[0][2:]


def test_what_is_no_number_and_what_lacks_a_name_say_so(credential):
    results = checked(("", "김하늘"), ("zero", "김하늘"), (credential.serial, " "), ("9999-999999999", "김"))
    outcomes = [Outcome.UNREADABLE, Outcome.UNREADABLE, Outcome.NAME_NEEDED, Outcome.NO_MATCH]
    assert [result.outcome for result in results] == outcomes


def test_a_revoked_one_is_revoked_at_once(credential, person):
    revoking.revoke(credential, person("관리자").id, "시험", utc_now())
    assert [result.state for result in checked((credential.serial, "김하늘"), (str(credential.id),))] == ["revoked"] * 2


def test_a_check_goes_part_by_part_and_its_progress_is_seen(credential, person):
    asker, rows = person(), [Row(str(credential.id))] * bulk.PART + [Row("2026-9999", "김하늘")] * 7
    asked = bulk.ask(asker.id, rows, utc_now())
    db.session.commit()
    assert bulk.progress(asked) == (0, len(rows))
    starts = {db.session.get(jobs.Job, job).arguments["start"]: job for job in jobs.waiting()}
    assert jobs.run(starts[0])
    assert bulk.progress(asked) == (bulk.PART, len(rows))
    assert len(bulk.results(asked)) == bulk.PART
    assert jobs.run(starts[bulk.PART])
    assert bulk.progress(asked).finished
    assert [result.outcome for result in bulk.results(asked)] == [Outcome.MATCH] * bulk.PART + [Outcome.NO_MATCH] * 7


def test_a_job_run_twice_changes_nothing(person):
    asked = bulk.ask(person().id, [Row("2026-0001", "김")], utc_now())
    db.session.commit()
    bulk.check_part(str(asked.id), 0)
    db.session.commit()
    before = bulk.results(asked)
    bulk.check_part(str(asked.id), 0)
    assert bulk.results(asked) == before != []


def test_a_check_is_its_askers_alone_and_forgotten_after_a_day(person):
    asker, other, now = person(), person(), utc_now()
    asked, kept = (bulk.ask(asker.id, [Row("2026-0001", "김")], then) for then in (now - timedelta(days=1), now))
    db.session.commit()
    assert bulk.own(asker.id, kept.id, now) is not None
    assert bulk.own(other.id, kept.id, now) is None
    assert bulk.own(asker.id, asked.id, now) is None
    jobs.look_after()
    work()
    assert [row.id for row in db.session.query(BulkCheck)] == [kept.id]
    assert db.session.query(BulkPart).count() == 1


@pytest.mark.parametrize(("rows", "code"), [
    ([], "bulk_empty"), ([Row("1", "")] * (bulk.MOST + 1), "bulk_too_many"), ([Row("1"), Row("1" * 301)], "bulk_row_too_long"),
    ([Row("1", "가" * 101)], "bulk_row_too_long"),
])  # fmt: skip
def test_what_is_too_much_or_nothing_is_refused(person, rows, code):
    with pytest.raises(Refused, match=code):
        bulk.ask(person().id, rows, utc_now())


def test_nobody_has_more_than_three_under_way(person):
    asker, now = person(), utc_now()
    for _ in range(3):
        bulk.ask(asker.id, [Row("1")], now)
    with pytest.raises(Refused, match="bulk_under_way"):
        bulk.ask(asker.id, [Row("1")], now)
    bulk.ask(person().id, [Row("1")], now)
    db.session.commit()
    work()
    bulk.ask(asker.id, [Row("1")], now)


def test_finding_costs_the_same_few_queries_however_many_rows(credential, count_queries):
    def statements(rows):
        with count_queries() as counted:
            checked(*rows)
        return len(counted)

    unknown = [(f"1999-{number}", "김") for number in range(200)] + [(str(uuid4()),) for _ in range(200)]
    assert statements(unknown) == 2
    assert db.session.query(Credential).count() == 1
