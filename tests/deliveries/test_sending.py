"""What changes is told to who may know it: signed, at least once, under one id, again and again for three days."""

import random
from base64 import b64decode
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from curriculum_app import jobs
from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Grant, Purpose
from curriculum_app.audit import AuditEntry
from curriculum_app.credentials import key_files, revoking
from curriculum_app.database import db, utc_now
from curriculum_app.deliveries import endpoints, sending, vault
from curriculum_app.deliveries.models import Change, Delivery, Endpoint, Kind, Outcome
from curriculum_app.deliveries.reaching import Reply
from curriculum_app.refusal import Refused
from tests.credentials.earning import work
from tests.deliveries.telling import bodies, credential, go_round, registered
from tests.organisations.keyed import organisation

pytestmark = pytest.mark.usefixtures("key_pairs")


# Who is told what


def test_a_school_is_told_of_its_own_certificates_by_their_ids(teacher, school, person, sent):
    registered(teacher)
    holder = person("김하늘")
    made = credential(holder, school)
    credential(holder, organisation("다른 학교"), 2)
    (said,) = bodies(sent)
    assert said["type"] == "credential.issued"
    assert said["data"]["credential"]["id"] == str(made.id)
    assert said["data"]["credential"]["number"] == "2026-0001"
    assert "record" not in said["data"]
    assert holder.name not in sent[0][1].decode()


def test_revoked_and_expired_are_told_too_each_once(teacher, school, person, sent):
    registered(teacher)
    revoked, expired = credential(person(), school), credential(person(), school, 2)
    revoking.revoke(revoked, teacher.id, "시험", utc_now())
    expired.valid_until = utc_now()
    db.session.commit()
    go_round()
    go_round()
    assert [said["type"] for said in bodies(sent)] == ["credential.issued"] * 2 + ["credential.revoked", "credential.expired"]
    assert bodies(sent)[2]["data"]["credential"]["revocation_reason"] == "시험"


def test_an_employer_is_told_of_people_who_agree_and_only_by_their_record(employer, person, sent):
    registered(employer, *Kind)
    shy, open_one = person("이수줍"), person("박공개")
    credential(shy)
    assert sent == []
    consents.choose(open_one.id, [Purpose.TALENT_POOL], utc_now())
    db.session.commit()
    made = credential(open_one, number=2)
    kinds = {said["type"]: said["data"] for said in bodies(sent)}
    assert set(kinds) == {"credential.issued"} | ({"consent.given"} & set(kinds))
    assert set(kinds["credential.issued"]) == {"id", "record"}
    assert str(made.id) not in sent[0][1].decode()
    assert open_one.name not in sent[0][1].decode()
    consents.choose(open_one.id, [], utc_now())
    db.session.commit()
    go_round()
    assert bodies(sent)[-1]["type"] == "consent.withdrawn"
    assert bodies(sent)[-1]["data"]["record"] == kinds["credential.issued"]["record"]


def test_what_waits_is_not_sent_once_the_consent_is_gone(employer, person, sent):
    registered(employer, *Kind)
    sent.answers = [Reply(500, "status")]
    holder = person("김하늘")
    consents.choose(holder.id, [Purpose.TALENT_POOL], utc_now())
    credential(holder)
    tried = len(sent)
    consents.choose(holder.id, [], utc_now())
    db.session.query(Delivery).update({"next_at": utc_now()})
    db.session.query(Endpoint).update({"rests_until": None, "failing_since": None})
    sent.answers = [Reply(204)]
    db.session.commit()
    go_round()
    assert [said["type"] for said in bodies(sent)[tried:]] == ["consent.withdrawn"]
    assert db.session.query(Delivery).filter_by(outcome=Outcome.DROPPED).count() >= 1


def test_who_lost_the_role_is_told_nothing(teacher, school, person, sent):
    registered(teacher)
    db.session.query(Grant).delete()
    credential(person(), school)
    assert sent == []


def test_what_was_before_is_not_told(teacher, school, person, sent):
    credential(person(), school)
    registered(teacher)
    db.session.query(Endpoint).update({"created_at": utc_now()})
    go_round()
    assert sent == []


def test_no_role_is_told_more_than_it_may_know(teacher, employer):
    with pytest.raises(Refused, match="event_not_allowed"):
        registered(teacher, Kind.GIVEN)
    with pytest.raises(Refused, match="not_an_https_address"):
        registered(employer, url="http://receiver.example/")


# How it is signed


def test_a_message_is_signed_by_standard_webhooks_and_a_changed_one_is_not(teacher, school, person, sent):
    _, secret = registered(teacher)
    credential(person(), school)
    (_, body, headers), wrong = sent[0], dict(sent[0][2])
    assert Webhook(secret).verify(body, headers)["type"] == "credential.issued"
    assert headers["webhook-id"] == str(db.session.query(Change.id).filter_by(kind=Kind.ISSUED).scalar())
    for spoilt in (body + b" ", body.replace(b"issued", b"revoked")):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(spoilt, headers)
    wrong["webhook-id"] = str(uuid4())
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, wrong)


def test_after_a_new_secret_both_sign_for_a_day(teacher, school, person, sent):
    endpoint, old = registered(teacher)
    new = endpoints.rotate(endpoint, teacher.id, utc_now())
    credential(person(), school)
    for secret in (old, new):
        assert Webhook(secret).verify(sent[0][1], sent[0][2])
    endpoint.earlier_until = utc_now()
    credential(person(), school, 2)
    assert Webhook(new).verify(sent[1][1], sent[1][2])
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(sent[1][1], sent[1][2])


def test_the_secret_is_not_in_the_database_and_needs_the_private_key(teacher, app, tmp_path, monkeypatch):
    endpoint, secret = registered(teacher)
    assert len(b64decode(secret.removeprefix("whsec_"))) == 32
    assert secret.encode() not in endpoint.sealed
    assert vault.unlock(endpoint.sealed, endpoint.id) == secret
    with pytest.raises(InvalidTag):
        vault.unlock(endpoint.sealed, uuid4())  # bound to its endpoint
    monkeypatch.setattr(key_files, "folder", lambda: tmp_path)
    with pytest.raises(OSError, match="webhooks"):
        vault.unlock(endpoint.sealed, endpoint.id)


def test_a_site_without_a_key_pair_says_so(teacher, tmp_path, monkeypatch):
    monkeypatch.setattr(key_files, "folder", lambda: tmp_path / "none")
    with pytest.raises(Refused, match="no_webhook_key"):
        registered(teacher)


# Again, and no more


def test_it_is_tried_eight_times_under_one_id_and_then_given_up(teacher, school, person, sent):
    registered(teacher)
    sent.answers = [Reply(500, "status")]
    credential(person(), school)
    delivery = db.session.query(Delivery).one()
    for number in range(1, sending.TRIES + 5):
        delivery.next_at = utc_now()
        db.session.query(Endpoint).update({"rests_until": None, "failing_since": utc_now()})
        db.session.query(jobs.Job).filter(jobs.Job.name == "deliveries.send").delete()
        db.session.commit()
        go_round()
        assert len(sent) == min(number + 1, sending.TRIES)
    assert (delivery.outcome, delivery.tries, delivery.last_status) == (Outcome.DEAD, sending.TRIES, 500)
    assert len({headers["webhook-id"] for _, _, headers in sent}) == 1


def test_the_pauses_grow_differ_and_make_three_days():
    for chance in map(random.Random, range(200)):
        pauses = [sending.pause(tries, None, chance) for tries in range(1, sending.TRIES)]
        assert all(later > earlier * 2 for earlier, later in zip(pauses, pauses[1:], strict=False))
        assert timedelta(days=2) < sum(pauses, timedelta()) < timedelta(days=4)
    assert len({sending.pause(1, None, random.Random(seed)) for seed in range(20)}) == 20
    assert sending.pause(1, 7200) == timedelta(hours=2)


def test_a_receiver_that_asks_to_wait_is_left_alone_as_long(teacher, school, person, sent):
    registered(teacher)
    sent.answers = [Reply(429, "status", 40_000)]
    credential(person(), school)
    assert db.session.query(Delivery).one().next_at > utc_now() + timedelta(hours=11)


def test_while_it_fails_only_one_message_knocks(teacher, school, person, sent):
    registered(teacher)
    sent.answers = [Reply(None, "timeout")]
    for number in range(1, 6):
        credential(person(), school, number)
    assert len(sent) == 1
    db.session.query(Endpoint).update({"rests_until": None})
    db.session.query(Delivery).update({"next_at": utc_now()})
    db.session.commit()
    go_round()
    assert len(sent) == 2
    sent.answers = [Reply(200)]
    db.session.query(Endpoint).update({"rests_until": None})
    db.session.query(Delivery).update({"next_at": utc_now()})
    db.session.query(jobs.Job).filter(jobs.Job.name == "deliveries.send").delete()
    db.session.commit()
    go_round()
    db.session.query(jobs.Job).filter(jobs.Job.name == "deliveries.send").delete()
    go_round()
    assert db.session.query(Delivery).filter_by(outcome=Outcome.DELIVERED).count() == 5


def test_after_five_days_of_failures_it_is_switched_off_and_its_maker_told(app, teacher, school, person, sent):
    endpoint, _ = registered(teacher)
    sent.answers = [Reply(None, "connection")]
    credential(person(), school)
    assert endpoint.switched_off_at is None
    endpoint.failing_since, endpoint.rests_until = utc_now() - timedelta(days=5, minutes=1), None
    db.session.query(Delivery).update({"next_at": utc_now()})
    db.session.query(jobs.Job).filter(jobs.Job.name == "deliveries.send").delete()
    db.session.commit()
    go_round()
    assert (endpoint.switched_off_why, db.session.query(Delivery).one().outcome) == ("failing", Outcome.DEAD)
    mail = db.session.query(jobs.Job).filter_by(name="mail").one()
    assert mail.done_at is not None
    assert db.session.query(AuditEntry).filter_by(deed="webhook_switched_off").count() == 1
    credential(person(), school, 2)
    assert len(sent) == 2


def test_who_says_gone_is_sent_no_more(teacher, school, person, sent):
    endpoint, _ = registered(teacher)
    sent.answers = [Reply(410, "status")]
    credential(person(), school)
    assert endpoint.switched_off_why == "gone"


def test_what_was_given_up_is_sent_again_by_hand(browser, teacher, school, person, sent):
    endpoint, _ = registered(teacher)
    sent.answers = [Reply(410, "status")]
    credential(person(), school)
    here, page = browser().sign_in(teacher), f"/webhooks/{endpoint.id}"
    assert "전달 실패" in here.get(page).text
    assert here.post(f"{page}/replay").status_code == 409
    assert here.post(f"{page}/on").status_code == 303
    sent.answers = [Reply(204)]
    assert here.post(f"{page}/replay").status_code == 303
    work()
    assert db.session.query(Delivery).one().outcome == Outcome.DELIVERED
    assert sent[0][2]["webhook-id"] == sent[1][2]["webhook-id"]
    assert "전달됨" in here.get(page).text


def test_a_job_run_twice_sends_once(teacher, school, person, sent):
    registered(teacher)
    credential(person(), school)
    sending.send(str(db.session.query(Delivery).one().id))
    assert len(sent) == 1


def test_a_removed_endpoint_takes_its_messages_along(teacher, school, person, sent):
    endpoint, _ = registered(teacher)
    credential(person(), school)
    endpoints.remove(endpoint, teacher.id)
    db.session.commit()
    assert db.session.query(Delivery).count() == 0
    sending.record(uuid4(), Reply(204), utc_now())  # one that was on its way


def test_old_tellings_are_forgotten(teacher, school, person, sent):
    registered(teacher)
    credential(person(), school)
    db.session.query(Delivery).update({"settled_at": utc_now() - timedelta(days=31)})
    db.session.commit()
    go_round()
    assert db.session.query(Delivery).count() == 0


# All the way


def test_from_a_certificate_to_a_real_receiver(teacher, school, person, receiver):
    _, secret = registered(teacher, url=receiver.url)
    credential(person(), school)
    (received,) = receiver.received
    assert Webhook(secret).verify(received.body, received.headers)["type"] == "credential.issued"
    assert received.headers["Content-Type"] == "application/json"
    assert db.session.query(Delivery).one().outcome == Outcome.DELIVERED
