"""What readers find in a file, and what it says of the file's origin (design §3).

Every statement names where it was read and how strong it is; nothing here is a score.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from policy.media_type import MediaType


class Origin(StrEnum):
    """Where a whole file comes from, gravest first."""

    AI_GENERATED = "ai-generated"
    AI_COMPOSITE = "ai-composite"
    AI_ENHANCED = "ai-enhanced"
    CAPTURE = "capture"
    HUMAN_MADE = "human-made"
    UNKNOWN = "unknown"

    @property
    def admits_ai(self) -> bool:
        """Whether this origin admits that AI made or altered pixels."""
        return self in {Origin.AI_GENERATED, Origin.AI_COMPOSITE, Origin.AI_ENHANCED}


GRAVITY: dict[Origin, int] = {origin: rank for rank, origin in enumerate(Origin)}
"""Rank of each origin; 0 is the gravest."""


def gravest(origins: Iterable[Origin]) -> Origin:
    """Return the gravest origin, `unknown` for none at all."""
    return min(origins, key=GRAVITY.__getitem__, default=Origin.UNKNOWN)


class Strength(StrEnum):
    """How much a piece of evidence is worth (design §3), strongest first."""

    TRUSTED = "trusted"
    SIGNED = "signed"
    UNSIGNED = "unsigned"
    STATISTICAL = "statistical"
    STATED = "stated"
    BROKEN = "broken"


class ReaderName(StrEnum):
    """Every reader by the name that `vigie check --json` prints."""

    C2PA = "c2pa"
    XMP = "xmp"
    IPTC = "iptc"
    EXIF = "exif"
    PARAMETERS = "parameters"
    STEALTH = "stealth"


class Look(StrEnum):
    """A reader's answer; `could-not-look` is never shown as `nothing`."""

    FOUND = "found"
    NOTHING = "nothing"
    COULD_NOT_LOOK = "could-not-look"


class Obstacle(StrEnum):
    """Why a file, or one of its parts, could not be read."""

    EMPTY = "empty"
    MISSING = "missing"
    UNSUPPORTED = "unsupported"
    DAMAGED = "damaged"
    TRUNCATED = "truncated"
    NO_PIXELS = "no-pixels"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_LARGE = "too-large"
    TOO_COMPLEX = "too-complex"
    UNPACKS_TOO_LARGE = "unpacks-too-large"
    EXTERNAL_ENTITIES = "external-entities"
    REMOTE = "remote"
    UNKNOWN_VERSION = "unknown-version"
    TIMED_OUT = "timed-out"
    OUT_OF_MEMORY = "out-of-memory"
    CRASHED = "crashed"
    ANSWER_TOO_LARGE = "answer-too-large"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing a reader found.

    `origin` is what it means for the *whole file*. `value`, `tool`, `signer` and `where` may hold text
    written by strangers: clean it before you show it.
    """

    reader: ReaderName
    marker: str
    value: str
    origin: Origin
    strength: Strength
    where: str
    tool: str | None = None
    signer: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What one reader answered for one file."""

    reader: ReaderName
    look: Look
    evidence: tuple[Evidence, ...] = ()
    obstacle: Obstacle | None = None


@dataclass(frozen=True, slots=True)
class Examination:
    """All that was read from one file's bytes.

    `obstacle` tells why no reader could open the file at all; it is None for a readable one.
    `damage` tells what is wrong with a file that could be read all the same (cut short, say).
    `width` and `height` are in pixels, None where the format has none or they were not found.
    """

    sha256: str
    size: int
    media_type: MediaType
    reports: tuple[Report, ...] = ()
    obstacle: Obstacle | None = None
    damage: Obstacle | None = None
    width: int | None = None
    height: int | None = None

    @property
    def readable(self) -> bool:
        """Whether the file could be opened."""
        return self.obstacle is None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every piece of evidence, in the order of the readers."""
        return tuple(item for report in self.reports for item in report.evidence)

    @property
    def origin(self) -> Origin:
        """The gravest origin that the evidence supports.

        A broken signature proves no capture and no human hand, so it only counts where it admits AI.
        """
        return gravest(
            item.origin for item in self.evidence if item.origin.admits_ai or item.strength is not Strength.BROKEN
        )
