"""Verifying the whole trail, from the first entry to the last, in one steady view and in linear time.

In this order: each entry with its personal parts and the checkpoints of its size, the head, erasures, the
guards, the file, what is derived from the trail. The first break ends it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, text

from bot.database import DAMAGE, Database, is_damage
from bot.trail.checkpoint import VerifierKey
from bot.trail.entry import Commitment, Entry, EntryError, commit, write_moment
from bot.trail.erase import named_parts
from bot.trail.guards import fallen_guards
from bot.trail.integrity import damage
from bot.trail.merkle import Frontier, leaf_hash, root_of
from bot.trail.note import Note, NoteError, parse_note
from bot.trail.rows import Rows
from bot.trail.tiles import WIDTH
from bot.trail.verification import Assurance, Break, Fault, Verification

CheckRecords = Callable[[Connection], Break | None]
"""Replays the trail and holds what is derived from it against it; returns where they part."""


def verify(
    database: Database,
    key: VerifierKey | None,
    *,
    outside: Note | None = None,
    check_records: CheckRecords | None = None,
) -> Verification:
    """Verify the trail; return the first break, or what its absence is worth.

    Without a key no signature is checked, and checkpoints confirm nothing.

    Raises:
        ValueError: a checkpoint from outside without a key says nothing.
        DBAPIError: the database is busy or can't be opened.
    """
    if outside and key is None:
        raise ValueError("a checkpoint from outside needs the key that signed it")
    audit = _Audit(key, outside)
    try:
        with database.reading_damaged() as connection:
            audit.run(connection, check_records)
    except _BrokenError as broken:
        return replace(audit.outcome(), first_break=broken.at, assurance=Assurance.NONE)
    except DAMAGE as error:
        if not is_damage(error):
            raise
        unreadable = Break(audit.nearest, Fault.UNREADABLE)
        return replace(audit.outcome(), first_break=unreadable, assurance=Assurance.NONE)
    return audit.outcome()


class _BrokenError(Exception):
    def __init__(self, seq: int | None, what: Fault) -> None:
        super().__init__(seq, what)
        self.at = Break(seq, what)


class _Audit:
    """One pass over the trail, and what it has seen so far."""

    def __init__(self, key: VerifierKey | None, outside: Note | None) -> None:
        self.nearest: int | None = None
        self._key = key
        ours = outside is None or bool(key and key.verifies(outside))
        self._outside = outside.checkpoint if outside and ours else None
        self._foreign = not ours
        self._outside_size = 0
        self._size = 0
        self._above = Frontier()
        self._personal_parts = 0
        self._checkpoints = 0
        self._confirmed = 0
        self._emptied: set[tuple[int, str]] = set()
        self._named: set[tuple[int, str]] = set()
        self._tile: list[bytes] = []
        self._tiles: list[bytes] = []

    def run(self, connection: Connection, check_records: CheckRecords | None) -> None:
        checkpoints = Rows(connection, "trail_checkpoints", ("size", "root", "note", "at"))
        personal = Rows(connection, "trail_personal", ("id", "entry_seq", "field", "person", "salt", "content"))
        entries = Rows(connection, "trail_entries", ("seq", "kind", "at", "subject", "body", "leaf"))
        self._checkpoints_here(checkpoints)
        self._entries(entries, personal, checkpoints)
        self._tiles_agree(connection)
        self._head(connection)
        self._leftovers(personal, checkpoints)
        self._erasures()
        self._surroundings(connection, check_records)
        if self._foreign:
            raise _BrokenError(None, Fault.OUTSIDE_SIGNATURE)

    def outcome(self) -> Verification:
        assurance = Assurance.OWN_CHECKPOINTS if self._confirmed else Assurance.FILE_ALONE
        return Verification(
            first_break=None,
            assurance=Assurance.OUTSIDE_CHECKPOINT if self._outside_size else assurance,
            entries=self._size,
            personal_parts=self._personal_parts,
            erased_parts=len(self._emptied),
            checkpoints=self._checkpoints,
            root=self._frontier.root,
            outside_size=self._outside_size,
            signed_size=self._confirmed,
        )

    def _entries(self, entries: Rows, personal: Rows, checkpoints: Rows) -> None:
        self.nearest = 1
        for row in entries:
            entry = _checked_entry(row, self.nearest)
            self._personal(entry, personal)
            self._named |= _named(entry)
            self._grow(row.leaf)
            if self.nearest == self._next_size(checkpoints):
                self._checkpoints_here(checkpoints)
            self.nearest += 1
        self.nearest = self._size or None

    def _grow(self, leaf: bytes) -> None:
        """Add a leaf to the tree: full tiles are hashed as a whole, which is a good deal faster."""
        self._size += 1
        self._tile.append(leaf)
        if len(self._tile) == WIDTH:
            self._tiles.append(root_of(self._tile))
            self._above = self._above.append(self._tiles[-1])
            self._tile = []

    @property
    def _frontier(self) -> Frontier:
        """The tree so far: the peaks over full tiles, then those of the last one."""
        last = Frontier()
        for leaf in self._tile:
            last = last.append(leaf)
        return Frontier(self._size, (*self._above.peaks, *last.peaks))

    def _next_size(self, checkpoints: Rows) -> int | None:
        """Return this size where a checkpoint is of it, in the file or from outside."""
        row = checkpoints.peek()
        outside = self._outside is not None and self._outside.size == self._size
        return self._size if outside or (row is not None and row.size == self._size) else None

    def _personal(self, entry: Entry, personal: Rows) -> None:
        missing = dict(entry.commitments)
        for row in personal.of("entry_seq", entry.seq):
            self._personal_parts += 1
            commitment = missing.pop(row.field, None)
            if commitment is None or row.id != self._personal_parts:
                raise _BrokenError(entry.seq, Fault.PERSONAL_STRAY)
            if not _keeps(row, commitment):
                raise _BrokenError(entry.seq, Fault.PERSONAL)
            if row.content is None:
                self._emptied.add((entry.seq, row.field))
        if missing:
            raise _BrokenError(entry.seq, Fault.PERSONAL_MISSING)

    def _checkpoints_here(self, checkpoints: Rows) -> None:
        """Hold the entries so far against the checkpoints of exactly this size."""
        size, root = self._size, self._frontier.root
        for row in checkpoints.of("size", size):
            if self._checked_note(row).checkpoint.root != root:
                raise _BrokenError(size, Fault.CHECKPOINT_ROOT)
            self._checkpoints += 1
            self._confirmed = size if self._key else 0
        if self._outside and self._outside.size == size:
            if self._outside.root != root:
                raise _BrokenError(size, Fault.OUTSIDE_ROOT)
            self._outside_size = size

    def _checked_note(self, row: Row[Any]) -> Note:
        try:
            note = parse_note(str(row.note))
        except NoteError as error:
            raise _BrokenError(self._size, Fault.CHECKPOINT) from error
        said = note.checkpoint
        if said.at is None or (said.size, said.root, write_moment(said.at)) != (row.size, row.root, row.at):
            raise _BrokenError(said.size, Fault.CHECKPOINT)
        if self._key and not self._key.verifies(note):
            raise _BrokenError(said.size, Fault.CHECKPOINT_SIGNATURE)
        return note

    def _leftovers(self, personal: Rows, checkpoints: Rows) -> None:
        """Whatever was not met on the way belongs to no entry that is there."""
        size = self._size
        if (checkpoint := checkpoints.peek()) is not None:
            self._checked_note(checkpoint)
            raise _BrokenError(size + 1, Fault.CHECKPOINT_BEYOND)
        if self._outside and self._outside.size > size:
            raise _BrokenError(size + 1, Fault.OUTSIDE_BEYOND)
        if (part := personal.peek()) is not None:
            raise _BrokenError(part.entry_seq, Fault.PERSONAL_STRAY)

    def _tiles_agree(self, connection: Connection) -> None:
        """Hold what is kept for proofs against the entries, where the database is new enough to keep it."""
        if not connection.dialect.has_table(connection, "trail_tiles"):
            return
        kept = connection.execute(text("SELECT number, root FROM trail_tiles ORDER BY number")).all()
        if [(row[0], row[1]) for row in kept] != list(enumerate(self._tiles)):
            wrong = (
                number for number, root in enumerate(self._tiles) if (number, root) not in {tuple(row) for row in kept}
            )
            number = next(wrong, len(self._tiles) - 1)
            raise _BrokenError(max(number, 0) * WIDTH + 1 if self._tiles else None, Fault.TILE)

    def _head(self, connection: Connection) -> None:
        frontier = self._frontier
        rows = connection.execute(
            text("SELECT id, size AS size, root AS root, frontier AS frontier FROM trail_head")
        ).all()
        if len(rows) == 1 and isinstance(rows[0].size, int) and rows[0].size > frontier.size:
            raise _BrokenError(frontier.size + 1, Fault.MISSING)
        if [tuple(row) for row in rows] != [(1, frontier.size, frontier.root, frontier.to_bytes())]:
            raise _BrokenError(self.nearest, Fault.HEAD)

    def _erasures(self) -> None:
        if unexplained := self._emptied - self._named:
            raise _BrokenError(min(unexplained)[0], Fault.EMPTIED)
        if resurrected := self._named - self._emptied:
            raise _BrokenError(min(resurrected)[0], Fault.NOT_ERASED)

    def _surroundings(self, connection: Connection, check_records: CheckRecords | None) -> None:
        if fallen_guards(connection):
            raise _BrokenError(None, Fault.GUARDS)
        if damaged := damage(connection):
            raise _BrokenError(damaged.seq, damaged.what)
        if check_records and (stray := check_records(connection)) is not None:
            raise _BrokenError(stray.seq, stray.what)


def _checked_entry(row: Row[Any], seq: int) -> Entry:
    if row.seq != seq:
        raise _BrokenError(seq, Fault.MISSING)
    if not isinstance(row.body, bytes) or leaf_hash(row.body) != row.leaf:
        raise _BrokenError(seq, Fault.LEAF)
    try:
        entry = Entry.from_bytes(row.body)
    except EntryError as error:
        raise _BrokenError(seq, Fault.BODY) from error
    said = (entry.seq, entry.kind, write_moment(entry.at), entry.subject)
    if said != (row.seq, row.kind, row.at, row.subject):
        raise _BrokenError(seq, Fault.COLUMNS)
    return entry


def _named(entry: Entry) -> set[tuple[int, str]]:
    try:
        return named_parts(entry)
    except (KeyError, TypeError, ValueError) as error:
        raise _BrokenError(entry.seq, Fault.BODY) from error


def _keeps(row: Row[Any], commitment: Commitment) -> bool:
    """Whether a personal row is the one that was committed to, or was emptied as a whole."""
    if row.person != commitment.person:
        return False
    if row.salt is None and row.content is None:
        return True
    sound = isinstance(row.salt, bytes) and isinstance(row.content, bytes)
    return sound and commit(row.salt, row.content) == commitment.sha256
