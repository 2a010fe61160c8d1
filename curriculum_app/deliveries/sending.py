"""Sending what is to be told: signed by Standard Webhooks, at least once, under one id, tried eight times over three days."""

import json
import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import force_locale, gettext
from sqlalchemy import func, or_, select, update
from standardwebhooks.webhooks import Webhook

from curriculum_app import audit, jobs, mail
from curriculum_app.accounts.models import Account
from curriculum_app.database import db, utc_now
from curriculum_app.deliveries import reaching, told, vault
from curriculum_app.deliveries.models import Change, Delivery, Endpoint, Outcome
from curriculum_app.deliveries.reaching import Reply
from curriculum_app.web.addresses import public_url

TRIES = 8
FIRST, GROWTH, JITTER = timedelta(minutes=1), 3.85, 0.2  # the seven pauses between eight tries make three days
OFF_AFTER = timedelta(days=5)  # of failures only
LONGEST_REST = timedelta(hours=1)
ROUND = 200  # tellings put down a minute
GONE = 410  # RFC 9110: its receiver wants no more
KEPT = timedelta(days=30)
AGENT = "ai-trainer-curriculum-webhooks/1"


@jobs.task("deliveries.send")
def send(delivery_id: str) -> None:
    """Try to deliver one telling. Nothing is locked while the other side takes its time; told twice, it has the same id."""
    id, now = UUID(delivery_id), utc_now()
    found = db.session.execute(select(Delivery, Endpoint).join(Endpoint).where(Delivery.id == id, *_due(now))).first()
    if found is None:
        return
    delivery, endpoint = found
    body = _body(delivery, endpoint, now)
    if body is None:
        _settle(delivery, Outcome.DROPPED, now)
        return
    message, url = delivery.change_id or delivery.id, endpoint.url
    headers = _headers(message, body, _secrets(endpoint, now), now)
    db.session.rollback()  # ends the reading; the lease of the job keeps others away
    reply = reaching.post(url, body, headers)
    record(id, reply, utc_now())


def _due(now: datetime) -> tuple[Any, ...]:
    """What is to be sent now: it waits, its time has come, and its endpoint neither rests nor is switched off."""
    rested = or_(Endpoint.rests_until.is_(None), Endpoint.rests_until <= now)
    return Delivery.outcome == Outcome.WAITING, Delivery.next_at <= now, Endpoint.switched_off_at.is_(None), Endpoint.in_force(), rested


def _body(delivery: Delivery, endpoint: Endpoint, now: datetime) -> bytes | None:
    """What is said now; None where it is no longer to be known."""
    if delivery.change_id is None:
        said: dict[str, Any] = {"type": "test", "timestamp": delivery.created_at.isoformat(), "data": {}}
    else:
        readable = told.readable(endpoint.role, endpoint.organisation_id).where(Change.id == delivery.change_id)
        if (row := db.session.execute(readable).first()) is None:
            return None
        said = told.payload(told.tell(row[0], row[1], endpoint.role))
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _secrets(endpoint: Endpoint, now: datetime) -> list[str]:
    """The secret, and for a day after a rotation the one before."""
    found = [vault.unlock(endpoint.sealed, endpoint.id)]
    if endpoint.earlier_sealed is not None and endpoint.earlier_until is not None and endpoint.earlier_until > now:
        found.append(vault.unlock(endpoint.earlier_sealed, endpoint.id))
    return found


def _headers(message: UUID, body: bytes, secrets: list[str], now: datetime) -> dict[str, str]:
    signatures = (Webhook(secret).sign(str(message), now, body.decode()) for secret in secrets)
    return {
        "Content-Type": "application/json", "User-Agent": AGENT, "webhook-id": str(message),
        "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": " ".join(signatures),
    }  # fmt: skip


def record(delivery_id: UUID, reply: Reply, now: datetime) -> None:
    """Write down how a try went, and what follows: done, later again, given up; an endpoint that fails for days is switched off."""
    delivery = db.session.get(Delivery, delivery_id)
    if delivery is None:  # its endpoint was removed meanwhile
        return
    endpoint = db.session.get_one(Endpoint, delivery.endpoint_id)
    delivery.tries += 1
    delivery.last_status, delivery.last_error = reply.status, reply.error
    if reply.ok:
        _settle(delivery, Outcome.DELIVERED, now)
        endpoint.failures, endpoint.failing_since, endpoint.rests_until = 0, None, None
        return
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.rests_until = now + min(FIRST * 2 ** min(endpoint.failures - 1, 10), LONGEST_REST)
    if delivery.tries >= TRIES or delivery.change_id is None:
        _settle(delivery, Outcome.DEAD, now)
    else:
        delivery.next_at = now + pause(delivery.tries, reply.retry_after)
    if reply.status == GONE or endpoint.failing_since <= now - OFF_AFTER:
        switch_off(endpoint, "gone" if reply.status == GONE else "failing", now)


def pause(tries: int, retry_after: int | None = None, chance: random.Random | None = None) -> timedelta:
    """How long to wait after so many tries: each pause is longer than the last, and none is the same for two."""
    spread = (chance or random).uniform(1 - JITTER, 1 + JITTER)
    return max(FIRST * GROWTH ** (tries - 1) * spread, timedelta(seconds=retry_after or 0))


def _settle(delivery: Delivery, outcome: Outcome, now: datetime) -> None:
    delivery.outcome, delivery.settled_at = outcome, now


def switch_off(endpoint: Endpoint, why: str, now: datetime) -> None:
    """Send no more, give up what waits, and tell by mail whoever registered it."""
    endpoint.switched_off_at, endpoint.switched_off_why = now, why
    waiting = update(Delivery).where(Delivery.endpoint_id == endpoint.id, Delivery.outcome == Outcome.WAITING)
    db.session.execute(waiting.values(outcome=Outcome.DEAD, settled_at=now))
    audit.note("webhook_switched_off", None, endpoint.id, endpoint.organisation_id, reason=why)
    maker = db.session.get_one(Account, endpoint.account_id)
    with force_locale(maker.language):
        body = gettext(
            "We could not reach %(url)s for days, or it asked for no more, so we send nothing to it now. "
            "What was not delivered is kept: see %(page)s, where you can switch it on and have it sent again.",
            url=endpoint.url, page=public_url("webhooks.show", endpoint_id=endpoint.id),
        )  # fmt: skip
        mail.send(maker.email, gettext("A webhook was switched off"), body)


@jobs.every_minute
def send_what_is_due() -> None:
    """Put down what is due: of an endpoint that fails only the oldest, to see whether it works again."""
    now = utc_now()
    place = func.row_number().over(partition_by=Delivery.endpoint_id, order_by=(Delivery.next_at, Delivery.id)).label("place")
    due = select(Delivery.id, Endpoint.failing_since, place).join(Endpoint).where(*_due(now)).subquery()
    wanted = select(due.c.id).where(or_(due.c.failing_since.is_(None), due.c.place == 1)).limit(ROUND)
    for delivery_id in db.session.scalars(wanted).all():
        jobs.enqueue("deliveries.send", f"{delivery_id} at {now:%Y-%m-%dT%H:%M}", delivery_id=str(delivery_id))


@jobs.every_minute
def forget_what_was_told() -> None:
    """Put down the forgetting of tellings settled a month ago."""
    now = utc_now()
    if db.session.scalar(select(Delivery.id).where(Delivery.settled_at < now - KEPT).limit(1)) is not None:
        jobs.enqueue("deliveries.forget", f"{now:%Y-%m-%d}")


@jobs.task("deliveries.forget")
def forget() -> None:
    """Delete tellings settled a month ago."""
    db.session.execute(Delivery.__table__.delete().where(Delivery.settled_at < utc_now() - KEPT))  # type: ignore[attr-defined]
