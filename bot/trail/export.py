"""Handing the trail over: JSON lines that a stranger can verify (docs/trail.md says how), CSV for people."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.spreadsheet import BYTE_ORDER_MARK, DELIMITER
from bot.spreadsheet import row as spreadsheet_row
from bot.tables import trail_checkpoints
from bot.trail.checkpoint import VerifierKey
from bot.trail.entry import Entry, write_moment
from bot.trail.read import head
from bot.trail.rows import Rows

FORMAT = "vigie-trail/1"
"""What the first line calls itself; changes when a verifier written today could not read the rest."""


class Column(StrEnum):
    """The columns of the CSV, in their order."""

    SEQ = "seq"
    AT = "at"
    KIND = "kind"
    SUBJECT = "subject"
    ACTOR = "actor"
    DATA = "data"
    PERSONAL = "personal"
    LEAF = "leaf"


def export_jsonl(connection: Connection, key: VerifierKey | None, *, personal: bool = True) -> Iterator[str]:
    """Give the trail as JSON lines: first head, key and checkpoints, then one line per entry.

    `body` is the hashed text. A personal part is null where it was erased, and everywhere without `personal`.
    """
    newest = head(connection)
    notes = connection.execute(select(trail_checkpoints.c.note).order_by(trail_checkpoints.c.size)).scalars()
    yield _line(
        {
            "format": FORMAT,
            "size": newest.size,
            "root": b64encode(newest.root).decode(),
            "key": str(key) if key else None,
            "checkpoints": list(notes),
        }
    )
    for row, parts in _entries(connection):
        kept = {part.field: _opened(part) if personal else None for part in parts}
        yield _line({"seq": row.seq, "leaf": row.leaf.hex(), "body": row.body.decode(), "personal": kept})


def export_csv(
    connection: Connection, headings: Mapping[Column, str], names: Mapping[str, str], delimiter: str = DELIMITER
) -> Iterator[str]:
    """Give the trail as CSV for a spreadsheet, line by line, `headings` first.

    `names` says who an actor's id is. Begins with a byte order mark: else Excel mistakes the accents.
    """
    yield BYTE_ORDER_MARK + spreadsheet_row([headings[column] for column in Column], delimiter)
    for row, parts in _entries(connection):
        entry = Entry.from_bytes(row.body)
        words = [f"{part.field}: {part.content.decode(errors='replace')}" for part in parts if part.content]
        cells = {
            Column.SEQ: str(entry.seq),
            Column.AT: write_moment(entry.at),
            Column.KIND: entry.kind,
            Column.SUBJECT: entry.subject or "",
            Column.ACTOR: names.get(entry.actor or "", entry.actor or ""),
            Column.DATA: json.dumps(entry.data, ensure_ascii=False, sort_keys=True) if entry.data else "",
            Column.PERSONAL: "\n".join(words),
            Column.LEAF: row.leaf.hex(),
        }
        yield spreadsheet_row([cells[column] for column in Column], delimiter)


def _entries(connection: Connection) -> Iterator[tuple[Row[Any], list[Row[Any]]]]:
    personal = Rows(connection, "trail_personal", ("id", "entry_seq", "field", "salt", "content"))
    for row in Rows(connection, "trail_entries", ("seq", "body", "leaf")):
        yield row, list(personal.of("entry_seq", row.seq))


def _opened(part: Row[Any]) -> dict[str, str] | None:
    if part.content is None:
        return None
    return {"salt": part.salt.hex(), "content": part.content.decode()}


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
