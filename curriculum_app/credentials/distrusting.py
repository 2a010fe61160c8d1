"""A stolen key: what it signed from the theft on is believed no more, whatever date it gives itself.

What it signed before is told by the public log and nothing else: an entry appended by then stands. Of the later ones those that
the school itself had issued are listed, for whoever issues them again.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select

from curriculum_app import audit, jobs
from curriculum_app.credentials import checkpoints, key_statements, keys, transparency
from curriculum_app.credentials.key_statements import Statement
from curriculum_app.credentials.models import Credential, CredentialPrint, LogEntry, SigningKey, StatusList
from curriculum_app.database import db
from curriculum_app.refusal import Refused


class Signed(NamedTuple):
    """A certificate that a key signed, and its place in the log, if it is there."""

    credential: Credential
    place: int | None
    appended_at: datetime | None


def distrust(key_id: UUID, since: datetime, now: datetime) -> SigningKey:
    """Believe of what this key signed only what the log shows until then; where it was the key in use, another one is made.

    A second time may only be earlier: what was declared is not believed again. Raises Refused: `key_unknown`, `in_the_future`,
    `already_distrusted`.
    """
    key, since = _known(key_id), since.replace(microsecond=0)
    if since > now:
        raise Refused("in_the_future")
    if key.distrusted_since and since >= key.distrusted_since:
        raise Refused("already_distrusted", since=f"{key.distrusted_since:%Y-%m-%dT%H:%M:%SZ}")
    transparency.lock()  # what is being logged at this moment is counted or waits
    key.trusted_entries, key.distrusted_since, key.statement = transparency.entries_until(since), since, ""
    key.retired_at = min(key.retired_at or now, now)
    db.session.flush()
    _keep_one_signing(now)
    audit.note("key_distrusted", None, key.id, since=f"{since:%Y-%m-%dT%H:%M:%SZ}", entries=key.trusted_entries)
    _sign_everything_anew(f"{key.id} {since:%Y-%m-%dT%H:%M:%SZ}")
    return key


def signed_by(key_id: UUID, since: datetime | None) -> list[Signed]:
    """What the school's records say a key signed; with `since` only what no log shows by then. Raises Refused("key_unknown")."""
    mine = (
        select(Credential, LogEntry.index, LogEntry.appended_at)
        .join(CredentialPrint, CredentialPrint.credential_id == Credential.id)
        .outerjoin(LogEntry, LogEntry.credential_id == Credential.id)
        .where(CredentialPrint.key_id == _known(key_id).id)
    )
    if since is not None:
        mine = mine.where(or_(LogEntry.index.is_(None), LogEntry.index >= transparency.entries_until(since)))
    return [Signed(row[0], row[1], row[2]) for row in db.session.execute(mine.order_by(Credential.year, Credential.number))]


def state(now: datetime) -> None:
    """Say of every stolen key, by the key in use, which of its certificates hold; for the worker only."""
    signer = keys.signer(now)
    for key in _unstated():
        tree = transparency.tree_of(key.trusted_entries or 0)
        assert key.distrusted_since
        statement = Statement(tree.origin, keys.method(key), key.distrusted_since, tree.size, tree.root)
        key.statement = key_statements.sign(statement, signer.key)


def is_stated() -> bool:
    """Whether every stolen key has its statement, by a key that is believed."""
    return not _unstated()


def statements() -> dict[str, str]:
    """The statements that were signed: verification method of the stolen key → signed note."""
    stated = select(SigningKey).where(SigningKey.distrusted_since.is_not(None), SigningKey.statement != "")
    return {keys.method(key): key.statement for key in db.session.scalars(stated.order_by(SigningKey.created_at))}


def proof_for(credential_id: UUID, place: int) -> tuple[str, list[bytes]] | None:
    """What tells, without this site, whether a certificate whose key was stolen is older than the theft: statement and proof.

    The proof is empty where it is of later; None where its key was not stolen. Raises LookupError for a log with holes in it.
    """
    stolen = (
        select(SigningKey)
        .join(CredentialPrint, CredentialPrint.key_id == SigningKey.id)
        .where(CredentialPrint.credential_id == credential_id, SigningKey.statement != "")
    )
    key = db.session.scalar(stolen)
    if key is None:
        return None
    entries = key.trusted_entries or 0
    return key.statement, transparency.proof_in(place, entries) if place < entries else []


def _unstated() -> list[SigningKey]:
    believed = {keys.method(key): key.public_key for key in keys.everyone() if key.distrusted_since is None}
    stolen = select(SigningKey).where(SigningKey.distrusted_since.is_not(None)).order_by(SigningKey.created_at)
    return [key for key in db.session.scalars(stolen) if checkpoints.signed_by(key.statement, believed) is None]


def _known(key_id: UUID) -> SigningKey:
    key = db.session.get(SigningKey, key_id)
    if key is None:
        raise Refused("key_unknown", key=key_id)
    return key


def _keep_one_signing(now: datetime) -> None:
    """Where the stolen key was the one in use, a new one; where it was to follow, the one in use goes on."""
    keys.ensure(now)
    waiting = select(SigningKey.id).where(SigningKey.signs_from > now, SigningKey.distrusted_since.is_(None))
    if db.session.scalar(waiting) is None and (going := keys.current(now)):
        going.retired_at = None
    db.session.flush()


def _sign_everything_anew(key: str) -> None:
    """The worker states what holds, and signs checkpoint and lists, which nobody believes from the stolen key any more."""
    jobs.enqueue("credentials.sign_checkpoint", key)
    jobs.enqueue("credentials.state_keys", key)
    for number in db.session.scalars(select(StatusList.number).order_by(StatusList.number)):
        jobs.enqueue("credentials.sign_list", f"{number} {key}", number=number)
