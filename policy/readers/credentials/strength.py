"""What each signature of the chain is worth.

Only a mismatch says that bytes changed after signing. An untrusted or expired certificate is « signed by someone »:
most genuine files of generators read so (docs of the C2PA trust list; validation codes of C2PA 2.2, § Validation).
"""

from __future__ import annotations

from policy.evidence import Strength
from policy.readers.credentials.store import Store

_ORDER = (Strength.TRUSTED, Strength.SIGNED, Strength.UNSIGNED, Strength.BROKEN)
_NO_SIGNATURE = {
    "algorithm.unsupported",
    "claim.malformed",
    "claim.missing",
    "claimSignature.missing",
    "signingCredential.invalid",
}
_HARMLESS_MISMATCH = {"timeStamp.mismatch"}


def rank(strength: Strength) -> int:
    """Return how weak a signature is; 0 is the strongest."""
    return _ORDER.index(strength)


def weaker(one: Strength, other: Strength) -> Strength:
    """Return the weaker of two: a chain holds as its weakest link does."""
    return max(one, other, key=rank)


def mismatches(store: Store, label: str) -> tuple[str, ...]:
    """Return the codes that say that this manifest, or what it signs, was changed."""
    codes = (*store.failures.get(label, ()), *store.recorded.get(label, ()))
    return tuple(dict.fromkeys(code for code in codes if code.endswith(".mismatch") and code not in _HARMLESS_MISMATCH))


def strength_of(store: Store, label: str) -> Strength:
    """Return what this manifest's own signature is worth."""
    if mismatches(store, label):
        return Strength.BROKEN
    failures = store.failures.get(label, ())
    if not _NO_SIGNATURE.isdisjoint(failures):
        return Strength.UNSIGNED
    return Strength.TRUSTED if not failures and _trusted(store, label) else Strength.SIGNED


def _trusted(store: Store, label: str) -> bool:
    """Whether our own validation said so, and nothing recorded may hide what else it would have said."""
    said = "signingCredential.trusted" in store.successes.get(label, ())
    return label in store.confirmed or (said and not store.recorded.get(label))
