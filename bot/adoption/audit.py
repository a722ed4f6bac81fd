"""The charter's history lived again: after the first, one person proposed each change and another approved it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from bot.charter_in_force import has_text
from bot.kinds import Kind
from bot.trail.entry import Entry
from bot.trail.read import entries_of_kinds
from bot.trail.verification import Break, Fault

_KINDS = (Kind.CHARTER_PROPOSED, Kind.CHARTER_APPROVED, Kind.CHARTER_DROPPED, Kind.CHARTER_IN_FORCE)
_MALFORMED = (KeyError, TypeError, ValueError, AttributeError)

Decided = Callable[[str | None, Entry], bool]
"""Whether a person had a role that decides, just before an entry of that number."""


def charter_break(connection: Connection, decided: Decided) -> Break | None:
    """Return the first entry about the charter that can't be, None where there is none."""
    history = _History(decided)
    for recorded in entries_of_kinds(connection, _KINDS):
        entry = recorded.entry
        try:
            if not history.follows(entry):
                return Break(entry.seq, Fault.IMPOSSIBLE)
        except _MALFORMED:
            return Break(entry.seq, Fault.BODY)
    return None


class _History:
    """What stands at one point of the trail: the charter in force, the proposal that waits, and its approval."""

    def __init__(self, decided: Decided) -> None:
        self._decided = decided
        self._in_force: Entry | None = None
        self._proposed: Entry | None = None
        self._approved = False

    def follows(self, entry: Entry) -> bool:
        """Whether Vigie could have written this entry here; takes it into account."""
        if entry.kind == Kind.CHARTER_IN_FORCE:
            return self._put_into_force(entry)
        if not self._decided(entry.actor, entry):
            return False
        if entry.kind == Kind.CHARTER_PROPOSED:
            self._proposed, self._approved = entry, False
            return _whole(entry.data)
        proposed = self._proposed
        if proposed is None or _names(entry.data) != (proposed.seq, proposed.data["sha256"]):
            return False
        if entry.kind == Kind.CHARTER_DROPPED:
            self._proposed = None
            return True
        self._approved = entry.actor != proposed.actor
        return self._approved

    def _put_into_force(self, entry: Entry) -> bool:
        before, proposed, approved = self._in_force, self._proposed, self._approved
        self._in_force, self._proposed, self._approved = entry, None, False
        if "proposal" not in entry.data:
            named_only = not has_text(entry.data) and isinstance(entry.data["sha256"], str)
            return (before is None or not has_text(before.data)) and (named_only or _whole(entry.data))
        return proposed is not None and approved and _same(entry, proposed)


def _names(data: Any) -> tuple[int, str]:  # noqa: ANN401 - an entry's data
    return data["proposal"], data["sha256"]


def _same(entry: Entry, proposed: Entry) -> bool:
    """Whether exactly what was proposed came into force."""
    names = ("id", "version", "sha256", "meaning", "text", "source")
    return entry.data["proposal"] == proposed.seq and all(entry.data[name] == proposed.data[name] for name in names)


def _whole(data: Any) -> bool:  # noqa: ANN401 - an entry's data
    """Whether an entry holds the text that its digest names."""
    return bool(hashlib.sha256(data["text"].encode()).hexdigest() == data["sha256"])
