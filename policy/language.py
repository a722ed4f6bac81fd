"""The languages that Vigie and its charters speak."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language, by its ISO 639-1 code."""

    FRENCH = "fr"
    ENGLISH = "en"
