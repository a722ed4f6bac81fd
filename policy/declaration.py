"""A declared use of AI: what it was for, with which tool, how far it went, who checked the result."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What AI was used for. Whether that is allowed is for the charter to say, not for this list."""

    DATA_ANALYSIS = "data-analysis"
    ACCESSIBILITY = "accessibility"
    INTERNAL_PROCESS = "internal-process"
    DRAFTING = "drafting"
    PROOFREADING = "proofreading"
    TRANSLATION = "translation"
    SUMMARY = "summary"
    RESEARCH = "research"
    SUBTITLES = "subtitles"
    RETOUCH = "retouch"
    IMAGE_GENERATION = "image-generation"
    DECISION = "decision"
    OTHER = "other"

    @property
    def about_text(self) -> bool:
        """Whether such a use may have shaped a text."""
        return self not in _VISUALS_ONLY

    @property
    def about_visuals(self) -> bool:
        """Whether such a use may have shaped a visual."""
        return self not in _TEXT_ONLY


_TEXT_ONLY = {Purpose.DRAFTING, Purpose.PROOFREADING, Purpose.TRANSLATION, Purpose.SUMMARY, Purpose.RESEARCH}
_VISUALS_ONLY = {Purpose.SUBTITLES, Purpose.RETOUCH, Purpose.IMAGE_GENERATION}


class Extent(StrEnum):
    """How much of the result is the machine's."""

    LIGHT = "light"
    PART = "part"
    MOST = "most"


class Checker(StrEnum):
    """Who checked the result: a role, never a name."""

    AUTHOR = "author"
    COLLEAGUE = "colleague"
    SPECIALIST = "specialist"
    NOBODY = "nobody"


class LabelPlace(StrEnum):
    """Where people can read that AI served."""

    IN_TEXT = "in-text"
    CAPTION = "caption"
    ON_VISUAL = "on-visual"
    PRINTED = "printed"
    NOWHERE = "nowhere"


TOOLS = {
    "ChatGPT": "OpenAI",
    "Claude": "Anthropic",
    "Gemini": "Google",
    "Copilot": "Microsoft",
    "Le Chat": "Mistral AI",
    "DeepL": "DeepL",
    "Whisper": "OpenAI",
    "Canva": "Canva",
    "Lightroom": "Adobe",
    "Photoshop": "Adobe",
    "Topaz": "Topaz Labs",
}
"""Tools that people name most, and who provides them: suggestions, and names that are nobody's personal words."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declared use. `subject` says of what; `check` how the result was checked; `public` puts it into the register.

    `personal_data_sent` tells whether personal data went out to the tool's provider, None where nobody said.
    """

    purpose: Purpose
    tool: str
    provider: str = ""
    extent: Extent = Extent.LIGHT
    personal_data_sent: bool | None = None
    checker: Checker = Checker.NOBODY
    check: str = ""
    label: LabelPlace = LabelPlace.NOWHERE
    subject: str = ""
    public: bool = True

    @property
    def checked(self) -> bool:
        """Whether a person checked the result, and says how."""
        return self.checker is not Checker.NOBODY and bool(self.check.strip())
