from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from bot.database import Database
from bot.errors import SetupError, UsageError
from bot.tables import metadata
from bot.trail.guards.sqlite import TRIGGERS

ROOT = Path(__file__).parents[2]
LINK = "INSERT INTO sign_in_links VALUES (:digest, 'p-1', '', '')"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(tmp_path / "vigie.db")
    database.upgrade()
    yield database
    database.close()


def _links(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM sign_in_links")).scalar_one())


def test_every_connection_is_durable_strict_and_private(database: Database, tmp_path: Path) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 10_000,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "secure_delete": 1,
    }
    with database.reading() as one, database.reading() as another:
        for connection in (one, another):
            found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in expected}
            assert found == expected
    modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {0o600}


def test_writing_commits_at_the_end_and_rolls_back_on_an_exception(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text(LINK), {"digest": "a"})

    def fail() -> None:
        with database.writing() as connection:
            connection.execute(text(LINK), {"digest": "b"})
            raise RuntimeError("on the way")

    with pytest.raises(RuntimeError, match="on the way"):
        fail()
    assert _links(database) == 1


def test_reading_can_not_write(database: Database) -> None:
    with pytest.raises(OperationalError, match="readonly"), database.reading() as connection:
        connection.execute(text(LINK), {"digest": "a"})
    with database.writing() as connection:
        connection.execute(text(LINK), {"digest": "a"})
    assert _links(database) == 1


def test_a_reader_sees_one_state_from_its_first_query_to_its_last(database: Database) -> None:
    with database.reading() as reader:
        count = text("SELECT count(*) FROM sign_in_links")
        assert reader.execute(count).scalar() == 0
        with database.writing() as writer:
            writer.execute(text(LINK), {"digest": "a"})
        assert reader.execute(count).scalar() == 0
    assert _links(database) == 1


def test_read_then_write_from_many_threads_loses_nothing(database: Database) -> None:
    def next_one(_: int) -> None:
        with database.writing() as connection:
            number = connection.execute(text("SELECT count(*) FROM sign_in_links")).scalar_one()
            connection.execute(text(LINK), {"digest": f"{number:04d}"})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(next_one, range(80)))
    assert _links(database) == 80


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(text("INSERT INTO pending_examinations VALUES ('V-0001', 1, 'x', '')"))


def test_closing_leaves_one_whole_file(database: Database, tmp_path: Path) -> None:
    with database.writing() as connection:
        connection.execute(text(LINK), {"digest": "a"})
    assert (tmp_path / "vigie.db-wal").stat().st_size > 0
    database.close()
    assert [file.name for file in tmp_path.iterdir()] == ["vigie.db"]
    with closing(sqlite3.connect(tmp_path / "vigie.db")) as plain:
        assert plain.execute("SELECT count(*) FROM sign_in_links").fetchone() == (1,)


def test_settling_says_when_a_reader_elsewhere_stands_in_the_way(database: Database, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "vigie.db", isolation_level=None)) as elsewhere:
        elsewhere.execute("BEGIN")
        elsewhere.execute("SELECT count(*) FROM sign_in_links").fetchone()
        with database.writing() as connection:
            connection.execute(text(LINK), {"digest": "a"})
            connection.execute(text("PRAGMA busy_timeout=50"))
        assert not database.settle()
    assert database.settle()


def test_a_backup_is_whole_private_and_alone_while_the_database_is_in_use(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    with database.writing() as connection:
        connection.execute(text(LINK), {"digest": "a"})
    with database.writing() as connection:
        connection.execute(text(LINK), {"digest": "b"})
        database.backup(folder / "copy.db")
    assert [file.name for file in folder.iterdir()] == ["copy.db"]
    assert stat.S_IMODE((folder / "copy.db").stat().st_mode) == 0o600
    with closing(sqlite3.connect(f"file:{folder / 'copy.db'}?mode=ro", uri=True)) as plain:
        assert plain.execute("SELECT count(*) FROM sign_in_links").fetchone() == (1,)
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_overwrites_nothing(database: Database, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("precious")
    with pytest.raises(UsageError):
        database.backup(tmp_path / "kept")
    assert (tmp_path / "kept").read_text() == "precious"


@pytest.mark.parametrize(
    "address",
    ["", "nonsense", "sqlite://", "sqlite:///:memory:", "postgresql://localhost", "mysql://x/y"],
)
def test_an_address_that_is_not_supported_is_said(address: str) -> None:
    with pytest.raises(SetupError):
        Database.open(address)


def test_an_address_and_a_path_lead_to_the_same_file(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'vigie.db'}")
    database.upgrade()
    database.close()
    assert (tmp_path / "vigie.db").stat().st_size > 0


def test_a_database_of_a_newer_version_is_left_alone(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SetupError, match="newer version"):
        database.upgrade()
    with database.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"


def test_upgrading_again_raises_guards_that_were_dropped(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("DROP TRIGGER trail_entries_no_update"))
    database.upgrade()
    with database.reading() as connection:
        names = connection.execute(text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")).scalar()
    assert names == 12


def test_a_migration_that_leaves_orphans_is_not_committed(database: Database) -> None:
    with pytest.raises(SetupError), database.migrating() as connection:
        connection.execute(text("INSERT INTO pending_examinations VALUES ('V-0001', 1, 'x', '')"))
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM pending_examinations")).scalar() == 0
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_several_first_starts_at_once_make_one_schema(tmp_path: Path) -> None:
    def start(_: int) -> None:
        database = Database.open(tmp_path / "vigie.db")
        database.upgrade()
        database.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(start, range(4)))
    with closing(sqlite3.connect(tmp_path / "vigie.db")) as plain:
        assert plain.execute("SELECT size FROM trail_head").fetchall() == [(0,)]


def test_a_start_killed_at_any_moment_leaves_no_half_schema(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from bot.database import Database; import alembic.command\n"
        "print('ready', flush=True); Database.open(Path(sys.argv[1])).upgrade()"
    )
    for attempt in range(4):
        path = tmp_path / f"{attempt}.db"
        with subprocess.Popen([sys.executable, "-c", script, str(path)], cwd=ROOT, stdout=subprocess.PIPE) as child:
            assert child.stdout
            child.stdout.readline()
            time.sleep(0.02 * attempt)
            os.kill(child.pid, signal.SIGKILL)
        with closing(sqlite3.connect(path)) as plain:
            tables = plain.execute("SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'trigger')").fetchone()
        assert tables[0] in {0, len(metadata.tables) + len(TRIGGERS) + 1}, "and Alembic's own"
        database = Database.open(path)
        database.upgrade()
        database.close()


def test_closing_a_damaged_file_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "vigie.db").write_bytes(b"not a database" * 100)
    database = Database.open(tmp_path / "vigie.db")
    with pytest.raises(DBAPIError), database.reading():
        pass
    database.close()
