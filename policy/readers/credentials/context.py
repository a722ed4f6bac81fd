"""How c2pa is set up: no network at all, and the trust lists that were handed in.

`c2pa.load_settings` no longer reaches a Reader and misspelt keys are accepted in silence, so every Reader
gets this Context, and a test with a loopback server proves that nothing connects.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import c2pa

from policy.trust import TrustLists

_MANIFEST_LIMIT = 8
"""Mebibytes that a compressed manifest may unpack to."""
_MEMORY_THRESHOLD = 64
"""Mebibytes that c2pa holds in memory before it would use a temporary file."""


@lru_cache(maxsize=1)
def context(trust: TrustLists) -> c2pa.Context:
    """Return the Context for these lists; it belongs to this process and must not cross a fork."""
    return c2pa.Context.from_dict(settings(trust))


def settings(trust: TrustLists) -> dict[str, Any]:
    """Return c2pa's settings (c2pa-rs, `Settings`). An empty host list is the master switch of its network."""
    chosen: dict[str, Any] = {
        "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
        "core": {
            "allowed_network_hosts": [],
            "allow_redirects": False,
            "decode_identity_assertions": False,
            "max_decompressed_manifest_size_in_mb": _MANIFEST_LIMIT,
            "backing_store_memory_threshold_in_mb": _MEMORY_THRESHOLD,
        },
    }
    if trust.anchors or trust.allowed:
        chosen["trust"] = {"anchors": _anchors(trust)}
    return chosen


def _anchors(trust: TrustLists) -> list[dict[str, str]]:
    """Return the lists in c2pa 0.91's form; of its older keys, `trust.allowed_list` is ignored in silence."""
    signers = {"trust_anchors": trust.anchors, "allowed_list": trust.allowed}
    return [
        {"trust_kind": "manifest", "trust_uri": "signers", **signers},
        {"trust_kind": "tsa", "trust_uri": "time stamps", "trust_anchors": trust.anchors},
    ]
