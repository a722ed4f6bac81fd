"""Reading the trail: entries with what is left of their personal parts, always in one pair of queries."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from bot.tables import trail_checkpoints, trail_entries, trail_head, trail_personal
from bot.trail.entry import Entry, read_moment
from bot.trail.span import Span

_AT_ONCE = 10_000
"""Subjects per pair of queries; SQLite takes 32,766 values in a statement (SQLITE_MAX_VARIABLE_NUMBER)."""
_BODIES = 1_000
"""Entries that are read in one go where only their bytes are wanted."""
_STAMP_CHARACTERS = 6
ALWAYS = Span()


@dataclass(frozen=True, slots=True)
class RecordedEntry:
    """An entry, its leaf hash, and the text of each personal part, None where it was erased."""

    entry: Entry
    leaf: bytes
    personal: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Head:
    """The tree after its last entry: how many entries, and the root over them (32 bytes)."""

    size: int
    root: bytes

    @property
    def stamp(self) -> str:
        """The short witness that cards carry."""
        return stamp(self.size, self.root)


def stamp(seq: int, root: bytes) -> str:
    """Return entry number and six characters of the base64 root, such as `#776 · J2kC9f`."""
    return f"#{seq} · {b64encode(root).decode()[:_STAMP_CHARACTERS]}"


def head(connection: Connection) -> Head:
    """Return the head of the trail."""
    return Head(*connection.execute(select(trail_head.c.size, trail_head.c.root)).one())


def entries_for(connection: Connection, subjects: Collection[str]) -> list[RecordedEntry]:
    """Return the entries of these subjects, oldest first."""
    wanted = list(dict.fromkeys(subjects))
    batches = [wanted[at : at + _AT_ONCE] for at in range(0, len(wanted), _AT_ONCE)]
    found = [item for batch in batches for item in _read(connection, trail_entries.c.subject.in_(batch))]
    return found if len(batches) < 2 else sorted(found, key=lambda item: item.entry.seq)


def entries_of_kinds(connection: Connection, kinds: Collection[str], span: Span = ALWAYS) -> list[RecordedEntry]:
    """Return the entries of these kinds in a span, oldest first."""
    return _read(connection, and_(*_of_kinds(kinds, span)))


def entries_about(connection: Connection, kinds: Collection[str], subjects: Select[str | None]) -> list[RecordedEntry]:
    """Return the entries of these kinds about some subjects, oldest first."""
    return _read(connection, and_(trail_entries.c.subject.in_(subjects), is_of(kinds)))


def bodies_about(connection: Connection, kinds: Collection[str], subjects: Select[str | None]) -> list[bytes]:
    """Return the hashed bytes of the entries of these kinds about some subjects."""
    query = select(trail_entries.c.body).where(trail_entries.c.subject.in_(subjects), is_of(kinds))
    return list(connection.execute(query).scalars())


def is_of(kinds: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that an entry is of these kinds, for where its subject is what it is found by.

    Databases would rather read all entries of a kind, of all years: an expression is none of their indexes.
    """
    return trail_entries.c.kind.concat("").in_([str(kind) for kind in kinds])


def subjects_of_kinds(kinds: Collection[str], span: Span) -> Select[str | None]:
    """Return the query for the subjects that have entries of these kinds in a span."""
    return select(trail_entries.c.subject).where(*_of_kinds(kinds, span))


def bodies_of_kinds(connection: Connection, kinds: Collection[str], span: Span) -> Iterator[bytes]:
    """Yield the hashed bytes of the entries of these kinds in a span, oldest first of each kind."""
    query = select(trail_entries.c.body).where(*_of_kinds(kinds, span))
    ordered = query.order_by(trail_entries.c.kind, trail_entries.c.at, trail_entries.c.seq)
    for some in connection.execute(ordered).scalars().partitions(_BODIES):
        yield from some


def _of_kinds(kinds: Collection[str], span: Span) -> list[ColumnElement[bool]]:
    wanted = [str(kind) for kind in kinds]
    kind = trail_entries.c.kind == wanted[0] if len(wanted) == 1 else trail_entries.c.kind.in_(wanted)
    return [kind, *span.covers(trail_entries.c.at)]


def last_number(connection: Connection, kinds: Collection[str], span: Span = ALWAYS) -> int | None:
    """Return the number of the last entry of these kinds, None where there is none; looks at an index alone."""
    return connection.execute(select(func.max(trail_entries.c.seq)).where(*_of_kinds(kinds, span))).scalar()


def last_of_kinds(connection: Connection, kinds: Collection[str]) -> RecordedEntry | None:
    """Return the last entry of these kinds, None where there is none."""
    number = last_number(connection, kinds)
    return next(iter(entries_between(connection, number, number)), None) if number else None


def entries_between(connection: Connection, first: int, last: int) -> list[RecordedEntry]:
    """Return the entries from number `first` to number `last`, both included, oldest first."""
    return _read(connection, trail_entries.c.seq.between(first, last))


def latest(connection: Connection, limit: int, before: int | None = None) -> list[RecordedEntry]:
    """Return the `limit` last entries (before number `before`), newest first."""
    end = before if before is not None else head(connection).size + 1
    return entries_between(connection, end - limit, end - 1)[::-1]


def began(connection: Connection) -> datetime | None:
    """Return the moment of the first entry, None for an empty trail."""
    written = connection.execute(select(trail_entries.c.at).where(trail_entries.c.seq == 1)).scalar()
    return read_moment(written) if written else None


def latest_checkpoint(connection: Connection) -> str | None:
    """Return the last signed note, None where the head was never signed."""
    newest = select(trail_checkpoints.c.note).order_by(trail_checkpoints.c.size.desc()).limit(1)
    return connection.execute(newest).scalar()


def _read(connection: Connection, wanted: ColumnElement[bool]) -> list[RecordedEntry]:
    query = select(trail_entries.c.body, trail_entries.c.leaf).where(wanted).order_by(trail_entries.c.seq)
    entries = [(Entry.from_bytes(body), leaf) for body, leaf in connection.execute(query)]
    personal = _personal(connection, wanted) if any(entry.commitments for entry, _ in entries) else {}
    return [RecordedEntry(entry, leaf, personal.get(entry.seq, {})) for entry, leaf in entries]


def _personal(connection: Connection, wanted: ColumnElement[bool]) -> dict[int, dict[str, str | None]]:
    """Return the texts of the personal parts, by the number of their entry; None for what was erased."""
    found: dict[int, dict[str, str | None]] = {}
    parts = select(trail_personal.c.entry_seq, trail_personal.c.field, trail_personal.c.content)
    mine = trail_personal.c.entry_seq.in_(select(trail_entries.c.seq).where(wanted))
    for seq, name, content in connection.execute(parts.where(mine)):
        found.setdefault(seq, {})[name] = None if content is None else content.decode(errors="replace")
    return found
