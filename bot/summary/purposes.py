"""What AI was declared to have served for, week by week: the register's sums without its words, quickly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from bot.kinds import Kind
from bot.register.gather import stated
from bot.register.use import Status
from bot.summary.counting import counted
from bot.trail.read import bodies_of_kinds
from bot.trail.span import Row, Span
from policy.declaration import Purpose


class _Said(msgspec.Struct):
    declaration: str
    purpose: Purpose | None = None


class _Declared(msgspec.Struct):
    seq: int
    at: datetime
    data: _Said


_DECODER = msgspec.json.Decoder(_Declared)


def purposes(connection: Connection, row: Row) -> tuple[Mapping[Purpose, int], ...]:
    """Return, for each span of a row, how often AI served for what, as it stands now."""
    found: tuple[list[Purpose], ...] = tuple([] for _ in range(len(row)))
    for at, purpose in (*_declared(connection, row.whole), *_stated(connection, row.whole)):
        place = row.place(at)
        if place is not None:
            found[place].append(purpose)
    return tuple(map(counted, found))


def _declared(connection: Connection, span: Span) -> list[tuple[datetime, Purpose]]:
    """Return when each declaration that stands was made, and its purpose as it was last corrected."""
    made = {one.data.declaration: one for one in _read(connection, Kind.DECLARED, span)}
    later = Span(span.since)
    purpose = {name: one.data.purpose for name, one in made.items()}
    for corrected in sorted(_read(connection, Kind.DECLARATION_CORRECTED, later), key=lambda one: one.seq):
        purpose[corrected.data.declaration] = corrected.data.purpose
    withdrawn = {one.data.declaration for one in _read(connection, Kind.DECLARATION_WITHDRAWN, later)}
    return [(one.at, said) for name, one in made.items() if name not in withdrawn and (said := purpose[name])]


def _stated(connection: Connection, span: Span) -> list[tuple[datetime, Purpose]]:
    return [(use.at, use.purpose) for use in stated(connection, span) if use.status is Status.STANDING]


def _read(connection: Connection, kind: Kind, span: Span) -> list[_Declared]:
    return [_DECODER.decode(body) for body in bodies_of_kinds(connection, [kind], span)]
