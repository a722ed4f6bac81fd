from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.database import Database
from bot.doctor import Finding, Health, disk
from bot.doctor.database import Opening
from bot.house import utc_now
from bot.people import Role, add
from bot.restoring import restore
from bot.settings import Settings
from tests import postgresql
from tests.bot.doctor.conftest import ENGLISH


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a database that holds a person."""
    settings = Settings(data_dir=tmp_path)
    with opened(settings.database) as database:
        database.upgrade()
        with database.writing() as connection:
            add(connection, "Camille", frozenset({Role.AUTHOR}), at=utc_now())
    return settings


@contextmanager
def opened(address: str | Path) -> Iterator[Database]:
    database = Database.open(address)
    try:
        yield database
    finally:
        database.close()


def findings(settings: Settings) -> dict[str, Finding]:
    """Return what is found by its name, and see that only what can be used is handed on."""
    with Opening(settings) as opening:
        found = {finding.name: finding for finding in opening.findings(ENGLISH)}
        current = found.get("migrations")
        assert (opening.database is not None) is (current is not None and current.health is Health.GOOD)
    for finding in found.values():
        assert bool(finding.remedy) is (finding.health is not Health.GOOD)
    return found


def told(settings: Settings) -> dict[str, Health]:
    return {name: finding.health for name, finding in findings(settings).items()}


WELL = {"database": Health.GOOD, "migrations": Health.GOOD}


def edit(settings: Settings, statement: str) -> None:
    with closing(sqlite3.connect(settings.data_dir / "vigie.db")) as connection, connection:
        connection.execute(statement)


def damage(file: Path) -> None:
    """Write over everything but the first page."""
    size = file.stat().st_size
    with file.open("r+b") as stream:
        stream.seek(4096)
        stream.write(os.urandom(size - 4096))


def test_a_database_in_order_is_well(settings: Settings) -> None:
    assert told(settings) == WELL


def test_looking_makes_nothing(tmp_path: Path) -> None:
    for data_dir in (tmp_path, tmp_path / "nowhere"):
        found = findings(Settings(data_dir=data_dir))
        assert {name: finding.health for name, finding in found.items()} == {"database": Health.WARNING}
        assert "vigie run" in found["database"].remedy
    assert not list(tmp_path.iterdir())


def test_looking_changes_nothing(settings: Settings) -> None:
    edit(settings, "UPDATE alembic_version SET version_num = '0001'")
    before = (settings.data_dir / "vigie.db").read_bytes()
    findings(settings)
    assert (settings.data_dir / "vigie.db").read_bytes() == before


def test_an_empty_file_is_brought_up_to_date_as_the_remedy_says(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    settings.data_dir.joinpath("vigie.db").touch()
    found = findings(settings)
    assert found["migrations"].health is Health.BAD
    assert "vigie db upgrade" in found["migrations"].remedy
    with opened(settings.database) as database:
        database.upgrade()
    assert told(settings) == WELL


def test_a_database_of_a_newer_version_asks_for_that_version(settings: Settings) -> None:
    edit(settings, "UPDATE alembic_version SET version_num = '9999'")
    found = findings(settings)
    assert found["migrations"].health is Health.BAD
    assert "Install" in found["migrations"].remedy


def test_guards_that_were_taken_away_are_put_back_by_an_upgrade(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.data_dir / "vigie.db")) as connection:
        (name,) = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchone()
    edit(settings, f'DROP TRIGGER "{name}"')
    found = findings(settings)
    assert found["guards"].health is Health.BAD
    assert "vigie trail verify" in found["guards"].remedy
    with opened(settings.database) as database:
        database.upgrade()
    assert told(settings) == WELL


@pytest.mark.parametrize("whole_file", [True, False])
def test_a_damaged_file_is_mended_by_a_copy(settings: Settings, tmp_path: Path, whole_file: bool) -> None:
    with opened(settings.database) as database:
        database.backup(tmp_path / "copy.db")
    file = tmp_path / "vigie.db"
    if whole_file:
        file.write_bytes(os.urandom(20_000))
    else:
        damage(file)
    found = findings(settings)
    assert found["database"].health is Health.BAD
    assert "vigie db restore" in found["database"].remedy
    for item in tmp_path.glob("vigie.db*"):
        item.rename(tmp_path / f"damaged-{item.name}")
    restore(settings, tmp_path / "copy.db", utc_now(), replace=False)
    assert told(settings) == WELL


def test_damage_in_an_index_is_found_though_everything_can_be_read(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.data_dir / "vigie.db")) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'kind, seq', 'seq, kind') WHERE type = 'index'")
        page = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_trail_entries_kind_seq'"
        other = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_trail_entries_subject_seq'"
        connection.execute(f"UPDATE sqlite_master SET rootpage = ({other}) WHERE rootpage = ({page})")
    assert findings(settings)["database"].health is Health.BAD


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "vigie.db").mkdir()
    found = findings(Settings(data_dir=tmp_path))
    assert found["database"].health is Health.BAD
    assert "VIGIE_DATABASE_URL" in found["database"].remedy


def test_a_file_of_somebody_else_asks_for_the_right_user(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    found = findings(settings)
    assert found["database"].health is Health.BAD
    assert "chown" in found["database"].remedy


def test_a_file_on_a_network_disk_is_bad(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text("1 0 0:1 / / rw - nfs4 server:/export rw\n")
    monkeypatch.setattr(disk, "_MOUNTS", tmp_path / "mounts")
    found = findings(settings)
    assert found["disk"].health is Health.BAD
    assert "PostgreSQL" in found["disk"].remedy


@pytest.mark.parametrize("address", ["nonsense", "sqlite://", "mysql://localhost/vigie"])
def test_an_address_that_names_no_database_is_told(tmp_path: Path, address: str) -> None:
    found = findings(Settings(data_dir=tmp_path, database_url=address))
    assert found["database"].health is Health.BAD
    assert "VIGIE_DATABASE_URL" in found["database"].remedy


def test_a_server_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    address = "postgresql://vigie:hush@127.0.0.1:1/vigie"
    found = findings(Settings(data_dir=tmp_path, database_url=address))
    assert found["database"].health is Health.BAD
    assert "does not answer" in found["database"].remedy
    assert "hush" not in str(found)


def test_a_server_is_looked_at_like_a_file(tmp_path: Path) -> None:
    server = postgresql.server()
    assert told(Settings(data_dir=tmp_path, database_url=server.create())) == WELL
    assert told(Settings(data_dir=tmp_path, database_url=server.bare())) == {"database": Health.WARNING}


def test_people_may_go_on_writing_meanwhile(settings: Settings) -> None:
    with opened(settings.database) as database, Opening(settings) as opening:
        looking = opening.findings(ENGLISH)
        assert next(looking).health is Health.GOOD

        def join() -> None:
            with database.writing() as connection:
                add(connection, "Sacha", frozenset({Role.REVIEWER}), at=utc_now())

        writer = threading.Thread(target=join)
        writer.start()
        writer.join(5)
        assert not writer.is_alive()
        assert [finding.health for finding in looking] == [Health.GOOD]
