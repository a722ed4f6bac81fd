"""Proofs for strangers: an entry, the way from it to the root, the checkpoint that signs the root (C2SP tlog-proof)."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from bot.tables import trail_entries, trail_personal
from bot.trail.note import Note
from bot.trail.read import RecordedEntry
from bot.trail.tiles import prove

MAGIC = "c2sp.org/tlog-proof@v1"
"""The first line of a proof; the next one begins with it too."""


def proofs(
    connection: Connection, entries: Iterable[RecordedEntry], note: Note, *, personal: bool = False
) -> Iterator[str]:
    """Yield the proof of each entry against a checkpoint; docs/verify.py checks one or several of them in a file.

    What each carries as extra data is the hashed body, and the names and texts with their salts: withheld where they
    were erased, and everywhere without `personal`.
    """
    for recorded in entries:
        index = recorded.entry.seq - 1
        extra = b64encode(_extra(connection, recorded.entry.seq, personal=personal)).decode()
        path = prove(connection, index, note.checkpoint.size)
        lines = [MAGIC, f"extra {extra}", f"index {index}", *(b64encode(node).decode() for node in path)]
        yield "\n".join(lines) + f"\n\n{note}"


def _extra(connection: Connection, seq: int, *, personal: bool) -> bytes:
    body = connection.execute(select(trail_entries.c.body).where(trail_entries.c.seq == seq)).scalar_one()
    parts = select(trail_personal.c.field, trail_personal.c.salt, trail_personal.c.content).where(
        trail_personal.c.entry_seq == seq
    )
    shown = {
        field: {"salt": salt.hex(), "content": content.decode()} if personal and content is not None else None
        for field, salt, content in connection.execute(parts)
    }
    return json.dumps({"body": body.decode(), "personal": shown}, ensure_ascii=False, sort_keys=True).encode()
