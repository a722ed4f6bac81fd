from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Vigie


def test_the_database_is_made_and_brought_up_to_date(vigie: Vigie, data: Path) -> None:
    for _ in range(2):
        ran = vigie("db", "upgrade")
        assert (ran.code, ran.complaint) == (0, "")
        assert "à jour" in ran.plain
    assert (data / "vigie.db").stat().st_size > 0


def test_a_backup_holds_everything_and_stands_alone(vigie: Vigie, tmp_path: Path) -> None:
    vigie("people", "add", "Alix", "--role", "author")
    ran = vigie("db", "backup", tmp_path / "copy.db")
    assert ran.code == 0
    assert str(tmp_path / "copy.db") in ran.out
    with closing(sqlite3.connect(f"file:{tmp_path / 'copy.db'}?mode=ro", uri=True)) as copy:
        assert copy.execute("SELECT count(*) FROM trail_entries").fetchone() == (2,)
    assert not list(tmp_path.glob("*.partial"))


def test_a_backup_can_be_lived_in(vigie: Vigie, tmp_path: Path) -> None:
    vigie("people", "add", "Alix", "--role", "author")
    vigie("db", "backup", tmp_path / "copy.db")
    address = f"sqlite:///{tmp_path / 'copy.db'}"
    assert "Alix" in vigie("people", "list", VIGIE_DATABASE_URL=address).out
    assert vigie("trail", "verify", VIGIE_DATABASE_URL=address).code == 0


def test_a_backup_overwrites_nothing(vigie: Vigie, tmp_path: Path) -> None:
    vigie("db", "upgrade")
    (tmp_path / "kept").write_text("precious")
    ran = vigie("db", "backup", tmp_path / "kept")
    assert (ran.code, ran.out) == (2, "")
    assert "existe déjà" in ran.complaint
    assert (tmp_path / "kept").read_text() == "precious"


def test_a_backup_into_a_folder_that_is_not_there_is_a_mistake_of_usage(vigie: Vigie, tmp_path: Path) -> None:
    vigie("db", "upgrade")
    ran = vigie("db", "backup", tmp_path / "nowhere" / "copy.db")
    assert (ran.code, ran.out) == (2, "")
    assert str(tmp_path / "nowhere") in ran.complaint
    assert "Traceback" not in ran.err


def test_there_is_no_backup_of_nothing(vigie: Vigie, data: Path, tmp_path: Path) -> None:
    ran = vigie("db", "backup", tmp_path / "copy.db")
    assert (ran.code, ran.out) == (1, "")
    assert str(data / "vigie.db") in ran.complaint
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize("address", ["postgresql://localhost/vigie", "nonsense", "sqlite://"])
def test_a_database_of_another_kind_is_said_to_be_none(vigie: Vigie, address: str) -> None:
    for command in (("db", "upgrade"), ("db", "backup", "x"), ("people", "list"), ("trail", "verify")):
        ran = vigie(*command, VIGIE_DATABASE_URL=address)
        assert (ran.code, ran.out) == (1, "")
        assert "VIGIE_DATABASE_URL" in ran.complaint


def test_a_database_of_a_newer_version_is_left_alone(vigie: Vigie, data: Path) -> None:
    vigie("db", "upgrade")
    with closing(sqlite3.connect(data / "vigie.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    ran = vigie("db", "upgrade")
    assert ran.code == 1
    assert "version plus récente" in ran.complaint
