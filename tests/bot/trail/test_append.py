from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.tables import trail_entries, trail_head, trail_personal
from bot.trail.append import append
from bot.trail.entry import EntryDraft, EntryError, PersonalPart, commit
from bot.trail.merkle import EMPTY_ROOT, leaf_hash, root_of
from bot.trail.read import Head, entries_between, head, stamp
from bot.trail.verify import verify
from tests.bot.trail.conftest import NOON


class Choice(StrEnum):
    APPROVE = "approve"


def test_an_empty_trail_has_the_root_of_the_empty_tree(database: Database) -> None:
    with database.reading() as connection:
        assert head(connection) == Head(0, EMPTY_ROOT)


def test_an_appended_entry_is_returned_as_every_reader_will_see_it(database: Database) -> None:
    draft = EntryDraft(
        kind="decided",
        subject="V-e\u0301",
        actor="p-1",
        data={"choice": Choice.APPROVE, "roles": ("reviewer",)},
        personal=(PersonalPart("reason", "p-1", "Très bien \ud800"),),
    )
    with database.writing() as connection:
        entry = append(connection, draft, at=NOON + timedelta(microseconds=7))
        (recorded,) = entries_between(connection, 1, 1)
    assert recorded.entry == entry
    assert (entry.seq, entry.at, entry.subject) == (1, NOON, "V-\u00e9")
    assert entry.data == {"choice": "approve", "roles": ["reviewer"]}
    assert recorded.personal == {"reason": "Très bien ?"}


def test_the_row_the_leaf_the_commitment_and_the_head_belong_together(told: Database) -> None:
    with told.reading() as connection:
        rows = connection.execute(select(trail_entries).order_by(trail_entries.c.seq)).all()
        parts = connection.execute(select(trail_personal).where(trail_personal.c.content.is_not(None))).all()
        newest = connection.execute(select(trail_head)).one()
        by_seq = {item.entry.seq: item.entry for item in entries_between(connection, 1, len(rows))}
    assert [row.leaf for row in rows] == [leaf_hash(row.body) for row in rows]
    assert (newest.size, newest.root) == (len(rows), root_of([row.leaf for row in rows]))
    assert len(parts) == 17
    for part in parts:
        assert by_seq[part.entry_seq].commitments[part.field].sha256 == commit(part.salt, part.content)


def test_every_salt_is_another(told: Database) -> None:
    with told.reading() as connection:
        salts = connection.execute(select(trail_personal.c.salt)).scalars().all()
    kept = [salt for salt in salts if salt]
    assert len(set(kept)) == len(kept) == 17


@pytest.mark.parametrize(
    "draft",
    [
        EntryDraft("judged", None, None, {"score": 0.5}),
        EntryDraft("Judged", None, None, {}),
        EntryDraft("judged", None, None, {}, (PersonalPart("name", None, "a"), PersonalPart("name", None, "b"))),
        EntryDraft("judged", "\ud800", None, {}),
    ],
)
def test_a_draft_without_place_in_the_trail_leaves_it_as_it_was(database: Database, draft: EntryDraft) -> None:
    with pytest.raises(EntryError), database.writing() as connection:
        append(connection, draft, at=NOON)
    with database.reading() as connection:
        assert head(connection).size == 0


def test_what_is_rolled_back_was_never_there(database: Database) -> None:
    def change_my_mind() -> None:
        with database.writing() as connection:
            append(connection, EntryDraft("judged", None, None, {}), at=NOON)
            raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError, match="changed my mind"):
        change_my_mind()
    with database.reading() as connection:
        assert head(connection).size == 0
    assert verify(database, None).intact


def test_a_stamp_is_the_number_and_six_characters_of_the_root() -> None:
    assert stamp(776, bytes(range(32))) == "#776 · AAECAw"
    assert Head(2, bytes(32)).stamp == "#2 · AAAAAA"


def _append_many(path: Path, writer: int) -> None:
    database = Database.open(path)
    for number in range(10):
        with database.writing() as connection:
            part = PersonalPart("note", None, f"{writer}-{number}")
            append(connection, EntryDraft("judged", None, None, {}, (part,)), at=NOON)
    database.close()


def _four_threads() -> Executor:
    return ThreadPoolExecutor(4)


def _four_processes() -> Executor:
    return ProcessPoolExecutor(4, multiprocessing.get_context("spawn"))


@pytest.mark.parametrize("pool", [_four_threads, _four_processes])
def test_four_writers_at_once_write_one_dense_trail(
    database: Database, tmp_path: Path, pool: Callable[[], Executor]
) -> None:
    with pool() as writers:
        list(writers.map(_append_many, [tmp_path / "empty.db"] * 4, range(4)))
    outcome = verify(database, None)
    assert (outcome.intact, outcome.entries, outcome.personal_parts) == (True, 40, 40)


def test_threads_sharing_one_database_write_one_dense_trail(database: Database) -> None:
    def write(_: int) -> None:
        with database.writing() as connection:
            append(connection, EntryDraft("judged", None, None, {}), at=NOON)

    with ThreadPoolExecutor(4) as writers:
        list(writers.map(write, range(40)))
    assert verify(database, None).entries == 40
