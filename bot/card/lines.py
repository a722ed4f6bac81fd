"""The parts of a card that a terminal shows too: one line of evidence, and how a line should feel."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a line should feel; each platform has one colour and one sign for each."""

    STOP = "stop"
    ASK = "ask"
    CLEAR = "clear"
    DONE = "done"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One thing that was found: what · where · how strong · what it does not prove."""

    what: str
    where: str
    strength: str
    not_proven: str
    tone: Tone
