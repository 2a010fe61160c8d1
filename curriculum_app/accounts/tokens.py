"""Single-use tokens sent by mail: 256 random bits, of which only the SHA-256 is kept, good for an hour."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from curriculum_app.accounts.models import Account, Token
from curriculum_app.database import db
from curriculum_app.refusal import Refused

LIFE = timedelta(hours=1)


def make(account_id: UUID, purpose: str, now: datetime) -> str:
    """A new token; the returned secret is nowhere else."""
    secret = secrets.token_urlsafe(32)
    db.session.add(Token(account_id=account_id, purpose=purpose, secret_hash=_hash(secret), expires_at=now + LIFE))
    return secret


def holds(secret: str, purpose: str, now: datetime) -> bool:
    """Whether a token could still be used, without using it."""
    return db.session.scalar(select(Token.id).where(*_usable(secret, purpose, now))) is not None


def use(secret: str, purpose: str, now: datetime) -> Account:
    """Use a token up and return whose it is. Of parallel uses one wins. Raises Refused("token_invalid")."""
    used: Any = db.session.execute(update(Token).where(*_usable(secret, purpose, now)).values(used_at=now))
    if used.rowcount != 1:
        raise Refused("token_invalid")
    token = db.session.scalars(select(Token).where(Token.secret_hash == _hash(secret))).one()
    return db.session.get_one(Account, token.account_id)


def _usable(secret: str, purpose: str, now: datetime) -> tuple[Any, ...]:
    return Token.secret_hash == _hash(secret), Token.purpose == purpose, Token.used_at.is_(None), Token.expires_at > now


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
