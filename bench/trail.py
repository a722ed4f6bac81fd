"""The trail: a durable append against a bare INSERT, and verifying against reading the rows and hashing them."""

from __future__ import annotations

import hashlib
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text, insert, text, update

from bot.database import Database
from bot.tables import trail_entries, trail_head, trail_personal, trail_tiles
from bot.trail.append import append
from bot.trail.entry import SALT_SIZE, Commitment, Entry, EntryDraft, PersonalPart, commit, write_moment
from bot.trail.guards import lower_guards
from bot.trail.merkle import Frontier, leaf_hash, root_of
from bot.trail.tiles import WIDTH, prove
from bot.trail.verify import verify

ROUNDS, PER_ROUND = 12, 60
SIZES = tuple(int(size) for size in os.environ.get("VIGIE_BENCH_ENTRIES", "100000 1000000").split())
"""Entries of the trails that are verified."""
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_BATCH = 20_000
_bare = Table(
    "bare",
    MetaData(),
    Column("seq", Integer, primary_key=True),
    Column("kind", Text),
    Column("at", Text),
    Column("subject", Text),
    Column("body", LargeBinary),
    Column("leaf", LargeBinary),
    sqlite_strict=True,
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Medians in milliseconds: of ours, and of the floor."""

    name: str
    ours: float
    floor: float


def draft(number: int) -> EntryDraft:
    """Return an entry as a statement makes it: facts in the clear, and one text that can be erased."""
    part = PersonalPart("note", f"p-{number % 50}", f"Photo prise au marché, numéro {number}")
    data = {"revision": 1, "sha256": hashlib.sha256(str(number).encode()).hexdigest(), "claim": "own-photo"}
    return EntryDraft("stated", f"V-{number // 8:04d}", f"p-{number % 50}", data, (part,))


def appends() -> Timing:
    """Measure durable appends, one transaction each, in turns with a bare INSERT of the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = Database.open(Path(folder) / "ours.db"), Database.open(Path(folder) / "bare.db")
        ours.upgrade()
        with bare.writing() as connection:
            _bare.create(connection)
        times: dict[str, list[float]] = {"ours": [], "bare": []}
        number = 0
        for _ in range(ROUNDS):
            start = time.perf_counter()
            for _ in range(PER_ROUND):
                number += 1
                with ours.writing() as connection:
                    append(connection, draft(number), at=NOON)
            middle = time.perf_counter()
            for at in range(number - PER_ROUND + 1, number + 1):
                with bare.writing() as connection:
                    connection.execute(insert(_bare), _row(at))
            times["ours"].append((middle - start) / PER_ROUND * 1_000)
            times["bare"].append((time.perf_counter() - middle) / PER_ROUND * 1_000)
        ours.close()
        bare.close()
    return Timing("append", statistics.median(times["ours"]), statistics.median(times["bare"]))


def _row(number: int) -> dict[str, object]:
    body = Entry(number, "stated", NOON, f"V-{number // 8:04d}", None, dict(draft(number).data)).to_bytes()
    row = {"seq": number, "kind": "stated", "at": write_moment(NOON), "subject": f"V-{number // 8:04d}"}
    return row | {"body": body, "leaf": leaf_hash(body)}


def verifications() -> Iterator[tuple[Timing, float]]:
    """Yield how long verifying takes at each size, against reading and hashing; and one proof, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            database = Database.open(Path(folder) / f"{size}.db")
            database.upgrade()
            _fill(database, size)
            floors, ours = [], []
            for _ in range(3 if size <= 100_000 else 1):
                floors.append(_timed(partial(_read_and_hash, database)))
                ours.append(_timed(partial(_require_intact, database)))
            with database.reading() as connection:
                proving = partial(prove, connection, size // 3, size)
                proof = statistics.median(_timed(proving) for _ in range(5))
            yield Timing(f"{size:,} entries", statistics.median(ours), statistics.median(floors)), proof
            database.close()


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1_000


def _require_intact(database: Database) -> None:
    if not verify(database, None).intact:
        raise RuntimeError("the trail that was made for measuring does not verify")


def _read_and_hash(database: Database) -> None:
    """Read every entry and every personal part, and hash each once: what any verifier has to do."""
    with database.reading() as connection:
        for row in connection.execute(
            text("SELECT seq, kind, at, subject, body, leaf FROM trail_entries ORDER BY seq")
        ):
            hashlib.sha256(row.body).digest()
        for row in connection.execute(text("SELECT id, field, person, salt, content FROM trail_personal ORDER BY id")):
            hashlib.sha256(row.content).digest()


def _fill(database: Database, size: int) -> None:
    """Write a sound trail as fast as the guards allow: in batches, with every hash as append would make it."""
    frontier = Frontier()
    leaves: list[bytes] = []
    tiles: list[bytes] = []
    for first in range(1, size + 1, _BATCH):
        entries, parts = [], []
        for number in range(first, min(first + _BATCH, size + 1)):
            entry, part = _made(number)
            entries.append(entry)
            parts.append(part)
            leaf = bytes(entry["leaf"])  # type: ignore[call-overload]
            leaves.append(leaf)
            frontier = frontier.append(leaf)
            if len(leaves) == WIDTH:
                tiles.append(root_of(leaves))
                leaves = []
        with database.migrating() as connection:
            lower_guards(connection)  # personal parts come with their entry, which a batch can't do
            connection.execute(insert(trail_entries), entries)
            connection.execute(insert(trail_personal), parts)
    with database.writing() as connection:
        connection.execute(insert(trail_tiles), [{"number": at, "root": root} for at, root in enumerate(tiles)])
        head = {"size": size, "root": frontier.root, "frontier": frontier.to_bytes()}
        connection.execute(update(trail_head).values(head))


def _made(number: int) -> tuple[dict[str, object], dict[str, object]]:
    wanted = draft(number)
    part, salt = wanted.personal[0], number.to_bytes(SALT_SIZE, "big")
    content = part.text.encode()
    sealed = {"note": Commitment(part.person, commit(salt, content))}
    body = Entry(number, wanted.kind, NOON, wanted.subject, wanted.actor, wanted.data, sealed).to_bytes()
    row = {"seq": number, "kind": wanted.kind, "at": write_moment(NOON), "subject": wanted.subject}
    kept = {"id": number, "entry_seq": number, "field": "note", "person": part.person, "salt": salt, "content": content}
    return row | {"body": body, "leaf": leaf_hash(body)}, kept
