"""Posts in public channels that did not pass through here: on record, for whoever asks later what went out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.kinds import Kind
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.trail.read import entries_of_kinds

_SUBJECT = "publications"


def record_bypass(connection: Connection, address: str, edited_at: int, at: datetime) -> None:
    """Record a post that nobody here approved, or a change made to one afterwards; once, however often it is told.

    `edited_at` is the platform's own moment of the change, in seconds since 1970; 0 for a post as it came out.
    """
    data = {"address": address, "edited_at": edited_at}
    if all(known.entry.data != data for known in entries_of_kinds(connection, [Kind.BYPASSED])):
        append(connection, EntryDraft(Kind.BYPASSED, _SUBJECT, None, data), at=at)
