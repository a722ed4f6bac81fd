"""The database's own check of its file: damage in indexes and around rows, which reading does not show."""

from __future__ import annotations

import re

from sqlalchemy import Connection, text

from bot.database import DAMAGE
from bot.trail.verification import Break, Fault

_ROW = re.compile(r"[Rr]ow(?:id)? (\d+) (?:missing from index|out of order)(?: (\S+))?")
_MOST = 20


def damage(connection: Connection) -> Break | None:
    """Return what SQLite's integrity_check finds, with the entry that it touches where one can be named.

    A PostgreSQL server looks after its own files, and has no such check for whoever merely uses it.
    """
    if connection.dialect.name != "sqlite":
        return None
    messages = [str(row[0]) for row in connection.execute(text(f"PRAGMA integrity_check({_MOST})"))]
    if messages == ["ok"]:
        return None
    touched = [_entry(connection, message) for message in messages]
    return Break(min((seq for seq in touched if seq is not None), default=None), Fault.INTEGRITY)


def _entry(connection: Connection, message: str) -> int | None:
    found = _ROW.search(message)
    if not found:
        return None
    number, index = int(found[1]), found[2] or ""
    if "trail_entries" in index:
        return number
    if "trail_personal" not in index:
        return None
    try:
        return connection.execute(
            text("SELECT entry_seq FROM trail_personal NOT INDEXED WHERE id = :id"), {"id": number}
        ).scalar()
    except DAMAGE:
        return None
