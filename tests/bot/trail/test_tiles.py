"""Proofs from tiles are those of the whole tree, however many leaves there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.database import Database
from bot.tables import trail_tiles
from bot.trail.append import append
from bot.trail.entry import EntryDraft
from bot.trail.guards import lower_guards
from bot.trail.merkle import inclusion_proof, root_of, verify_inclusion
from bot.trail.tiles import WIDTH, prove, rebuild_tiles
from bot.trail.verification import Break, Fault
from bot.trail.verify import verify
from tests.bot.trail.conftest import NOON

SIZE = 2 * WIDTH + 37


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database.open(tmp_path_factory.mktemp("long") / "vigie.db")
    database.upgrade()
    with database.writing() as connection:
        for number in range(SIZE):
            append(connection, EntryDraft("judged", "V-0001", None, {"number": number}), at=NOON)
    yield database
    database.close()


def leaves(database: Database) -> list[bytes]:
    with database.reading() as connection:
        return list(connection.execute(text("SELECT leaf FROM trail_entries ORDER BY seq")).scalars())


@pytest.mark.parametrize("size", [1, 2, 200, WIDTH - 1, WIDTH, WIDTH + 1, 2 * WIDTH, 2 * WIDTH + 1, SIZE])
def test_a_proof_from_tiles_is_the_proof_of_the_tree(long: Database, size: int) -> None:
    tree = leaves(long)[:size]
    with long.reading() as connection:
        for index in {0, size // 2, size - 1, min(size - 1, WIDTH), max(0, size - WIDTH)}:
            proof = prove(connection, index, size)
            assert proof == inclusion_proof(tree, index)
            assert verify_inclusion(tree[index], index, size, proof, root_of(tree))


def test_there_is_no_proof_of_what_is_not_there(long: Database) -> None:
    with long.reading() as connection:
        for index, size in ((-1, 5), (5, 5), (SIZE, SIZE)):
            with pytest.raises(IndexError):
                prove(connection, index, size)


def test_tiles_are_made_again_from_the_entries(long: Database) -> None:
    with long.reading() as connection:
        before = connection.execute(select(trail_tiles)).all()
    with long.writing() as connection:
        rebuild_tiles(connection)
        assert connection.execute(select(trail_tiles)).all() == before
    assert len(before) == SIZE // WIDTH


def test_a_forged_or_lost_tile_is_named(tmp_path: Path, long: Database) -> None:
    long.backup(tmp_path / "copy.db")
    for statement in ("UPDATE trail_tiles SET root = zeroblob(32) WHERE number = 1", "DELETE FROM trail_tiles"):
        copy = Database.open(tmp_path / "copy.db")
        with copy.writing() as connection:
            rebuild_tiles(connection)
            connection.exec_driver_sql(statement)
        found = verify(copy, None).first_break
        assert found
        assert found.what is Fault.TILE
        copy.close()


def test_whoever_rewrites_an_entry_and_its_tile_still_breaks_the_head(tmp_path: Path, long: Database) -> None:
    long.backup(tmp_path / "copy.db")
    copy = Database.open(tmp_path / "copy.db")
    with copy.migrating() as connection:
        lower_guards(connection)
        forged = text("UPDATE trail_entries SET body = :body, leaf = :leaf WHERE seq = 5")
        row = connection.execute(text("SELECT body, leaf FROM trail_entries WHERE seq = 5")).one()
        body = bytes(row.body).replace(b'"number":4', b'"number":9')
        from bot.trail.merkle import leaf_hash

        connection.execute(forged, {"body": body, "leaf": leaf_hash(body)})
        rebuild_tiles(connection)
    assert verify(copy, None).first_break == Break(SIZE, Fault.HEAD)
    copy.close()
