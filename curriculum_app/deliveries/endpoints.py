"""Registering addresses that are told, their secrets, switching them on and off, and sending again what was given up."""

import secrets
from base64 import b64encode
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from flask import abort
from sqlalchemy import func, select

from curriculum_app import audit, jobs
from curriculum_app.accounts.models import Account, Grant
from curriculum_app.credentials.models import Credential
from curriculum_app.database import db
from curriculum_app.deliveries import reaching, told, vault
from curriculum_app.deliveries.models import Change, Delivery, Endpoint, Kind, Outcome
from curriculum_app.refusal import Refused

MOST = 10  # endpoints of one person
OVERLAP = timedelta(days=1)  # for which the secret before a rotation still signs
SHOWN = 50
AGAIN = 500  # tellings sent again at once


def register(grant: Grant, url: str, kinds: Collection[Kind], now: datetime) -> tuple[Endpoint, str]:
    """An endpoint that acts in this role, and its secret, shown once.

    Raises Refused: `not_an_https_address`, `event_not_allowed`, `too_many_endpoints`, `no_webhook_key`.
    """
    if not reaching.is_acceptable(url):
        raise Refused("not_an_https_address")
    if not kinds or not frozenset(kinds) <= told.EVENTS[grant.role]:
        raise Refused("event_not_allowed")
    if (db.session.scalar(select(func.count()).select_from(Endpoint).where(Endpoint.account_id == grant.account_id)) or 0) >= MOST:
        raise Refused("too_many_endpoints", most=MOST)
    id, secret = uuid4(), _secret()
    made = Endpoint(
        id=id, account_id=grant.account_id, role=grant.role, organisation_id=grant.organisation_id, url=url, kinds=sorted(kinds),
        sealed=vault.lock(secret, id), created_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.note("webhook_registered", grant.account_id, id, grant.organisation_id, kinds=made.kinds)
    return made, secret


def _secret() -> str:
    """A secret as Standard Webhooks writes it: 32 random bytes."""
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()


def rotate(endpoint: Endpoint, by: UUID, now: datetime) -> str:
    """A new secret; the one before still signs beside it for a day."""
    secret = _secret()
    endpoint.earlier_sealed, endpoint.earlier_until = endpoint.sealed, now + OVERLAP
    endpoint.sealed = vault.lock(secret, endpoint.id)
    audit.note("webhook_secret_renewed", by, endpoint.id, endpoint.organisation_id)
    return secret


def switch(endpoint: Endpoint, on: bool, by: UUID, now: datetime) -> None:
    """Send to it again, or no more for now; twice is once."""
    if on == (endpoint.switched_off_at is None):
        return
    endpoint.switched_off_at, endpoint.switched_off_why = (None, "") if on else (now, "by_hand")
    endpoint.failures, endpoint.failing_since, endpoint.rests_until = 0, None, None
    audit.note("webhook_switched_on" if on else "webhook_switched_off", by, endpoint.id, endpoint.organisation_id)


def remove(endpoint: Endpoint, by: UUID) -> None:
    """Forget it with everything that was told to it."""
    audit.note("webhook_removed", by, endpoint.id, endpoint.organisation_id)
    db.session.delete(endpoint)


def test(endpoint: Endpoint, now: datetime) -> None:
    """Send a message that tells nothing. Raises Refused("endpoint_off")."""
    _must_be_on(endpoint)
    endpoint.rests_until = None
    _put_down(Delivery(id=uuid4(), endpoint_id=endpoint.id, next_at=now), now)


def replay(endpoint: Endpoint, now: datetime) -> int:
    """Send again what was given up, oldest first; how many. Raises Refused("endpoint_off")."""
    _must_be_on(endpoint)
    dead = select(Delivery).where(Delivery.endpoint_id == endpoint.id, Delivery.outcome == Outcome.DEAD)
    again = db.session.scalars(dead.where(Delivery.change_id.is_not(None)).order_by(Delivery.created_at, Delivery.id).limit(AGAIN)).all()
    endpoint.rests_until = None
    for delivery in again:
        delivery.outcome, delivery.tries, delivery.next_at, delivery.settled_at = Outcome.WAITING, 0, now, None
        _put_down(delivery, now)
    return len(again)


def _put_down(delivery: Delivery, now: datetime) -> None:
    db.session.add(delivery)
    db.session.flush()
    jobs.enqueue("deliveries.send", f"{delivery.id} by hand {now:%Y-%m-%dT%H:%M:%S}", delivery_id=str(delivery.id))


def _must_be_on(endpoint: Endpoint) -> None:
    if endpoint.switched_off_at is not None:
        raise Refused("endpoint_off")


def seen_by(account: Account) -> list[tuple[Endpoint, int]]:
    """The endpoints a person may see, each with the number of tellings given up."""
    dead = select(func.count(Delivery.id)).where(Delivery.endpoint_id == Endpoint.id, Delivery.outcome == Outcome.DEAD)
    rows = select(Endpoint, dead.scalar_subquery()).where(Endpoint.seen_by(account)).order_by(Endpoint.created_at, Endpoint.id)
    return [(row[0], row[1]) for row in db.session.execute(rows)]


def seen_or_404(account: Account, endpoint_id: UUID) -> Endpoint:
    """An endpoint the person may see; else 404."""
    return db.session.scalar(select(Endpoint).where(Endpoint.id == endpoint_id, Endpoint.seen_by(account))) or abort(404)


def deliveries(endpoint: Endpoint) -> list[tuple[Delivery, Change | None, Credential | None]]:
    """The newest tellings, those given up first."""
    rows = select(Delivery, Change, Credential).outerjoin(Change, Change.id == Delivery.change_id)
    found = rows.outerjoin(Credential, Credential.id == Change.credential_id).where(Delivery.endpoint_id == endpoint.id)
    ordered = found.order_by((Delivery.outcome == Outcome.DEAD).desc(), Delivery.created_at.desc(), Delivery.id)
    return [(row[0], row[1], row[2]) for row in db.session.execute(ordered.limit(SHOWN))]
