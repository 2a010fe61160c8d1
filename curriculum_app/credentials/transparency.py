"""The public log of every credential ever signed, so that none can be issued in the past or taken back unseen.

A leaf is the SHA-256 of a signed credential as it is stored, and names nobody. Whoever keeps an earlier checkpoint can have
it proved that the log only grew since. The signing key that is in use signs the newest checkpoint, also where nothing was
added since it took over, so that no reader has to believe a key that is retired or stolen.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from flask import current_app
from sqlalchemy import Integer, Row, Select, and_, func, literal, or_, select, union_all

from curriculum_app.credentials import checkpoints, keys, merkle
from curriculum_app.credentials.checkpoints import Tree
from curriculum_app.credentials.models import Checkpoint, CredentialPrint, LogEntry, LogNode
from curriculum_app.database import db, insert_many

LOCK = 0x6C6F67  # "log": the advisory lock of whoever appends


class Inclusion(NamedTuple):
    """A credential's place in the log, and what proves it under the newest checkpoint."""

    place: int
    leaf_hash: bytes
    proof: list[bytes]
    tree: Tree
    note: str


def origin() -> str:
    """The log's name."""
    return checkpoints.origin(current_app.config["PUBLIC_URL"])


def append(credential_id: UUID, document_sha256: str, now: datetime) -> None:
    """Log a credential in the transaction that stores its print; for the worker only.

    Taken last of all locks and kept until the transaction ends, the log's lock makes neither a gap nor a deadlock.
    """
    lock()
    _append([(credential_id, document_sha256)], now)


def append_missing(now: datetime) -> None:
    """Log what was printed before there was a log, in the order it was printed; for the worker only."""
    lock()
    missing = _missing().order_by(CredentialPrint.printed_at, CredentialPrint.credential_id)
    if found := [(row[0], row[1]) for row in db.session.execute(missing)]:
        _append(found, now)


def is_behind() -> bool:
    """Whether anything printed is not logged yet."""
    return db.session.execute(_missing().limit(1)).first() is not None


def newest() -> Checkpoint | None:
    """The checkpoint over all entries; None where nothing has been logged."""
    return db.session.scalar(select(Checkpoint).order_by(Checkpoint.size.desc()).limit(1))


def entries(start: int, count: int) -> Sequence[Row[int, bytes]]:
    """The index and leaf hash of entries, in their order."""
    page = select(LogEntry.index, LogEntry.leaf_hash).where(LogEntry.index >= start, LogEntry.index < start + count)
    return db.session.execute(page.order_by(LogEntry.index)).all()


def inclusion(credential_id: UUID) -> Inclusion | None:
    """Where a credential stands; None where it is not in the log. Raises LookupError for a log with holes in it."""
    newest_note = select(Checkpoint.note).order_by(Checkpoint.size.desc()).limit(1).scalar_subquery()
    entry = select(LogEntry.index, LogEntry.leaf_hash, newest_note).where(LogEntry.credential_id == credential_id)
    if (found := db.session.execute(entry).first()) is None:
        return None
    index, leaf, note = found
    tree = checkpoints.read(note)
    if index >= tree.size:
        raise LookupError("an entry lies beyond the checkpoint")
    return Inclusion(index, leaf, _hashes(merkle.inclusion(index, tree.size)), tree, note)


def proof_in(place: int, size: int) -> list[bytes]:
    """What proves that an entry is among the first `size` ones. Raises ValueError where it is not, LookupError for a log with holes."""
    return _hashes(merkle.inclusion(place, size))


def tree_of(size: int) -> Tree:
    """The log as it was when it had this many entries. Raises LookupError for a log with holes in it."""
    (root,) = _hashes([(0, size)])
    return Tree(origin(), size, root)


def entries_until(moment: datetime) -> int:
    """How many entries, from the first on, had all been appended at this moment."""
    later = db.session.scalar(select(func.min(LogEntry.index)).where(LogEntry.appended_at > moment))
    if later is None:
        return last.size if (last := newest()) else 0
    return int(later)


def consistency(first: int, second: int) -> list[bytes]:
    """What proves that the log of `first` entries is the beginning of that of `second`.

    Raises ValueError where it is larger, LookupError for a log with holes in it.
    """
    return _hashes(merkle.consistency(first, second))


def holds(credential_id: UUID, document: bytes, stolen: Mapping[str, int] | None = None) -> bool | None:
    """Whether a signed credential stands in the log, proved under its newest signed checkpoint.

    None: it is not there yet, or a key that has been stolen since (`stolen`, else looked up) signed the checkpoint and the worker
    has not signed it anew.
    """
    return holds_hash(credential_id, sha256(document).hexdigest(), stolen)


def holds_hash(credential_id: UUID, document_sha256: str, stolen: Mapping[str, int] | None = None) -> bool | None:
    """The same of a credential of which the hash is all that is kept."""
    try:
        found = inclusion(credential_id)
    except LookupError:
        return False
    if found is None:
        return None
    leaf, tree = merkle.leaf_hash(bytes.fromhex(document_sha256)), found.tree
    proved = merkle.proves_inclusion(leaf, found.place, tree.size, found.proof, tree.root)
    signer = signer_of(found.note)
    if not (proved and found.leaf_hash == leaf and tree.origin == origin() and signer is not None):
        return False
    stolen = keys.distrusted() if stolen is None else stolen
    return True if tree.size <= stolen.get(signer, tree.size) else None


def holds_within(credential_id: UUID, document: bytes, size: int) -> bool:
    """Whether a signed credential is one of the first entries."""
    entry = select(LogEntry.leaf_hash).where(LogEntry.credential_id == credential_id, LogEntry.index < size)
    return db.session.scalar(entry) == merkle.leaf_hash(sha256(document).digest())


def is_signed_by_the_key_in_use(now: datetime) -> bool:
    """Whether the newest checkpoint is; an empty log has none to sign."""
    last, key = newest(), keys.current(now)
    return last is None or key is None or signer_of(last.note) == keys.method(key)


def sign_again(now: datetime) -> None:
    """Sign the newest checkpoint with the key in use: the same tree, which auditors know; for the worker only."""
    lock()
    if not is_signed_by_the_key_in_use(now) and (last := newest()):
        last.note, last.signed_at = checkpoints.sign(checkpoints.read(last.note), keys.signer(now).key), now


@lru_cache(maxsize=64)
def signer_of(note: str) -> str | None:
    """The verification method that signed a checkpoint; a key once made never changes, so a note is verified once."""
    return checkpoints.signed_by(note, keys.public_keys())


def lock() -> None:
    """Nobody else appends until this transaction ends. On SQLite every writing transaction is alone anyway."""
    db.session.flush()  # whatever else it locks, it has locked before
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(LOCK)))


def _append(documents: Iterable[tuple[UUID, str]], now: datetime) -> None:
    """Add leaves after those of the newest checkpoint, and sign the next one."""
    last = newest()
    size = last.size if last else 0
    nodes, rows = _nodes(merkle.edge(size)), []
    grown: dict[merkle.Place, bytes] = {}
    for credential_id, document_sha256 in documents:
        leaf = merkle.leaf_hash(bytes.fromhex(document_sha256))
        rows.append({"index": size, "credential_id": credential_id, "leaf_hash": leaf, "appended_at": now})
        made = dict(merkle.grown(leaf, size, nodes))
        nodes |= made
        grown |= made
        size += 1
    insert_many(LogEntry.metadata.tables["log_entry"], rows)
    if above := [{"level": level, "index": index, "hash": hash} for (level, index), hash in grown.items() if level]:
        insert_many(LogNode.metadata.tables["log_node"], above)
    (root,) = merkle.hashes([(0, size)], nodes)
    note = checkpoints.sign(Tree(origin(), size, root), keys.signer(now).key)
    db.session.add(Checkpoint(size=size, root=root, note=note, signed_at=now))
    db.session.flush()


def _hashes(ranges: list[merkle.Range]) -> list[bytes]:
    return merkle.hashes(ranges, _nodes(merkle.places(ranges)))


def _nodes(places: list[merkle.Place]) -> dict[merkle.Place, bytes]:
    """Complete subtrees as they are stored: a few rows for a proof, however long the log is."""
    if not places:
        return {}
    leaves = select(literal(0, Integer), LogEntry.index, LogEntry.leaf_hash).where(
        LogEntry.index.in_([index for level, index in places if not level])
    )
    above = select(LogNode.level, LogNode.index, LogNode.hash).where(
        or_(False, *(and_(LogNode.level == level, LogNode.index == index) for level, index in places if level))
    )
    return {(level, index): hash for level, index, hash in db.session.execute(union_all(leaves, above))}


def _missing() -> Select[UUID, str]:
    logged = LogEntry.credential_id == CredentialPrint.credential_id
    printed = select(CredentialPrint.credential_id, CredentialPrint.document_sha256)
    return printed.outerjoin(LogEntry, logged).where(LogEntry.index.is_(None))
