from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.trail import merkle
from bot.trail.merkle import Frontier, leaf_hash, node_hash

SIZES = st.integers(1, 70)


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def mth(hashes: list[bytes]) -> bytes:
    """The definition, word for word (RFC 6962 §2.1)."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = max(2**power for power in range(7) if 2**power < len(hashes))
    return node_hash(mth(hashes[:k]), mth(hashes[k:]))


def test_the_hashes_are_those_of_other_implementations() -> None:
    # Vectors of the Certificate Transparency reference implementation: trees over 0 to 3 of these leaves.
    contents = [b"", b"\x00", b"\x10"]
    roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    ]
    hashes = [leaf_hash(content) for content in contents]
    assert [merkle.root_of(hashes[:size]).hex() for size in range(4)] == roots


@given(st.integers(0, 70))
def test_a_frontier_grown_leaf_by_leaf_has_the_root_of_the_definition(size: int) -> None:
    frontier = Frontier()
    for leaf in leaves(size):
        frontier = frontier.append(leaf)
    assert frontier.root == mth(leaves(size))
    assert Frontier.from_bytes(size, frontier.to_bytes()) == frontier


@pytest.mark.parametrize(("size", "length"), [(3, 32), (0, 32), (-1, 0), (4, 31)])
def test_a_frontier_of_the_wrong_length_is_refused(size: int, length: int) -> None:
    with pytest.raises(ValueError, match="has no frontier"):
        Frontier.from_bytes(size, bytes(length))


@given(SIZES, st.data())
def test_an_inclusion_proof_convinces_of_its_leaf_and_of_nothing_else(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    proof, root = merkle.inclusion_proof(hashes, index), mth(hashes)
    assert merkle.verify_inclusion(hashes[index], index, size, proof, root)
    assert not merkle.verify_inclusion(leaf_hash(b"other"), index, size, proof, root)
    assert not merkle.verify_inclusion(hashes[index], index, size, [*proof, root], root)
    assert not merkle.verify_inclusion(hashes[index], size, size, proof, root)
    if proof:
        assert not merkle.verify_inclusion(hashes[index], index, size, proof[:-1], root)
        assert not merkle.verify_inclusion(hashes[index], index ^ 1, size, proof, root)


@given(SIZES, st.data())
def test_a_consistency_proof_convinces_of_the_tree_that_was_and_of_no_other(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    old = data.draw(st.integers(1, size))
    proof = merkle.consistency_proof(hashes, old)
    before, after = (old, mth(hashes[:old])), (size, mth(hashes))
    rewritten = [leaf_hash(b"rewritten"), *hashes[1:]]
    assert merkle.verify_consistency(before, after, proof)
    assert not merkle.verify_consistency((old, mth(rewritten[:old])), after, proof)
    assert not merkle.verify_consistency(before, (size, mth(rewritten)), proof)
    assert not merkle.verify_consistency(before, after, [*proof, leaf_hash(b"more")])
    assert old == size or not merkle.verify_consistency(before, after, proof[:-1])
    assert not merkle.verify_consistency((0, merkle.EMPTY_ROOT), after, [])


@settings(max_examples=20)
@given(SIZES, st.data())
def test_a_proof_with_one_byte_changed_convinces_of_nothing(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(hashes, index)
    for position, step in enumerate(proof):
        changed = [*proof[:position], bytes([step[0] ^ 1]) + step[1:], *proof[position + 1 :]]
        assert not merkle.verify_inclusion(hashes[index], index, size, changed, mth(hashes))


def test_a_leaf_or_a_tree_that_never_was_has_no_proof() -> None:
    with pytest.raises(IndexError):
        merkle.inclusion_proof(leaves(3), 3)
    for size in (0, 4):
        with pytest.raises(ValueError, match="no tree of"):
            merkle.consistency_proof(leaves(3), size)
