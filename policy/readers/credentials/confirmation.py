"""Whether an ingredient's signer is trusted, asked of our own validation.

Of ingredients, validation tells only what differs from what the enclosing manifest recorded. An editor that
recorded « trusted » leaves nothing to tell, and its record is its word, not ours. So the manifest is read
once more, alone, as if it were the file's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from policy.evidence import Strength
from policy.readers.credentials.store import Store
from policy.readers.credentials.strength import strength_of

_MOST_MANIFESTS = 16
_BINDINGS = (
    "assertion.bmffHash.",
    "assertion.boxesHash.",
    "assertion.collectionHash.",
    "assertion.dataHash.",
    "assertion.multiAssetHash.",
)
"""Codes about the bytes that a manifest was made for: an ingredient's own bytes are not in the file."""


def confirmed(store: Store, alone: Callable[[str], Store | None]) -> Store:
    """Return the store with the ingredients that our own validation trusts, as far as trust reaches from the top.

    `alone` reads one manifest by its label as if it were active; None where that is impossible.
    """
    waiting, seen, budget = [store.active], {store.active}, _MOST_MANIFESTS
    for label in waiting:
        if label not in store.manifests:
            continue
        if strength_of(store, label) is Strength.SIGNED and label != store.active and budget:
            budget -= 1
            if _trusts(alone(label), label):
                store = replace(store, confirmed=store.confirmed | {label})
        if strength_of(store, label) is Strength.TRUSTED:
            fresh = dict.fromkeys(item.label for item in store.manifests[label].ingredients if item.label not in seen)
            seen |= fresh.keys()
            waiting += fresh
    return store


def _trusts(read_alone: Store | None, label: str) -> bool:
    if read_alone is None or read_alone.active != label:
        return False
    failures = tuple(code for code in read_alone.failures.get(label, ()) if not code.startswith(_BINDINGS))
    return strength_of(replace(read_alone, failures={label: failures}, recorded={}), label) is Strength.TRUSTED
