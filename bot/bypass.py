"""Posts in public channels that did not pass through here: on record, for whoever asks later what went out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.kinds import Kind
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.trail.read import entries_of_kinds
from bot.trail.span import Span

_SUBJECT = "publications"


def record_bypass(connection: Connection, address: str, edited_at: int, at: datetime, album: str = "") -> bool:
    """Record a post that nobody here approved, or a change made to one afterwards; once, however often it is told.

    `edited_at` is the platform's own moment of the change, in seconds since 1970; 0 for a post as it came out. `album`
    is the platform's name for posts that came out as one: those are one entry. Returns whether it is a new one.
    """
    data = {"address": address, "edited_at": edited_at} | ({"album": album} if album else {})
    if any(_event(known.entry.data) == _event(data) for known in entries_of_kinds(connection, [Kind.BYPASSED])):
        return False
    append(connection, EntryDraft(Kind.BYPASSED, _SUBJECT, None, data), at=at)
    return True


def bypasses(connection: Connection, span: Span) -> int:
    """Return how many posts came out, or were changed, without anybody's approval in a span."""
    return len({_post(one.entry.data) for one in entries_of_kinds(connection, [Kind.BYPASSED], span)})


def _event(data: Mapping[str, Any]) -> tuple[str, int]:
    return _post(data), int(data["edited_at"])


def _post(data: Mapping[str, Any]) -> str:
    return str(data.get("album") or data["address"])
