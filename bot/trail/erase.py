"""Erasing a person: first an entry that says so, then the words themselves. What was decided stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.tables import trail_personal
from bot.trail.append import append
from bot.trail.entry import Entry, EntryDraft

ERASED = "erased"
"""Kind of the entry that names the parts about to be emptied, in `data`:
`{"person": id, "parts": [{"seq": n, "field": name}, …]}`."""


def erase(connection: Connection, person: str, *, at: datetime, actor: str | None) -> Entry | None:
    """Empty every personal part of a person in the caller's writing transaction; None where none is left.

    Call Database.settle after the commit: until then the words may linger in the write-ahead log.
    """
    theirs = trail_personal.c.person == person
    kept = select(trail_personal.c.entry_seq, trail_personal.c.field).where(
        theirs, trail_personal.c.content.is_not(None)
    )
    parts = [{"seq": seq, "field": name} for seq, name in connection.execute(kept.order_by(trail_personal.c.id))]
    if not parts:
        return None
    data = {"person": person, "parts": parts}
    entry = append(connection, EntryDraft(ERASED, f"person:{person}", actor, data), at=at)
    connection.execute(
        update(trail_personal).where(theirs, trail_personal.c.content.is_not(None)).values(salt=None, content=None)
    )
    return entry


def named_parts(entry: Entry) -> set[tuple[int, str]]:
    """Return the parts, as (seq, field), that an erasure entry names; none for other kinds."""
    if entry.kind != ERASED:
        return set()
    return {(part["seq"], part["field"]) for part in entry.data["parts"]}
