"""The migrations and bot/tables.py tell the same story."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, create_engine

from bot.database import MIGRATIONS, Database
from bot.tables import SCHEMA, metadata

ROOT = Path(__file__).parents[2]


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def _schema(path: Path) -> dict[str, str]:
    query = "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
    with closing(sqlite3.connect(path)) as connection:
        return {name: re.sub(r"\s+", " ", sql) for name, sql in connection.execute(query)}


def test_the_migrations_lead_to_the_tables(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "vigie.db")
    database.upgrade()
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


def test_the_migrations_lead_to_the_tables_word_for_word_checks_and_strictness_too(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "migrated.db")
    database.upgrade()
    database.close()
    engine = create_engine(f"sqlite:///{tmp_path / 'created.db'}")
    metadata.create_all(engine)
    engine.dispose()
    migrated = _schema(tmp_path / "migrated.db")
    assert migrated.pop("alembic_version")
    assert migrated == _schema(tmp_path / "created.db")


def test_there_is_one_line_of_migrations_and_the_code_knows_its_end() -> None:
    assert _scripts().get_heads() == [SCHEMA]


def test_every_check_has_a_name() -> None:
    checks = [item for table in metadata.tables.values() for item in table.constraints]
    assert all(item.name for item in checks if isinstance(item, CheckConstraint))


def test_no_migration_rebuilds_a_table_of_the_trail() -> None:
    for path in (MIGRATIONS / "versions").glob("*.py"):
        assert not re.search(r"batch_alter_table\(\s*[\"']trail_", path.read_text(encoding="utf-8")), path.name


def test_the_alembic_command_works_from_the_checkout(tmp_path: Path) -> None:
    def alembic(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "alembic", *arguments],
            cwd=ROOT,
            env={"VIGIE_DATABASE_URL": f"sqlite:///{tmp_path / 'vigie.db'}", "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )

    upgraded = alembic("upgrade", "head")
    assert upgraded.returncode == 0, upgraded.stderr
    checked = alembic("check")
    assert "No new upgrade operations detected" in checked.stdout, checked.stderr
    with closing(sqlite3.connect(tmp_path / "vigie.db")) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone() == (12,)
