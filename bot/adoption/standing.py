"""The proposal that waits: the last one, where it was neither dropped nor put into force since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.charter_in_force import charter_of
from bot.errors import SetupError
from bot.kinds import Kind
from bot.trail.read import last_of_kinds
from policy.charter.model import Charter


@dataclass(frozen=True, slots=True)
class Proposed:
    """A charter that somebody proposed, with its whole text; `seq` is the entry, `person` who did it."""

    seq: int
    at: datetime
    person: str
    charter: Charter


def standing(connection: Connection) -> Proposed | None:
    """Return the proposal that waits for a second person, None where there is none that this version can read."""
    recorded = last_of_kinds(connection, [Kind.CHARTER_PROPOSED, Kind.CHARTER_DROPPED, Kind.CHARTER_IN_FORCE])
    if recorded is None or recorded.entry.kind != Kind.CHARTER_PROPOSED:
        return None
    entry = recorded.entry
    try:
        return Proposed(entry.seq, entry.at, str(entry.actor), charter_of(entry.data))
    except SetupError:
        return None
