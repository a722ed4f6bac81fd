"""Erasing a person: first an entry that says so, then the words themselves. What was decided stays."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, select, update

from bot.tables import trail_personal
from bot.trail.append import append
from bot.trail.entry import Entry, EntryDraft

_Part = tuple[int, int, str, bytes]
"""Its id, its entry, its field, its content."""
_NAME = "name"
_MENTIONING = ("subject", "tool", "provider", "check", "responsible")
"""Fields of declarations and decisions in which somebody may be named by others."""
_AT_ONCE = 500
ERASED = "erased"
"""Kind of the entry that names the parts about to be emptied, in `data`:
`{"person": id, "parts": [{"seq": n, "field": name}, …]}`."""


def erase(connection: Connection, person: str, *, at: datetime, actor: str | None) -> Entry | None:
    """Empty every personal part of a person in the caller's writing transaction; None where none is left.

    What others wrote of them in what is published goes too: the register must not begin to print a name once nobody
    is left to know it for one.

    Call Database.scrub after the commit: until then the words may linger in the database's files.
    """
    theirs = trail_personal.c.person == person
    kept = _kept(connection, theirs)
    names = [_plain(content) for _, _, field, content in kept if field == _NAME]
    if not kept:
        return None
    kept += [part for part in _kept(connection, trail_personal.c.field.in_(_MENTIONING)) if _names_any(part, names)]
    return _empty(connection, person, kept, at=at, actor=actor)


def erase_parts(
    connection: Connection,
    person: str | None,
    parts: Collection[tuple[int, str]],
    *,
    at: datetime,
    actor: str | None = None,
    reason: str = "",
) -> Entry | None:
    """Empty these parts, as (seq, field), of whoever they are; None where none of them is left. `reason` says why.

    Call Database.scrub after the commit.
    """
    seqs = sorted({seq for seq, _ in parts})
    kept: list[_Part] = []
    for start in range(0, len(seqs), _AT_ONCE):
        found = _kept(connection, trail_personal.c.entry_seq.in_(seqs[start : start + _AT_ONCE]))
        kept += [part for part in found if (part[1], part[2]) in parts]
    return _empty(connection, person, kept, at=at, actor=actor, reason=reason) if kept else None


def _empty(
    connection: Connection,
    person: str | None,
    kept: Iterable[_Part],
    *,
    at: datetime,
    actor: str | None,
    reason: str = "",
) -> Entry:
    parts = {number: {"seq": seq, "field": field} for number, seq, field, _ in kept}
    data = {"person": person, "parts": [parts[number] for number in sorted(parts)]} | (
        {"reason": reason} if reason else {}
    )
    subject = f"person:{person}" if person else None
    entry = append(connection, EntryDraft(ERASED, subject, actor, data), at=at)
    emptied = update(trail_personal).where(trail_personal.c.id == bindparam("number")).values(salt=None, content=None)
    connection.execute(emptied, [{"number": number} for number in parts])
    return entry


def _kept(connection: Connection, wanted: ColumnElement[bool]) -> list[_Part]:
    columns = trail_personal.c.id, trail_personal.c.entry_seq, trail_personal.c.field, trail_personal.c.content
    found = connection.execute(select(*columns).where(wanted, trail_personal.c.content.is_not(None)))
    return [(number, seq, field, content) for number, seq, field, content in found]


def _names_any(part: _Part, names: Iterable[str]) -> bool:
    content = _plain(part[3])
    return any(name and name in content for name in names)


def _plain(content: bytes) -> str:
    decomposed = unicodedata.normalize("NFKD", content.decode(errors="replace")).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def named_parts(entry: Entry) -> set[tuple[int, str]]:
    """Return the parts, as (seq, field), that an erasure entry names; none for other kinds."""
    if entry.kind != ERASED:
        return set()
    return {(part["seq"], part["field"]) for part in entry.data["parts"]}
