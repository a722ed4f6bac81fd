"""The Merkle tree of RFC 6962: hashes, the compact frontier that grows it, proofs and their verification.

Pure functions over 32-byte hashes. A tree of n leaves is known by its root; its frontier holds the roots of
the full subtrees that n is made of (one per 1-bit of n), which is all that appending needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
"""Root of the tree without leaves (RFC 6962 §2.1: the hash of an empty string)."""
_LEAF = b"\x00"
_NODE = b"\x01"


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256(0x00 ‖ content) (RFC 6962 §2.1)."""
    return sha256(_LEAF + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256(0x01 ‖ left ‖ right) (RFC 6962 §2.1)."""
    return sha256(_NODE + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The roots of a tree's full subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @classmethod
    def from_bytes(cls, size: int, packed: bytes) -> Frontier:
        """Unpack a stored frontier.

        Raises:
            ValueError: its length does not fit the size of the tree.
        """
        if size < 0 or len(packed) != HASH_SIZE * size.bit_count():
            raise ValueError(f"a tree of {size} leaves has no frontier of {len(packed)} bytes")
        return cls(size, tuple(packed[at : at + HASH_SIZE] for at in range(0, len(packed), HASH_SIZE)))

    def to_bytes(self) -> bytes:
        """Return the peaks one after the other."""
        return b"".join(self.peaks)

    def append(self, leaf: bytes) -> Frontier:
        """Return the frontier with one more leaf; O(log n) hashes at worst, two on average."""
        peaks, size = list(self.peaks), self.size
        while size & 1:
            leaf = node_hash(peaks.pop(), leaf)
            size >>= 1
        return Frontier(self.size + 1, (*peaks, leaf))

    @property
    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over these leaf hashes (RFC 6962 §2.1, MTH)."""
    nodes = list(leaves)
    while len(nodes) > 1:
        pairs = [sha256(_NODE + nodes[at] + nodes[at + 1]).digest() for at in range(0, len(nodes) - 1, 2)]
        nodes = pairs if len(nodes) % 2 == 0 else [*pairs, nodes[-1]]  # whoever is left over goes up alone
    return nodes[0] if nodes else EMPTY_ROOT


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the proof that leaf `index`, counted from 0, is in the tree of these leaves (RFC 6962 §2.1.1).

    Raises:
        IndexError: the tree has no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} in a tree of {len(leaves)}")
    if len(leaves) == 1:
        return []
    half = _split(len(leaves))
    if index < half:
        return [*inclusion_proof(leaves[:half], index), root_of(leaves[half:])]
    return [*inclusion_proof(leaves[half:], index - half), root_of(leaves[:half])]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows this leaf at `index` of the tree with `size` leaves (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node_hash(step, found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, step)
        position, last = position >> 1, last >> 1
    return last == 0 and found == root


def consistency_proof(leaves: Sequence[bytes], size: int) -> list[bytes]:
    """Return the proof that this tree began with the one of its first `size` leaves (RFC 6962 §2.1.2).

    Raises:
        ValueError: the tree never had that size.
    """
    if not 0 < size <= len(leaves):
        raise ValueError(f"no tree of {size} leaves before one of {len(leaves)}")
    return _consistency(leaves, size, whole=True)


def verify_consistency(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that tree `new` (size, root) began with tree `old` (RFC 9162 §2.1.4.2)."""
    (old_size, old_root), (new_size, new_root) = old, new
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    if not path:
        return False
    position, last = old_size - 1, new_size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    return _climb(position, last, path) == (old_root, new_root)


def _climb(position: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if position & 1 or position == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, step)
        position, last = position >> 1, last >> 1
    return (old, new) if last == 0 else None


def _consistency(leaves: Sequence[bytes], size: int, *, whole: bool) -> list[bytes]:
    if size == len(leaves):
        return [] if whole else [root_of(leaves)]
    half = _split(len(leaves))
    if size <= half:
        return [*_consistency(leaves[:half], size, whole=whole), root_of(leaves[half:])]
    return [*_consistency(leaves[half:], size - half, whole=False), root_of(leaves[:half])]


def _split(size: int) -> int:
    """Return the largest power of two below `size` (RFC 6962 §2.1: k < n ≤ 2k)."""
    return 1 << (size - 1).bit_length() - 1
