"""Many certificates are changed at once: in parts, once each, and by two people where their organisation asks for it."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from curriculum_app import jobs
from curriculum_app.audit import AuditEntry
from curriculum_app.credentials import changing, keys, queries, statuses
from curriculum_app.credentials.models import Credential
from curriculum_app.credentials.standing_models import Change, ChangeItem, ChangeState, Kind, Outcome
from curriculum_app.database import db, utc_now
from curriculum_app.organisations.models import Organisation, OrganisationKind
from curriculum_app.refusal import Refused
from tests.credentials.earning import work

REASON = "시험 문항이 유출되었습니다."


@pytest.fixture(autouse=True)
def signing_key(app):
    keys.ensure(utc_now())
    db.session.commit()


@pytest.fixture
def people(person):
    return person("첫째"), person("둘째")


def organisation(of_two=True):
    made = Organisation(name_ko=f"기관 {uuid4()}", name_en="School", kind=OrganisationKind.SCHOOL, two_person_approval=of_two)
    db.session.add(made)
    db.session.flush()
    return made


def issued(count, school=None, first=1):
    now = utc_now()
    made = [
        Credential(id=uuid4(), course_id=uuid4(), year=2026, number=number, status_list=1, status_index=number, facts={}, issued_at=now,
                   valid_until=now + timedelta(days=700), organisation_id=school.id if school else None)
        for number in range(first, first + count)
    ]  # fmt: skip
    db.session.add_all(made)
    db.session.commit()
    return made


def asked(kind, credentials, by, ground="other"):
    now = utc_now()
    change = changing.preview(kind, [one.id for one in credentials], [], by.id, now)
    came = changing.ask(change, by.id, ground, REASON, now)
    db.session.commit()
    return came


def outcomes(change):
    items = db.session.query(ChangeItem).filter_by(change_id=change.id).order_by(ChangeItem.place)
    return [item.outcome for item in items]


def test_a_preview_changes_nothing(people):
    changing.preview(Kind.REVOKE, [one.id for one in issued(3)], ["2026-9999"], people[0].id, utc_now())
    db.session.commit()
    work()
    assert db.session.query(Credential).filter(Credential.revoked_at.is_not(None)).count() == 0


def test_many_are_revoked_each_with_its_line_on_the_trail_and_the_list_is_signed_once_a_part(people):
    credentials = issued(600)
    (change,) = asked(Kind.REVOKE, credentials, people[0], "issued_in_error")
    assert change.state == ChangeState.RUNNING
    work()
    assert change.state == ChangeState.DONE
    assert outcomes(change) == [Outcome.APPLIED] * 600
    assert db.session.query(Credential).filter_by(revocation_reason=REASON, revocation_ground="issued_in_error").count() == 600
    entries = db.session.query(AuditEntry).filter_by(deed="certificate_revoked").all()
    assert len({entry.subject_id for entry in entries}) == len(entries) == 600
    assert {entry.particulars["change"] for entry in entries} == {str(change.id)}
    assert db.session.query(jobs.Job).filter_by(name="credentials.sign_list").count() == 3
    signed = queries.status_list(1).document
    encoded = json.loads(signed)["credentialSubject"]["encodedList"]
    assert all(statuses.is_set(encoded, one.status_index) for one in credentials)


def test_its_progress_is_seen_between_two_jobs(people):
    (change,) = asked(Kind.SUSPEND, issued(300), people[0])
    assert jobs.run(jobs.waiting()[0])
    done = [outcome for outcome in outcomes(change) if outcome]
    assert (len(done), change.state) == (250, ChangeState.RUNNING)
    work()
    assert change.state == ChangeState.DONE


def test_run_twice_or_after_a_crash_in_the_middle_each_is_changed_once(people):
    (change,) = asked(Kind.REVOKE, issued(300), people[0])
    changing.do_some(change, utc_now())
    db.session.rollback()  # the worker was killed before it committed
    assert outcomes(change) == [None] * 300
    work()
    for _ in range(2):
        jobs.enqueue("credentials.change_standing", str(uuid4()), change_id=str(change.id))
        db.session.commit()
        work()
    assert db.session.query(AuditEntry).filter_by(deed="certificate_revoked").count() == 300


def test_what_changed_in_the_meantime_is_left_as_it_is_and_said(people):
    one, other = issued(2)
    now = utc_now()
    change = changing.preview(Kind.SUSPEND, [one.id, other.id], [], people[0].id, now)
    changing.single(Kind.REVOKE, one, people[1].id, "other", "먼저", now)
    changing.ask(change, people[0].id, "other", REASON, now)
    db.session.commit()
    work()
    assert outcomes(change) == [Outcome.ALREADY_REVOKED, Outcome.APPLIED]
    assert (one.revocation_reason, one.suspended_at) == ("먼저", None)
    assert other.suspended_at is not None
    (lifting,) = asked(Kind.LIFT, [one, other], people[0])
    work()
    assert outcomes(lifting) == [Outcome.ALREADY_REVOKED, Outcome.APPLIED]
    assert other.suspended_at is None


def test_nobody_goes_on_with_anothers_preview_or_twice_with_their_own(people):
    change = changing.preview(Kind.REVOKE, [one.id for one in issued(1)], [], people[0].id, utc_now())
    with pytest.raises(Refused, match="not_open"):
        changing.ask(change, people[1].id, "other", REASON, utc_now())
    changing.ask(change, people[0].id, "other", REASON, utc_now())
    with pytest.raises(Refused, match="not_open"):
        changing.ask(change, people[0].id, "other", REASON, utc_now())


def test_too_many_or_none_are_refused(people):
    with pytest.raises(Refused, match="nobody_concerned"):
        changing.preview(Kind.REVOKE, [], ["2026-9999"], people[0].id, utc_now())
    with pytest.raises(Refused, match="too_many_at_once"):
        changing.preview(Kind.REVOKE, [uuid4() for _ in range(5_001)], [], people[0].id, utc_now())


# By two people


@pytest.mark.parametrize("kind", [Kind.REVOKE, Kind.SUSPEND])
def test_where_two_are_asked_for_one_persons_wish_waits_and_a_second_ones_word_does_it(people, kind):
    first, second = people
    credential = issued(1, organisation())[0]
    change = changing.single(kind, credential, first.id, "other", REASON, utc_now())
    db.session.commit()
    work()
    assert (credential.revoked_at, credential.suspended_at, change.state) == (None, None, ChangeState.PENDING)
    with pytest.raises(Refused, match="own_request"):
        changing.approve(change, first.id, utc_now())
    changing.approve(change, second.id, utc_now())
    db.session.commit()
    work()
    assert (credential.revoked_at or credential.suspended_at) is not None
    deeds = [entry.deed for entry in db.session.query(AuditEntry).order_by(AuditEntry.created_at)]
    assert deeds[:2] == ["change_asked_for", "change_approved"]
    last = db.session.query(AuditEntry).filter(AuditEntry.deed.like("certificate_%")).one()
    assert (last.actor_id, last.particulars["approved_by"]) == (first.id, str(second.id))


def test_lifting_takes_two_as_well(people):
    credential = issued(1, organisation())[0]
    credential.suspended_at, credential.suspension_reason = utc_now(), REASON
    assert changing.single(Kind.LIFT, credential, people[0].id, "", "끝", utc_now()).state == ChangeState.PENDING
    assert credential.suspended_at is not None


def test_the_same_is_asked_for_once(people):
    credential = issued(1, organisation())[0]
    changing.single(Kind.REVOKE, credential, people[0].id, "other", REASON, utc_now())
    with pytest.raises(Refused, match="already_asked"):
        changing.single(Kind.REVOKE, credential, people[1].id, "other", REASON, utc_now())
    assert changing.single(Kind.SUSPEND, credential, people[1].id, "other", REASON, utc_now()) is not None


def test_a_declined_wish_changes_nothing_and_can_not_be_agreed_to_later(people):
    credential = issued(1, organisation())[0]
    change = changing.single(Kind.REVOKE, credential, people[0].id, "other", REASON, utc_now())
    changing.decline(change, people[1].id, "근거가 부족합니다.", utc_now())
    db.session.commit()
    work()
    assert (credential.revoked_at, change.state) == (None, ChangeState.DECLINED)
    with pytest.raises(Refused, match="not_open"):
        changing.approve(change, people[1].id, utc_now())


def test_a_wish_runs_out_after_fourteen_days(people):
    now = utc_now()
    credential = issued(1, organisation())[0]
    change = changing.single(Kind.REVOKE, credential, people[0].id, "other", REASON, now - timedelta(days=14))
    db.session.commit()
    with pytest.raises(Refused, match="request_expired"):
        changing.approve(change, people[1].id, now)
    db.session.rollback()
    jobs.look_after()
    assert change.state == ChangeState.EXPIRED
    assert db.session.query(AuditEntry).filter_by(deed="change_expired").count() == 1
    assert changing.single(Kind.REVOKE, credential, people[0].id, "other", REASON, now).state == ChangeState.PENDING


def test_of_many_only_those_of_such_organisations_wait(people):
    alone, of_two = issued(3), issued(2, organisation(), first=4)
    at_once, waiting = asked(Kind.REVOKE, [*alone, *of_two], people[0])
    work()
    assert (at_once.state, waiting.state) == (ChangeState.DONE, ChangeState.PENDING)
    assert all(one.revoked_at for one in alone)
    assert not any(one.revoked_at for one in of_two)
    changing.approve(waiting, people[1].id, utc_now())
    db.session.commit()
    work()
    assert all(one.revoked_at for one in of_two)


def test_no_row_says_that_one_person_did_both(people):
    by = people[0].id
    db.session.add(Change(kind=Kind.REVOKE, asked_by=by, decided_by=by, unknown=[]))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_asking_for_two_needs_two_and_ending_it_takes_two(people):
    school = organisation(of_two=False)
    with pytest.raises(Refused, match="no_second_person"):
        changing.ask_for_two(school, people[0].id, administrators=1)
    changing.ask_for_two(school, people[0].id, administrators=2)
    change = changing.end_asking_for_two(school, people[0].id, utc_now())
    assert school.two_person_approval
    with pytest.raises(Refused, match="already_asked"):
        changing.end_asking_for_two(school, people[1].id, utc_now())
    with pytest.raises(Refused, match="own_request"):
        changing.approve(change, people[0].id, utc_now())
    changing.approve(change, people[1].id, utc_now())
    assert not school.two_person_approval


def test_what_was_typed_and_is_no_number_is_forgotten_after_a_month(people):
    now = utc_now()
    change = changing.preview(Kind.REVOKE, [one.id for one in issued(1)], ["김아무개"], people[0].id, now)
    changing.ask(change, people[0].id, "other", REASON, now)
    db.session.commit()
    work()
    changing.expire(now + timedelta(days=29))
    assert change.unknown == ["김아무개"]
    changing.expire(now + timedelta(days=31))
    db.session.commit()
    assert change.unknown == []


def test_previews_of_yesterday_are_forgotten(people):
    changing.preview(Kind.REVOKE, [one.id for one in issued(1)], [], people[0].id, utc_now() - timedelta(days=2))
    changing.expire(utc_now())
    db.session.commit()
    assert db.session.query(Change).count() == db.session.query(ChangeItem).count() == 0
