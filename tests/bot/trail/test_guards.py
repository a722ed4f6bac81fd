"""What a slip of the hand can do to the trail, with any SQLite client: nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.database import Database
from bot.trail.guards import fallen_guards
from tests.bot.trail.conftest import Story

LEAF = "x'" + "00" * 32 + "'"
SLIPS = [
    "UPDATE trail_entries SET at = at",
    "UPDATE trail_entries SET subject = 'V-0001' WHERE seq = 3",
    "DELETE FROM trail_entries WHERE seq = 31",
    "DELETE FROM trail_entries",
    f"INSERT INTO trail_entries VALUES (33, 'judged', '', NULL, x'', {LEAF})",
    f"INSERT INTO trail_entries VALUES (NULL, 'judged', '', NULL, x'', {LEAF})",
    f"INSERT OR REPLACE INTO trail_entries VALUES (3, 'judged', '', NULL, x'', {LEAF})",
    f"REPLACE INTO trail_entries VALUES (31, 'judged', '', NULL, x'', {LEAF})",
    f"INSERT INTO trail_entries VALUES (3, 'a', '', NULL, x'', {LEAF}) ON CONFLICT DO UPDATE SET body = x''",
    "UPDATE trail_personal SET content = x'41' WHERE id = 1",
    "UPDATE trail_personal SET salt = NULL, content = NULL, person = 'p-9' WHERE id = 1",
    "UPDATE trail_personal SET salt = NULL, content = NULL, field = 'other' WHERE id = 1",
    "UPDATE trail_personal SET salt = NULL, content = NULL, entry_seq = 1 WHERE id = 1",
    "UPDATE trail_personal SET salt = NULL, content = NULL, id = 99 WHERE id = 1",
    "UPDATE trail_personal SET content = NULL WHERE id = 1",
    "DELETE FROM trail_personal",
    "INSERT INTO trail_personal VALUES (21, 30, 'other', NULL, NULL, NULL)",
    "INSERT INTO trail_personal VALUES (99, 31, 'other', NULL, NULL, NULL)",
    "REPLACE INTO trail_personal VALUES (1, 31, 'other', NULL, NULL, NULL)",
    "REPLACE INTO trail_personal VALUES (21, 3, 'name', NULL, NULL, NULL)",
    "UPDATE trail_head SET size = 30",
    "UPDATE trail_head SET size = 32",
    "UPDATE trail_head SET root = root",
    "DELETE FROM trail_head",
    "REPLACE INTO trail_head VALUES (1, 0, zeroblob(32), x'')",
    f"INSERT INTO trail_head VALUES (2, 0, {LEAF}, x'')",
    "UPDATE trail_checkpoints SET note = 'x'",
    "DELETE FROM trail_checkpoints",
    f"INSERT INTO trail_checkpoints VALUES (15, {LEAF}, '', '')",
    f"INSERT INTO trail_checkpoints VALUES (40, {LEAF}, '', '')",
    f"REPLACE INTO trail_checkpoints VALUES (31, {LEAF}, '', '')",
]


@pytest.fixture
def client(story: Story, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Any SQLite client, with none of our settings."""
    with closing(sqlite3.connect(story.copy(tmp_path))) as connection:
        yield connection


@pytest.mark.parametrize("statement", SLIPS)
def test_a_slip_is_stopped_and_leaves_no_trace(client: sqlite3.Connection, statement: str) -> None:
    before = list(client.iterdump())
    with pytest.raises(sqlite3.IntegrityError):
        client.execute(statement)
    client.commit()
    assert list(client.iterdump()) == before


def test_emptying_a_personal_part_is_let_through(client: sqlite3.Connection) -> None:
    client.execute("UPDATE trail_personal SET salt = NULL, content = NULL WHERE id = 1")
    assert client.execute("SELECT content FROM trail_personal WHERE id = 1").fetchone() == (None,)


def test_every_guard_is_known_by_name_and_missed_when_it_is_gone(client: sqlite3.Connection, tmp_path: Path) -> None:
    names = {row[0] for row in client.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert names == {
        "trail_entries_dense",
        "trail_entries_no_update",
        "trail_entries_no_delete",
        "trail_personal_dense",
        "trail_personal_erase_only",
        "trail_personal_no_delete",
        "trail_head_single",
        "trail_head_forward",
        "trail_head_no_delete",
        "trail_checkpoints_forward",
        "trail_checkpoints_no_update",
        "trail_checkpoints_no_delete",
    }
    client.execute("DROP TRIGGER trail_head_single")
    client.execute("CREATE TRIGGER stranger BEFORE INSERT ON trail_head BEGIN SELECT 1; END")
    client.commit()
    database = Database.open(tmp_path / "trail.db")
    with database.reading() as connection:
        assert fallen_guards(connection) == {"trail_head_single", "stranger"}
    database.close()
