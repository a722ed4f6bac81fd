"""The gate's look-ups among a million files: by the exact bytes, and by the look."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

from sqlalchemy import Connection, insert

from bot.database import Database
from bot.gate.asking import alike, exactly
from bot.gate.index import keep
from bot.kinds import Choice
from bot.submissions import case_of
from bot.tables import gate_files
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart
from bot.trail.read import RecordedEntry
from policy.look import bands, read_look, write_look
from policy.statement import Claim
from tests.bot.scene import NOON, open_scene
from tests.policy.pictures_with_a_look import encoded, scene

FILES = 1_000_000
WHOLE = 2_000
"""Of these files the trail holds the whole story, which answers are computed from; the rest are in the index alone."""
T = TypeVar("T")
_ASKED = 2_000
_LOOKED = 500
_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class GateTiming:
    """Milliseconds of one kind of question."""

    name: str
    median: float
    p95: float


def timings(files: int = FILES, whole: int = WHOLE) -> Iterator[GateTiming]:
    """Time questions in random order (seeded), each in a transaction of its own, as the command and the desk ask."""
    chance = Random(92)
    with _database(files, whole) as (database, digests, looks):
        known = [chance.choice(digests) for _ in range(_ASKED)]
        unknown = [chance.randbytes(32).hex() for _ in range(_ASKED)]
        copies = [
            chance.choice(looks) ^ (1 << chance.randrange(64)) ^ (1 << chance.randrange(64)) for _ in range(_ASKED)
        ]
        strangers = [chance.getrandbits(64) for _ in range(_ASKED)]
        now = NOON + timedelta(hours=1)

        def bytes_approved(connection: Connection, sha256: str) -> bool:
            return exactly(connection, sha256, now).approved

        def found(connection: Connection, look: int) -> bool:
            return bool(alike(connection, look, now))

        yield _timed("exact bytes, approved", database, bytes_approved, known, expected=True)
        yield _timed("exact bytes, unknown", database, bytes_approved, unknown, expected=False)
        yield _timed("look, of an approved file", database, found, copies, expected=True)
        yield _timed("look, of no known file", database, found, strangers, expected=False)


def _timed(
    name: str, database: Database, ask: Callable[[Connection, T], bool], questions: list[T], *, expected: bool
) -> GateTiming:
    elapsed = []
    for question in questions:
        started = perf_counter()
        with database.reading() as connection:
            answer = ask(connection, question)
        elapsed.append((perf_counter() - started) * 1_000)
        assert answer is expected
    cuts = quantiles(elapsed, n=100)
    return GateTiming(name, cuts[49], cuts[94])


@contextmanager
def _database(files: int, whole: int) -> Iterator[tuple[Database, list[str], list[int]]]:
    """Give a database, the digests of the files with a whole story, and how they look."""
    with TemporaryDirectory() as folder:
        story = _story(Path(folder) / "model")
        database = Database.open(Path(folder) / "gate.db")
        database.upgrade()
        with database.writing() as connection:
            _fill_index(connection, files - whole)
            stories = [_tell(connection, story, number) for number in range(whole)]
        yield database, [sha256 for sha256, _ in stories], [look for _, look in stories]
        database.close()


def _story(folder: Path) -> tuple[RecordedEntry, ...]:
    """Return the entries of one photo that was submitted, examined, stated and approved."""
    with open_scene(folder) as model:
        reference = model.submit(encoded(scene(92)))
        model.state(reference, Claim.OWN_PHOTO)
        model.decide(reference, Choice.APPROVE)
        return model.case(reference).entries


def _tell(connection: Connection, story: tuple[RecordedEntry, ...], number: int) -> tuple[str, int]:
    """Write the same story of another file into the trail, and the index as it follows; return its digest and look."""
    reference, sha256 = f"V-{number + 1:04d}", _digest(-number - 1)
    model = {key: story[1].entry.data[key] for key in ("sha256", "look")}
    look = int(sha256[:16], 16)
    swap = {model["sha256"]: sha256, model["look"]: write_look(look)}
    for recorded in story:
        parts = [PersonalPart(name, None, _swapped(text or "", swap)) for name, text in recorded.personal.items()]
        data = json.loads(_swapped(json.dumps(recorded.entry.data), swap))
        draft = EntryDraft(recorded.entry.kind, reference, recorded.entry.actor, data, tuple(parts))
        append(connection, draft, at=NOON)
    case = case_of(connection, reference)
    assert case
    keep(connection, case)
    return sha256, look


def _swapped(text: str, swap: dict[str, str]) -> str:
    for old, new in swap.items():
        text = text.replace(old, new)
    return text


def _fill_index(connection: Connection, files: int) -> None:
    """File so many others; indexes are made afterwards, which takes a fraction of the time."""
    for index in gate_files.indexes:
        index.drop(connection)
    for start in range(0, files, _AT_ONCE):
        rows = [_row(number) for number in range(start, min(start + _AT_ONCE, files))]
        connection.execute(insert(gate_files), rows)
    for index in gate_files.indexes:
        index.create(connection)


def _row(number: int) -> dict[str, str | int]:
    sha256 = _digest(number)
    row: dict[str, str | int] = {
        "sha256": sha256,
        "reference": f"V-{number + 1_000_000}",
        "revision": 1,
        "state": "approved",
        "look": sha256[:16],
    }
    look = read_look(sha256[:16])
    assert look is not None
    return row | {f"band_{place}": band for place, band in enumerate(bands(look), 1)}


def _digest(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()
