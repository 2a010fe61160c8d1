"""The log's tree is that of RFC 6962: its published vectors, and every proof of every small tree."""

import time

import pytest

from curriculum_app.credentials import merkle

# The tree of the reference implementation of Certificate Transparency (google/certificate-transparency, merkle_tree_test).
DATA = [bytes.fromhex(data) for data in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
ROOTS = """
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
""".split()
INCLUSION = {
    (0, 1): [],
    (0, 8): ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
             "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
    (5, 8): ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
             "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
             "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"],
}  # fmt: skip
CONSISTENCY = {
    (1, 1): [],
    (1, 8): ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
             "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
    (6, 8): ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
             "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    (2, 5): ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"],
}  # fmt: skip
SIZES = range(41)
LEAVES = [merkle.leaf_hash(str(number).encode()) for number in SIZES]
NODES = merkle.complete(LEAVES)
WRONG = b"\xff" * 32


def proof(ranges):
    return merkle.hashes(ranges, NODES)


def altered(proof):
    """Every way to spoil a proof by one hash: another one, one missing, one too many, two in each other's place."""
    for at in range(len(proof)):
        yield [*proof[:at], WRONG, *proof[at + 1 :]]
        yield [*proof[:at], *proof[at + 1 :]]
        yield [*proof[:at], WRONG, *proof[at:]]
    yield [*proof, WRONG]
    for at in range(len(proof) - 1):
        yield [*proof[:at], proof[at + 1], proof[at], *proof[at + 2 :]]


def test_roots_are_the_published_ones():
    leaves = [merkle.leaf_hash(data) for data in DATA]
    assert [merkle.root(leaves[:size]).hex() for size in range(1, 9)] == ROOTS
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("place", INCLUSION)
def test_inclusion_proofs_are_the_published_ones(place):
    nodes = merkle.complete(map(merkle.leaf_hash, DATA))
    assert [found.hex() for found in merkle.hashes(merkle.inclusion(*place), nodes)] == INCLUSION[place]


@pytest.mark.parametrize("sizes", CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(sizes):
    nodes = merkle.complete(map(merkle.leaf_hash, DATA))
    assert [found.hex() for found in merkle.hashes(merkle.consistency(*sizes), nodes)] == CONSISTENCY[sizes]


def by_the_letter(leaves):
    """MTH of RFC 6962, section 2.1, word by word."""
    if len(leaves) < 2:
        return leaves[0]
    cut = max(1 << bit for bit in range(10) if 1 << bit < len(leaves))
    return merkle.node_hash(by_the_letter(leaves[:cut]), by_the_letter(leaves[cut:]))


@pytest.mark.parametrize("size", SIZES[1:])
def test_the_root_is_the_definition_and_its_complete_subtrees_give_it_too(size):
    assert merkle.root(LEAVES[:size]) == by_the_letter(LEAVES[:size])
    assert proof([(0, size)]) == [merkle.root(LEAVES[:size])]


@pytest.mark.parametrize("size", SIZES[1:])
def test_every_leaf_is_proved_and_no_altered_proof_will_do(size):
    root = merkle.root(LEAVES[:size])
    for index in range(size):
        path = proof(merkle.inclusion(index, size))
        assert merkle.proves_inclusion(LEAVES[index], index, size, path, root)
        assert not merkle.proves_inclusion(WRONG, index, size, path, root)
        assert not merkle.proves_inclusion(LEAVES[index], index, size, path, WRONG)
        assert not any(merkle.proves_inclusion(LEAVES[index], other, size, path, root) for other in range(size) if other != index)
        assert not any(merkle.proves_inclusion(LEAVES[index], index, size, spoilt, root) for spoilt in altered(path))


@pytest.mark.parametrize("second", SIZES[1:])
def test_every_smaller_tree_is_proved_and_no_altered_proof_will_do(second):
    root = merkle.root(LEAVES[:second])
    for first in range(second + 1):
        path, before = proof(merkle.consistency(first, second)), merkle.root(LEAVES[:first])
        assert merkle.proves_consistency(first, before, second, root, path)
        assert not merkle.proves_consistency(first, WRONG, second, root, path)
        assert not any(merkle.proves_consistency(first, before, second, root, spoilt) for spoilt in altered(path))
        if first:
            assert not merkle.proves_consistency(first, before, second, WRONG, path)


def test_what_is_no_place_in_a_tree_is_refused():
    for index, size in ((-1, 3), (3, 3), (0, 0)):
        with pytest.raises(ValueError, match="not in the tree"):
            merkle.inclusion(index, size)
        assert not merkle.proves_inclusion(LEAVES[0], index, size, [], LEAVES[0])
    for first, second in ((3, 2), (-1, 2)):
        with pytest.raises(ValueError, match="smaller"):
            merkle.consistency(first, second)
        assert not merkle.proves_consistency(first, WRONG, second, WRONG, [])


def test_a_hundred_thousand_leaves_take_no_more_than_their_hashes():
    leaves = [number.to_bytes(32, "big") for number in range(100_001)]
    start = time.process_time()
    nodes, root = merkle.complete(leaves), merkle.root(leaves)
    assert merkle.hashes([(0, len(leaves))], nodes) == [root]
    assert merkle.proves_inclusion(leaves[7], 7, len(leaves), merkle.hashes(merkle.inclusion(7, len(leaves)), nodes), root)
    assert time.process_time() - start < 5  # quadratic work would take an hour
