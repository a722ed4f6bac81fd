"""How a file's bytes came to us: what the way may have changed says nothing about who made it."""

from __future__ import annotations

from enum import StrEnum


class Transport(StrEnum):
    """The way of the bytes (design §3)."""

    AS_UPLOADED = "as-uploaded"
    RE_ENCODED = "re-encoded"
    """The platform wrote the picture anew: marks are gone, whatever they were."""
    STRIPPED = "stripped"
    """The platform's own copy, which may lack marks that the file had: their absence means nothing."""

    @property
    def faithful(self) -> bool:
        """Whether the bytes are those that their author sent."""
        return self is Transport.AS_UPLOADED
