"""Whose signatures count: the certificates that c2pa checks signers against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrustLists:
    """Certificates as PEM text; `anchors` are authorities, `allowed` single end-entity certificates."""

    anchors: str = ""
    allowed: str = ""

    @property
    def sha256(self) -> str:
        """One digest over both lists, recorded with every verdict."""
        from hashlib import sha256  # loads OpenSSL, which the processes that read files do without

        return sha256(f"{self.anchors}\0{self.allowed}".encode()).hexdigest()


NO_TRUST = TrustLists()
"""Nobody is trusted: every valid signature is merely `signed`."""
