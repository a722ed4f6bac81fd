"""Which submissions a file was in, and how it looks: one row each, written with what happened, made from the trail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select

from bot.case import Case
from bot.fold import fold
from bot.gate.standing import revisions
from bot.kinds import Kind
from bot.tables import gate_files, trail_entries
from bot.trail.read import RecordedEntry, entries_for
from policy.look import BANDS, bands, read_look

_AT_ONCE = 500
"""Submissions in memory at once, while the index is made again."""
_MALFORMED = (KeyError, TypeError, ValueError, AttributeError, msgspec.MsgspecError)
"""What folding raises where the trail was tampered with; `trail verify` names the entry."""
_LOOK_COLUMNS = ("band_1", "band_2", "band_3", "band_4")
"""The columns that a look is filed under."""
BAND_COLUMNS = tuple(gate_files.c[name] for name in _LOOK_COLUMNS)

Rows = dict[str, dict[str, dict[str, Any]]]
"""Rows by reference, then by digest."""


def rows_of(case: Case) -> dict[str, dict[str, Any]]:
    """Return the rows that the trail implies for one submission, by the digest of each file."""
    looks = _looks(case)
    return {
        sha256: {
            "sha256": sha256,
            "reference": case.reference,
            "revision": case.revision if case.asset(sha256) else revision,
            "state": case.state.value,
            "look": looks.get(sha256),
            **_filed(looks.get(sha256)),
        }
        for sha256, revision in revisions(case.entries).items()
    }


def _looks(case: Case) -> dict[str, str]:
    """Return how each file looks, where its examination could tell."""
    return {
        str(recorded.entry.data["sha256"]): str(recorded.entry.data["look"])
        for recorded in case.entries
        if recorded.entry.kind == Kind.EXAMINED and read_look(recorded.entry.data.get("look")) is not None
    }


def _filed(written: str | None) -> dict[str, int | None]:
    look = read_look(written)
    return dict(zip(_LOOK_COLUMNS, [None] * BANDS if look is None else bands(look), strict=True))


def keep(connection: Connection, case: Case) -> None:
    """Bring the rows of a submission up to its trail, in the transaction of whatever happened to it."""
    wanted = rows_of(case)
    mine = gate_files.c.reference == case.reference
    if _as_stored(connection.execute(select(gate_files).where(mine))).get(case.reference, {}) != wanted:
        connection.execute(delete(gate_files).where(mine))
        _insert(connection, wanted)


def rebuild(connection: Connection) -> None:
    """Make the whole index again from the trail; a submission that can't be read there stays unknown."""
    connection.execute(delete(gate_files))
    for entries in _submissions(connection):
        try:
            case = fold(entries)
            wanted = rows_of(case) if case else {}
        except _MALFORMED:
            continue
        _insert(connection, wanted)


def recorded(connection: Connection) -> Rows | None:
    """Return the whole index, None where the database comes from before there was one."""
    if not connection.dialect.has_table(connection, gate_files.name):
        return None
    return _as_stored(connection.execute(select(gate_files)))


def agrees(case: Case, index: Rows | None) -> bool:
    """Take a submission out of the index; return whether that says what its trail says."""
    if index is None:
        return True
    found = index.pop(case.reference, {})
    try:
        return found == rows_of(case)
    except _MALFORMED:
        return False


def _as_stored(rows: Any) -> Rows:  # noqa: ANN401 - rows as SQLAlchemy gives them
    found: Rows = defaultdict(dict)
    row: Row[Any]
    for row in rows:
        found[row.reference][row.sha256] = row._asdict()
    return dict(found)


def _insert(connection: Connection, rows: dict[str, dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(gate_files), list(rows.values()))


def _submissions(connection: Connection) -> Iterator[list[RecordedEntry]]:
    """Yield the entries of each submission, oldest first."""
    submitted = select(trail_entries.c.subject).where(trail_entries.c.kind == Kind.SUBMITTED.value)
    references = list(connection.execute(submitted.order_by(trail_entries.c.seq)).scalars())
    for start in range(0, len(references), _AT_ONCE):
        by_reference: dict[str | None, list[RecordedEntry]] = defaultdict(list)
        for entry in entries_for(connection, references[start : start + _AT_ONCE]):
            by_reference[entry.entry.subject].append(entry)
        yield from by_reference.values()
