"""What an auditor of the log concludes from what was kept of the last visit and what is seen now. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from curriculum_app.credentials import checkpoints, merkle


class Wrong(StrEnum):
    """What can be wrong with a log."""

    BAD_SIGNATURE = "bad_signature"
    OTHER_LOG = "other_log"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"
    FORKED = "forked"
    OTHER_ROOT = "other_root"
    NOT_PROVED = "not_proved"


class Finding(NamedTuple):
    """One thing that is wrong, and a plain sentence that says it."""

    wrong: Wrong
    sentence: str


class Kept(NamedTuple):
    """The log as it was when all was well: its name and its leaf hashes."""

    origin: str
    leaves: tuple[bytes, ...]


class Seen(NamedTuple):
    """The log as it shows itself: its newest checkpoint, its entries by index, and the proof that it only grew."""

    note: str | None  # None: it shows no checkpoint
    keys: Mapping[str, str]  # verification method → Multikey, of the DID document
    entries: Mapping[int, bytes]
    proof: Sequence[bytes]


def judge(origin: str, kept: Kept | None, seen: Seen) -> Finding | Kept:
    """What is wrong, or what to keep: the log of this name only grew, and it is the one that was signed."""
    if seen.note is None:
        return Finding(Wrong.REMOVED, "The log shows no checkpoint any more: all its entries were removed.")
    try:
        tree = checkpoints.read(seen.note)
    except ValueError:
        return Finding(Wrong.BAD_SIGNATURE, "What the log shows as its newest checkpoint is no checkpoint.")
    if checkpoints.signed_by(seen.note, seen.keys) is None:
        return Finding(Wrong.BAD_SIGNATURE, "The newest checkpoint is signed by no key of the issuer's DID document.")
    if tree.origin != origin:
        return Finding(Wrong.OTHER_LOG, f"This is another log than was asked for: {tree.origin}, not {origin}.")
    if kept and kept.origin != origin:
        return Finding(Wrong.OTHER_LOG, f"What was kept is of another log: {kept.origin}, not {origin}.")
    before = kept.leaves if kept else ()
    return _differs(before, tree, seen) or _unproved(before, tree, seen) or Kept(origin, tuple(_leaves(tree, seen)))


def _leaves(tree: checkpoints.Tree, seen: Seen) -> list[bytes]:
    return [seen.entries[index] for index in range(tree.size)]


def _differs(before: Sequence[bytes], tree: checkpoints.Tree, seen: Seen) -> Finding | None:
    """Whether an entry is no longer what and where it was, told by what the log itself shows."""
    if tree.size < len(before):
        return Finding(Wrong.REMOVED, f"Entries were removed: the log had {len(before)} and has {tree.size}.")
    gap = next((index for index in range(tree.size) if index not in seen.entries), None)
    difference = None
    if gap is not None:
        difference = Finding(
            Wrong.REMOVED, f"Entry {gap} was removed: the log does not show it, though its checkpoint counts it."
        )
    elif (at := next((index for index, leaf in enumerate(before) if seen.entries[index] != leaf), None)) is not None:
        difference = _difference(at, before, seen)
    if tree.size == len(before) and tree.root != merkle.root(before):
        sentence = f"The log was forked: two different logs of {tree.size} entries were signed."
        return Finding(Wrong.FORKED, f"{sentence} {difference.sentence}" if difference else sentence)
    return difference


def _difference(at: int, before: Sequence[bytes], seen: Seen) -> Finding:
    """What became of the first entry that is not as it was."""
    if before[at] in seen.entries.values():
        return Finding(Wrong.REORDERED, f"The entries were reordered: entry {at} stands in another place than before.")
    if at + 1 < len(before) and seen.entries[at] == before[at + 1]:
        return Finding(Wrong.REMOVED, f"Entry {at} was removed: those after it moved up.")
    return Finding(Wrong.CHANGED, f"Entry {at} was changed: it is not what it was before.")


def _unproved(before: Sequence[bytes], tree: checkpoints.Tree, seen: Seen) -> Finding | None:
    """Whether what was signed is something else than what is shown."""
    if merkle.root(_leaves(tree, seen)) != tree.root:
        return Finding(
            Wrong.OTHER_ROOT, "The log shows other entries than it signed: they do not give the root of its checkpoint."
        )
    if not before or tree.size == len(before):
        return None
    if merkle.proves_consistency(len(before), merkle.root(before), tree.size, tree.root, seen.proof):
        return None
    return Finding(
        Wrong.NOT_PROVED, f"The log does not prove that its first {len(before)} entries are still those of before."
    )
