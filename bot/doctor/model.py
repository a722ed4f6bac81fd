"""What is found on looking at one thing, and whoever looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.database import Database
from bot.language import Catalogue
from bot.settings import Settings


class Health(StrEnum):
    """How something is: well, worth watching, to be mended, or not looked at."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing is, in the reader's language; `name` is for scripts. What is not well has its `remedy`."""

    name: str
    health: Health
    words: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Installation:
    """What is looked at. `database` is None where it is not there, can't be read, or is not up to date."""

    settings: Settings
    now: datetime
    database: Database | None


class Checkup(Protocol):
    """Looks at one subject; a platform brings its own."""

    def __call__(self, settings: Settings, catalogue: Catalogue, /) -> Iterable[Finding]:
        """Return what was found."""
        ...
