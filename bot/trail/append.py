"""Recording an entry: with bot/trail/erase.py, the only code that writes the trail."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from bot.tables import trail_entries, trail_head, trail_personal
from bot.trail.entry import (
    SALT_SIZE,
    Commitment,
    Entry,
    EntryDraft,
    EntryError,
    PersonalPart,
    commit,
    write_moment,
)
from bot.trail.merkle import Frontier, leaf_hash
from bot.trail.tiles import keep_tile

_HEAD = select(trail_head.c.size, trail_head.c.frontier)
_INSERT_ENTRY = insert(trail_entries)
_LAST_PART = select(func.coalesce(func.max(trail_personal.c.id), 0))
_INSERT_PART = insert(trail_personal)
_ADVANCE_HEAD = update(trail_head)


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A personal part as it is stored: UTF-8, a lone surrogate as `?`, with the salt it is sealed with."""

    field: str
    person: str | None
    content: bytes
    salt: bytes

    @property
    def commitment(self) -> Commitment:
        return Commitment(self.person, commit(self.salt, self.content))


def append(connection: Connection, draft: EntryDraft, *, at: datetime) -> Entry:
    """Record an entry in the caller's writing transaction, in O(log n). `at` is cut to seconds.

    Raises:
        EntryError: the draft has no place in the trail: a float, a field twice, a strange kind.
    """
    size, packed = connection.execute(_HEAD).one()
    sealed = _seal(draft.personal)
    commitments = {part.field: part.commitment for part in sealed}
    drafted = Entry(size + 1, draft.kind, at, draft.subject, draft.actor, draft.data, commitments)
    body = drafted.to_bytes()
    # Read back, so that whoever appends sees what every later reader will: NFC, lists, seconds.
    entry = Entry.from_bytes(body)
    leaf = leaf_hash(body)
    row = {"seq": entry.seq, "kind": entry.kind, "at": write_moment(entry.at), "subject": entry.subject}
    connection.execute(_INSERT_ENTRY, row | {"body": body, "leaf": leaf})
    _keep(connection, entry.seq, sealed)
    frontier = Frontier.from_bytes(size, packed).append(leaf)
    head = {"size": frontier.size, "root": frontier.root, "frontier": frontier.to_bytes()}
    connection.execute(_ADVANCE_HEAD, head)
    keep_tile(connection, frontier.size)
    return entry


def _seal(parts: Iterable[PersonalPart]) -> list[_Sealed]:
    sealed = [
        _Sealed(part.field, part.person, part.text.encode(errors="replace"), secrets.token_bytes(SALT_SIZE))
        for part in parts
    ]
    if len({part.field for part in sealed}) < len(sealed):
        raise EntryError("a personal field stands twice")
    return sealed


def _keep(connection: Connection, seq: int, sealed: list[_Sealed]) -> None:
    if not sealed:
        return
    last = connection.execute(_LAST_PART).scalar_one()
    rows = [
        {
            "id": number,
            "entry_seq": seq,
            "field": part.field,
            "person": part.person,
            "salt": part.salt,
            "content": part.content,
        }
        for number, part in enumerate(sealed, last + 1)
    ]
    connection.execute(_INSERT_PART, rows)
