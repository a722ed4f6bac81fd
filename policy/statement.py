"""What a person says of a visual's origin: their word, never proof (design §3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policy.evidence import Origin


class Claim(StrEnum):
    """The answers that an author may give about one visual."""

    OWN_PHOTO = "own-photo"
    SOMEONES_PHOTO = "someones-photo"
    MADE_WITHOUT_AI = "made-without-ai"
    AI_ENHANCED = "ai-enhanced"
    AI_PARTS = "ai-parts"
    AI_GENERATED = "ai-generated"

    @property
    def origin(self) -> Origin:
        """The origin that this answer claims for the whole file."""
        return _ORIGINS[self]


_ORIGINS = {
    Claim.OWN_PHOTO: Origin.CAPTURE,
    Claim.SOMEONES_PHOTO: Origin.CAPTURE,
    Claim.MADE_WITHOUT_AI: Origin.HUMAN_MADE,
    Claim.AI_ENHANCED: Origin.AI_ENHANCED,
    Claim.AI_PARTS: Origin.AI_COMPOSITE,
    Claim.AI_GENERATED: Origin.AI_GENERATED,
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One person's word on one visual.

    `tool` names the AI tool where one served; `label_visible` says that the published piece tells it;
    `note` holds what else they said (who took it, when, what was edited); `public` puts a use of AI into the register
    that everybody can read.
    """

    claim: Claim
    tool: str = ""
    label_visible: bool = False
    note: str = ""
    public: bool = False
