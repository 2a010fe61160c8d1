"""Holders who want their notices by mail hear that a certificate is there and that it ends: once each, in their language."""

from datetime import timedelta

import pytest

from curriculum_app import jobs, mail
from curriculum_app.accounts import consents
from curriculum_app.accounts.models import Purpose
from curriculum_app.credentials import telling
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db, utc_now
from tests.credentials.earning import earn, work

DAY = timedelta(days=1)


@pytest.fixture
def wishing(trainee):
    """A trainee who wants notices by mail."""
    consents.choose(trainee.account.id, [Purpose.NOTICES_BY_MAIL], utc_now())
    db.session.commit()
    return trainee


@pytest.fixture(autouse=True)
def emptied(app):
    for file in mail.folder().glob("*.eml"):
        file.unlink()


def subjects():
    work()
    return [str(message["Subject"]) for message in reversed(mail.laid_down(99))]


def test_the_certificate_is_announced_with_a_link_and_without_the_pdf(wishing):
    credential = earn(wishing)
    assert subjects() == ["수료증이 발급되었습니다"]
    (message,) = mail.laid_down(9)
    body = message.get_content()
    assert credential.serial in body
    assert "/courses/sample/certificate" in body
    assert f"/verify/{credential.id}" in body
    assert not list(message.iter_attachments())


def test_who_does_not_want_notices_gets_none(trainee):
    earn(trainee).valid_until = utc_now() + DAY / 2
    telling.remind(utc_now())
    db.session.commit()
    assert subjects() == []


def test_reminders_come_60_14_and_1_days_before_the_end_once_each(wishing):
    credential, now = earn(wishing), utc_now()
    sent = []
    for left in range(70, -3, -1):
        credential.valid_until = now + left * DAY
        for _ in range(3):  # the sweep comes by the hour
            if telling.remind(now):
                sent.append(left)
            db.session.commit()
    assert sent == [60, 14, 1]
    assert len(subjects()) == 4  # and the announcement


def test_who_is_found_late_gets_the_reminder_that_is_due_and_not_all(wishing):
    credential, now = earn(wishing), utc_now()
    credential.valid_until = now + 10 * DAY
    assert [telling.remind(now), telling.remind(now)] == [1, 0]


@pytest.mark.parametrize("state", ["revoked", "superseded"])
def test_nobody_is_reminded_of_what_no_longer_counts(wishing, state):
    credential, now = earn(wishing), utc_now()
    credential.valid_until = now + 10 * DAY
    if state == "revoked":
        credential.revoked_at, credential.revocation_reason = now, "x"
    else:
        credential.superseded_at = now
    assert telling.remind(now) == 0


def test_a_reminder_speaks_the_holders_language(wishing):
    credential = earn(wishing)
    wishing.account.language = "en"
    credential.valid_until = utc_now() + 10 * DAY
    telling.remind(utc_now())
    db.session.commit()
    assert subjects()[-1].startswith("Your certificate is valid until")
    assert "Sample course" in mail.laid_down(1)[0].get_content()


def test_the_regular_rounds_put_the_look_down_once_an_hour(wishing):
    earn(wishing)
    db.session.query(Credential).one().valid_until = utc_now() + 10 * DAY
    db.session.commit()
    for _ in range(2):
        jobs.look_after()
        work()
    assert len(subjects()) == 2


def test_many_are_reminded_batch_by_batch(wishing, monkeypatch):
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    first, now = earn(wishing), utc_now()
    first.valid_until = now + 10 * DAY
    for number in range(5):
        db.session.add(Credential(account_id=first.account_id, course_id=first.course_id, year=1990, number=number + 1, status_list=7,
                                  status_index=number, facts=first.facts, issued_at=now, valid_until=now + 10 * DAY))  # fmt: skip
    db.session.commit()
    assert [telling.remind(now), telling.remind(now)] == [6, 0]
