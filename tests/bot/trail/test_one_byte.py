"""One byte changed in the closed file: the verifier names the entry, or the trail says what it said."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.database import Database
from bot.trail.verification import Break, Fault
from bot.trail.verify import verify
from tests.bot.trail.conftest import SIZE, Story

TABLES = ("trail_entries", "trail_personal", "trail_head", "trail_checkpoints")


def _break(path: Path, image: bytes, story: Story) -> Break | None:
    path.write_bytes(image)
    for companion in ("-wal", "-shm"):
        path.with_name(path.name + companion).unlink(missing_ok=True)
    database = Database.open(path)
    found = verify(database, story.key.verifier).first_break
    database.close()
    return found


def _flipped(image: bytes, at: int, bit: int) -> bytes:
    return image[:at] + bytes([image[at] ^ (1 << bit)]) + image[at + 1 :]


def _rows(path: Path, table: str) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def _said(path: Path) -> list[list[tuple[object, ...]]]:
    return [[tuple(row) for row in _rows(path, table)] for table in TABLES]


def _whole_values(story: Story) -> Iterator[tuple[int, bytes]]:
    """Every value that is found at one place in the file, with the entry that it belongs to."""
    for row in _rows(story.path, "trail_entries"):
        yield from ((row["seq"], value) for value in (row["body"], row["leaf"]))
    for row in _rows(story.path, "trail_personal"):
        yield from ((row["entry_seq"], value) for value in (row["content"], row["salt"]) if value)
    for row in _rows(story.path, "trail_checkpoints"):
        yield row["size"], row["note"].encode()
    for row in _rows(story.path, "trail_head"):
        yield SIZE, row["frontier"]


def test_one_bit_in_a_value_of_the_trail_names_its_entry(story: Story, tmp_path: Path) -> None:
    image, rng, tried = story.path.read_bytes(), random.Random(20261124), 0
    for seq, value in _whole_values(story):
        if image.count(value) != 1:
            continue
        start = image.index(value)
        for at in {start, start + len(value) - 1, start + rng.randrange(len(value))}:
            found = _break(tmp_path / "trail.db", _flipped(image, at, rng.randrange(8)), story)
            assert found is not None, (seq, at)
            assert found.seq == seq, (seq, at, found)
            tried += 1
    assert tried > 250


@pytest.mark.parametrize("column", ["kind", "at", "subject"])
def test_one_bit_in_a_column_names_its_entry(story: Story, tmp_path: Path, column: str) -> None:
    image, rng = story.path.read_bytes(), random.Random(column)
    for row in _rows(story.path, "trail_entries")[::3]:
        # In the row, the columns stand one after the other, directly before the body.
        columns = b"".join(str(row[name]).encode() for name in ("kind", "at", "subject") if row[name] is not None)
        if row[column] is None:
            continue
        start = image.index(columns + row["body"]) + columns.index(str(row[column]).encode())
        at = start + rng.randrange(len(row[column]))
        found = _break(tmp_path / "trail.db", _flipped(image, at, rng.randrange(8)), story)
        assert found is not None, (row["seq"], at)
        assert found.seq == row["seq"], (row["seq"], at, found)


def test_no_bit_anywhere_in_the_file_changes_the_trail_unnoticed(story: Story, tmp_path: Path) -> None:
    image, rng, path = story.path.read_bytes(), random.Random(7), tmp_path / "trail.db"
    said, noticed = _said(story.path), 0
    used = [at for at, byte in enumerate(image) if byte]
    for at in rng.sample(used, 500):
        changed = _flipped(image, at, rng.randrange(8))
        if _break(path, changed, story):
            noticed += 1
        else:
            path.write_bytes(changed)
            assert _said(path) == said, at
    assert noticed > 200


def test_damage_that_only_an_index_shows_names_the_entry(story: Story, tmp_path: Path) -> None:
    image = story.path.read_bytes()
    # The subject stands in the row, before the body, and once more in the index, before the entry's number.
    at = image.index(b"V-0003\x1f") if b"V-0003\x1f" in image else image.index(b"V-0003\x18")
    found = _break(tmp_path / "trail.db", _flipped(image, at + 5, 2), story)
    assert found is not None
    assert found.what is Fault.INTEGRITY
    assert found.seq in {24, 31}
