"""A copy put back: nobody who was erased comes back, the old database is kept aside, everything verifies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.database import Database
from bot.erasure_log import remember, remembered
from bot.errors import UsageError
from bot.kinds import Choice
from bot.restoring import restore
from bot.settings import Settings
from bot.trail.erase import erase
from bot.verification import verify_database
from tests.bot.scene import Scene
from tests.bot.workflow.files import reviewable


def erase_person(scene: Scene, name: str) -> None:
    with scene.house.database.writing() as connection:
        entry = erase(connection, scene.people[name].id, at=scene.clock(), actor=None)
    assert entry
    remember(scene.house.settings.erasure_log, entry)


def words(database: Database) -> bytes:
    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT content FROM trail_personal WHERE content IS NOT NULL")
        return b" ".join(bytes(row[0]) for row in rows)


def test_a_copy_goes_into_an_empty_place(fresh: Scene, tmp_path: Path) -> None:
    reference = reviewable(fresh)
    fresh.decide(reference, Choice.APPROVE)
    fresh.house.database.backup(tmp_path / "copy.db")
    elsewhere = Settings(data_dir=tmp_path / "elsewhere")
    done = restore(elsewhere, tmp_path / "copy.db", fresh.clock(), replace=False)
    assert (done.entries, done.before, done.erased, done.aside) == (fresh.trail_size(), 0, 0, None)
    restored = Database.open(elsewhere.database)
    assert verify_database(restored, fresh.house.key.verifier).intact
    restored.close()


def test_whoever_was_erased_since_is_erased_again(fresh: Scene, tmp_path: Path) -> None:
    reviewable(fresh)
    fresh.house.database.backup(tmp_path / "copy.db")
    erase_person(fresh, "Camille")
    settings = fresh.house.settings
    with pytest.raises(UsageError, match="journal already"):
        restore(settings, tmp_path / "copy.db", fresh.clock(), replace=False)
    done = restore(settings, tmp_path / "copy.db", fresh.clock(), replace=True)
    assert done.erased > 0
    assert b"Camille" not in words(fresh.house.database)
    assert fresh.verified().intact
    assert done.aside
    aside = Database.open(done.aside)
    assert verify_database(aside, fresh.house.key.verifier).entries == done.before
    aside.close()


def test_the_log_beside_the_database_is_enough(fresh: Scene, tmp_path: Path) -> None:
    """Where the database itself is lost, what was erased is not forgotten."""
    reviewable(fresh)
    fresh.house.database.backup(tmp_path / "copy.db")
    erase_person(fresh, "Camille")
    elsewhere = Settings(data_dir=tmp_path / "elsewhere")
    elsewhere.data_dir.mkdir()
    elsewhere.erasure_log.write_bytes(fresh.house.settings.erasure_log.read_bytes() + b'{"at": "2026')
    assert len(remembered(elsewhere.erasure_log)) == 1
    assert restore(elsewhere, tmp_path / "copy.db", fresh.clock(), replace=False).erased > 0
    restored = Database.open(elsewhere.database)
    assert b"Camille" not in words(restored)
    assert verify_database(restored, fresh.house.key.verifier).intact
    restored.close()


def test_an_altered_copy_changes_nothing(fresh: Scene, tmp_path: Path) -> None:
    reviewable(fresh)
    fresh.house.database.backup(tmp_path / "copy.db")
    bad = Database.open(tmp_path / "copy.db")
    with bad.migrating() as connection:
        from bot.trail.guards import lower_guards

        lower_guards(connection)
        connection.exec_driver_sql("UPDATE trail_entries SET kind = 'judged' WHERE seq = 2")
    bad.close()
    before = fresh.trail_size()
    with pytest.raises(UsageError, match="not a sound copy"):
        restore(fresh.house.settings, tmp_path / "copy.db", fresh.clock(), replace=True)
    assert fresh.trail_size() == before


def test_what_is_no_copy_is_said(fresh: Scene, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        restore(fresh.house.settings, tmp_path / "nothing.db", fresh.clock(), replace=True)


def test_the_copy_that_was_handed_over_stays_as_it_is(fresh: Scene, tmp_path: Path) -> None:
    reviewable(fresh)
    fresh.house.database.backup(tmp_path / "copy.db")
    before = (tmp_path / "copy.db").read_bytes()
    restore(replace(Settings(), data_dir=tmp_path / "x"), tmp_path / "copy.db", fresh.clock(), replace=False)
    assert (tmp_path / "copy.db").read_bytes() == before
