"""The Merkle tree of a log that only grows: roots, proofs and their checks (RFC 6962, section 2.1; RFC 9162, section 2.1).

A tree of n leaves is cut at the largest power of two below n, so a complete subtree over an aligned range of leaves never
changes again. Proofs are therefore planned as ranges first; whoever keeps the complete subtrees looks up a few of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

Range = tuple[int, int]  # leaves from … to before …
Place = tuple[int, int]  # a complete subtree: its level (0: a leaf) and its index among those of its level
EMPTY = sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf over its data."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return sha256(b"\1" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; a node without a neighbour rises as it is."""
    level = list(leaves)
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        level = [node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)] + odd
    return level[0] if level else EMPTY


def grown(leaf: bytes, index: int, nodes: Mapping[Place, bytes]) -> Iterator[tuple[Place, bytes]]:
    """The leaf as a node, and every complete subtree it completes, upwards. `nodes` holds those of `edge(index)`."""
    level, made = 0, leaf
    yield (level, index), made
    while index & 1:
        made = node_hash(nodes[level, index - 1], made)
        level, index = level + 1, index >> 1
        yield (level, index), made


def complete(leaves: Iterable[bytes]) -> dict[Place, bytes]:
    """Every complete subtree over leaf hashes."""
    nodes: dict[Place, bytes] = {}
    for index, leaf in enumerate(leaves):
        nodes.update(grown(leaf, index, nodes))
    return nodes


def edge(size: int) -> list[Place]:
    """The complete subtrees a tree of this size consists of, from left to right."""
    return _places(0, size)


def inclusion(index: int, size: int) -> list[Range]:
    """The ranges whose hashes prove that a leaf is in the tree, from the leaf upwards. Raises ValueError."""
    if not 0 <= index < size:
        raise ValueError("the leaf is not in the tree")
    found, start, end = [], 0, size
    while end - start > 1:
        cut = start + _largest_power_below(end - start)
        if index < cut:
            found.append((cut, end))
            end = cut
        else:
            found.append((start, cut))
            start = cut
    return found[::-1]


def consistency(first: int, second: int) -> list[Range]:
    """The ranges whose hashes prove that the tree of size `first` is the beginning of that of `second`. Raises ValueError."""
    if not 0 <= first <= second:
        raise ValueError("the first tree is not the smaller one")
    if first in {0, second}:
        return []
    found, start, end = [], 0, second
    while end != first:
        cut = start + _largest_power_below(end - start)
        if first <= cut:
            found.append((cut, end))
            end = cut
        else:
            found.append((start, cut))
            start = cut
    if start > 0:  # else it is the whole first tree, which the asker knows
        found.append((start, end))
    return found[::-1]


def places(ranges: Iterable[Range]) -> list[Place]:
    """The complete subtrees that the hashes of these ranges are made of."""
    return [place for start, end in ranges for place in _places(start, end)]


def hashes(ranges: Iterable[Range], nodes: Mapping[Place, bytes]) -> list[bytes]:
    """The hash of each range, by its complete subtrees. Raises KeyError for one that is not there."""
    return [_joined([nodes[place] for place in _places(start, end)]) for start, end in ranges]


def proves_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from the leaf's hash to the root (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached = node_hash(step, reached)
            place, last = _to_the_next_right_child(place, last)
        else:
            reached = node_hash(reached, step)
        place, last = place >> 1, last >> 1
    return last == 0 and reached == root


def proves_consistency(first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows the first tree to be the beginning of the second (RFC 9162, section 2.1.4.2)."""
    if not 0 <= first <= second:
        return False
    if first in {0, second}:
        return not proof and first_root == (second_root if first else EMPTY)
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not path:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            place, last = _to_the_next_right_child(place, last)
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and before == first_root and after == second_root


def _to_the_next_right_child(place: int, last: int) -> tuple[int, int]:
    """Skip the levels on which the node has no neighbour and rises as it is."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _largest_power_below(number: int) -> int:
    return 1 << (number - 1).bit_length() - 1


def _places(start: int, end: int) -> list[Place]:
    """A range as complete subtrees, the largest first."""
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def _joined(parts: Sequence[bytes]) -> bytes:
    if not parts:
        return EMPTY
    *others, joined = parts
    for part in reversed(others):
        joined = node_hash(part, joined)
    return joined
