"""A database that was filled before there was a gate knows its files after the upgrade."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, select, update

from bot.database import MIGRATIONS, Database
from bot.gate.asking import exactly
from bot.gate.standing import Standing
from bot.tables import gate_files, trail_entries, trail_head, trail_personal
from policy.sandbox import Sandbox
from tests.bot.gate.conftest import approved, refused
from tests.bot.scene import Scene, open_scene
from tests.policy.pictures_with_a_look import encoded, scene


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _before_the_gate(path: Path, now: Scene) -> Database:
    """Return a database of the version before, with the trail of a scene of today."""
    before = ScriptDirectory.from_config(_config()).get_revision("0003").down_revision
    old = Database.open(path)
    with now.house.database.reading() as source, old.migrating() as target:
        command.upgrade(_config(target), str(before))
        for table in (trail_entries, trail_personal):
            rows = source.execute(select(table).order_by(*table.primary_key)).mappings().all()
            target.execute(insert(table), [dict(row) for row in rows])
        target.execute(update(trail_head).values(**source.execute(select(trail_head)).mappings().one()))
    return old


def test_an_upgrade_files_everything_that_was_ever_submitted(tmp_path: Path, sandbox: Sandbox) -> None:
    with open_scene(tmp_path / "data", sandbox=sandbox) as now:
        approved(now)
        refused(now, encoded(scene(1)))
        now.submit(b"no picture", encoded(scene(2)), draft="Dimanche, au marché.")
        old = _before_the_gate(tmp_path / "old.db", now)
        old.upgrade()
        with old.reading() as upgraded, now.house.database.reading() as today:
            rows = select(gate_files).order_by(gate_files.c.reference, gate_files.c.sha256)
            filed = upgraded.execute(rows).all()
            assert filed == today.execute(rows).all()
            standings = [exactly(upgraded, row.sha256, now.clock()).kind for row in filed]
        old.close()
    assert standings == [Standing.APPROVED, Standing.REFUSED, Standing.PENDING, Standing.PENDING]
