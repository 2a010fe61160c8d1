"""Making, using and revoking keys. A key has 256 random bits, so its SHA-256 alone is kept and is enough to find it by."""

import logging
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from flask import abort
from sqlalchemy import or_, select, update
from sqlalchemy.exc import OperationalError

from curriculum_app import audit
from curriculum_app.accounts.models import Account, Grant
from curriculum_app.database import db, reading_only, utc_now
from curriculum_app.organisations.key_models import ApiKey
from curriculum_app.refusal import Refused
from curriculum_app.web.access import KeyHolder, Role, Scope

BEGINNING = "atk_"  # so that a key is known for one wherever it turns up
MOST = 20  # keys of one person that hold
USED_AGAIN = timedelta(minutes=10)  # how exact "last used" is

# Which scopes each role may give to a program.
ALLOWED = {
    Role.INSTRUCTOR: frozenset({Scope.VERIFY_BULK, Scope.CREDENTIALS_READ}),
    Role.EMPLOYER: frozenset({Scope.VERIFY_BULK, Scope.TALENT_READ}),
    Role.ADMINISTRATOR: frozenset({Scope.VERIFY_BULK, Scope.CREDENTIALS_READ}),
}
log = logging.getLogger(__name__)


def make(grant: Grant, name: str, scopes: Collection[Scope], days: int, now: datetime) -> tuple[ApiKey, str]:
    """A key that acts in this role, and its secret, which is nowhere else. Raises Refused: `scope_not_allowed`, `too_many_keys`."""
    if not scopes or not frozenset(scopes) <= ALLOWED[grant.role]:
        raise Refused("scope_not_allowed")
    held = select(ApiKey.id).where(ApiKey.account_id == grant.account_id, ApiKey.revoked_at.is_(None), ApiKey.expires_at > now)
    if len(db.session.scalars(held).all()) >= MOST:
        raise Refused("too_many_keys", most=MOST)
    prefix = BEGINNING + secrets.token_hex(4)
    secret = f"{prefix}_{secrets.token_urlsafe(32)}"
    made = ApiKey(
        account_id=grant.account_id, role=grant.role, organisation_id=grant.organisation_id, name=name, prefix=prefix,
        secret_hash=_hash(secret), scopes=sorted(scopes), expires_at=now + timedelta(days=days),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.note("api_key_made", grant.account_id, made.id, grant.organisation_id, scopes=made.scopes, days=days)
    return made, secret


def seen_by(account: Account) -> list[ApiKey]:
    """The keys a person may see, newest first."""
    return list(db.session.scalars(select(ApiKey).where(ApiKey.seen_by(account)).order_by(ApiKey.created_at.desc(), ApiKey.id)))


def seen_or_404(account: Account, key_id: UUID) -> ApiKey:
    """A key the person may see; else 404."""
    return db.session.scalar(select(ApiKey).where(ApiKey.id == key_id, ApiKey.seen_by(account))) or abort(404)


def resting(keys: Collection[ApiKey]) -> set[UUID]:
    """Which of the keys rest since their makers no longer hold the role."""
    ids = [key.id for key in keys]
    return set(db.session.scalars(select(ApiKey.id).where(ApiKey.id.in_(ids), ~ApiKey.in_force())))


def revoke(key: ApiKey, by: UUID, now: datetime) -> None:
    """End a key with the next request. Raises Refused("key_revoked_already")."""
    if key.revoked_at is not None:
        raise Refused("key_revoked_already")
    key.revoked_at, key.revoked_by = now, by
    audit.note("api_key_revoked", by, key.id, key.organisation_id)


def holder(secret: str) -> KeyHolder | None:
    """Who asks with a secret, as things stand now: neither revoked nor expired, and its maker still in that role."""
    now = utc_now()
    holding = select(ApiKey).where(ApiKey.secret_hash == _hash(secret), ApiKey.revoked_at.is_(None), ApiKey.expires_at > now)
    found = db.session.scalar(holding.where(ApiKey.in_force()))
    if found is None:
        return None
    if found.last_used_at is None or found.last_used_at < now - USED_AGAIN:
        _note_use(found.id, now)
    scopes = frozenset(Scope(scope) for scope in found.scopes) & ALLOWED[found.role]
    return KeyHolder(found.id, found.account_id, Role(found.role), found.organisation_id, scopes)


def _note_use(key_id: UUID, now: datetime) -> None:
    """When a key was last used. A GET may not write, so this one column is written beside its transaction; if not, then next time."""
    noting = update(ApiKey).where(ApiKey.id == key_id, or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < now))
    if not reading_only():
        db.session.execute(noting.values(last_used_at=now))
        return
    try:
        with db.engine.begin() as beside:
            beside.execute(noting.values(last_used_at=now))
    except OperationalError:
        log.warning("could not note the use of key %s", key_id)


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
