"""The archive held against the trail: each summary is the one that its entry names, and none is missing or added."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, select

from bot.kinds import Kind
from bot.tables import summaries
from bot.trail.read import entries_of_kinds
from bot.trail.verification import Break, Fault


def archive_break(connection: Connection) -> Break | None:
    """Return where the archive says something else than the trail, None for nowhere, or no archive yet."""
    if not connection.dialect.has_table(connection, "summaries"):
        return None
    columns = summaries.c.entry_seq, summaries.c.week, summaries.c.content
    kept = {row.entry_seq: (row.week, _digest(row.content)) for row in connection.execute(select(*columns))}
    for recorded in entries_of_kinds(connection, [Kind.SUMMARISED]):
        entry = recorded.entry
        if kept.pop(entry.seq, None) != (entry.data.get("week"), entry.data.get("sha256")):
            return Break(entry.seq, Fault.ARCHIVE)
    return Break(None, Fault.ARCHIVE) if kept else None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
