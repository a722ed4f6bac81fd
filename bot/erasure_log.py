"""What was erased, kept beside the database: a restored copy must not bring anybody back.

One JSON object a line: when, whose (an opaque id), and which parts of the trail. No name, no text.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from bot.kinds import Kind
from bot.trail.entry import Entry, write_moment
from bot.trail.erase import erase_parts, named_parts
from bot.trail.read import entries_of_kinds

RESTORED = "restored"
"""Why an entry of erasure stands in a trail that was put back from a copy."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased of one person: the parts, as (entry, field)."""

    person: str | None
    parts: frozenset[tuple[int, str]]


def remember(path: Path, entry: Entry) -> None:
    """Add an entry of erasure to the log; durable when it returns."""
    line = {
        "at": write_moment(entry.at),
        "person": entry.data["person"],
        "parts": sorted([seq, field] for seq, field in named_parts(entry)),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a", encoding="ascii") as stream:
        stream.write(json.dumps(line) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def remembered(path: Path) -> list[Erasure]:
    """Return what the log tells; a line that a crash cut short is left out."""
    if not path.exists():
        return []
    return [found for line in path.read_text(encoding="ascii").splitlines() if (found := _read(line))]


def recorded(connection: Connection) -> list[Erasure]:
    """Return what a trail itself tells of erasures."""
    entries = (item.entry for item in entries_of_kinds(connection, [Kind.ERASED]))
    return [Erasure(entry.data["person"], frozenset(named_parts(entry))) for entry in entries]


def reapply(connection: Connection, erasures: list[Erasure], at: datetime) -> int:
    """Erase again what a copy has brought back, in the caller's transaction; return how many parts that were."""
    emptied = 0
    for erasure in erasures:
        entry = erase_parts(connection, erasure.person, erasure.parts, at=at, reason=RESTORED)
        emptied += len(named_parts(entry)) if entry else 0
    return emptied


def _read(line: str) -> Erasure | None:
    try:
        told = json.loads(line)
        return Erasure(told["person"], frozenset((int(seq), str(field)) for seq, field in told["parts"]))
    except (ValueError, KeyError, TypeError):
        return None
